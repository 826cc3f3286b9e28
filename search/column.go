package search

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

// columns are the rows of a segment of the index, by the number of the document in it. A segment never changes, and so
// they are read once; where what values lie in changes, they are spread again.
type columns struct {
	ids, names texts
	dates      []uint32
	transfers  []uint32
	ranks      []uint8            // among the weights
	ranked     uint64             // those that anything has, a bit for each
	own        lists              // as rows name them
	values     lists              // with what they lie in; none where nothing is found here
	where      *inverse           // the documents of each value
	figures    map[uint32]Figures // of cities, by the number of the document
	kin        *kin
	having     *sync.Map // for values that were asked for, the bitmaps of what has them
	alike      *sync.Map // lists of words that begin alike, once somebody needed them
}

// texts are many texts in one piece of memory.
type texts struct {
	growing []byte
	all     string // once it is whole
	from    []uint32
}

func (t *texts) add(text string) {
	t.from = append(t.from, uint32(len(t.growing)))
	t.growing = append(t.growing, text...)
}

func (t *texts) at(n uint32) string {
	if int(n)+1 == len(t.from) {
		return t.all[t.from[n]:]
	}
	return t.all[t.from[n]:t.from[n+1]]
}

// lists are many lists of values in one piece of memory.
type lists struct {
	all  []value
	from []uint32
}

func (l *lists) at(n uint32) []value {
	if int(n)+1 == len(l.from) {
		return l.all[l.from[n]:]
	}
	return l.all[l.from[n]:l.from[n+1]]
}

func newColumns() *columns { return &columns{figures: map[uint32]Figures{}, alike: &sync.Map{}} }

// read reads the rows of a segment, and what gives something among them. What is gone from it leaves an empty place.
func (x *Index) read(s *scorch.SegmentSnapshot) (*columns, []given, error) {
	c, givers, gone := newColumns(), []given(nil), s.Deleted()
	for n := range uint64(s.FullSize()) {
		id, r := "", &row{}
		if gone == nil || !gone.Contains(uint32(n)) {
			err := s.VisitDocument(n, func(field string, _ byte, stored []byte, _ []uint64) bool {
				switch field {
				case "_id":
					id = string(stored)
				case inRow:
					r = unpack(stored, false)
				}
				return true
			})
			if err != nil {
				return nil, nil, err
			}
			if g := newGiver(r); g != nil {
				givers = append(givers, given{uint32(n), *g})
			}
		}
		c.add(id, r, &x.wholes.own)
	}
	c.trim()
	return c, givers, nil
}

func (c *columns) add(id string, r *row, known *values) {
	c.ids.add(id)
	c.names.add(r.name)
	c.dates = append(c.dates, daysOf(r.date))
	c.transfers = append(c.transfers, uint32(r.transfers))
	c.ranks, c.ranked = append(c.ranks, uint8(r.rank)), c.ranked|1<<r.rank
	c.own.from = append(c.own.from, uint32(len(c.own.all)))
	if r.figures != (Figures{}) {
		c.figures[uint32(len(c.dates)-1)] = r.figures
	}
	if r.hidden {
		return
	}
	for f, values := range r.own {
		for _, text := range values {
			c.own.all = append(c.own.all, known.number(facet(f), text))
		}
	}
}

// trim gives back what was taken to grow into.
func (c *columns) trim() {
	for _, column := range []*[]uint32{&c.ids.from, &c.names.from, &c.dates, &c.transfers, &c.own.from} {
		*column = slices.Clip(slices.Clone(*column))
	}
	c.own.all, c.ranks = slices.Clip(slices.Clone(c.own.all)), slices.Clip(slices.Clone(c.ranks))
	for _, t := range []*texts{&c.ids, &c.names} {
		t.all, t.growing = string(t.growing), nil
	}
}

// spread gives the columns with their values as they are spread now.
func (c *columns) spread(w *wholes) *columns {
	spread := *c
	spread.having, spread.where, spread.kin = &sync.Map{}, &inverse{}, &kin{}
	spread.values = lists{from: make([]uint32, len(c.own.from)), all: make([]value, 0, len(c.own.all))}
	for n := range c.own.from {
		begin := len(spread.values.all)
		spread.values.from[n] = uint32(begin)
		for _, own := range c.own.at(uint32(n)) {
			for _, v := range w.stands(own) {
				if !slices.Contains(spread.values.all[begin:], v) {
					spread.values.all = append(spread.values.all, v)
				}
			}
		}
		slices.Sort(spread.values.all[begin:]) // by facet: a filter looks at no more than it asks of
	}
	spread.values.all = slices.Clip(slices.Clone(spread.values.all))
	return &spread
}

// with are the documents that have a value. Most values are never asked for, and so their bitmaps are made when they are.
func (c *columns) with(v value) *roaring.Bitmap {
	return c.kept(v, func(all *roaring.Bitmap) {
		if len(c.values.from) >= worthInverting {
			all.AddMany(c.where.of(&c.values, v))
			return
		}
		c.values.each(all, func(values []value) bool { return slices.Contains(values, v) })
	})
}

// withAny are the documents that have any of some values.
func (c *columns) withAny(values []value) *roaring.Bitmap {
	if len(values) == 1 {
		return c.with(values[0])
	}
	all := roaring.New()
	for _, v := range values {
		all.Or(c.with(v))
	}
	return all
}

// shown are the documents that are no mere rows.
func (c *columns) shown() *roaring.Bitmap {
	return c.kept(nil, func(all *roaring.Bitmap) {
		c.values.each(all, func(values []value) bool { return len(values) > 0 })
	})
}

func (c *columns) kept(key any, fill func(*roaring.Bitmap)) *roaring.Bitmap {
	if kept, ok := c.having.Load(key); ok {
		return kept.(*roaring.Bitmap)
	}
	all := roaring.New()
	fill(all)
	all.RunOptimize()
	c.having.Store(key, all)
	return all
}

// daysOf makes of a date, or the beginning of one, a number that sorts as it does: 2021, 2021-05, 2021-05-03.
func daysOf(date string) uint32 {
	n := 0
	for i, part := range strings.SplitN(date+"--", "-", 3) {
		number, _ := strconv.Atoi(strings.Trim(part, "-"))
		n += number << []int{9, 5, 0}[i]
	}
	return uint32(n)
}
