package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/dump"
)

// recipes take dumps into tools of others. Each needs a tool, and what it prints is counted against GraphQL.
var recipes = []struct {
	name  string
	needs []string // commands that must succeed; the first word of the first is what runs the recipe
	args  []string
	says  int // how many of the numbers that GraphQL knows it prints
}{
	{"tables.py", []string{"python3 -c 0"}, []string{"praxis.csv.zip"}, 6},
	{"sparql.py", []string{"python3 -c 'import rdflib'"}, []string{"praxis.nt", "count.rq"}, 5},
	{"network.py", []string{"python3 -c 'import networkx'"}, []string{"praxis.gexf"}, 4},
	{"network.py", []string{"python3 -c 'import networkx'"}, []string{"praxis.graphml"}, 4},
	{"virtuoso.sh", []string{"sh -c 'command -v virtuoso-t && command -v isql-vt'"}, []string{"praxis.nt", "count.rq"}, 5},
	{"spreadsheet.sh", []string{"sh -c 'command -v ssconvert && command -v unzip'"}, []string{"praxis.csv.zip", "practices.ods"}, 1},
	{"tables.R", []string{"Rscript -e 1", "unzip -v"}, []string{"."}, 6},
	{"network.R", []string{"Rscript -e 'library(igraph)'"}, []string{"praxis.graphml"}, 4},
	{"count.sql", []string{"sqlite3 -version"}, []string{"praxis.db"}, 6},
}

// TestRecipes downloads each dump from the whole program and follows the recipes whose tools are installed.
func TestRecipes(t *testing.T) {
	if testing.Short() {
		t.Skip("the recipes start tools of others, a SPARQL store among them, and take seconds: leave out -short to follow them")
	}
	s := start(t, "--data", t.TempDir())
	dir := t.TempDir()
	for _, f := range dump.Formats {
		status, body := get(t, s.url+"/dump/"+f.File)
		if err := os.WriteFile(filepath.Join(dir, f.File), []byte(body), 0o644); err != nil || status != http.StatusOK {
			t.Fatalf("%s: %d %v", f.File, status, err)
		}
	}
	counts := counted(t, s)
	for _, r := range recipes {
		t.Run(r.name+" "+r.args[0], func(t *testing.T) {
			for _, needed := range r.needs {
				if out, err := shell(t, dir, needed); err != nil {
					t.Skipf("%s: %v %s", needed, err, out)
				}
			}
			out, err := shell(t, dir, recipe(t, r.name, r.args))
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			said := 0
			for line := range strings.Lines(out) {
				if m := number.FindStringSubmatch(line); m != nil && counts[strings.ToLower(m[1])] != "" {
					if said++; m[2] != counts[strings.ToLower(m[1])] {
						t.Errorf("%s: %s, and GraphQL counts %s", m[1], m[2], counts[strings.ToLower(m[1])])
					}
				}
			}
			if said != r.says {
				t.Errorf("it says %d numbers that can be compared, and not %d:\n%s", said, r.says, out)
			}
		})
	}
}

// TestTheFileIsWholeToOthers lets the shell of SQLite check the file: it may be older than ours, and takes rules otherwise.
func TestTheFileIsWholeToOthers(t *testing.T) {
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Skip("sqlite3 is not installed")
	}
	s, dir := start(t, "--data", t.TempDir()), t.TempDir()
	_, body := get(t, s.url+"/dump/praxis.db")
	if err := os.WriteFile(filepath.Join(dir, "praxis.db"), []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := shell(t, dir, `sqlite3 praxis.db "PRAGMA integrity_check; PRAGMA foreign_key_check;"`)
	if err != nil || strings.TrimSpace(out) != "ok" {
		t.Errorf("%v\n%.500s", err, out)
	}
}

