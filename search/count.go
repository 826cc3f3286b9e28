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
	var wanted []facet
	for i, name := range facetNames {
		if names == nil || slices.Contains(names, name) {
			wanted = append(wanted, facet(i))
		}
	}
	counts, all := r.found.count(wanted), []Facet{}
	for _, which := range wanted {
		all = append(all, Facet{facetNames[which], frequent(r.found.view.texts[which], counts[which])})
	}
	return all, nil
}

// counts are how often the values of each facet that is counted are met; nil for all others.
type counts [1 << (32 - ordinalBits)][]int32

// count counts the values of some facets: in one go those that nothing is filtered by, which are counted over the same.
func (f *found) count(wanted []facet) *counts {
	all := &counts{}
	for _, which := range wanted {
		all[which] = make([]int32, len(f.view.texts[which]))
	}
	for _, p := range f.parts {
		together := *all
		for _, which := range wanted {
			if p.fit[which] != nil {
				var alone counts
				alone[which] = all[which]
				alone.add(p.columns, p.within(which).ToArray())
				together[which] = nil
			}
		}
		together.add(p.columns, p.all)
	}
	return all
}

// add counts the values of some documents. They stand in the order of their facets: what comes after the last that is
// counted is not looked at.
func (c *counts) add(from *columns, documents []uint32) {
	end := facet(len(c))
	for end > 0 && c[end-1] == nil {
		end--
	}
	for _, n := range documents {
		for _, v := range from.values.at(n) {
			if v.facet() >= end {
				break
			}
			if of := c[v.facet()]; of != nil {
				of[v.ordinal()]++
			}
		}
	}
}

// frequent are the values that are met most often.
func frequent(texts []string, counts []int32) []Count {
	first := best[Count]{size: maxFacetValues, compare: func(a, b Count) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value)) }}
	for ordinal, n := range counts {
		if n > 0 {
			first.offer(Count{texts[ordinal], int(n)})
		}
	}
	return first.sorted()
}
