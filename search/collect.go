package search

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"strings"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/praxis-kb/praxis/kb"
)

// filter keeps what has any of some values of each facet that is wanted, and none of those that are not.
type filter struct {
	wanted, unwanted [facetCount]set
	asked            uint32 // a bit for each facet of which something is wanted
	last             facet  // of those of which something is wanted or not
}

// found is all that a question finds.
type found struct {
	view  *view
	read  reader
	best  best[hit]
	after *hit // what the page before ended with
	all   []uint64
	near  [facetCount][]uint64 // what only a filter of this facet keeps out: a facet never filters itself away
	exact map[uint64]float64   // how much more counts what is called just as it was asked
}

// checkEvery is how often the collector looks whether the question was given up.
const checkEvery = 4096

// collect runs a question over a view. Each document is looked at once.
func (f *found) collect(ctx context.Context, q query.Query, m mapping.IndexMapping, fits *filter) error {
	if q != nil {
		return f.view.each(ctx, q, m, func(n uint64, score float64) { f.add(fits, n, score) })
	}
	for _, s := range f.view.segments {
		for n := range s.values.from {
			if s.gone == nil || !s.gone.Contains(uint32(n)) {
				f.add(fits, s.base+uint64(n), 0)
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// each calls visit for every document that a query matches.
func (v *view) each(ctx context.Context, q query.Query, m mapping.IndexMapping, visit func(n uint64, score float64)) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("search: %v", p)
		}
	}()
	searcher, err := q.Searcher(ctx, v.reader, m, search.SearcherOptions{})
	if err != nil {
		return tooMany(err)
	}
	defer searcher.Close()
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

// add looks at a document: it is found where all filters fit it.
func (f *found) add(fits *filter, n uint64, score float64) {
	c, at := f.read.at(n)
	values := c.values.at(at)
	if len(values) == 0 {
		return // hidden
	}
	missing := fits.asked
	for _, v := range values {
		which := v.facet()
		if which > fits.last {
			break
		}
		if fits.unwanted[which].has(v) {
			return
		}
		if fits.wanted[which].has(v) {
			missing &^= 1 << which
		}
	}
	switch bits.OnesCount32(missing) {
	case 0:
		f.all = append(f.all, n)
		h := hit{c, at, f.score(n, values[0], score)}
		if f.after == nil || f.best.compare(h, *f.after) > 0 {
			f.best.offer(h)
		}
	case 1:
		which := bits.TrailingZeros32(missing)
		f.near[which] = append(f.near[which], n)
	}
}

// score weighs a document by its type, and by whether it is called just as it was asked.
func (f *found) score(n uint64, typ value, score float64) float64 {
	if more, ok := f.exact[n]; ok {
		score *= more
	}
	return score * f.view.weights[typ.ordinal()]
}

// How much more counts what is called just as it was asked, by its first name or by another.
var exactly = []struct {
	sign   string
	counts float64
}{{otherName, 2}, {firstName, 2.5}}

// called are the documents that have a name, as words, with how much more they count.
func (v *view) called(words []string) (map[uint64]float64, error) {
	all := map[uint64]float64{}
	for _, name := range exactly {
		err := v.having(inCalls, name.sign+strings.Join(words, string(space)), func(n uint64) { all[n] = name.counts })
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// having calls visit for the documents that have a term in a field.
func (v *view) having(field, term string, visit func(n uint64)) error {
	documents, err := v.reader.TermFieldReader(context.Background(), []byte(term), field, false, false, false)
	if err != nil {
		return err
	}
	for {
		d, err := documents.Next(nil)
		if err != nil || d == nil {
			return errors.Join(err, documents.Close())
		}
		visit(d.ID.Value())
	}
}
