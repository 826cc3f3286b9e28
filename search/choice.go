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
	matched := make([]*roaring.Bitmap, c.least) // by one part, by two …
	for i := range matched {
		matched[i] = roaring.New()
	}
	for _, part := range c.parts[:c.counted] {
		one, err := part.in(segment)
		if err != nil {
			return nil, err
		}
		for i := c.least - 1; i > 0; i-- {
			matched[i].Or(roaring.And(matched[i-1], one))
		}
		matched[0].Or(one)
	}
	return matched[c.least-1], nil
}

func (c *choice) weigh(segment int, t *tally) error {
	own := newTally(t.among, t.documents)
	for _, part := range c.parts {
		if err := part.weigh(segment, own); err != nil {
			return err
		}
	}
	for i, ways := range own.ways {
		if ways >= c.least {
			t.count(i, c.worth(own, i))
		}
	}
	return nil
}

// worth is what all parts together count for a document.
func (c *choice) worth(own *tally, i int) float64 {
	if c.ways {
		return own.most[i] + otherWays*(own.sums[i]-own.most[i])
	}
	return own.sums[i] * float64(own.ways[i]) / float64(len(c.parts))
}

// everything matches what is found at all, and says nothing of how much it counts.
type everything struct{ view *view }

func (e everything) in(segment int) (*roaring.Bitmap, error) {
	return e.view.segments[segment].findable(), nil
}

func (e everything) weigh(int, *tally) error { return nil }
