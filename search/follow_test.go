package search_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/search"
	"github.com/praxis-kb/praxis/store"
)

// follow opens an index over a store and lets it follow until the test ends or stop is called.
func follow(t testing.TB, s *store.Store, dir string) (x *search.Index, stop func()) {
	t.Helper()
	x, err := search.Open(dir, declared, s)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- x.Follow(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		x.Close()
	}
	t.Cleanup(stop)
	if err := x.Wait(ctx, s.Sequence()); err != nil {
		t.Fatal(err)
	}
	return x, stop
}

func mustOpen(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, t.TempDir(), declared)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func commit(s *store.Store, changes ...kb.Change) error {
	_, err := s.Commit(ctx, kb.ChangeSet{Time: store.Now(), Author: "test", Message: "a test", Changes: changes})
	return err
}

func mustCommit(t testing.TB, s *store.Store, changes ...kb.Change) {
	t.Helper()
	if err := commit(s, changes...); err != nil {
		t.Fatal(err)
	}
}

var sourced = []any{map[string]any{"source": "source/s", "basis": "STATED"}}

func put(id, name string, fields ...any) kb.Change {
	body := map[string]any{"name": name}
	if path, _ := kb.SplitID(id); path != "source" {
		body["citations"] = sourced
	}
	required := map[string][]any{"source": {"kind", "WEB_PAGE"}, "theme": {"scheme", "THEME"}, "city": {"country", "BE"}, "practice": {"form", "IN_PLACE"}}
	path, _ := kb.SplitID(id)
	pairs := append(required[path], fields...)
	for i := 0; i+1 < len(pairs); i += 2 {
		body[pairs[i].(string)] = pairs[i+1]
	}
	return kb.Change{Op: kb.Put, ID: id, Body: body}
}

func join(from, kind, to string) kb.Change {
	return kb.Change{Op: kb.Join, ID: from, Kind: kind, To: to}
}

// snapshot is what an index answers to a number of questions, as one text.
func snapshot(t testing.TB, x *search.Index) string {
	t.Helper()
	var b strings.Builder
	many := kb.MaxPage
	for _, q := range []string{"", "buddies", "language", "water", "theme:learning", "βιβλίο", "-buddies"} {
		for _, order := range []string{"ID", "NAME", "TRANSFERS"} {
			r, err := x.Search(ctx, search.Ask{Query: q, Order: order, Page: kb.PageArguments{First: &many}})
			if err != nil {
				fmt.Fprintln(&b, q, err)
				continue
			}
			fmt.Fprintln(&b, q, order, r.Total, ids(r))
			facets, err := r.Facets(nil)
			fmt.Fprintln(&b, facets, err)
		}
	}
	for _, typ := range []string{"practice", "city"} {
		fmt.Fprintln(&b, likened(t, x, typ, true))
	}
	return b.String()
}

