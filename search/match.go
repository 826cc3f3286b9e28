package search

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// A question is answered term after term, each posting list at once, and not document after document as Bleve's searchers
// do it: what a filter keeps out is counted without being weighed. What matches, and how much it counts, is as in Bleve.

// matcher matches documents, segment by segment.
type matcher interface {
	in(segment int) (*roaring.Bitmap, error)
	weigh(segment int, t *tally) error
}

// tally is how much each of some documents counts, and how many ways of a question it matches.
type tally struct {
	among     *roaring.Bitmap
	documents []uint32 // the same, in order
	sums      []float64
	ways      []int
}

func newTally(among *roaring.Bitmap, documents []uint32) *tally {
	return &tally{among, documents, make([]float64, len(documents)), make([]int, len(documents))}
}

// add counts a way that a document matches, and gives where the document stands; documents come in order, looked for
// from the place of the one before.
func (t *tally) add(at int, document uint32, score float64) int {
	for at < len(t.documents) && t.documents[at] < document {
		at++
	}
	if at < len(t.documents) && t.documents[at] == document {
		t.sums[at] += score
		t.ways[at]++
	}
	return at
}

// matching makes matchers for one question.
type matching struct {
	ctx          context.Context
	view         *view
	mapping      mapping.IndexMapping
	dictionaries map[string][]segment.TermDictionary // of fields, by segment
}

func newMatching(ctx context.Context, v *view, m mapping.IndexMapping) *matching {
	return &matching{ctx, v, m, map[string][]segment.TermDictionary{}}
}

// of gives the matcher of a query; what is neither a term nor a choice, Bleve searches.
func (m *matching) of(q query.Query) (matcher, error) {
	switch q := q.(type) {
	case nil:
		return everything{m.view}, nil
	case *query.TermQuery:
		return m.term(q)
	case *query.DisjunctionQuery:
		all := &choice{least: max(1, int(q.Min))}
		for _, part := range q.Disjuncts {
			one, err := m.of(part)
			if err != nil {
				return nil, err
			}
			all.parts = append(all.parts, one)
		}
		return all, nil
	}
	return m.search(q)
}

// choice matches what at least some of its parts match. The more of them do, the more counts what they sum up to.
type choice struct {
	parts []matcher
	least int
}

func (c *choice) in(segment int) (*roaring.Bitmap, error) {
	matched := make([]*roaring.Bitmap, c.least) // by one part, by two …
	for i := range matched {
		matched[i] = roaring.New()
	}
	for _, part := range c.parts {
		one, err := part.in(segment)
		if err != nil {
			return nil, err
		}
		for i := c.least - 1; i > 0; i-- {
			matched[i].Or(roaring.And(matched[i-1], one))
		}
		matched[0].Or(one)
	}
	return matched[c.least-1], nil
}

func (c *choice) weigh(segment int, t *tally) error {
	own := newTally(t.among, t.documents)
	for _, part := range c.parts {
		if err := part.weigh(segment, own); err != nil {
			return err
		}
	}
	for i, ways := range own.ways {
		if ways >= c.least {
			t.sums[i] += own.sums[i] * float64(ways) / float64(len(c.parts))
			t.ways[i]++
		}
	}
	return nil
}

// everything matches what is found at all, and says nothing of how much it counts.
type everything struct{ view *view }

func (e everything) in(segment int) (*roaring.Bitmap, error) {
	return e.view.segments[segment].findable(), nil
}

func (e everything) weigh(int, *tally) error { return nil }
