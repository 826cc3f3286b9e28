package search

import (
	"math"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/search/query"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// termMatcher matches a term of a field.
type termMatcher struct {
	postings []segment.PostingsList // by segment; nil where nothing has it
	weight   float64
}

func (m *matching) term(q *query.TermQuery) (matcher, error) {
	t, having := &termMatcher{postings: make([]segment.PostingsList, len(m.view.segments))}, uint64(0)
	dictionaries, err := m.dictionary(q.Field())
	if err != nil {
		return nil, err
	}
	for i, d := range dictionaries {
		postings, err := d.PostingsList([]byte(q.Term), m.view.segments[i].gone, nil)
		if err != nil {
			return nil, err
		}
		if n := postings.Count(); n > 0 {
			t.postings[i], having = postings, having+n
		}
	}
	rare := 1 + math.Log(float64(m.view.findable)/float64(having+1))
	t.weight = q.Boost() * rare * rare
	return t, nil
}

// dictionary gives the terms of a field, by segment.
func (m *matching) dictionary(field string) ([]segment.TermDictionary, error) {
	if m.dictionaries[field] == nil {
		for _, s := range m.view.reader.Segments() {
			d, err := s.Segment().Dictionary(field)
			if err != nil {
				return nil, err
			}
			m.dictionaries[field] = append(m.dictionaries[field], d)
		}
	}
	return m.dictionaries[field], nil
}

func (t *termMatcher) in(at int) (*roaring.Bitmap, error) {
	none := roaring.New()
	if t.postings[at] == nil {
		return none, nil
	}
	postings := t.postings[at].Iterator(false, false, false, nil)
	if whole, ok := postings.(segment.OptimizablePostingsIterator); ok && whole.ActualBitmap() != nil {
		return whole.ActualBitmap(), nil
	}
	for {
		p, err := postings.Next()
		if err != nil || p == nil {
			return none, err
		}
		none.Add(uint32(p.Number()))
	}
}

func (t *termMatcher) weigh(at int, into *tally) error {
	if t.postings[at] == nil {
		return nil
	}
	postings := t.postings[at].Iterator(true, true, false, nil)
	if whole, ok := postings.(segment.OptimizablePostingsIterator); ok && whole.ActualBitmap() != nil {
		whole.ReplaceActual(roaring.And(whole.ActualBitmap(), into.among))
	}
	for place := 0; ; {
		p, err := postings.Next()
		if err != nil || p == nil {
			return err
		}
		place = into.add(place, uint32(p.Number()), math.Sqrt(float64(p.Frequency()))*p.Norm()*t.weight)
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
