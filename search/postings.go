package search

import (
	"math"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/search/query"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// termMatcher matches a term of a field.
type termMatcher struct {
	view      *view
	boost     float64
	postings  []segment.PostingsList // by segment
	documents []*roaring.Bitmap      // the same
	weighs    float64                // 0 until it is worked out: most ways to write a word meet nothing that is weighed
}

func (m *matching) term(q *query.TermQuery) (matcher, error) {
	all, err := m.terms.of(q.Field())
	if err != nil {
		return nil, err
	}
	t := &termMatcher{m.view, q.Boost(), make([]segment.PostingsList, len(all)), make([]*roaring.Bitmap, len(all)), 0}
	for i, d := range all {
		if t.postings[i], err = d.PostingsList([]byte(q.Term), nil, nil); err != nil {
			return nil, err
		}
		if t.documents[i], err = documentsOf(t.postings[i]); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// rare is how much more counts what so many documents have than what all have.
func (v *view) rare(having uint64) float64 {
	return 1 + math.Log(float64(v.findable)/float64(having+1))
}

// weight is how much the term counts: the more, the fewer have it.
func (t *termMatcher) weight() float64 {
	if t.weighs == 0 {
		having := uint64(0)
		for i, documents := range t.documents {
			having += t.view.segments[i].count(documents)
		}
		rare := t.view.rare(having)
		t.weighs = t.boost * rare * rare
	}
	return t.weighs
}

// none is what nothing matches; nobody writes into it.
var none = roaring.New()

// documentsOf are the documents of a posting list, which share its memory.
func documentsOf(p segment.PostingsList) (*roaring.Bitmap, error) {
	if p.Count() == 0 {
		return none, nil
	}
	postings := p.Iterator(false, false, false, nil)
	if whole, ok := postings.(segment.OptimizablePostingsIterator); ok && whole.ActualBitmap() != nil {
		return whole.ActualBitmap(), nil
	}
	all := roaring.New()
	for {
		p, err := postings.Next()
		if err != nil || p == nil {
			return all, err
		}
		all.Add(uint32(p.Number()))
	}
}

func (t *termMatcher) in(segment int) (*roaring.Bitmap, error) { return t.documents[segment], nil }

func (t *termMatcher) weigh(at int, into *tally) error {
	among := roaring.And(t.documents[at], into.among)
	if among.IsEmpty() {
		return nil
	}
	postings := t.postings[at].Iterator(true, true, false, nil)
	if whole, ok := postings.(segment.OptimizablePostingsIterator); ok && whole.ActualBitmap() != nil {
		whole.ReplaceActual(among)
	}
	for place, weight := 0, t.weight(); ; {
		p, err := postings.Next()
		if err != nil || p == nil {
			return err
		}
		place = into.add(place, uint32(p.Number()), math.Sqrt(float64(p.Frequency()))*p.Norm()*weight)
	}
}

// searched is what Bleve's own searcher has found, by segment.
type searched []struct {
	documents []uint32
	scores    []float64
}

func (m *matching) search(q query.Query) (matcher, error) {
	segments, at := m.view.segments, 0
	all := make(searched, len(segments))
	err := m.view.each(m.ctx, q, m.mapping, func(n uint64, score float64) {
		for at+1 < len(segments) && n >= segments[at+1].base {
			at++
		}
		all[at].documents, all[at].scores = append(all[at].documents, uint32(n-segments[at].base)), append(all[at].scores, score)
	})
	return all, err
}

func (s searched) in(segment int) (*roaring.Bitmap, error) {
	return roaring.BitmapOf(s[segment].documents...), nil
}

func (s searched) weigh(segment int, t *tally) error {
	at := 0
	for i, document := range s[segment].documents {
		at = t.add(at, document, s[segment].scores[i])
	}
	return nil
}
