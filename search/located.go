package search

import (
	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// locatedBoost is how much it counts to lie in a country that a question names, or to be done there: ties lead to the
// city alone.
const locatedBoost = 0.75

// located finds what has a value of a facet, such as what lies in a country, with all that lies in its parts.
type located struct {
	*query.MatchNoneQuery // for Bleve, which does not know facets
	value                 value
}

// locate finds what lies in the places that are named.
func (x *Index) locate(named []naming) []query.Query {
	var ways []query.Query
	for _, n := range named {
		which, isPlace := n.place()
		if v, known := x.values.find(which, n.id); isPlace && known {
			ways = append(ways, located{query.NewMatchNoneQuery(), v})
		}
	}
	return ways
}

// there matches what lies in a place, all of it alike.
type there struct {
	documents []*roaring.Bitmap // by segment
	counts    float64
}

func (m *matching) located(q located) matcher {
	t, having := there{documents: make([]*roaring.Bitmap, len(m.view.segments))}, uint64(0)
	for i, s := range m.view.segments {
		t.documents[i] = s.with(q.value)
		having += s.count(t.documents[i])
	}
	rare := m.view.rare(having)
	t.counts = locatedBoost * rare * rare
	return t
}

func (t there) in(segment int) (*roaring.Bitmap, error) { return t.documents[segment], nil }

func (t there) weigh(segment int, into *tally) error {
	at := 0
	for _, document := range roaring.And(t.documents[segment], into.among).ToArray() {
		at = into.add(at, document, t.counts)
	}
	return nil
}
