package search

import (
	"cmp"
	"slices"
)

// best keeps the first few of many in an order, without sorting all of them.
type best[T any] struct {
	size    int
	compare func(a, b T) int
	kept    []T
	full    bool // the first few are sorted, and what comes after the last of them is not looked at
}

func (b *best[T]) offer(one T) {
	if b.full && b.compare(one, b.kept[b.size-1]) >= 0 {
		return
	}
	if b.kept = append(b.kept, one); len(b.kept) >= 2*b.size {
		b.cut()
	}
}

func (b *best[T]) cut() {
	slices.SortFunc(b.kept, b.compare)
	if len(b.kept) >= b.size {
		b.kept, b.full = b.kept[:b.size], b.size > 0
	}
}

// sorted are the first few, in their order.
func (b *best[T]) sorted() []T {
	b.cut()
	return b.kept
}

// orders are the orders of what is found.
var orders = map[string]func(a, b hit) int{
	"RELEVANCE": func(a, b hit) int { return cmp.Compare(b.score, a.score) },
	"NAME":      func(a, b hit) int { return cmp.Compare(a.names.at(a.n), b.names.at(b.n)) },
	"DATE":      func(a, b hit) int { return cmp.Compare(b.dates[b.n], a.dates[a.n]) },
	"TRANSFERS": func(a, b hit) int { return cmp.Compare(b.transfers[b.n], a.transfers[a.n]) },
	"ID":        func(a, b hit) int { return 0 },
}

// total makes an order total: what is equal is ordered by id.
func total(order string) func(a, b hit) int {
	compare := orders[order]
	return func(a, b hit) int {
		if c := compare(a, b); c != 0 {
			return c
		}
		return cmp.Compare(a.id(), b.id())
	}
}

// place is where a hit stands in its order: what a cursor holds. A document's number is never in it.
type place struct {
	Score     float64 `json:"s,omitzero"`
	Name      string  `json:"n,omitzero"`
	Date      uint32  `json:"d,omitzero"`
	Transfers uint32  `json:"t,omitzero"`
	ID        string  `json:"i"`
	Sequence  int64   `json:"q"`
}

// placeOf is the place of a hit. Only what the order looks at is in it.
func placeOf(h hit, order string, sequence int64) place {
	p := place{ID: h.id(), Sequence: sequence}
	switch order {
	case "RELEVANCE":
		p.Score = h.score
	case "NAME":
		p.Name = h.names.at(h.n)
	case "DATE":
		p.Date = h.dates[h.n]
	case "TRANSFERS":
		p.Transfers = h.transfers[h.n]
	}
	return p
}

// hit is a hit that stands at a place.
func (p place) hit() hit {
	c := &columns{ids: texts{all: p.ID, from: []uint32{0}}, names: texts{all: p.Name, from: []uint32{0}},
		dates: []uint32{p.Date}, transfers: []uint32{p.Transfers}}
	return hit{c, 0, p.Score}
}
