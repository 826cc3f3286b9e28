package search

import "github.com/RoaringBitmap/roaring/v2"

// filter keeps what has any of some values of each facet of which something is wanted, and none that are not.
type filter struct {
	wanted   [facetCount][]value // nil where all fit
	unwanted []value
}

// part is what is found in a segment.
type part struct {
	*columns
	all     []uint32
	matched *roaring.Bitmap             // whatever the filters say
	fit     [facetCount]*roaring.Bitmap // what each filter keeps; nil where it keeps all
}

// part is what the filters look at in a segment.
func (f *filter) part(c *columns, matched *roaring.Bitmap) part {
	for _, v := range f.unwanted {
		matched = roaring.AndNot(matched, c.with(v))
	}
	matched.CloneCopyOnWriteContainers() // facets are counted when the index may be closed
	p := part{columns: c, matched: matched}
	for which, values := range f.wanted {
		if values != nil {
			p.fit[which] = c.withAny(values)
		}
	}
	return p
}

// within are the documents that fit all filters but that of one facet: a facet never filters itself away.
func (p *part) within(but facet) *roaring.Bitmap {
	documents := p.matched
	for which, fit := range p.fit {
		if fit != nil && facet(which) != but {
			documents = roaring.And(documents, fit)
		}
	}
	return documents
}
