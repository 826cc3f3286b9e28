package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"github.com/praxis-kb/praxis/kb"
)

// view is a state of the index that is asked. It never changes; a commit brings another one.
type view struct {
	reader   *scorch.IndexSnapshot
	segments []segmentView
	texts    [facetCount][]string // of the values
	sequence int64
	findable uint64 // documents that are found at all
}

// segmentView is a part of the documents, numbered from a base on.
type segmentView struct {
	*columns
	base     uint64
	gone     *roaring.Bitmap // nil where none is
	findable *roaring.Bitmap // what is found at all
}

// hit is a document that was found.
type hit struct {
	*columns
	n     uint32
	score float64
}

func (h hit) id() string { return h.ids.at(h.n) }

// present are those of some documents that are not gone.
func (s segmentView) present(some *roaring.Bitmap) *roaring.Bitmap {
	if s.gone == nil || some == s.findable {
		return some
	}
	return roaring.AndNot(some, s.gone)
}

// count counts those of some documents that are not gone.
func (s segmentView) count(some *roaring.Bitmap) uint64 {
	if s.gone == nil {
		return some.GetCardinality()
	}
	return some.GetCardinality() - some.AndCardinality(s.gone)
}

// look gives the present view, which stays as it is until done is called.
func (x *Index) look() (v *view, done func(), err error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.view == nil {
		return nil, nil, kb.Errorf(kb.Unavailable, "the index is being made: ask again in a moment")
	}
	v = x.view
	v.reader.AddRef()
	return v, func() { v.reader.DecRef() }, nil
}

// show makes a view, or none, the one that is asked from now on, with what things are called in it.
func (x *Index) show(v *view) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.view != nil {
		x.view.reader.Close() // questions that were begun hold it open
	}
	for id, g := range x.together {
		x.terms.learn(id, g)
	}
	x.view, x.together = v, map[string]*giver{}
	x.wake()
}

// wake makes those who wait look again.
func (x *Index) wake() {
	close(x.changed)
	x.changed = make(chan struct{})
}

// publish shows what was indexed: from now on questions are asked of it. Only segments that are new are read.
func (x *Index) publish(sequence int64) error {
	reader, err := x.snapshot()
	if err != nil {
		return err
	}
	if x.view != nil && x.view.sequence == sequence && sameSegments(x.view.reader, reader) {
		return reader.Close()
	}
	if err := x.readNew(reader); err != nil {
		reader.Close()
		return err
	}
	v := &view{reader: reader, texts: x.values.list(), sequence: sequence}
	base := uint64(0)
	for _, s := range reader.Segments() {
		part := segmentView{columns: x.columns[s.Id()], base: base, gone: s.Deleted()}
		part.findable = part.present(part.shown())
		v.segments, v.findable = append(v.segments, part), v.findable+part.findable.GetCardinality()
		base += uint64(s.FullSize())
	}
	x.show(v)
	return nil
}

func sameSegments(a, b *scorch.IndexSnapshot) bool {
	return slices.EqualFunc(a.Segments(), b.Segments(), func(a, b *scorch.SegmentSnapshot) bool { return a.Id() == b.Id() })
}

// readNew reads the columns of segments that are new, drops those of segments that are no more, and spreads values.
func (x *Index) readNew(reader *scorch.IndexSnapshot) error {
	moved, old := false, x.columns
	for id, g := range x.together {
		moved = x.wholes.learn(id, g) || moved
	}
	x.columns = map[uint64]*columns{}
	for _, s := range reader.Segments() {
		c := old[s.Id()]
		if c == nil {
			var givers []given
			var err error
			if c, givers, err = x.columnsOf(s); err != nil {
				return err
			}
			x.meet(c, givers, s.Deleted())
		}
		x.columns[s.Id()] = c
	}
	if moved {
		x.wholes.forget()
	}
	for id, c := range x.columns {
		if moved || old[id] == nil {
			x.columns[id] = c.spread(&x.wholes)
		}
	}
	x.sweep(reader)
	return nil
}

// meet learns from what is read at the start, when all is new; later the follower knows what is.
func (x *Index) meet(c *columns, givers []given, gone *roaring.Bitmap) {
	if x.view != nil {
		return
	}
	for i := range givers {
		g := &givers[i]
		if gone == nil || !gone.Contains(g.n) {
			id := strings.Clone(c.ids.at(g.n)) // it outlives the segment
			x.wholes.learn(id, &g.giver)
			x.terms.learn(id, &g.giver)
		}
	}
}

// reader goes through documents of a view. Most come in the order of their numbers, so that the segment is seldom looked up.
type reader struct {
	segments []segmentView
	in       *segmentView
}

// at finds a document by its number.
func (r *reader) at(n uint64) (*columns, uint32) {
	if r.in == nil || n < r.in.base || n-r.in.base >= uint64(len(r.in.dates)) {
		i, exact := slices.BinarySearchFunc(r.segments, n, func(s segmentView, n uint64) int { return cmp.Compare(s.base, n) })
		if !exact {
			i--
		}
		for len(r.segments[i].dates) == 0 {
			i-- // an empty segment has the base of the next
		}
		r.in = &r.segments[i]
	}
	return r.in.columns, uint32(n - r.in.base)
}
