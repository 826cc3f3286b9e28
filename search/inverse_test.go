package search

import (
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"pgregory.net/rapid"
)

// TestInverseIsTheScan finds the documents of each value by the lists, and by looking through all.
func TestInverseIsTheScan(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var l lists
		one := rapid.Custom(func(r *rapid.T) value {
			return valueOf(facet(rapid.IntRange(0, int(facetCount)-1).Draw(r, "facet")), rapid.Uint32Range(0, 9).Draw(r, "ordinal"))
		})
		for _, values := range rapid.SliceOfN(rapid.SliceOfNDistinct(one, 0, 6, rapid.ID), 1, 20).Draw(r, "documents") {
			l.from = append(l.from, uint32(len(l.all)))
			l.all = append(l.all, values...)
		}
		i := &inverse{}
		for range 20 {
			v := one.Draw(r, "value")
			scanned := roaring.New()
			l.each(scanned, func(values []value) bool { return slices.Contains(values, v) })
			if got := roaring.BitmapOf(i.of(&l, v)...); !got.Equals(scanned) {
				r.Fatalf("%v has %v, and by looking through %v", v, got, scanned)
			}
		}
	})
}
