package search

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
)

// heap is a segment as Bleve's planner sees it.
type heap struct {
	id         uint64
	full, live int64
}

func (h *heap) Id() uint64          { return h.id }
func (h *heap) FullSize() int64     { return h.full }
func (h *heap) LiveSize() int64     { return h.live }
func (h *heap) HasVector() bool     { return false }
func (h *heap) FileSize() int64     { return h.full }
func (h *heap) LiveFileSize() int64 { return h.live }

// TestSegmentsDoNotPileUp changes one document at a time, and folds what Bleve's own planner says: there are never more
// segments than there may be, few holes in them, and what is written anew grows with the root of the documents at most.
func TestSegmentsDoNotPileUp(t *testing.T) {
	const commits = 5000
	for documents, mostWritten := range map[int64]float64{300: 20, 20_000: 60, 2_000_000: 300} {
		heaps, random := []*heap{{1, documents, documents}}, rand.New(rand.NewPCG(1, 2))
		written := int64(0)
		for n := range uint64(commits) {
			change(random.Int64N(documents), heaps)
			heaps = append(heaps, &heap{2*n + 2, 1, 1})
			heaps = foldOnce(t, heaps, 2*n+3, &written)
			full := int64(0)
			for _, h := range heaps {
				full += h.full
			}
			if len(heaps) > pieces || full > documents*3/2 {
				t.Fatalf("of %d documents, after %d commits: %d segments, with room for %d", documents, n+1, len(heaps), full)
			}
		}
		if each := float64(written) / commits; each > mostWritten {
			t.Errorf("of %d documents a commit writes %.0f anew", documents, each)
		}
	}
}

// change leaves a hole where a document was.
func change(document int64, heaps []*heap) {
	for _, h := range heaps {
		if document < h.live {
			h.live--
			return
		}
		document -= h.live
	}
}

func foldOnce(t *testing.T, heaps []*heap, id uint64, written *int64) []*heap {
	var all []mergeplan.Segment
	for _, h := range heaps {
		all = append(all, h)
	}
	plan, err := mergeplan.Plan(all, &mergeplan.DefaultMergePlanOptions)
	if err != nil {
		t.Fatal(err)
	}
	if plan == nil {
		return heaps
	}
	for _, task := range plan.Tasks {
		folded := &heap{id: id}
		for _, s := range task.Segments {
			folded.full += s.LiveSize()
			heaps = slices.DeleteFunc(heaps, func(h *heap) bool { return h.id == s.Id() })
		}
		if *written += folded.full; folded.full > 0 {
			folded.live = folded.full
			heaps = append(heaps, folded)
		}
	}
	return heaps
}
