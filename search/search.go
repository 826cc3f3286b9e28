package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
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

// Hit is something that was found.
type Hit struct {
	ID     string
	Score  float64
	Cursor string
}

// Count is how often a value of a facet is among what was found.
type Count struct {
	Value string
	Label kb.Text // empty where the value speaks for itself
	Count int
}

// Result is a page of what was found, with what is known of the whole.
type Result struct {
	Hits           []Hit
	Total          int
	Facets         map[string][]Count // by the names of the facets, the most frequent first
	HasNext        bool
	Relaxed        bool   // nothing has all the words: these have some of them
	RankingChanged bool   // the index has moved on since the page before
	DidYouMean     string // where nothing was found, a question that would find something
	Sequence       int64
	Marks          Marks
}

// maxWait is how long a question waits for a change set that it asks for.
const maxWait = 5 * time.Second

// maxFacetValues bounds the values that a facet answers: the most frequent ones.
const maxFacetValues = 100

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
	x.mu.RLock()
	defer x.mu.RUnlock()
	if err := x.shown(); err != nil {
		return nil, err
	}
	f, q, relaxed, err := x.find(ctx, ask, clauses)
	if err != nil {
		return nil, err
	}
	f.sort(ask.Order)
	r := &Result{Total: len(f.hits), Relaxed: relaxed, Sequence: x.sequence, Facets: x.facets(f), Marks: Marks{q.marks, q.begins}}
	if len(f.hits) == 0 && q.words > 0 {
		r.DidYouMean = x.didYouMean(clauses)
	}
	return r, x.page(r, f, ask)
}

// shown is nil once there is something to ask. Whoever calls it holds the lock.
func (x *Index) shown() error {
	if x.reader == nil {
		return kb.Errorf(kb.Unavailable, "the index is being made: ask again in a moment")
	}
	return nil
}

func (x *Index) await(ctx context.Context, sequence int64) error {
	if sequence > x.log.Sequence() {
		return kb.Errorf(kb.Invalid, "minSequence is %d, and the log ends with %d", sequence, x.log.Sequence())
	}
	ctx, cancel := context.WithTimeout(ctx, maxWait)
	defer cancel()
	return x.Wait(ctx, sequence)
}

// find asks for most of the words, and then for fewer of them until something is found.
func (x *Index) find(ctx context.Context, ask Ask, clauses []clause) (*found, question, bool, error) {
	for least := 0; ; {
		q := x.compile(clauses, least)
		q.folded = kb.Words(ask.Query)
		if err := x.narrow(&q, ask); err != nil {
			return nil, q, false, err
		}
		f, err := x.collect(ctx, q)
		if err != nil || len(f.hits) > 0 || q.least <= 1 {
			return f, q, least > 0, err
		}
		least = q.least - 1
	}
}

// narrow makes the filters of a question: those of the call, and those that stand in it as field:value.
func (x *Index) narrow(q *question, ask Ask) error {
	for i, name := range facetNames {
		if values := ask.Filter[name]; len(values) > 0 {
			q.filter.allow(facet(i), values...)
		}
	}
	if ask.From != 0 || ask.Until != 0 {
		q.filter.allow(byYear, years(ask.From, ask.Until)...)
	}
	for _, c := range q.asked {
		if c.field == "" {
			continue
		}
		f := askable[c.field]
		values := x.meant(f, c.value)
		if len(values) == 0 {
			return kb.Errorf(kb.Invalid, "query: nothing is known as %s:%s", c.field, c.value)
		}
		if c.not {
			q.exclude.allow(f, values...)
		} else {
			q.filter.allow(f, values...)
		}
	}
	return nil
}

func (f *filter) allow(which facet, values ...string) {
	if f[which] == nil {
		f[which] = map[string]bool{}
	}
	for _, value := range values {
		f[which][value] = true
	}
}

// firstYear and lastYear bound an open span.
const firstYear, lastYear = 1900, 2100

func years(from, until int) []string {
	from, until = max(cmp.Or(from, firstYear), firstYear), min(cmp.Or(until, lastYear), lastYear)
	all := []string{"none"} // a span that ends before it begins holds nothing
	for year := from; year <= until; year++ {
		all = append(all, strconv.Itoa(year))
	}
	return all
}

