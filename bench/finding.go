package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/search"
)

const fourFacets = "A word, a theme, four facets"

// finding compares search with what it stands on, below GraphQL.
func (b *bench) finding(dir string) error {
	if wanted.MatchString(fourFacets) {
		if err := errors.Join(b.buildStock(dir), b.facets(dir)); err != nil {
			return err
		}
	}
	if err := b.byDate(dir); err != nil {
		return err
	}
	return b.attacks()
}

// facets asks for a frequent word in a theme, and for four facets of what has it.
func (b *bench) facets(dir string) error {
	stock, err := bleve.OpenUsing(filepath.Join(dir, stockFolder), map[string]any{"read_only": true})
	if err != nil {
		return err
	}
	defer stock.Close()
	theirs, err := measured(fourFacets+": Bleve's own collector", target{}, func(n int) error {
		ask := b.wordInTheme(n)
		return b.askStock(stock, ask.Query, ask.Filter["theme"][0])
	})
	if err != nil {
		return err
	}
	ours, err := measured(fourFacets, target{}, func(n int) error { return b.search(b.wordInTheme(n), stockFacets) })
	if err != nil {
		return err
	}
	compared("… as a part of Bleve's", ours, theirs, b.facetTarget())
	return timed("No word, a theme, four facets", target{}, func(n int) error { return b.search(b.inTheme(n), stockFacets) })
}

// inTheme asks for the practices about a theme.
func (b *bench) inTheme(n int) search.Ask {
	return search.Ask{Filter: map[string][]string{"type": {"practice"}, "theme": {id("theme", b.spread(n, themes))}}}
}

// wordInTheme asks for those that have a frequent word of it.
func (b *bench) wordInTheme(n int) search.Ask {
	ask := b.inTheme(n)
	ask.Query = lexicons[n&1].themeWord(b.spread(n, themes), 0)
	return ask
}

// datedInTheme asks for the newest.
func (b *bench) datedInTheme(n int) search.Ask {
	ask := b.inTheme(n)
	ask.Order = "DATE"
	return ask
}

// facetTarget is what a part of the time of Bleve's own collector facets may take.
func (b *bench) facetTarget() target {
	if b.z.practices >= 100_000 {
		return atMost(0.12)
	}
	return b.from10k(atMost(0.15))
}

// compared tells how much of one time another is, where both were measured.
func compared(what string, ours, theirs time.Duration, t target) {
	if ours > 0 && theirs > 0 {
		part := math.Round(100*float64(ours)/float64(theirs)) / 100
		fact(what, fmt.Sprintf("%.2f", part), part, t)
	}
}

func (b *bench) search(ask search.Ask, facets []string) error {
	r, err := b.index.Search(b.ctx, ask)
	if err != nil {
		return err
	}
	if matched += r.Total; facets == nil {
		return nil
	}
	_, err = r.Facets(facets)
	return err
}

// byDate sorts the practices about a theme by date, here and in SQLite over the same file.
func (b *bench) byDate(dir string) error {
	db, err := bareSQL(dir)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(`CREATE TEMP TABLE dated AS SELECT key, slug, body ->> '$.period.from' AS date FROM entity WHERE type = 'practice' AND archived IS NULL;
		CREATE UNIQUE INDEX temp.dated_key ON dated (key, date, slug)`)
	if err != nil {
		return err
	}
	theirs, err := measured("The practices about a theme by date: SQLite, the date in a column", target{}, func(n int) error {
		return scan(db, func(int64, string) {}, `SELECT d.key, d.slug, d.date FROM entity t JOIN link l ON l.to_key = t.key AND l.kind = 'practice.about'
			JOIN dated d ON d.key = l.from_key WHERE t.type = 'theme' AND t.slug = ? ORDER BY d.date DESC, d.slug LIMIT 20`, slug("theme", b.spread(n, themes)))
	})
	if err != nil {
		return err
	}
	ours, err := measured("The practices about a theme by date", target{}, func(n int) error { return b.search(b.datedInTheme(n), nil) })
	compared("… as a part of SQLite's", ours, theirs, atMost(1))
	return err
}

// attacks ask what costs most among what may be asked, each with all facets.
func (b *bench) attacks() error {
	frequent := func(n, words int) string {
		var all []string
		for i := range words {
			all = append(all, lexicons[0].words[(n+5+i)%40])
		}
		return strings.Join(all, " ")
	}
	for _, a := range []struct {
		what string
		ask  func(n int) string
	}{
		{"sixteen frequent words", func(n int) string { return frequent(n, 16) }},
		{"stop words only", func(n int) string { return strings.Repeat("the of and in ", 4) }},
		{"a phrase of two frequent words", func(n int) string { return `"` + frequent(n, 2) + `"` }},
		{"eight phrases of frequent words", func(n int) string { return strings.Repeat(`"`+frequent(n, 2)+`" `, 8) }},
		{"a beginning of three letters", func(n int) string { return frequent(n, 1)[:3] + "*" }},
		{"nothing but -x", func(n int) string { return "-" + frequent(n, 1) }},
		{"sixteen misspelt words, none known", func(n int) string { return strings.Repeat("xq"+frequent(n, 1)+"wz ", 16) }},
		{"all", func(n int) string { return "" }},
	} {
		err := timed("Attack: "+a.what+", all facets", target{}, func(n int) error {
			err := b.search(search.Ask{Query: a.ask(n)}, search.FacetNames())
			if code := kb.CodeOf(err); code == kb.Invalid || code == kb.TooCostly {
				return nil // refused: that is an end, too
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return timed("suggest, one letter", p99AtMost(10_000), b.suggestLetter)
}

func (b *bench) suggestLetter(n int) error {
	_, err := b.index.Suggest(b.ctx, string(rune('a'+(n+5)%26)), search.MaxSuggestions)
	return err
}

// fsync is how long the disk takes to keep a page: what no durable commit is faster than.
func fsync(dir string) (time.Duration, error) {
	file, err := os.CreateTemp(dir, "fsync-")
	if err != nil {
		return 0, err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	page := make([]byte, 4096)
	return measured("A page written and synced", target{}, func(int) error {
		if _, err := file.WriteAt(page, 0); err != nil {
			return err
		}
		return file.Sync()
	})
}
