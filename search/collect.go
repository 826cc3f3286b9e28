package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/praxis-kb/praxis/kb"
)

// filter keeps, for each facet, what has any of some values; facets together must all fit.
type filter [facetCount]map[string]bool

// hit is a document that was found.
type hit struct {
	row   *row
	score float64
}

// found is all that a question finds.
type found struct {
	hits   []hit
	counts [facetCount]map[string]int
}

// checkEvery is how often the collector looks whether the question was given up.
const checkEvery = 4096

// collect runs a question over the present reader. Each document is looked at once: it is kept where all filters fit,
// and where just one does not, it counts for the facet of that one, so that a facet never filters itself away.
func (x *Index) collect(ctx context.Context, q question) (*found, error) {
	f := &found{}
	for i := range f.counts {
		f.counts[i] = map[string]int{}
	}
	if q.query == nil {
		for _, r := range x.at {
			f.add(q, r, 0)
		}
		return f, nil
	}
	return f, x.each(ctx, q.query, func(n uint64, score float64) {
		if n < uint64(len(x.at)) {
			f.add(q, x.at[n], score)
		}
	})
}

// each calls visit for every document that a query matches.
func (x *Index) each(ctx context.Context, q query.Query, visit func(n uint64, score float64)) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("search: %v", p)
		}
	}()
	searcher, err := q.Searcher(ctx, x.reader, x.bleve.Mapping(), search.SearcherOptions{})
	if err != nil {
		if strings.Contains(err.Error(), "TooManyClauses") || strings.Contains(err.Error(), "too many clauses") {
			return kb.Errorf(kb.TooCostly, "a beginning stands for more than %d words: write more of it", maxTerms)
		}
		return err
	}
	defer searcher.Close()
	sc := &search.SearchContext{DocumentMatchPool: search.NewDocumentMatchPool(searcher.DocumentMatchPoolSize()+1, 0), IndexReader: x.reader}
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

func (f *found) add(q question, r *row, score float64) {
	if r == nil || r.hidden || onRequest[r.typ] && !q.filter[byType][r.typ] {
		return
	}
	for i, unwanted := range q.exclude {
		if slices.ContainsFunc(r.values[i], func(v string) bool { return unwanted[v] }) {
			return
		}
	}
	failed := -1
	for i, wanted := range q.filter {
		if wanted == nil || slices.ContainsFunc(r.values[i], func(v string) bool { return wanted[v] }) {
			continue
		}
		if failed >= 0 {
			return
		}
		failed = i
	}
	for i := range f.counts {
		if failed >= 0 && failed != i {
			continue
		}
		for _, value := range r.values[i] {
			f.counts[i][value]++
		}
	}
	if failed < 0 {
		f.hits = append(f.hits, hit{r, score * r.weight * nearness(q, r)})
	}
}

// nearness raises what is called just as it was asked.
func nearness(q question, r *row) float64 {
	if q.folded == "" {
		return 1
	}
	for i, name := range r.names {
		if kb.Words(name.Text) == q.folded {
			if i == 0 {
				return 2.5
			}
			return 2
		}
	}
	return 1
}

// orders are the orders of what is found, each total: what is equal is ordered by id.
var orders = map[string]func(a, b hit) int{
	"RELEVANCE": func(a, b hit) int { return cmp.Compare(b.score, a.score) },
	"NAME":      func(a, b hit) int { return cmp.Compare(a.row.name, b.row.name) },
	"DATE":      func(a, b hit) int { return cmp.Compare(b.row.date, a.row.date) },
	"TRANSFERS": func(a, b hit) int { return cmp.Compare(b.row.transfers, a.row.transfers) },
	"ID":        func(a, b hit) int { return 0 },
}

func (f *found) sort(order string) {
	compare := orders[order]
	slices.SortFunc(f.hits, func(a, b hit) int {
		return cmp.Or(compare(a, b), cmp.Compare(a.row.id, b.row.id))
	})
}
