package search

import (
	"context"
	"fmt"
	"time"

	"github.com/praxis-kb/praxis/kb"
)

// Ask is what is asked of the index.
type Ask struct {
	Query       string
	Filter      map[string][]string // the names of facets, with the values of which any fits
	From, Until int                 // years; 0 is open
	Order       string              // RELEVANCE, NAME, DATE, TRANSFERS or ID; RELEVANCE where empty
	Page        kb.PageArguments
	MinSequence int64 // wait until the index has this change set
}

// list names what is asked, apart from the page.
func (a Ask) list() string {
	filters, _ := kb.Canonical(a.Filter) // texts only
	return fmt.Sprintf("search %q %s %d %d %s", a.Query, filters, a.From, a.Until, a.Order)
}

// Hit is something that was found.
type Hit struct {
	ID     string
	Score  float64
	Cursor kb.Cursor
}

// Result is a page of what was found, with what is known of the whole.
type Result struct {
	Hits           []Hit
	Total          int
	HasNext        bool
	Relaxed        bool   // few have all the words: those with some of them are found too
	RankingChanged bool   // the index has moved on since the page before
	DidYouMean     string // where nothing was found, a question that would find something
	Sequence       int64
	Marks          Marks

	found *found
}

// maxWait is how long a question waits for a change set that it asks for.
const maxWait = 5 * time.Second

// Search answers a question. Errors are Invalid, CursorInvalid or TooCostly and point at the place, or Unavailable.
func (x *Index) Search(ctx context.Context, ask Ask) (*Result, error) {
	if ask.Order == "" {
		ask.Order = "RELEVANCE"
	}
	if err := ask.Page.Check(); err != nil {
		return nil, err
	}
	clauses, err := parse(ask.Query)
	if err != nil {
		return nil, err
	}
	if err := x.await(ctx, ask.MinSequence); err != nil {
		return nil, err
	}
	v, done, err := x.look()
	if err != nil {
		return nil, err
	}
	defer done()
	var p place
	if ask.Page.After != nil {
		if err := kb.ReadCursor("after", *ask.Page.After, ask.list(), &p); err != nil {
			return nil, err
		}
	}
	q, err := x.compile(v, clauses)
	if err != nil {
		return nil, err
	}
	r, err := x.find(ctx, v, q, ask, p)
	if err != nil {
		return nil, err
	}
	r.RankingChanged = p.ID != "" && ask.Order == "RELEVANCE" && p.Sequence != v.sequence
	if r.Total == 0 && len(q.should) > 0 {
		r.DidYouMean, err = v.didYouMean(clauses)
	}
	return r, err
}

func (x *Index) await(ctx context.Context, sequence int64) error {
	if sequence > x.log.Sequence() {
		return kb.Errorf(kb.Invalid, "minSequence is %d, and the log ends with %d", sequence, x.log.Sequence())
	}
	if sequence == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, maxWait)
	defer cancel()
	return x.Wait(ctx, sequence)
}

// enough is how many hits answer a long question; where most of its words have fewer, those with some of them are shown
// after them. That one entity happens to have all words of a sentence does not make it the only answer.
const enough = 5

// find asks for most of the words, and then for fewer of them until enough is found.
func (x *Index) find(ctx context.Context, v *view, q question, ask Ask, after place) (*Result, error) {
	fits, err := x.narrow(ctx, v, q, ask)
	if err != nil {
		return nil, err
	}
	exact := map[uint64]float64{}
	if words := foldedWords(ask.Query); len(words) > 0 {
		if exact, err = v.called(words); err != nil {
			return nil, err
		}
	}
	m, least, relaxed := newMatching(ctx, v, x.mapping), mustMatch(len(q.should)), false
	for {
		f := newFound(v, ask, after)
		f.exact = exact
		if err := f.collect(m, q, least, fits); err != nil {
			return nil, err
		}
		more := f.total < enough
		if more {
			least, more = q.less(least)
		}
		if !more {
			r := f.page(ask)
			r.Relaxed, r.Marks = relaxed, Marks{q.marks, q.begins}
			return r, nil
		}
		relaxed = true
	}
}

func newFound(v *view, ask Ask, after place) *found {
	f := &found{view: v}
	f.best = best[hit]{size: ask.Page.Size() + 1, compare: total(ask.Order)} // one more tells whether there is a next page
	if after.ID != "" {
		last := after.hit()
		f.after = &last
	}
	return f
}

// page is the page of what was found.
func (f *found) page(ask Ask) *Result {
	r := &Result{Total: f.total, Sequence: f.view.sequence, found: f}
	hits, list := f.best.sorted(), ask.list()
	if r.HasNext = len(hits) > ask.Page.Size(); r.HasNext {
		hits = hits[:ask.Page.Size()]
	}
	for _, h := range hits {
		r.Hits = append(r.Hits, Hit{h.id(), h.score, kb.NewCursor(list, placeOf(h, ask.Order, f.view.sequence))})
	}
	return r
}
