package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/praxis-kb/praxis/kb"
)

// found is all that a question finds.
type found struct {
	view  *view
	parts []part
	total int
	best  best[hit]
	after *hit               // what the page before ended with
	exact map[uint64]float64 // how much more counts what is called just as it was asked
}

// collect finds what matches at least some words of a question, segment by segment.
func (f *found) collect(m *matching, q question, least int, fits *filter) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("search: %v", p) // a damaged file
		}
	}()
	matched, err := m.question(q, least)
	if err != nil {
		return err
	}
	for i, s := range f.view.segments {
		all, err := matched.in(i)
		if err := errors.Join(err, m.ctx.Err()); err != nil {
			return err
		}
		if all = s.present(all); all.IsEmpty() {
			continue
		}
		p := fits.part(s.columns, all)
		among := p.within(facetCount)
		p.all = among.ToArray()
		t := newTally(among, p.all)
		if len(p.all) > 0 {
			err = matched.weigh(i, t)
		}
		if err != nil {
			return err
		}
		f.add(s, p, t)
	}
	return nil
}

// checkEvery is how often it is looked whether the question was given up.
const checkEvery = 4096

// each calls visit for every document that a query matches.
func (v *view) each(ctx context.Context, q query.Query, m mapping.IndexMapping, visit func(n uint64, score float64)) error {
	searcher, err := q.Searcher(ctx, v.reader, m, search.SearcherOptions{})
	if err != nil {
		return tooMany(err)
	}
	defer searcher.Close()
	searcher.SetQueryNorm(1) // so that what is searched apart can be compared
	sc := &search.SearchContext{DocumentMatchPool: search.NewDocumentMatchPool(searcher.DocumentMatchPoolSize()+1, 0), IndexReader: v.reader}
	for i := 1; ; i++ {
		match, err := searcher.Next(sc)
		if err != nil || match == nil {
			return err
		}
		visit(match.IndexInternalID.Value(), match.Score)
		sc.DocumentMatchPool.Put(match)
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

func tooMany(err error) error {
	if strings.Contains(err.Error(), "TooManyClauses") || strings.Contains(err.Error(), "too many clauses") {
		return kb.Errorf(kb.TooCostly, "a beginning stands for more than %d words: write more of it", maxTerms)
	}
	return err
}

// add adds what is found in a segment: each document counts by its words, its type, and whether it is called just as
// it was asked.
func (f *found) add(s segmentView, p part, t *tally) {
	f.parts, f.total = append(f.parts, p), f.total+len(p.all)
	for i, n := range p.all {
		h := hit{s.columns, n, t.sum(i) * ranks[s.ranks[n]]}
		if len(f.exact) > 0 {
			h.score *= cmp.Or(f.exact[s.base+uint64(n)], 1)
		}
		if f.after == nil || f.best.compare(h, *f.after) > 0 {
			f.best.offer(h)
		}
	}
}

// How much more counts what is called just as it was asked, by its first name or by another.
var exactly = []struct {
	sign   string
	counts float64
}{{otherName, 2}, {firstName, 2.5}}

// called are the documents that have a name, as words, with how much more they count.
func (v *view) called(words []string) (map[uint64]float64, error) {
	all, terms := map[uint64]float64{}, v.dictionaries()
	for _, name := range exactly {
		err := terms.having(inCalls, name.sign+strings.Join(words, string(space)), func(n uint64) { all[n] = name.counts })
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}
