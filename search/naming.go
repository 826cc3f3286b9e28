package search

import (
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// naming is a thing that a clause names, alone or as one of so many words.
type naming struct {
	id    string
	words int
}

func alone(ids []string) []naming {
	named := make([]naming, len(ids))
	for i, id := range ids {
		named[i] = naming{id, 1}
	}
	return named
}

// namedBy are the things that a clause names, alone or together with its neighbours; alone where it does both.
func (x *Index) namedBy(f forms, clauses []clause, i int) []naming {
	c := clauses[i]
	if c.phrase {
		return alone(x.terms.find(f, c.words))
	}
	plain := func(j int) bool {
		return j >= 0 && j < len(clauses) && len(clauses[j].words) == 1 && !clauses[j].not && !clauses[j].prefix && clauses[j].field == ""
	}
	var named []naming
	for from := i; from > i-x.terms.longest && plain(from); from-- {
		var words []string
		for to := from; to < from+x.terms.longest && plain(to); to++ {
			if words = append(words, clauses[to].words[0]); to < i {
				continue
			}
			for _, id := range x.terms.find(f, words) {
				named = append(named, naming{id, len(words)})
			}
		}
	}
	return fewest(named)
}

// fewest keeps each thing once, named by the fewest words.
func fewest(named []naming) []naming {
	slices.SortStableFunc(named, func(a, b naming) int { return a.words - b.words })
	var kept []naming
	for _, n := range named {
		if !slices.ContainsFunc(kept, func(k naming) bool { return k.id == n.id }) {
			kept = append(kept, n)
		}
	}
	return kept
}

// wideRings are for whom and where nearly all of it is about: beside other words they need not be found.
var wideRings = func() map[string]bool {
	all := map[string]bool{}
	for _, ring := range strings.Fields(small["wide"]) {
		all[ring] = true
	}
	return all
}()

// place is the facet of what lies in the thing; not ok where it is no place.
func (n naming) place() (which facet, ok bool) {
	switch path, _ := kb.SplitID(n.id); path {
	case "city":
		return byCity, true
	case "territory":
		return byCountry, true
	}
	return 0, false
}

// namesPlace tells whether a word names a place by itself.
func namesPlace(named []naming) bool {
	return slices.ContainsFunc(named, func(n naming) bool {
		_, ok := n.place()
		return ok && n.words == 1
	})
}

// wide tells whether all rings that are named are wide ones: whom or where nearly all of it is about.
func (t *terms) wide(named []naming) bool {
	wide := false
	for _, n := range named {
		if t.things[n.id].hidden {
			if wide = wideRings[n.id]; !wide {
				return false
			}
		}
	}
	return wide
}
