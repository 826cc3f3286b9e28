package search

import (
	"math"

	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
)

// pieces is how many segments the index lies in, but for what was written since Bleve last folded them together. Each
// makes a question a little slower; fewer make a commit cost more: with four, one of a hundred thousand documents writes
// some sixty others anew. Bleve by itself lets twenty stand, and up to a third of what lies in them be holes.
const pieces = 4

// folding is how Bleve decides what it folds together beside questions and commits.
func folding() mergeplan.MergePlanOptions {
	return mergeplan.MergePlanOptions{
		MaxSegmentSize:       mergeplan.MaxSegmentSizeLimit,
		SegmentsPerMergeTask: 1000,
		FloorSegmentSize:     1,
		CalcBudget:           func(int64, int64, *mergeplan.MergePlanOptions) int { return pieces },
		ScoreSegments:        foldingCost,
	}
}

// Bleve's settings take no functions; what they start from does.
func init() { mergeplan.DefaultMergePlanOptions = folding() }

// foldingCost is what is written to fold segments into one, the largest of which comes first, for each document that
// leaves a smaller segment or makes room. To take the cheapest each time keeps all of them in proportion.
func foldingCost(segments []mergeplan.Segment, _ *mergeplan.MergePlanOptions) float64 {
	if len(segments) == 1 {
		return math.Inf(1)
	}
	written, won := int64(0), -segments[0].LiveSize()
	for _, s := range segments {
		written, won = written+s.LiveSize(), won+s.FullSize()
	}
	return float64(written) / float64(won)
}

// folds tells whether what the view shows is still being folded together.
func (x *Index) folds() bool { return len(x.view.segments) > pieces }

// Bleve folds one thing at a time: while it is at a large segment, which takes minutes where there are millions of
// documents, what is written meanwhile lies about in crumbs.
const (
	crumbSize = 64 // documents
	maxCrumbs = 8
)

// crumbs are the documents of small segments where too many of them lie about: written again with what has changed, they
// are one.
func (v *view) crumbs() (ids []string) {
	found := 0
	for _, s := range v.segments {
		if len(s.dates) > crumbSize {
			continue
		}
		found++
		for n := range uint32(len(s.dates)) {
			if s.gone == nil || !s.gone.Contains(n) {
				ids = append(ids, s.ids.at(n))
			}
		}
	}
	if found <= maxCrumbs {
		return nil
	}
	return ids
}

// Segments are the documents in each of the segments that the index lies in: a few, however much was written.
func (x *Index) Segments() (sizes []int) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.view != nil {
		for _, s := range x.view.segments {
			sizes = append(sizes, len(s.dates))
		}
	}
	return sizes
}
