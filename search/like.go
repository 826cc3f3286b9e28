package search

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// Like gives what shares most with something that has these values of facets, of one type, by how many it shares: the
// candidates that a closer look is worth. The values are those with what is wider, as a question would count them.
func (x *Index) Like(typ string, wanted map[string][]string, most int) ([]string, error) {
	v, done, err := x.look()
	if err != nil {
		return nil, err
	}
	defer done()
	of, ok := x.values.find(byType, typ)
	if !ok {
		return []string{}, nil
	}
	var values []value
	for f, name := range facetNames {
		for _, text := range wanted[name] {
			if one, ok := x.values.find(facet(f), text); ok && !slices.Contains(values, one) {
				values = append(values, one)
			}
		}
	}
	all := best[hit]{size: most, compare: func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id(), b.id())) }}
	found := 0
	for _, s := range v.segments {
		found += s.sharing(of, values, func(n uint32, shares int) { all.offer(hit{s.columns, n, float64(shares)}) })
	}
	if found < most {
		v.sharingNothing(of, values, &all)
	}
	ids := []string{}
	for _, h := range all.sorted() {
		ids = append(ids, h.id())
	}
	return ids, nil
}

// sharing gives the documents of a type that have any of some values, with how many of these they have. It looks at those
// only, not at all of the type.
func (s segmentView) sharing(of value, values []value, give func(n uint32, shares int)) (found int) {
	shares := make([]uint16, len(s.values.from))
	any := roaring.New()
	for _, one := range values {
		having := s.typed(of, s.with(one))
		any.Or(having)
		for each := having.Iterator(); each.HasNext(); {
			shares[each.Next()]++
		}
	}
	for each := any.Iterator(); each.HasNext(); found++ {
		n := each.Next()
		give(n, int(shares[n]))
	}
	return found
}

// typed are those of some documents that are of a type and not gone.
func (s segmentView) typed(of value, some *roaring.Bitmap) *roaring.Bitmap {
	typed := roaring.And(some, s.with(of))
	if s.gone != nil {
		typed.AndNot(s.gone)
	}
	return typed
}

// maxStrangers bounds the type of which those are looked through that share nothing: where there are more, what shares
// something is enough.
const maxStrangers = 20_000

// sharingNothing offers the documents of a type that have none of some values.
func (v *view) sharingNothing(of value, values []value, to *best[hit]) {
	var strangers []*roaring.Bitmap
	n := uint64(0)
	for _, s := range v.segments {
		typed := s.typed(of, s.shown())
		for _, one := range values {
			typed.AndNot(s.with(one))
		}
		strangers, n = append(strangers, typed), n+typed.GetCardinality()
	}
	if n > maxStrangers {
		return
	}
	for i, s := range v.segments {
		for each := strangers[i].Iterator(); each.HasNext(); {
			to.offer(hit{s.columns, each.Next(), 0})
		}
	}
}
