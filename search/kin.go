package search

import (
	"cmp"
	"slices"
	"sync"
)

// kin are the documents that others are compared by: a city by its own value, and what carries a model out by the model's.
// They are gathered once somebody compares.
type kin struct {
	once sync.Once
	all  []relative // by value
}

type relative struct {
	of value
	n  uint32
}

// of are the documents of a value.
func (k *kin) of(c *columns, city, v value) []relative {
	k.once.Do(func() { k.gather(c, city) })
	from, _ := slices.BinarySearchFunc(k.all, v, func(r relative, v value) int { return cmp.Compare(r.of, v) })
	to := from
	for to < len(k.all) && k.all[to].of == v {
		to++
	}
	return k.all[from:to]
}

func (k *kin) gather(c *columns, city value) {
	for n := range uint32(len(c.values.from)) {
		values := c.values.at(n)
		own := slices.Contains(values, city)
		for _, v := range values {
			if v.facet() == byModel || own && v.facet() == byCity {
				k.all = append(k.all, relative{v, n})
			}
		}
	}
	k.all = slices.Clip(slices.Clone(k.all))
	slices.SortFunc(k.all, func(a, b relative) int { return cmp.Or(cmp.Compare(a.of, b.of), cmp.Compare(a.n, b.n)) })
}

// kin calls visit for the documents that stand for a value now.
func (v *view) kin(city, of value, visit func(s segmentView, n uint32)) {
	for _, s := range v.segments {
		for _, r := range s.columns.kin.of(s.columns, city, of) {
			if s.gone == nil || !s.gone.Contains(r.n) {
				visit(s, r.n)
			}
		}
	}
}
