package layout

import (
	"math"
	"math/rand"
	"testing"
)

func TestWhatIsLinkedStandsTogether(t *testing.T) {
	n, links := villages(6, 20)
	at := Place(n, links)
	within, between := 0.0, 0.0
	for i := range n {
		for j := range i {
			if d := far(at[i], at[j]); i/20 == j/20 {
				within += d / float64(6*20*19/2)
			} else {
				between += d / float64(n*(n-1)/2-6*20*19/2)
			}
		}
	}
	if between < 2*within {
		t.Errorf("villages are %.2f wide and %.2f apart", within, between)
	}
}

func TestAPathIsDrawnLong(t *testing.T) {
	const n = 40
	var links [][2]int32
	for i := range int32(n - 1) {
		links = append(links, [2]int32{i, i + 1})
	}
	at := Place(n, links)
	nearest := math.Inf(1)
	for i := range at[20:] {
		nearest = min(nearest, far(at[0], at[20+i]))
	}
	if ends := far(at[0], at[n-1]); ends < 5 || nearest < 2 {
		t.Errorf("the ends are %.2f apart, and the second half comes as near as %.2f to the first node", ends, nearest)
	}
}

func TestNothingCoversAnother(t *testing.T) {
	n, links := villages(5, 12)
	links = append(links, [2]int32{3, 3}, [2]int32{1, int32(n + 9)}, [2]int32{-1, 2}) // count for nothing
	links = append(links, links[:10]...)                                              // and so do these
	for i := range 30 {                                                               // pairs, and what stands alone
		links = append(links, [2]int32{int32(n + 2*i), int32(n + 2*i + 1)})
	}
	n += 100
	at := Place(n, links)
	for i, p := range at {
		if math.IsNaN(p.X) || math.IsInf(p.X, 0) || math.IsNaN(p.Y) || math.IsInf(p.Y, 0) {
			t.Fatalf("%d stands at %v", i, p)
		}
		for j := range i {
			if far(p, at[j]) < 0.05 {
				t.Errorf("%d and %d stand at %v and %v", i, j, p, at[j])
			}
		}
	}
}

func TestPartsStandBesideEachOther(t *testing.T) {
	n, links := villages(3, 30)
	at := Place(n+200, links)
	out := 0.0
	for _, p := range at[:n] {
		out = max(out, far(p, Point{}))
	}
	for i, p := range at[n:] {
		if far(p, Point{}) < out {
			t.Errorf("%d stands alone, and within the rest", n+i)
		}
	}
}

// TestTheSameGraphStandsTheSame holds a place to its last bit, which must be the same on every machine.
func TestTheSameGraphStandsTheSame(t *testing.T) {
	n, links := villages(10, 30)
	first, second := Place(n, links), Place(n, links)
	for i := range first {
		if first[i] != second[i] {
			t.Fatalf("%d stands at %v, and then at %v", i, first[i], second[i])
		}
	}
	const x, y = 0xc05594fbbd659eef, 0x404330f377792103
	if got := first[7]; math.Float64bits(got.X) != x || math.Float64bits(got.Y) != y {
		t.Errorf("node 7 stands at %#x, %#x", math.Float64bits(got.X), math.Float64bits(got.Y))
	}
}

func TestSmallGraphs(t *testing.T) {
	if got := Place(0, nil); len(got) != 0 {
		t.Errorf("nothing stands at %v", got)
	}
	if got := Place(1, nil); got[0] != (Point{}) {
		t.Errorf("one stands at %v", got)
	}
	if got := Place(2, [][2]int32{{1, 0}}); math.Abs(far(got[0], got[1])-1) > 0.1 {
		t.Errorf("two that are linked stand %.2f apart", far(got[0], got[1]))
	}
}

// TestTheFarAwayIsSummedUpWell compares the tree with the sum over all pairs.
func TestTheFarAwayIsSummedUpWell(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	at, charge := make([]Point, 500), make([]float64, 500)
	for i := range at {
		at[i], charge[i] = Point{random.NormFloat64() * 10, random.NormFloat64() * 10}, 1+9*random.Float64()
	}
	at[3] = at[4] // two in one place
	var grown tree
	grown.grow(at, charge)
	off, whole := 0.0, 0.0
	for i, p := range at {
		var want Point
		for j, q := range at {
			if square := far(p, q) * far(p, q); i != j && square > 0 {
				want.X += (p.X - q.X) * repulsion * charge[i] * charge[j] / square
				want.Y += (p.Y - q.Y) * repulsion * charge[i] * charge[j] / square
			}
		}
		got := grown.on(p, charge[i])
		off += far(got, want)
		whole += far(want, Point{})
	}
	if off > 0.05*whole {
		t.Errorf("forces are off by %.1f %%", 100*off/whole)
	}
}

func BenchmarkPlace20000(b *testing.B) {
	n, links := villages(1000, 20)
	for b.Loop() {
		Place(n, links)
	}
}

// villages are groups of so many nodes each, with many links within and few between.
func villages(groups, size int) (int, [][2]int32) {
	random := rand.New(rand.NewSource(2))
	var links [][2]int32
	for g := range groups {
		for i := range size {
			here := int32(g*size + i)
			links = append(links, [2]int32{here, int32(g*size + (i+1)%size)}, [2]int32{here, int32(g*size + random.Intn(size))})
		}
		links = append(links, [2]int32{int32(g * size), int32((g + 1) % groups * size)}, [2]int32{int32(g * size), int32(random.Intn(groups) * size)})
	}
	return groups * size, links
}

func far(a, b Point) float64 { return length(a.X-b.X, a.Y-b.Y) }
