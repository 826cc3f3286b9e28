package search

import (
	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// choice matches what at least some of its parts match. The more of them do, the more counts what they sum up to. Where
// they are ways to say one thing, the best of them counts, and the others a little: who is called the same in nine
// languages does not answer nine times as well.
type choice struct {
	parts   []matcher
	least   int // of those that are counted
	counted int // the first parts; the others only add to what a document counts
	ways    bool
	matched []*roaring.Bitmap // by segment, once it was asked
}

// wanted is a choice of which the first so many are counted.
type wanted struct {
	*query.DisjunctionQuery
	counted int
}

// ways are ways to say one thing.
type ways struct{ *query.DisjunctionQuery }

func anyOf(all []query.Query) ways { return ways{query.NewDisjunctionQuery(all)} }

// otherWays is how much the ways beside the best one count.
const otherWays = 0.2

func (c *choice) in(segment int) (*roaring.Bitmap, error) {
	var some []*roaring.Bitmap
	for _, part := range c.parts[:c.counted] {
		one, err := part.in(segment)
		if err != nil {
			return nil, err
		}
		if !one.IsEmpty() {
			some = append(some, one)
		}
	}
	c.matched[segment] = inAtLeast(c.least, some)
	return c.matched[segment], nil
}

// inAtLeast is what is in at least so many of some bitmaps.
func inAtLeast(least int, some []*roaring.Bitmap) *roaring.Bitmap {
	switch {
	case len(some) < least:
		return none
	case len(some) == 1:
		return some[0]
	case least == 1:
		return roaring.FastOr(some...)
	case least == len(some):
		return roaring.FastAnd(some...)
	}
	within := make([]*roaring.Bitmap, least) // one, two …
	for i := range within {
		within[i] = roaring.New()
	}
	for _, one := range some {
		for i := least - 1; i > 0; i-- {
			within[i].Or(roaring.And(within[i-1], one))
		}
		within[0].Or(one)
	}
	return within[least-1]
}

func (c *choice) weigh(segment int, t *tally) error {
	if all := c.matched[segment]; all != nil && !all.Intersects(t.among) {
		return nil
	}
	own := newTally(t.among, t.documents)
	for _, part := range c.parts {
		if err := part.weigh(segment, own); err != nil {
			return err
		}
	}
	for i, w := range own.weights {
		if w.ways >= c.least {
			t.count(i, c.worth(w))
		}
	}
	return nil
}

// worth is what all parts together count for a document.
func (c *choice) worth(w weight) float64 {
	if c.ways {
		return w.most + otherWays*(w.sum-w.most)
	}
	return w.sum * float64(w.ways) / float64(len(c.parts))
}

// everything matches what is found at all, and says nothing of how much it counts.
type everything struct{ view *view }

func (e everything) in(segment int) (*roaring.Bitmap, error) {
	return e.view.segments[segment].findable, nil
}

func (e everything) weigh(int, *tally) error { return nil }