// TestRapperReadsTheRDF lets a parser of others read all that is RDF: it counts as many triples as there are lines.
func TestRapperReadsTheRDF(t *testing.T) {
	if _, err := exec.LookPath("rapper"); err != nil {
		t.Skip("rapper is not installed")
	}
	s := start(t, "--data", t.TempDir())
	dir := t.TempDir()
	for file, syntax := range map[string]string{"praxis.nt": "ntriples", "vocabulary.ttl": "turtle", "shapes.ttl": "turtle", "catalogue.ttl": "turtle"} {
		_, body := get(t, s.url+"/dump/"+file)
		if err := os.WriteFile(filepath.Join(dir, file), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := shell(t, dir, "rapper -q -i "+syntax+" -o ntriples "+file+" urn:base: > read.nt && wc -l < read.nt")
		if err != nil || strings.TrimSpace(out) == "0" || syntax == "ntriples" && strings.TrimSpace(out) != fmt.Sprint(strings.Count(body, "\n")) {
			t.Errorf("%s: %v, %s triples", file, err, out)
		}
	}
}

// number is a line that counts something: a word, or one of our types in RDF.
var number = regexp.MustCompile(`^(?:urn:praxis:)?(\w+)\s+(\d+)\s*$`)

// recipe is how a recipe is run.
func recipe(t *testing.T, name string, args []string) string {
	t.Helper()
	folder, err := filepath.Abs("../../examples/recipes")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, name)
	args = slices.Clone(args)
	if i := slices.Index(args, "count.rq"); i >= 0 {
		args[i] = filepath.Join(folder, args[i])
	}
	with := " " + file + " " + strings.Join(args, " ")
	switch filepath.Ext(name) {
	case ".py":
		return "python3" + with
	case ".R":
		return "{ [ -d links ] || unzip -q praxis.csv.zip; } && Rscript" + with
	case ".sql":
		return "sqlite3 " + args[0] + " < " + file
	}
	return "sh" + with
}

// shell runs a line, with the tools of the system before those that somebody put in front of them.
func shell(t *testing.T, dir, line string) (string, error) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "sh", "-c", line)
	command.Dir = dir
	command.Env = append(os.Environ(), "PATH=/usr/bin:/bin:"+os.Getenv("PATH"))
	command.WaitDelay = 5 * time.Second
	out, err := command.CombinedOutput()
	return string(out), err
}

// counted is what GraphQL counts, by the path of the type, and of links and nodes.
func counted(t *testing.T, s started) map[string]string {
	t.Helper()
	_, body := get(t, s.url+"/graphql?query="+url.QueryEscape("{dataset {linkCount counts {path count}}}"))
	var answer struct {
		Data struct {
			Dataset struct {
				LinkCount int
				Counts    []struct {
					Path  string
					Count int
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &answer, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	counts, nodes := map[string]string{"links": fmt.Sprint(answer.Data.Dataset.LinkCount)}, 0
	for _, c := range answer.Data.Dataset.Counts {
		counts[c.Path] = fmt.Sprint(c.Count)
		nodes += c.Count
	}
	counts["nodes"], counts["placed"] = fmt.Sprint(nodes), fmt.Sprint(nodes)
	return counts
}

// TestThePageOffersEveryDump looks at the page of the data for what the program can write.
func TestThePageOffersEveryDump(t *testing.T) {
	s := start(t, "--data", t.TempDir())
	_, body := get(t, s.url+"/data")
	var offered []string
	for _, m := range regexp.MustCompile(`href="/dump/\?format=(\w+)"`).FindAllStringSubmatch(body, -1) {
		offered = append(offered, m[1])
	}
	slices.Sort(offered)
	if written := slices.Sorted(slices.Values(dump.Names())); !slices.Equal(offered, written) {
		t.Errorf("the page offers %v, and the program writes %v", offered, written)
	}
	for _, name := range dump.FilterNames {
		if !strings.Contains(body, `name="`+name+`"`) {
			t.Errorf("the page has no choice for %s", name)
		}
	}
}
