package store_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// standing is what stands in a state of the past, read from a database of its own: body and links, by id.
func standing(t *testing.T, dir string, at int) map[string]string {
	t.Helper()
	folder, err := store.AsOf(ctx, dir, at, declared)
	if err != nil {
		t.Fatal(err)
	}
	dump, err := store.OpenDump(ctx, folder)
	if err != nil {
		t.Fatal(err)
	}
	defer dump.Close()
	all := map[string]string{}
	for _, entity := range declared.Entities {
		err := dump.Each(ctx, entity.Path, func(e *store.Dumped) error {
			if !e.Archived {
				all[e.ID] = fmt.Sprintf("%s %+v", e.Body, e.Links)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestBetweenIsWhatDiffers compares what the log tells of two states with the states themselves.
func TestBetweenIsWhatDiffers(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	start := []kb.Change{put("source/s")}
	for _, id := range world {
		start = append(start, put(id))
	}
	mustCommit(t, s, start...)
	for n := range 60 {
		if _, err := s.Commit(ctx, set(rapid.SliceOfN(rapid.Custom(randomChange), 1, 3).Example(n)...)); kb.CodeOf(err) == kb.Internal && err != nil {
			t.Fatal(err)
		}
	}
	last := int(s.Sequence())
	states := map[int]map[string]string{0: {}}
	for _, at := range []int{1, last / 3, last / 2, last - 1, last} {
		states[at] = standing(t, dir, at)
	}
	for from, before := range states {
		for to, after := range states {
			if from > to {
				continue
			}
			want, got := map[string]kb.DifferenceKind{}, map[string]kb.DifferenceKind{}
			for id := range maps.Keys(before) {
				if after[id] == "" {
					want[id] = kb.DifferenceKindRemoved
				} else if before[id] != after[id] {
					want[id] = kb.DifferenceKindChanged
				}
			}
			for id := range after {
				if before[id] == "" {
					want[id] = kb.DifferenceKindAdded
				}
			}
			for _, d := range paged(t, s, from, to) {
				got[d.ID] = d.Kind
			}
			if n, err := s.CountBetween(ctx, from, to); !maps.Equal(got, want) || err != nil || n != len(want) {
				t.Errorf("from %d to %d %d differ: %v, not %v (%v)", from, to, n, got, want, err)
			}
		}
	}
}

// paged reads what differs two at a time.
func paged(t *testing.T, s *store.Store, from, to int) (all []*kb.EntityDifference) {
	t.Helper()
	two := 2
	for p := (kb.PageArguments{First: &two}); ; {
		found, cursors, info, err := s.Between(context.Background(), from, to, p)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
		if !info.HasNextPage {
			break
		}
		after := cursors[len(cursors)-1].String()
		p.After = &after
	}
	if !slices.IsSortedFunc(all, func(a, b *kb.EntityDifference) int { return map[bool]int{true: -1, false: 1}[a.ID < b.ID] }) {
		t.Errorf("from %d to %d is not in order", from, to)
	}
	return all
}

// TestBetweenTellsFieldsAndLinks looks at one of each.
func TestBetweenTellsFieldsAndLinks(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, put("source/s"), put("theme/a"), put("practice/p", "summary", "one"), put("city/c"), put("challenge/x"), join("practice/p", "practice.about", "theme/a"),
		kb.Change{Op: kb.Join, ID: "city/c", Kind: "city.faces", To: "challenge/x", Properties: map[string]any{"note": "often"}, Citations: cited()})
	mustCommit(t, s, put("practice/p", "summary", "two"), kb.Change{Op: kb.Part, ID: "practice/p", Kind: "practice.about", To: "theme/a"},
		kb.Change{Op: kb.Join, ID: "city/c", Kind: "city.faces", To: "challenge/x", Properties: map[string]any{"note": "rarely"}, Citations: cited()})
	all := paged(t, s, 1, 2)
	if len(all) != 2 {
		t.Fatalf("%d differ", len(all))
	}
	c, p := all[0], all[1]
	if len(c.Links) != 1 || c.Links[0].Kind != kb.DifferenceKindChanged || len(c.Links[0].Fields) != 1 || c.Links[0].Fields[0].Path != "note/en" || string(c.Links[0].Fields[0].After) != `"rarely"` {
		t.Errorf("the city differs in %+v", c.Links[0])
	}
	if len(p.Fields) != 1 || p.Fields[0].Path != "summary/en" || string(p.Fields[0].Before) != `"one"` || len(p.Links) != 1 || p.Links[0].Kind != kb.DifferenceKindRemoved || p.Links[0].To != "theme/a" {
		t.Errorf("the practice differs in %+v and %+v", p.Fields, p.Links)
	}
	for _, bounds := range [][2]int{{2, 1}, {0, 3}, {-1, 1}} {
		if _, _, _, err := s.Between(ctx, bounds[0], bounds[1], kb.PageArguments{}); kb.CodeOf(err) != kb.Invalid {
			t.Errorf("%v: %v", bounds, err)
		}
	}
}
