package search

import (
	"cmp"
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

// Facet is a facet with its values among what was found, the most frequent first.
type Facet struct {
	Name   string
	Values []Count
}

// Count is how often a value of a facet is among what was found.
type Count struct {
	Value string
	Count int
}

// maxFacetValues bounds the values that a facet answers: the most frequent ones.
const maxFacetValues = 100

// Facets counts what was found by some facets, all where names is nil, in the order of FacetNames. The error is Invalid
// where there is no such facet.
func (r *Result) Facets(names []string) ([]Facet, error) {
	for _, name := range names {
		if !slices.Contains(facetNames[:], name) {
			return nil, kb.Errorf(kb.Invalid, "there is no facet %q; there are %v", name, FacetNames())
		}
	}
	all := []Facet{}
	for i, name := range facetNames {
		if names == nil || slices.Contains(names, name) {
			all = append(all, Facet{name, r.found.count(facet(i))})
		}
	}
	return all, nil
}

// count counts the values of one facet.
func (f *found) count(which facet) []Count {
	texts := f.view.texts[which]
	counts := make([]int32, len(texts))
	for _, p := range f.parts {
		for _, n := range p.counted(which) {
			for _, v := range p.values.at(n) {
				if v.facet() == which {
					counts[v.ordinal()]++
				}
			}
		}
	}
	first := best[Count]{size: maxFacetValues, compare: func(a, b Count) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value)) }}
	for ordinal, n := range counts {
		if n > 0 {
			first.offer(Count{texts[ordinal], int(n)})
		}
	}
	return first.sorted()
}
