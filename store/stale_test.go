package store_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// The ends of each kind of link that the changes below make: hierarchies, parts that relations lead through, several
// links between the same two, numbered things.
var tangled = []struct{ kind, from, to string }{
	{"theme.broader", "theme/a", "theme/b"}, {"practice.about", "practice/p", "theme/a"}, {"practice.about", "practice/q", "theme/a"},
	{"practice.about", "practice/p", "theme/b"}, {"key-factor.partOf", "key-factor/k", "benchmark/m"},
	{"key-factor.partOf", "key-factor/l", "benchmark/m"}, {"practice.alignsWith", "practice/p", "key-factor/k"},
	{"practice.alignsWith", "practice/q", "key-factor/l"}, {"practice.alignsWith", "practice/q", "benchmark/m"},
	{"practice.alignsWith", "practice/q", "benchmark/n"}, {"practice.doneIn", "practice/p", "city/c"},
}

var tangledIDs = []string{"theme/a", "theme/b", "practice/p", "practice/q", "key-factor/k", "key-factor/l", "benchmark/m", "benchmark/n", "city/c"}

func tangledPut(id, name string, number int) kb.Change {
	path, _ := kb.SplitID(id)
	switch path {
	case "key-factor":
		return put(id, "name", name, "kind", "KEY", "number", number)
	case "benchmark":
		return put(id, "name", name, "kind", "GENERAL", "completeness", "PARTIAL")
	}
	return put(id, "name", name)
}

func tangledChange(t *rapid.T) kb.Change {
	id := rapid.SampledFrom(tangledIDs).Draw(t, "id")
	link := rapid.SampledFrom(tangled).Draw(t, "link")
	switch op := rapid.SampledFrom([]kb.Op{kb.Put, kb.Archive, kb.Restore, kb.Join, kb.Join, kb.Part}).Draw(t, "op"); op {
	case kb.Put:
		return tangledPut(id, rapid.SampledFrom([]string{"Apple", "Élan", "zebra"}).Draw(t, "name"), rapid.IntRange(1, 3).Draw(t, "number"))
	case kb.Archive, kb.Restore:
		return kb.Change{Op: op, ID: id}
	default:
		c := kb.Change{Op: op, ID: link.from, Kind: link.kind, To: link.to}
		if op == kb.Join {
			c.Position, c.Citations = rapid.IntRange(0, 3).Draw(t, "position"), cited()
			if link.kind == "practice.alignsWith" {
				c.Properties = map[string]any{"relation": rapid.SampledFrom([]string{"ILLUSTRATES", "MEETS"}).Draw(t, "relation")}
			}
		}
		return c
	}
}

// TestWhatIsKeptIsTrue reads every relation of every entity after each of many random change sets, out of what is kept in
// memory, and compares it with what the database says.
func TestWhatIsKeptIsTrue(t *testing.T) {
	base, n := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		s, err := store.Open(ctx, fmt.Sprintf("%s/%d", base, n), declared)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		start := []kb.Change{put("source/s")}
		for i, id := range tangledIDs {
			start = append(start, tangledPut(id, id, 1+i))
		}
		for _, l := range tangled {
			c := kb.Change{Op: kb.Join, ID: l.from, Kind: l.kind, To: l.to, Citations: cited()}
			if l.kind == "practice.alignsWith" {
				c.Properties = map[string]any{"relation": "MEETS"}
			}
			start = append(start, c)
		}
		if _, err := s.Commit(ctx, set(start...)); err != nil {
			t.Fatal(err)
		}
		compareKept(t, s)
		for _, changes := range rapid.SliceOfN(rapid.SliceOfN(rapid.Custom(tangledChange), 1, 3), 1, 4).Draw(t, "sets") {
			if _, err := s.Commit(ctx, set(changes...)); err == nil {
				compareKept(t, s)
			}
		}
	})
}

func compareKept(t *rapid.T, s *store.Store) {
	one, two := 1, 2
	for _, id := range tangledIDs {
		e, err := s.Entity(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range declared.ByPath(e.Meta().Type).Fields {
			if f.Relation == nil || !slices.ContainsFunc(f.Relation.Kinds, isTangled) {
				continue
			}
			for _, p := range []kb.PageArguments{{First: &one}, {Last: &two}} {
				q := store.Query{Parent: e, Field: f, Page: p}
				kept, err := s.List(ctx, q)
				if err != nil {
					t.Fatal(err)
				}
				read, err := s.ReadList(ctx, q)
				if err != nil {
					t.Fatal(err)
				}
				if kept, read := show(kept), show(read); kept != read {
					t.Fatalf("%s.%s %+v:\nkept %s\nread %s", id, f.Name, p, kept, read)
				}
			}
			q := store.Query{Parent: e, Field: f}
			kept, err := s.Count(ctx, q)
			if read, other := s.ReadCount(ctx, q); kept != read || err != nil || other != nil {
				t.Fatalf("%s.%s: counted %d, there are %d, %v %v", id, f.Name, kept, read, err, other)
			}
		}
	}
	for _, typ := range []string{"Practice", "Benchmark"} {
		q := store.Query{Type: declared.Type(typ)}
		kept, _ := s.Count(ctx, q)
		if read, err := s.ReadCount(ctx, q); kept != read || err != nil {
			t.Fatalf("%s: counted %d, there are %d, %v", typ, kept, read, err)
		}
	}
}

func isTangled(k *schema.Kind) bool {
	for _, l := range tangled {
		if l.kind == k.Stored {
			return true
		}
	}
	return false
}

// show is a list as text: where it stands among others, its places, what stands there and what the links carry.
func show(l *store.List) string {
	text := fmt.Sprint(l.Info.HasNextPage, l.Info.HasPreviousPage, l.Info.StartCursor != nil)
	for _, e := range l.Edges {
		m := e.Node.Meta()
		text += fmt.Sprint("\n", e.Cursor, m.ID, m.Revision, m.Sort)
		if e.Link != nil {
			text += fmt.Sprintf(" %s %s %s %d %d %q %d %s", e.Link.ID, e.Link.Kind, e.Link.Stored, e.Link.FromKey, e.Link.ToKey,
				e.Link.Qualifier, e.Link.Position, e.Link.Properties)
		}
	}
	return text
}
