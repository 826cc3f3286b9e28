package search

import (
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// worthInverting is how many documents a segment has for which the documents of each value are listed. Fewer are looked
// through as quickly, and the lists of a segment take room for all values that there are.
const worthInverting = 10_000

// inverse lists the documents of each value, once somebody asks: what a value is asked for should take as long as it is
// had by many, and not as there are documents.
type inverse struct {
	once sync.Once
	docs []uint32
	from [facetCount][]uint32 // by the number of the value; one more at the end
}

// of are the documents of a value, in their order.
func (i *inverse) of(l *lists, v value) []uint32 {
	i.once.Do(func() { i.invert(l) })
	from, n := i.from[v.facet()], v.ordinal()
	if int(n)+1 >= len(from) {
		return nil // it is younger than the segment
	}
	return i.docs[from[n]:from[n+1]]
}

func (i *inverse) invert(l *lists) {
	for _, v := range l.all {
		f, n := v.facet(), int(v.ordinal())
		if n+2 > len(i.from[f]) {
			i.from[f] = append(i.from[f], make([]uint32, n+2-len(i.from[f]))...)
		}
		i.from[f][n+1]++
	}
	sum := uint32(0)
	for f := range i.from {
		for n := range i.from[f] {
			sum += i.from[f][n]
			i.from[f][n] = sum
		}
	}
	i.docs = make([]uint32, len(l.all))
	var next [facetCount][]uint32
	for f := range i.from {
		next[f] = append(next[f], i.from[f]...)
	}
	for n := range uint32(len(l.from)) {
		for _, v := range l.at(n) {
			at := &next[v.facet()][v.ordinal()]
			i.docs[*at] = n
			*at++
		}
	}
}

// each adds the documents whose values fit.
func (l *lists) each(into *roaring.Bitmap, fits func([]value) bool) {
	for n := range uint32(len(l.from)) {
		if fits(l.at(n)) {
			into.Add(n)
		}
	}
}