// TestRebuildEqualsFollow lets one index follow random commits, and compares it with one that is made at the end.
func TestRebuildEqualsFollow(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := mustOpen(t)
		mustCommit(t, s, put("source/s", "S"), put("theme/learning", "Learning"), put("theme/reading", "Reading"))
		following, stop := follow(t, s, filepath.Join(t.TempDir(), "index"))
		defer stop()
		idsOf := []string{"theme/learning", "theme/reading", "city/c", "city/d", "practice/p", "practice/q", "territory/t"}
		names := []string{"Buddies with refugees", "Language café", "Vandløb", "Βιβλία", "Reading circle"}
		for range rapid.IntRange(1, 12).Draw(r, "commits") {
			id := rapid.SampledFrom(idsOf).Draw(r, "id")
			name := rapid.SampledFrom(names).Draw(r, "name")
			changes := map[string]kb.Change{
				"put":     put(id, name, "level", "COUNTRY"),
				"about":   join("practice/p", "practice.about", "theme/reading"),
				"done":    join("practice/q", "practice.doneIn", "city/c"),
				"carried": join("practice/q", "practice.instanceOf", "practice/p"),
				"in":      join("city/c", "city.in", "territory/t"),
				"wider":   join("theme/reading", "theme.broader", "theme/learning"),
				"archive": {Op: kb.Archive, ID: id},
				"restore": {Op: kb.Restore, ID: id},
				"unlink":  {Op: kb.Part, ID: "practice/p", Kind: "practice.about", To: "theme/reading"},
			}
			if path, _ := kb.SplitID(id); path != "territory" {
				changes["put"] = put(id, name)
			}
			keys := []string{"put", "put", "put", "about", "done", "carried", "in", "wider", "archive", "restore", "unlink"}
			err := commit(s, changes[rapid.SampledFrom(keys).Draw(r, "change")])
			if code := kb.CodeOf(err); err != nil && code == kb.Internal {
				r.Fatal(err)
			}
		}
		if err := following.Wait(ctx, s.Sequence()); err != nil {
			r.Fatal(err)
		}
		rebuilt, stopRebuilt := follow(t, s, filepath.Join(t.TempDir(), "index"))
		defer stopRebuilt()
		if a, b := snapshot(t, following), snapshot(t, rebuilt); a != b {
			r.Fatalf("followed:\n%s\nrebuilt:\n%s", a, b)
		}
	})
}

func found(t testing.TB, x *search.Index, query string) []string {
	t.Helper()
	r, err := x.Search(ctx, search.Ask{Query: query})
	if err != nil {
		t.Fatal(err)
	}
	return ids(r)
}

