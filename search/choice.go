package search

import "github.com/RoaringBitmap/roaring/v2"

// choice matches what at least some of its parts match. The more of them do, the more counts what they sum up to.
type choice struct {
	parts []matcher
	least int
}

func (c *choice) in(segment int) (*roaring.Bitmap, error) {
	matched := make([]*roaring.Bitmap, c.least) // by one part, by two …
	for i := range matched {
		matched[i] = roaring.New()
	}
	for _, part := range c.parts {
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
			t.sums[i] += own.sums[i] * float64(ways) / float64(len(c.parts))
			t.ways[i]++
		}
	}
	return nil
}

// everything matches what is found at all, and says nothing of how much it counts.
type everything struct{ view *view }

func (e everything) in(segment int) (*roaring.Bitmap, error) {
	return e.view.segments[segment].findable(), nil
}

func (e everything) weigh(int, *tally) error { return nil }
