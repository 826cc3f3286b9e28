package network

import (
	"fmt"
	"math"
	"math/rand"
	"testing"
)

// TestPageRank compares with ranks that were worked out by hand, from the equations that they solve.
func TestPageRank(t *testing.T) {
	for name, test := range map[string]struct {
		n     int
		links [][2]int32
		want  []float64
	}{
		"nothing":       {0, nil, nil},
		"one":           {1, nil, []float64{1}},
		"a circle":      {3, [][2]int32{{0, 1}, {1, 2}, {2, 0}}, []float64{1. / 3, 1. / 3, 1. / 3}},
		"no links":      {4, nil, []float64{.25, .25, .25, .25}},
		"two to one":    {3, [][2]int32{{0, 2}, {1, 2}}, []float64{1 / 4.7, 1 / 4.7, 2.7 / 4.7}}, // a = .05 + .85c/3, c = a + 1.7a
		"to itself":     {3, [][2]int32{{0, 2}, {1, 2}, {2, 2}}, []float64{1 / 4.7, 1 / 4.7, 2.7 / 4.7}},
		"there and out": {3, [][2]int32{{0, 1}, {1, 0}, {1, 2}}, thereAndOut()},
	} {
		t.Run(name, func(t *testing.T) {
			got := PageRank(test.n, test.links)
			if len(got) != len(test.want) {
				t.Fatalf("%v", got)
			}
			for i := range got {
				if math.Abs(got[i]-test.want[i]) > 1e-9 {
					t.Errorf("%v, and %v was wanted", got, test.want)
					break
				}
			}
		})
	}
}

// thereAndOut solves a = e + .425b, b = e + .85a, c = e + .425b, where e is what each is given.
func thereAndOut() []float64 {
	b := 1.85 / (1 - 0.36125)
	a := 1 + 0.425*b
	sum := a + b + a
	return []float64{a / sum, b / sum, a / sum}
}

func TestRanksAreOneTogether(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for n := 1; n < 200; n += 13 {
		var links [][2]int32
		for range 3 * n {
			links = append(links, [2]int32{int32(random.Intn(n)), int32(random.Intn(n))})
		}
		sum := 0.0
		for _, r := range PageRank(n, links) {
			sum += r
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%d nodes have %v together", n, sum)
		}
	}
}

func TestChains(t *testing.T) {
	for name, test := range map[string]struct {
		n       int
		follows [][2]int32
		want    string
	}{
		"nothing":               {0, nil, "[]"},
		"steps by themselves":   {2, nil, "[{[0] false} {[1] false}]"},
		"one after another":     {3, [][2]int32{{2, 0}, {0, 1}}, "[{[2 0 1] false}]"},
		"the longest way":       {5, [][2]int32{{0, 4}, {0, 1}, {1, 2}, {2, 4}, {3, 4}}, "[{[0 1 2 4] false}]"},
		"a fork":                {4, [][2]int32{{0, 1}, {0, 2}, {2, 3}}, "[{[0 2 3] false} {[0 1] false}]"},
		"of two the first":      {3, [][2]int32{{1, 2}, {0, 2}}, "[{[0 2] false}]"},
		"a circle":              {3, [][2]int32{{0, 1}, {1, 2}, {2, 0}}, "[{[0 1 2] true}]"},
		"into a circle":         {4, [][2]int32{{3, 1}, {0, 1}, {1, 2}, {2, 0}}, "[{[3 1 2 0] true}]"},
		"out of a circle":       {4, [][2]int32{{0, 1}, {1, 0}, {1, 2}, {2, 3}}, "[{[0 1 2 3] false}]"},
		"to itself":             {2, [][2]int32{{0, 0}, {0, 1}}, "[{[0 1] false}]"},
		"to itself, by itself":  {1, [][2]int32{{0, 0}}, "[{[0] true}]"},
		"two circles that meet": {3, [][2]int32{{0, 1}, {1, 0}, {1, 2}, {2, 1}}, "[{[0 1 2] true}]"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := fmt.Sprint(Chains(test.n, test.follows)); got != test.want {
				t.Errorf("%s, and %s was wanted", got, test.want)
			}
		})
	}
}

// TestLongChains: what would take a walk through all ways for ever is answered at once.
func TestLongChains(t *testing.T) {
	var follows [][2]int32
	const n = 3000
	for i := range int32(n - 1) {
		follows = append(follows, [2]int32{i, i + 1}, [2]int32{max(i-1, 0), i + 1}, [2]int32{i + 1, i}) // ever more ways, and back
	}
	if got := Chains(n, follows); len(got[0].Steps) != n {
		t.Errorf("the longest chain has %d steps", len(got[0].Steps))
	}
}
