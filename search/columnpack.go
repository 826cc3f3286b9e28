package search

import (
	"maps"
	"slices"
)

// Columns are packed as rows are, one after the other.

// Room for what is packed of a document and of a value, so that it need not be moved while it grows.
const (
	roomEach    = 12
	roomOfValue = 3
)

func (c *columns) pack(p *packer, known *values) {
	*p = slices.Grow(*p, len(c.ids.all)+len(c.names.all)+roomEach*len(c.dates)+roomOfValue*len(c.own.all))
	p.number(len(c.dates))
	for _, t := range []*texts{&c.ids, &c.names} {
		for n := range c.dates {
			p.number(len(t.at(uint32(n))))
		}
		p.text(t.all)
	}
	for n := range c.dates {
		p.number(int(c.dates[n]))
		p.number(int(c.transfers[n]))
		p.number(int(c.ranks[n]))
	}
	c.own.pack(p, known)
	p.number(len(c.figures))
	for _, n := range slices.Sorted(maps.Keys(c.figures)) {
		p.number(int(n))
		p.figures(c.figures[n])
	}
}

func unpackColumns(u *unpacker, known *values) *columns {
	size, c := u.number(), newColumns()
	c.dates, c.transfers, c.ranks = make([]uint32, size), make([]uint32, size), make([]uint8, size)
	for _, t := range []*texts{&c.ids, &c.names} {
		t.from = make([]uint32, size)
		for n, sum := 0, 0; n < size; n++ {
			t.from[n], sum = uint32(sum), sum+u.number()
		}
		t.all = u.own()
	}
	for n := range size {
		c.dates[n], c.transfers[n], c.ranks[n] = uint32(u.number()), uint32(u.number()), uint8(u.number())
		c.ranked |= 1 << c.ranks[n]
	}
	c.own = unpackLists(u, size, known)
	for range u.number() {
		c.figures[uint32(u.number())] = u.figures()
	}
	return c
}

// pack numbers the values anew, from 0 on in this file: those in memory are of this process.
func (l *lists) pack(p *packer, known *values) {
	numbers, texts := map[value]int{}, packer{}
	for _, v := range l.all {
		if _, ok := numbers[v]; !ok {
			numbers[v] = len(numbers)
			texts.number(int(v.facet()))
			texts.text(known.text(v))
		}
	}
	p.number(len(numbers))
	p.text(string(texts))
	p.number(len(l.all))
	for n := range l.from {
		values := l.at(uint32(n))
		p.number(len(values))
		for _, v := range values {
			p.number(numbers[v])
		}
	}
}

func unpackLists(u *unpacker, size int, known *values) lists {
	numbers := make([]value, u.number())
	texts := u.section()
	for i := range numbers {
		numbers[i] = known.number(facet(texts.number()), texts.text())
	}
	l := lists{all: make([]value, 0, u.number()), from: make([]uint32, size)}
	for n := range size {
		l.from[n] = uint32(len(l.all))
		for range u.number() {
			l.all = append(l.all, numbers[u.number()])
		}
	}
	return l
}
