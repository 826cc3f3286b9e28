package search

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// Figures are the numbers that a city is compared by; zero is unknown.
type Figures struct {
	Population   int
	ForeignShare float64 // percent
	Urbanisation int     // Eurostat's degree, 1 to 3
}

// City is a city as the index knows it.
type City struct {
	ID, Country string
	Languages   []string // the official ones
	Figures
}

// Wanted are values of a facet.
type Wanted struct {
	Facet  string
	Values []string
}

// Alike is what something is compared by, without being read. It and what it gives hold until the next one is given.
type Alike struct {
	ID               string
	Shared           []int // of each facet that is wanted, how many of its values it has, itself or as something narrower
	Status, Evidence string
	Countries        []string

	in *likening
	s  segmentView
	n  uint32
}

// Done gives the cities that it is done in, or what carries it out, and how often either was passed on; of a city, itself.
func (a *Alike) Done() (cities []*City, transfers int) {
	if slices.Contains(a.s.values.at(a.n), a.in.typed) {
		a.in.read(&a.in.self, a.s, a.n)
		return append(a.in.done[:0], &a.in.self), 0
	}
	cities = a.in.done[:0]
	seen := func(s segmentView, n uint32) {
		transfers += int(s.transfers[n])
		for _, v := range s.values.at(n) {
			if v.facet() != byCity {
				continue
			}
			if c := a.in.city(v); c != nil {
				cities = append(cities, c)
			}
		}
	}
	seen(a.s, a.n)
	if model, ok := a.in.values.find(byModel, a.ID); ok {
		a.in.kin(a.in.typed, model, seen)
	}
	a.in.done = cities
	return cities, transfers
}

// Like gives what has any of the values that are wanted, of one type; all of the type where everything is asked for. It
// looks at no more than it gives.
func (x *Index) Like(typ string, wanted []Wanted, everything bool, give func(*Alike)) error {
	l, done, err := x.liken()
	if err != nil {
		return err
	}
	defer done()
	of, ok := x.values.find(byType, typ)
	if !ok {
		return nil
	}
	l.want(wanted)
	for _, s := range l.segments {
		for each := l.within(s, of, everything).Iterator(); each.HasNext(); {
			give(l.alike(s, each.Next()))
		}
	}
	return nil
}

// City is a city by its id; nil where none is indexed under it.
func (x *Index) City(id string) (*City, error) {
	l, done, err := x.liken()
	if err != nil {
		return nil, err
	}
	defer done()
	own, known := x.values.find(byCity, id)
	if !known {
		return nil, nil
	}
	return l.city(own), nil
}

// likening is a comparison on one view.
type likening struct {
	*view
	values *values
	typed  value           // city, as a type
	wanted []value         // each once
	by     []int           // which of the facets that are wanted each is of
	cities map[value]*City // that something is done in
	one    Alike           // what is given, one after the other, with its lists
	self   City
	done   []*City
}

func (x *Index) liken() (*likening, func(), error) {
	v, done, err := x.look()
	if err != nil {
		return nil, nil, err
	}
	l := &likening{view: v, values: &x.values, cities: map[value]*City{}}
	var known bool
	if l.typed, known = x.values.find(byType, "city"); !known {
		l.typed = noValue
	}
	return l, done, nil
}

func (l *likening) want(wanted []Wanted) {
	l.one.Shared = make([]int, len(wanted))
	for i, w := range wanted {
		f := facet(slices.Index(FacetNames(), w.Facet))
		for _, text := range w.Values {
			if v, ok := l.values.find(f, text); ok && !slices.Contains(l.wanted, v) {
				l.wanted, l.by = append(l.wanted, v), append(l.by, i)
			}
		}
	}
}

// within are the documents of a type in a segment that are looked at.
func (l *likening) within(s segmentView, of value, everything bool) *roaring.Bitmap {
	typed := s.shown()
	if !everything {
		typed = s.withAny(l.wanted)
	}
	typed = roaring.And(typed, s.with(of))
	if s.gone != nil {
		typed.AndNot(s.gone)
	}
	return typed
}

func (l *likening) alike(s segmentView, n uint32) *Alike {
	a := &l.one
	*a = Alike{ID: s.ids.at(n), Shared: a.Shared, Countries: a.Countries[:0], in: l, s: s, n: n}
	clear(a.Shared)
	for _, v := range s.values.at(n) {
		if i := slices.Index(l.wanted, v); i >= 0 {
			a.Shared[l.by[i]]++
		}
		switch v.facet() {
		case byStatus:
			a.Status = l.text(v)
		case byEvidence:
			a.Evidence = l.text(v)
		case byCountry:
			a.Countries = append(a.Countries, l.text(v))
		}
	}
	return a
}

func (l *likening) text(v value) string { return l.texts[v.facet()][v.ordinal()] }

// city is the city of a value, made once for all that are in it.
func (l *likening) city(own value) *City {
	if c, known := l.cities[own]; known {
		return c
	}
	var c *City
	l.kin(l.typed, own, func(s segmentView, n uint32) {
		c = &City{}
		l.read(c, s, n)
	})
	l.cities[own] = c
	return c
}

// read reads a city from its row.
func (l *likening) read(into *City, s segmentView, n uint32) {
	*into = City{ID: s.ids.at(n), Figures: s.figures[n], Languages: into.Languages[:0]}
	for _, v := range s.values.at(n) {
		switch v.facet() {
		case byCountry:
			into.Country = l.text(v)
		case byTongue:
			into.Languages = append(into.Languages, l.text(v))
		}
	}
}
