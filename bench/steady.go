package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/praxis-kb/praxis/search"
)

// steadyCommits are written one by one, each until it is found: what an index takes in a busy week.
const steadyCommits = 400

// steady asks an index that was just made, and again after many single commits, and tells how much longer that takes.
func (b *bench) steady(dir string) error {
	const what = "Steady writing"
	if !wanted.MatchString(what) {
		return nil
	}
	if err := b.anew(dir); err != nil {
		return err
	}
	fresh, err := b.found(what + ", before: ")
	if err != nil {
		return err
	}
	begin, u := time.Now(), usage()
	for n := range steadyCommits {
		if err := b.commit(n); err != nil {
			return err
		}
		if err := b.index.Wait(b.ctx, b.store.Sequence()); err != nil {
			return err
		}
	}
	each := (usage() - u) / steadyCommits
	fact(what, fmt.Sprintf("%d commits in %.0f s, each found before the next, CPU %.1f ms each; segments %v", steadyCommits, time.Since(begin).Seconds(),
		float64(each.Microseconds())/1000, b.index.Segments()), 0, target{})
	after, err := b.found(what + ", after: ")
	if err != nil {
		return err
	}
	for i := range fresh {
		compared(what+": "+steadily[i].what+", as a part of what it took before", after[i], fresh[i], b.from10k(atMost(1.5)))
	}
	return nil
}

// anew makes the index anew, and shows it.
func (b *bench) anew(dir string) error {
	if err := b.stop(); err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(dir, indexFolder)); err != nil {
		return err
	}
	o, err := open(b.ctx, dir)
	if err == nil {
		*b.opened = *o
	}
	return err
}

// steadily are questions that feel it where an index lies in pieces.
var steadily = []struct {
	what string
	ask  func(b *bench, n int) error
}{
	{"a word, a theme, four facets", func(b *bench, n int) error { return b.search(b.wordInTheme(n), stockFacets) }},
	{"two words, four facets", func(b *bench, n int) error {
		return b.search(search.Ask{Query: b.wordsOf(n)["words"].(string)}, stockFacets)
	}},
	{"suggest, three letters", func(b *bench, n int) error {
		_, err := b.index.Suggest(b.ctx, lexicons[0].themeWord(b.spread(n, themes), n+5)[:3], search.MaxSuggestions)
		return err
	}},
	{"suggest, one letter", (*bench).suggestLetter},
	{"by date", func(b *bench, n int) error { return b.search(b.datedInTheme(n), nil) }},
	{"all, with all facets", func(b *bench, n int) error { return b.search(search.Ask{}, search.FacetNames()) }},
}

func (b *bench) found(when string) (times []time.Duration, err error) {
	for _, q := range steadily {
		each, err := measured(when+q.what, target{}, func(n int) error { return q.ask(b, n) })
		if err != nil {
			return nil, err
		}
		times = append(times, each)
	}
	return times, nil
}
