package store_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// The small world of random change sets: few ids, so that they meet.
var world = []string{"theme/a", "theme/b", "theme/c", "city/c", "city/d", "practice/p", "practice/q", "challenge/x"}

func randomChange(t *rapid.T) kb.Change {
	id := rapid.SampledFrom(world).Draw(t, "id")
	links := map[string][2]string{
		"theme": {"theme.broader", "theme"}, "city": {"city.faces", "challenge"},
		"practice": {"practice.about", "theme"}, "challenge": {"challenge.about", "theme"},
	}
	path, _ := kb.SplitID(id)
	kind := links[path]
	var ends []string
	for _, other := range world {
		if p, _ := kb.SplitID(other); p == kind[1] {
			ends = append(ends, other)
		}
	}
	c := kb.Change{ID: id, Kind: kind[0], To: rapid.SampledFrom(ends).Draw(t, "to")}
	switch c.Op = rapid.SampledFrom([]kb.Op{kb.Put, kb.Put, kb.Join, kb.Join, kb.Part, kb.Archive, kb.Restore, kb.Alias}).Draw(t, "op"); c.Op {
	case kb.Put:
		c = put(id, "summary", rapid.SampledFrom([]string{"one", "two", "three"}).Draw(t, "summary"))
	case kb.Join:
		c.Position = rapid.IntRange(0, 3).Draw(t, "position")
		if path == "city" {
			c.Properties = map[string]any{"note": rapid.SampledFrom([]string{"often", "rarely"}).Draw(t, "note")}
		}
		if rapid.Bool().Draw(t, "cited") {
			c.Citations = cited()
		}
	case kb.Alias:
		c = kb.Change{Op: kb.Alias, ID: id + "-old", To: id}
	}
	return c
}

// TestReplayEqualsState commits random change sets, of which many are refused, and replays the log.
func TestReplayEqualsState(t *testing.T) {
	base := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		dir := fmt.Sprintf("%s/%d", base, n)
		s, err := store.Open(ctx, dir, declared)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		start := []kb.Change{put("source/s")}
		for _, id := range world {
			start = append(start, put(id))
		}
		if _, err := s.Commit(ctx, set(start...)); err != nil {
			t.Fatal(err)
		}
		for _, changes := range rapid.SliceOfN(rapid.SliceOfN(rapid.Custom(randomChange), 1, 4), 0, 25).Draw(t, "sets") {
			before := s.Sequence()
			receipt, err := s.Commit(ctx, set(changes...))
			if code := kb.CodeOf(err); err != nil && code != kb.Invalid && code != kb.Conflict && code != kb.NotFound {
				t.Fatal(err)
			}
			if err != nil && s.Sequence() != before || err == nil && receipt.Sequence != s.Sequence() {
				t.Fatalf("sequence %d after %+v, %v", s.Sequence(), receipt, err)
			}
		}
		report, err := store.Verify(ctx, dir, declared)
		if err != nil || len(report.Differences) > 0 {
			t.Fatalf("%v %v", report.Differences, err)
		}
		sameShapesAnew(t, s)
	})
}

// sameShapesAnew closes a store, makes what its filters start from anew, and holds that it is the same.
func sameShapesAnew(t interface{ Fatal(...any) }, s *store.Store) {
	before, err := s.Hash(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if err := store.Exec(filepath.Join(s.Folder(), store.File), store.MakeShapesAnew); err != nil {
		t.Fatal(err)
	}
	again, err := store.Open(ctx, s.Folder(), declared)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if after, err := again.Hash(ctx); after != before || err != nil {
		t.Fatal("made anew, shapes or items are others: ", err)
	}
}
