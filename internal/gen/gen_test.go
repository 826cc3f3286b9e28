package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// written are the files that the generator writes.
var written = []string{"graph/api.graphqls", "graph/generated/generated.go", "graph/generated/fields_gen.go", "graph/links_gen.go", "kb/types_gen.go", "kb/entities_gen.go"}

const root = "../.."

// copyModule copies the program without its tests, so that a room that is new needs no word here.
func copyModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	skipped := []string{".git", "node_modules", "bin", "data"} // what is installed, built or kept in a checkout
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		switch to := filepath.Join(dir, strings.TrimPrefix(path, root)); {
		case err != nil:
			return err
		case slices.Contains(skipped, d.Name()) && d.IsDir():
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(to, 0o755)
		case !d.Type().IsRegular() || strings.HasSuffix(path, "_test.go"):
			return nil
		default:
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(to, data, 0o644)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func command(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestNothingIsStale generates anew and finds what is committed.
func TestNothingIsStale(t *testing.T) {
	dir := copyModule(t)
	command(t, dir, "go", "generate", ".")
	for _, file := range written {
		if read(t, filepath.Join(dir, file)) != read(t, filepath.Join(root, file)) {
			t.Errorf("%s is not what schema.graphqls says: run `go generate .`", file)
		}
	}
}

// The declaration of a new type with two fields and a link, and nothing else.
const newType = `
"A yearly market where associations show what they do."
type Fair @entity {
  "How many stands it has."
  stands: Int @facet @range(min: 1, max: 1000)
  "What it offers."
  offer: String @localized @search(weight: 2) @length(max: 500)
  "The city it is held in."
  city: City @relation(kind: "heldAt")
}
`

// The other end of the link, as the city shows it.
const otherEnd = `
  "The fairs held in it."
  fairs: [Fair!]! @relation(kind: "heldAt", direction: IN)
`

// What a client of the new type does: it is stored, linked, versioned, found and asked for, forwards and backwards.
const useOfNewType = `package graph_test

import (
	"context"
	"testing"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/search"
	"github.com/praxis-kb/praxis/store"
)

func TestFair(t *testing.T) {
	ctx := context.Background()
	s, err := store.Open(ctx, t.TempDir(), schema.MustRead(praxis.Declaration))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cite := []any{map[string]any{"source": "source/s", "basis": "STATED"}}
	commit := func(changes ...kb.Change) error {
		_, err := s.Commit(ctx, kb.ChangeSet{Time: store.Now(), Author: "test", Message: "test", Changes: changes})
		return err
	}
	if err := commit(
		kb.Change{Op: kb.Put, ID: "source/s", Body: map[string]any{"name": "S", "kind": "WEB_PAGE"}},
		kb.Change{Op: kb.Put, ID: "city/c", Body: map[string]any{"name": "C", "country": "BE", "citations": cite}},
		kb.Change{Op: kb.Put, ID: "fair/f", Body: map[string]any{"name": "F", "stands": 12, "offer": map[string]any{"original": "fr", "fr": "Du pain", "en": "Bread"}, "citations": cite}},
		kb.Change{Op: kb.Join, ID: "fair/f", Kind: "fair.heldAt", To: "city/c"},
	); err != nil {
		t.Fatal(err)
	}
	if err := commit(kb.Change{Op: kb.Put, ID: "fair/f", Body: map[string]any{"name": "F", "stands": 0, "citations": cite}}); err == nil {
		t.Error("its bounds are not kept")
	}
	if err := commit(kb.Change{Op: kb.Put, ID: "fair/f", Body: map[string]any{"name": "F", "stands": 13, "offer": "Bread", "citations": cite}}); err != nil {
		t.Fatal(err)
	}
	x, err := search.Open(t.TempDir(), s.Schema(), s)
	if err != nil {
		t.Fatal(err)
	}
	go x.Follow(ctx)
	query := "query @inContext(language: EN) { search(query: \"bread\", minSequence: 2) { nodes { id } } fair(slug: \"f\") { revision stands offer city { id fairs { nodes { id } } } history { totalCount } citations { source { id } } } " +
		"fairs(filter: {stands: {min: 13}, city: {in: [\"city/c\"]}, text: \"bread\"}, orderBy: {field: STANDS, direction: DESC}) { totalCount nodes { id } } }"
	want := "{\"data\":{\"search\":{\"nodes\":[{\"id\":\"fair/f\"}]},\"fair\":{\"revision\":2,\"stands\":13,\"offer\":\"Bread\",\"city\":{\"id\":\"city/c\",\"fairs\":{\"nodes\":[{\"id\":\"fair/f\"}]}}," +
		"\"history\":{\"totalCount\":3},\"citations\":[{\"source\":{\"id\":\"source/s\"}}]},\"fairs\":{\"totalCount\":1,\"nodes\":[{\"id\":\"fair/f\"}]}}}"
	if got := string(graph.New(s, x, "test").Execute(ctx, graph.Request{Query: query}, false).Body); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
`

// TestANewTypeIsADeclaration proves the rule: a type is declared, the generator is run, and it is there.
func TestANewTypeIsADeclaration(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the server twice")
	}
	dir := copyModule(t)
	declaration := read(t, filepath.Join(dir, "schema.graphqls"))
	city := regexp.MustCompile(`(?m)^type City .*\{$`).FindString(declaration)
	declaration = strings.Replace(declaration, city, city+otherEnd, 1) + newType
	for file, text := range map[string]string{"schema.graphqls": declaration, "graph/fair_test.go": useOfNewType} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	command(t, dir, "go", "generate", ".")
	command(t, dir, "go", "test", "./graph")
}

// TestTheGeneratorRefuses what it cannot make sense of, before it touches a file.
func TestTheGeneratorRefuses(t *testing.T) {
	dir := copyModule(t)
	before := read(t, filepath.Join(dir, "kb/types_gen.go"))
	broken := read(t, filepath.Join(dir, "schema.graphqls")) + "\ntype Text @entity { \"x\" a: Int }\n"
	if err := os.WriteFile(filepath.Join(dir, "schema.graphqls"), []byte(broken), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "generate", ".")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "type Text: the name is taken") {
		t.Errorf("%v: %s", err, out)
	}
	if read(t, filepath.Join(dir, "kb/types_gen.go")) != before {
		t.Error("it wrote something all the same")
	}
}