// TestTheIndexComesBack opens it after a stop, without its folder, damaged, and beside a log that is another one.
func TestTheIndexComesBack(t *testing.T) {
	s, dir := mustOpen(t), filepath.Join(t.TempDir(), "index")
	mustCommit(t, s, put("source/s", "S"), put("practice/p", "Buddies"))
	_, stop := follow(t, s, dir)
	stop()
	mustCommit(t, s, put("practice/q", "Buddies at school"))
	spoil := func(path string) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := len(data) / 3; i < len(data)/3+40 && i < len(data); i++ {
			data[i] ^= 0xff
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, harm := range map[string]func(){
		"after a stop":       func() {},
		"without its folder": func() { os.RemoveAll(dir) },
		"flipped bytes": func() {
			files, _ := filepath.Glob(filepath.Join(dir, "bleve", "store", "*.zap"))
			if len(files) == 0 {
				t.Fatal("no segment to spoil")
			}
			spoil(files[0])
		},
		"another form":     func() { os.WriteFile(filepath.Join(dir, "form"), []byte("old"), 0o644) },
		"a truncated root": func() { os.Truncate(filepath.Join(dir, "bleve", "store", "root.bolt"), 100) },
	} {
		harm()
		x, stop := follow(t, s, dir)
		if got := found(t, x, "buddies"); !slices.Contains(got, "practice/p") || !slices.Contains(got, "practice/q") {
			t.Errorf("%s: found %v", name, got)
		}
		stop()
	}
	other := mustOpen(t)
	mustCommit(t, other, put("source/s", "S"))
	x, _ := follow(t, other, dir)
	if got := found(t, x, "buddies"); len(got) != 0 {
		t.Errorf("of another log: found %v", got)
	}
}

// TestAnEmptyLog follows from nothing on, again after a stop.
func TestAnEmptyLog(t *testing.T) {
	s, dir := mustOpen(t), filepath.Join(t.TempDir(), "index")
	for range 2 {
		x, stop := follow(t, s, dir)
		if got := found(t, x, "buddies"); len(got) != 0 {
			t.Errorf("found %v", got)
		}
		stop()
	}
	x, _ := follow(t, s, dir)
	mustCommit(t, s, put("source/s", "S"), put("practice/p", "Buddies"))
	if err := x.Wait(ctx, s.Sequence()); err != nil {
		t.Fatal(err)
	}
	if got := found(t, x, "buddies"); len(got) != 1 {
		t.Errorf("found %v", got)
	}
}

// TestNeighboursOfTheArchived archives and restores what others are tied to: they have it no longer, and then again.
func TestNeighboursOfTheArchived(t *testing.T) {
	s := mustOpen(t)
	mustCommit(t, s, put("source/s", "S"), put("theme/learning", "Learning"), put("theme/reading", "Reading"), put("practice/p", "Buddies"),
		join("theme/reading", "theme.broader", "theme/learning"), join("practice/p", "practice.about", "theme/reading"))
	x, _ := follow(t, s, filepath.Join(t.TempDir(), "index"))
	for _, op := range []kb.Op{kb.Archive, kb.Restore} {
		for _, id := range []string{"theme/learning", "theme/reading"} {
			mustCommit(t, s, kb.Change{Op: op, ID: id})
			if err := x.Wait(ctx, s.Sequence()); err != nil {
				t.Fatal(err)
			}
			fresh, stop := follow(t, s, filepath.Join(t.TempDir(), "index"))
			if a, b := snapshot(t, x), snapshot(t, fresh); a != b {
				t.Errorf("%s of %s:\n%s\nfresh:\n%s", op, id, a, b)
			}
			stop()
		}
	}
}

// TestManySmallCommits writes one change after the other: the index answers the same while its segments are folded
// together, is in a few of them soon, and then as one that is made anew.
func TestManySmallCommits(t *testing.T) {
	s := mustOpen(t)
	changes := []kb.Change{put("source/s", "S"), put("theme/learning", "Learning")}
	for i := range 50 {
		changes = append(changes, put(fmt.Sprintf("practice/p%d", i), fmt.Sprint("Buddies ", i)))
	}
	mustCommit(t, s, changes...)
	x, _ := follow(t, s, filepath.Join(t.TempDir(), "index"))
	for i := range 20 {
		mustCommit(t, s, put(fmt.Sprintf("practice/p%d", i*2), fmt.Sprint("Language café ", i)))
		if err := x.Wait(ctx, s.Sequence()); err != nil {
			t.Fatal(err)
		}
	}
	written := snapshot(t, x)
	const most = 4
	for len(x.Segments()) > most {
		if got := snapshot(t, x); got != written {
			t.Fatalf("while it is folded:\n%s\nbefore:\n%s", got, written)
		}
	}
	fresh, _ := follow(t, s, filepath.Join(t.TempDir(), "index"))
	if a, b := snapshot(t, x), snapshot(t, fresh); a != b || a != written {
		t.Errorf("folded:\n%s\nfresh:\n%s", a, b)
	}
}

// TestCrumbsWhileNothingIsFolded writes one change after the other while Bleve folds nothing, as when it is at a large
// segment: what they leave is bounded still.
func TestCrumbsWhileNothingIsFolded(t *testing.T) {
	folds := mergeplan.DefaultMergePlanOptions.CalcBudget
	mergeplan.DefaultMergePlanOptions.CalcBudget = func(int64, int64, *mergeplan.MergePlanOptions) int { return 1000 }
	t.Cleanup(func() { mergeplan.DefaultMergePlanOptions.CalcBudget = folds })
	s := mustOpen(t)
	mustCommit(t, s, put("source/s", "S"), put("theme/learning", "Learning"))
	x, _ := follow(t, s, filepath.Join(t.TempDir(), "index"))
	const most = 10
	for i := range 25 {
		mustCommit(t, s, put(fmt.Sprintf("practice/p%d", i%20), fmt.Sprint("Buddies ", i)))
		if err := x.Wait(ctx, s.Sequence()); err != nil {
			t.Fatal(err)
		}
		if sizes := x.Segments(); len(sizes) > most {
			t.Fatalf("after %d commits there are %v", i, sizes)
		}
	}
	fresh, _ := follow(t, s, filepath.Join(t.TempDir(), "index"))
	if a, b := snapshot(t, x), snapshot(t, fresh); a != b {
		t.Errorf("followed:\n%s\nfresh:\n%s", a, b)
	}
}

func TestAWriteIsFound(t *testing.T) {
	s := mustOpen(t)
	mustCommit(t, s, put("source/s", "S"))
	x, _ := follow(t, s, filepath.Join(t.TempDir(), "index"))
	mustCommit(t, s, put("practice/p", "Buddies"))
	r, err := x.Search(ctx, search.Ask{Query: "buddies", MinSequence: 2})
	if err != nil || len(r.Hits) != 1 || r.Sequence != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := x.Search(ctx, search.Ask{MinSequence: 99}); kb.CodeOf(err) != kb.Invalid {
		t.Errorf("waits for what nobody wrote: %v", err)
	}
}

// TestPagesOfWhatIsFound reads pages in every order; between two of them the index moves on.
func TestPagesOfWhatIsFound(t *testing.T) {
	s := mustOpen(t)
	changes := []kb.Change{put("source/s", "S")}
	for i := range 30 {
		changes = append(changes, put(fmt.Sprintf("practice/p%02d", i), fmt.Sprintf("Buddies %d", i%7)))
	}
	mustCommit(t, s, changes...)
	x, _ := follow(t, s, filepath.Join(t.TempDir(), "index"))
	seven := 7
	for _, order := range []string{"RELEVANCE", "NAME", "DATE", "TRANSFERS", "ID"} {
		var all []string
		ask := search.Ask{Query: "buddies", Order: order, Page: kb.PageArguments{First: &seven}}
		for {
			r, err := x.Search(ctx, ask)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, ids(r)...)
			if !r.HasNext {
				break
			}
			ask.Page.After = new(r.Hits[len(r.Hits)-1].Cursor.String())
		}
		many := kb.MaxPage
		whole, err := x.Search(ctx, search.Ask{Query: "buddies", Order: order, Page: kb.PageArguments{First: &many}})
		if err != nil || !slices.Equal(all, ids(whole)) || len(all) != 30 {
			t.Errorf("%s: %d of 30 in pages: %v, at once: %v, %v", order, len(all), all, ids(whole), err)
		}
	}
	ask := search.Ask{Query: "buddies", Page: kb.PageArguments{First: &seven}}
	before, err := x.Search(ctx, ask)
	if err != nil {
		t.Fatal(err)
	}
	mustCommit(t, s, put("practice/new", "Buddies"))
	ask.Page.After, ask.MinSequence = new(before.Hits[6].Cursor.String()), s.Sequence()
	if after, err := x.Search(ctx, ask); err != nil || !after.RankingChanged {
		t.Errorf("the ranking changed and nobody says so: %+v, %v", after, err)
	}
	ask.Query = "other"
	if _, err := x.Search(ctx, ask); kb.CodeOf(err) != kb.CursorInvalid {
		t.Errorf("a cursor of another question: %v", err)
	}
}

