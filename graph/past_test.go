package graph_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// everything are questions of any kind: what node(id:, at:) cannot answer among them.
const everything = `{
	dataset { sequence updatedAt logHash linkCount citationCount counts { path count } }
	practices(first: 10, filter: {themes: {in: ["theme/a"]}}, orderBy: {field: UPDATED_AT, direction: DESC}) { totalCount edges { cursor node { ...all city { ...all } themes { edges { node { ...all } link { id } } } } } }
	text: practices(filter: {text: "two"}) { nodes { id } }
	cities(first: 10) { nodes { ...all challenges(filter: {text: "x"}) { edges { note node { ...all } } } practices(last: 3) { nodes { id } } } }
	path(from: "city/c", to: "theme/b", through: [FACES, ABOUT]) { nodes { id } }
	neighbourhood(of: "challenge/x", depth: 2) { nodes { id } links { kind } truncated }
	search(query: "one") { totalCount nodes { ... on Entity { id } } facets { name values { value count } } }
	changeSets(first: 3) { totalCount nodes { sequence hash message changes { nodes { action entityId revision fields { path before after } } } } }
	node(id: "practice/q-old") { id }
}
fragment all on Entity { __typename id name summary revision createdAt updatedAt archivedAt citations { source { id } basis } history(first: 5) { totalCount nodes { action revision } } }`

// TestThePastAnswersAsItDid writes at random, keeps what was answered on the way, and asks the same of what the log is
// replayed to: without a line about the past in what answers.
func TestThePastAnswersAsItDid(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s, err := store.Open(ctx, dir, declared)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	present, stop := answering(t, s, filepath.Join(dir, "index"))
	defer stop()
	kept := map[int]string{}
	commit := func(n int, changes ...kb.Change) {
		set := kb.ChangeSet{Time: time.Date(2026, 11, 22, 10, n, 0, 0, time.UTC), Author: "test", Message: fmt.Sprint("Number ", n), Changes: changes}
		if _, err := s.Commit(ctx, set); err != nil && kb.CodeOf(err) == kb.Internal {
			t.Fatal(err)
		}
	}
	var all []kb.Change
	for _, id := range []string{"source/s", "theme/a", "theme/b", "city/c", "challenge/x", "practice/p", "practice/q"} {
		all = append(all, body(id, "one"))
	}
	commit(0, append(all, kb.Change{Op: kb.Join, ID: "practice/p", Kind: "practice.about", To: "theme/a", Citations: citedBy()})...)
	for n := 1; n <= 60; n++ {
		commit(n, rapid.SliceOfN(rapid.Custom(someChange), 1, 5).Example(n)...)
		if n%12 == 0 {
			kept[int(s.Sequence())] = present(int(s.Sequence()))
		}
	}
	if len(kept) < 4 {
		t.Fatalf("only %d states were kept", len(kept))
	}
	for at, want := range kept {
		folder, err := store.AsOf(ctx, dir, at, declared)
		if err != nil {
			t.Fatal(err)
		}
		then, err := store.Open(ctx, folder, declared)
		if err != nil {
			t.Fatal(err)
		}
		past, stop := answering(t, then, filepath.Join(folder, "index"))
		if got := past(at); got != want {
			t.Errorf("as of %d it answers\n%s\nand answered\n%s", at, got, want)
		}
		stop()
		then.Close()
	}
	if _, err := store.AsOf(ctx, dir, 1000, declared); err == nil || !strings.Contains(err.Error(), "there is no change set 1000: the log has 1 to") {
		t.Errorf("a state to come: %v", err)
	}
}

// answering gives what asks a store everything, once search has come to a sequence.
func answering(t *testing.T, s *store.Store, index string) (ask func(sequence int) string, stop func()) {
	t.Helper()
	x, stop, err := follow(s, index)
	if err != nil {
		t.Fatal(err)
	}
	server := graph.New(s, x, "test")
	return func(sequence int) string {
		if err := x.Wait(context.Background(), int64(sequence)); err != nil {
			t.Fatal(err)
		}
		answer := server.Execute(context.Background(), graph.Request{Query: everything}, false)
		if !answer.Whole() {
			t.Fatalf("%s", answer.Body)
		}
		return string(answer.Body)
	}, stop
}

func citedBy() []any { return []any{map[string]any{"source": "source/s", "basis": "STATED"}} }

func body(id, summary string) kb.Change {
	b := map[string]any{"name": id, "summary": summary}
	if !strings.HasPrefix(id, "source/") {
		b["citations"] = citedBy()
	}
	path, _ := kb.SplitID(id)
	for name, value := range map[string]map[string]any{
		"source": {"kind": "WEB_PAGE"}, "theme": {"scheme": "THEME"}, "city": {"country": "BE"}, "practice": {"form": "IN_PLACE"},
	}[path] {
		b[name] = value
	}
	return kb.Change{Op: kb.Put, ID: id, Body: b}
}

// someChange is a change of a small world, in which changes meet.
func someChange(t *rapid.T) kb.Change {
	id := rapid.SampledFrom([]string{"theme/a", "theme/b", "city/c", "challenge/x", "practice/p", "practice/q"}).Draw(t, "id")
	path, _ := kb.SplitID(id)
	link := map[string][2]string{
		"theme": {"theme.broader", "theme/a"}, "city": {"city.faces", "challenge/x"}, "practice": {"practice.about", "theme/b"}, "challenge": {"challenge.about", "theme/a"},
	}[path]
	c := kb.Change{ID: id, Kind: link[0], To: link[1]}
	switch c.Op = rapid.SampledFrom([]kb.Op{kb.Put, kb.Put, kb.Put, kb.Join, kb.Join, kb.Part, kb.Archive, kb.Restore, kb.Restore, kb.Alias}).Draw(t, "op"); c.Op {
	case kb.Put:
		c = body(id, rapid.SampledFrom([]string{"one", "two", "three"}).Draw(t, "summary"))
	case kb.Join:
		c.Citations = citedBy()
	case kb.Alias:
		c = kb.Change{Op: kb.Alias, ID: id + "-old", To: id}
	}
	return c
}