// meant are the values of a facet that somebody means: an id, a value, or a name in any language.
func (x *Index) meant(f facet, written string) []string {
	switch f {
	case byType:
		path := strings.TrimSuffix(strings.ToLower(strings.ReplaceAll(written, "_", "-")), "s")
		for _, t := range x.schema.Entities {
			if t.Path == path || t.Plural == written || strings.EqualFold(t.Name, written) {
				return []string{t.Path}
			}
		}
		return nil
	case byStatus, byEvidence:
		return []string{strings.ToUpper(strings.ReplaceAll(written, "-", "_"))}
	case byLanguage, byYear:
		return []string{strings.ToLower(written)}
	}
	if x.rows[written] != nil {
		return []string{written}
	}
	var ids []string
	for _, id := range x.called(foldedWords(written)) {
		if _, slug := kb.SplitID(id); slug != "" && fits(f, x.rows[id]) {
			ids = append(ids, id)
		}
	}
	return ids
}

// called are the ids of what is called so: things that are named in questions, benchmarks,
// toolkits and challenges.
func (x *Index) called(words []string) []string {
	if ids := x.terms.find(words); len(ids) > 0 {
		return ids
	}
	folded, ids := " "+strings.Join(words, " "), []string{}
	for id, r := range x.rows {
		for _, name := range r.names {
			if (r.typ == "benchmark" || r.typ == "toolkit" || r.typ == "challenge") && kb.Words(name.Text) == folded {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func fits(f facet, r *row) bool {
	types := map[facet]string{byTheme: "theme", byTargetGroup: "theme", byCountry: "territory", byCity: "city", byBenchmark: "benchmark", byToolkit: "toolkit", byChallenge: "challenge"}
	return r != nil && !r.hidden && r.typ == types[f]
}

// facets are the counts by value, the most frequent first.
func (x *Index) facets(f *found) map[string][]Count {
	all := map[string][]Count{}
	for i, counts := range f.counts {
		list := make([]Count, 0, len(counts))
		for value, n := range counts {
			c := Count{Value: value, Count: n}
			if r := x.rows[value]; r != nil {
				c.Label = r.labels
			}
			list = append(list, c)
		}
		slices.SortFunc(list, func(a, b Count) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value)) })
		all[facetNames[i]] = list[:min(len(list), maxFacetValues)]
	}
	return all
}

// place is where a hit stands in its order: what a cursor holds. A document's number is never in it.
type place struct {
	Score     float64 `json:"s,omitzero"`
	Name      string  `json:"n,omitzero"`
	Date      string  `json:"d,omitzero"`
	Transfers int     `json:"t,omitzero"`
	ID        string  `json:"i"`
	Sequence  int64   `json:"q"`
}

// page cuts the page out of what was found, after the place that the cursor names.
func (x *Index) page(r *Result, f *found, ask Ask) error {
	filters, _ := kb.Canonical(ask.Filter) // texts only
	list := fmt.Sprintf("search %q %s %d %d %s", ask.Query, filters, ask.From, ask.Until, ask.Order)
	hits := f.hits
	if ask.Page.After != nil {
		var p place
		if err := kb.ReadCursor("after", *ask.Page.After, list, &p); err != nil {
			return err
		}
		r.RankingChanged = ask.Order == "RELEVANCE" && p.Sequence != x.sequence
		at := hit{&row{id: p.ID, name: p.Name, date: p.Date, transfers: p.Transfers}, p.Score}
		compare := orders[ask.Order]
		from, exact := slices.BinarySearchFunc(hits, at, func(a, b hit) int {
			return cmp.Or(compare(a, b), cmp.Compare(a.row.id, b.row.id))
		})
		if exact {
			from++
		}
		hits = hits[from:]
	}
	size := ask.Page.Size()
	r.HasNext = len(hits) > size
	for _, h := range hits[:min(size, len(hits))] {
		p := place{ID: h.row.id, Sequence: x.sequence}
		switch ask.Order {
		case "RELEVANCE":
			p.Score = h.score
		case "NAME":
			p.Name = h.row.name
		case "DATE":
			p.Date = h.row.date
		case "TRANSFERS":
			p.Transfers = h.row.transfers
		}
		r.Hits = append(r.Hits, Hit{ID: h.row.id, Score: h.score, Cursor: kb.Cursor(list, p)})
	}
	return nil
}