// TestQuestionsWhileItWarmsUp asks from the first moment on: until there is an index the answer is that there is none
// yet, never a part of it. Run with -race it also holds that nobody reads what is being made.
func TestQuestionsWhileItWarmsUp(t *testing.T) {
	s, dir := mustOpen(t), filepath.Join(t.TempDir(), "index")
	changes := []kb.Change{put("source/s", "S")}
	for i := range 300 {
		changes = append(changes, put(fmt.Sprintf("practice/p%d", i), fmt.Sprint("Buddies ", i)))
	}
	mustCommit(t, s, changes...)
	_, stop := follow(t, s, dir)
	stop()
	x, err := search.Open(dir, declared, s)
	if err != nil {
		t.Fatal(err)
	}
	following, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- x.Follow(following) }()
	for {
		found, err := x.Suggest(ctx, "buddies", 20)
		like := 0
		likeErr := x.Like("practice", []search.Wanted{{Facet: "type", Values: []string{"practice"}}}, false, func(*search.Alike) { like++ })
		if err == nil && likeErr == nil {
			if len(found) != 20 || like != 300 {
				t.Errorf("%d suggestions, %d alike", len(found), like)
			}
			break
		}
		if err != nil && kb.CodeOf(err) != kb.Unavailable {
			t.Fatal(err)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	x.Close()
}
