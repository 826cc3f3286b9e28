package store_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/praxis-kb/praxis/kb"
)

// TestPagesOfTheLog reads a history and what cites a source page by page, either way, and as a whole.
func TestPagesOfTheLog(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, put("source/s"), put("theme/a"), put("theme/b"))
	for i := range 7 { // changes at either end, several of them in one change set
		id := fmt.Sprintf("practice/p%d", i)
		mustCommit(t, s, put(id), put("theme/a", "summary", id), join(id, "practice.about", "theme/a"), join("theme/a", "theme.broader", "theme/b"))
	}
	source, err := s.Entity(ctx, "source/s")
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string]func(kb.PageArguments) ([]string, []kb.Cursor, *kb.PageInfo){
		"history": func(p kb.PageArguments) ([]string, []kb.Cursor, *kb.PageInfo) {
			changes, cursors, info, err := s.History(ctx, "theme/a", p)
			return named(t, changes, err, func(c *kb.Logged) string { return fmt.Sprint(c.Sequence, c.N, c.EntityID) }), cursors, info
		},
		"cited by": func(p kb.PageArguments) ([]string, []kb.Cursor, *kb.PageInfo) {
			facts, cursors, info, err := s.CitedBy(ctx, source, p)
			return named(t, facts, err, func(f *kb.CitedFact) string { return f.Entity.Meta().ID }), cursors, info
		},
	}
	for name, page := range lists {
		whole, _, _ := page(kb.PageArguments{First: ptr(kb.MaxPage)})
		if len(whole) < 9 {
			t.Errorf("%s: only %v", name, whole)
		}
		var forward, backward []string
		for after, more := (*string)(nil), true; more; {
			some, cursors, info := page(kb.PageArguments{First: ptr(2), After: after})
			forward, after, more = append(forward, some...), ptr(cursors[len(cursors)-1].String()), info.HasNextPage
		}
		for before, more := (*string)(nil), true; more; {
			some, cursors, info := page(kb.PageArguments{Last: ptr(3), Before: before})
			backward, before, more = append(some, backward...), ptr(cursors[0].String()), info.HasPreviousPage
		}
		if !slices.Equal(forward, whole) || !slices.Equal(backward, whole) {
			t.Errorf("%s: %v by pages and %v from the end, not %v", name, forward, backward, whole)
		}
	}
}

func named[T any](t *testing.T, all []T, err error, name func(T) string) []string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(all))
	for i, one := range all {
		names[i] = name(one)
	}
	return names
}

// TestPresentTellsWhatIsAsked leaves out what is archived, and of the links that lead to an entity all but those of the
// kinds that are asked for.
func TestPresentTellsWhatIsAsked(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, put("source/s"), put("theme/a"), put("theme/b"), put("practice/p"), put("practice/q"),
		join("practice/p", "practice.about", "theme/a"), join("theme/b", "theme.broader", "theme/a"))
	mustCommit(t, s, kb.Change{Op: kb.Archive, ID: "practice/q"}, kb.Change{Op: kb.Alias, ID: "theme/old", To: "theme/a"})
	ids := []string{"theme/a", "practice/p", "practice/q", "theme/old", "theme/none"}
	ties := func(all []kb.Present) map[string][]kb.Tie {
		found := map[string][]kb.Tie{}
		for _, e := range all {
			found[e.ID] = e.Ties
		}
		return found
	}
	byID, err := s.Present(ctx, ids, []string{"theme.broader"})
	if err != nil {
		t.Fatal(err)
	}
	found := ties(byID)
	if len(found) != 2 || !slices.Equal(found["theme/a"], []kb.Tie{{Stored: "theme.broader", Other: "theme/b"}}) ||
		!slices.Equal(found["practice/p"], []kb.Tie{{Stored: "practice.about", Out: true, Other: "theme/a"}}) {
		t.Errorf("%+v", found)
	}
	var paged []string
	for row := int64(0); ; {
		some, err := s.PresentAfter(ctx, row, 2, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(some) == 0 {
			break
		}
		for _, e := range some {
			paged = append(paged, e.ID)
		}
		row = some[len(some)-1].Row
	}
	n, err := s.CountPresent(ctx)
	if want := []string{"source/s", "theme/a", "theme/b", "practice/p"}; err != nil || !slices.Equal(paged, want) || n != int64(len(want)) {
		t.Errorf("%v, %d, %v", paged, n, err)
	}
}
