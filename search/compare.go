package search

import (
	"context"

	"github.com/blevesearch/bleve/v2/search/query"
)

// Query is what a question of words asks of Bleve: given to Bleve's own collector, it shows what ours is worth. The
// errors are those of Search.
func (x *Index) Query(question string) (query.Query, error) {
	clauses, err := parse(question)
	if err != nil {
		return nil, err
	}
	v, done, err := x.look()
	if err != nil {
		return nil, err
	}
	defer done()
	q, err := x.compile(v, clauses)
	return q.matches(mustMatch(len(q.should))), err
}

// Document is what Bleve would index of an entity to count facets itself: stems by field, joined by spaces, and values by
// facet, with what they lie in. Nil where nothing is found there; the error is Unavailable while there is no index.
func (x *Index) Document(ctx context.Context, id string) (map[string]any, error) {
	v, done, err := x.look()
	if err != nil {
		return nil, err
	}
	defer done()
	at, err := v.reader.InternalID(id)
	if err != nil || at == nil {
		return nil, err
	}
	present, err := x.log.Present(ctx, []string{id}, tiedBack)
	if err != nil || len(present) == 0 {
		return nil, err
	}
	_, d := prepare(x.schema, &present[0], newStemmed())
	all := map[string]any{inNames: d.Names, inGist: d.Gist, inBody: d.Body, inTies: d.Ties}
	read := reader{segments: v.segments}
	c, n := read.at(at.Value())
	for _, one := range c.values.at(n) {
		if one.facet() >= asked {
			continue
		}
		name := facetNames[one.facet()]
		values, _ := all[name].([]string)
		all[name] = append(values, v.texts[one.facet()][one.ordinal()])
	}
	return all, nil
}
