package search

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
)

// A question is answered term after term, each posting list at once, and not document after document as Bleve's searchers
// do it: what a filter keeps out is counted without being weighed. What matches, and how much it counts, is as in Bleve.

// matcher matches documents, segment by segment; among them may be some that are gone.
type matcher interface {
	in(segment int) (*roaring.Bitmap, error)
	weigh(segment int, t *tally) error
}

// tally is how much each of some documents counts, and how many ways of a question it matches.
type tally struct {
	among     *roaring.Bitmap
	documents []uint32 // the same, in order
	weights   []weight // none until something counts
}

// weight is how much a document counts.
type weight struct {
	sum, most float64 // most is the greatest of what is summed up
	ways      int
}

func newTally(among *roaring.Bitmap, documents []uint32) *tally {
	return &tally{among: among, documents: documents}
}

// add counts a way that a document matches, and gives where the document stands; documents come in order, looked for
// from the place of the one before.
func (t *tally) add(at int, document uint32, score float64) int {
	for at < len(t.documents) && t.documents[at] < document {
		at++
	}
	if at < len(t.documents) && t.documents[at] == document {
		t.count(at, score)
	}
	return at
}

func (t *tally) count(at int, score float64) {
	if t.weights == nil {
		t.weights = make([]weight, len(t.documents))
	}
	w := &t.weights[at]
	w.sum, w.most, w.ways = w.sum+score, max(w.most, score), w.ways+1
}

// sum is what a document counts.
func (t *tally) sum(at int) float64 {
	if t.weights == nil {
		return 0
	}
	return t.weights[at].sum
}

// matching makes matchers for one question.
type matching struct {
	ctx     context.Context
	view    *view
	mapping mapping.IndexMapping
	terms   *dictionaries
	phrases map[string]matcher // those that were looked for
}

func newMatching(ctx context.Context, v *view, m mapping.IndexMapping) *matching {
	return &matching{ctx, v, m, v.dictionaries(), map[string]matcher{}}
}

// question matches what has at least some of the words of a question, lies in the places that it names, and has none of
// the words that are not wanted.
func (m *matching) question(q question, least int) (matcher, error) {
	all, err := m.of(q.matches(least))
	if err != nil {
		return nil, err
	}
	if len(q.places) > 0 {
		each := query.NewDisjunctionQuery(q.places)
		each.SetMin(float64(len(q.places)))
		there, err := m.of(each)
		if err != nil {
			return nil, err
		}
		all = kept{all, there, roaring.And}
	}
	not, err := m.of(query.NewDisjunctionQuery(q.mustNot))
	return kept{all, not, roaring.AndNot}, err
}

// kept keeps of what a matcher matches only what another one matches too, or only what it does not.
type kept struct {
	matcher
	other matcher
	keep  func(all, other *roaring.Bitmap) *roaring.Bitmap
}

func (k kept) in(segment int) (*roaring.Bitmap, error) {
	all, err := k.matcher.in(segment)
	if err != nil {
		return nil, err
	}
	other, err := k.other.in(segment)
	if err != nil {
		return nil, err
	}
	return k.keep(all, other), nil
}

// of gives the matcher of a query; what is neither a term nor a choice, Bleve searches.
func (m *matching) of(q query.Query) (matcher, error) {
	switch q := q.(type) {
	case nil:
		return everything{m.view}, nil
	case *query.TermQuery:
		return m.term(q)
	case located:
		return m.located(q), nil
	case *query.PhraseQuery:
		return m.phrase(q)
	case *query.DisjunctionQuery:
		return m.choice(q, choice{counted: len(q.Disjuncts)})
	case wanted:
		return m.choice(q.DisjunctionQuery, choice{counted: q.counted})
	case ways:
		return m.choice(q.DisjunctionQuery, choice{counted: len(q.Disjuncts), ways: true})
	}
	return m.search(q)
}

func (m *matching) choice(q *query.DisjunctionQuery, c choice) (matcher, error) {
	c.least, c.matched = max(1, int(q.Min)), make([]*roaring.Bitmap, len(m.view.segments))
	for _, part := range q.Disjuncts {
		one, err := m.of(part)
		if err != nil {
			return nil, err
		}
		c.parts = append(c.parts, one)
	}
	return &c, nil
}
