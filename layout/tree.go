package layout

// tree sums up what lies together, after Barnes and Hut: a square holds the charge within it and its middle, and four
// smaller squares.
type tree struct {
	cells []cell
	side  float64
	stack []int32
}

type cell struct {
	charge float64
	middle Point   // of the charge
	side   float64 // of the square
	first  int32   // of its four squares; 0 where it is a leaf
}

const (
	// near is how wide a square may be as a part of how far it is, to be taken as one.
	near = 1.0
	// deepest is how often a square is divided, at the most: what stands in one place stays in one square.
	deepest = 24
	// repulsion is the unit of length: two nodes with a link and nothing else stand about one apart.
	repulsion = 0.25
)

// grow makes the tree of places anew.
func (t *tree) grow(at []Point, charge []float64) {
	low, high := at[0], at[0]
	for _, p := range at {
		low, high = Point{min(low.X, p.X), min(low.Y, p.Y)}, Point{max(high.X, p.X), max(high.Y, p.Y)}
	}
	t.side = max(high.X-low.X, high.Y-low.Y) + 1e-9
	t.cells = append(t.cells[:0], cell{side: t.side})
	for i, p := range at {
		t.add(p, charge[i], low)
	}
}

// add puts a place into the squares that it lies in. A leaf that holds one already is divided, and both go further down.
func (t *tree) add(p Point, charge float64, corner Point) {
	here := int32(0)
	for depth := 0; ; depth++ {
		c := &t.cells[here]
		before := *c
		c.take(p, charge)
		if before.first == 0 {
			if before.charge == 0 || depth == deepest {
				return
			}
			t.divide(here, before, corner)
		}
		first, half := t.cells[here].first, float64(t.cells[here].side/2)
		n, inner := quarter(p, corner, half)
		here, corner = first+n, inner
	}
}

// divide moves what a leaf held into one of its four squares.
func (t *tree) divide(here int32, before cell, corner Point) {
	first, half := int32(len(t.cells)), float64(before.side/2)
	t.cells[here].first = first
	t.cells = append(t.cells, cell{side: half}, cell{side: half}, cell{side: half}, cell{side: half})
	n, _ := quarter(before.middle, corner, half)
	t.cells[first+n].charge, t.cells[first+n].middle = before.charge, before.middle
}

func quarter(p, corner Point, half float64) (int32, Point) {
	n := int32(0)
	if p.X >= corner.X+half {
		n, corner.X = n+1, corner.X+half
	}
	if p.Y >= corner.Y+half {
		n, corner.Y = n+2, corner.Y+half
	}
	return n, corner
}

func (c *cell) take(p Point, charge float64) {
	sum := c.charge + charge
	c.middle.X += (p.X - c.middle.X) * charge / sum
	c.middle.Y += (p.Y - c.middle.Y) * charge / sum
	c.charge = sum
}

// on is how everything pushes what stands at a place.
func (t *tree) on(p Point, charge float64) (force Point) {
	const apart = 1e-4 // nothing pushes harder than from here
	t.stack = append(t.stack[:0], 0)
	for len(t.stack) > 0 {
		c := &t.cells[t.stack[len(t.stack)-1]]
		t.stack = t.stack[:len(t.stack)-1]
		if c.charge == 0 {
			continue
		}
		x, y := p.X-c.middle.X, p.Y-c.middle.Y
		square := float64(x*x) + float64(y*y)
		if c.first != 0 && float64(c.side*c.side) > near*near*square {
			t.stack = append(t.stack, c.first, c.first+1, c.first+2, c.first+3)
			continue
		}
		strength := repulsion * c.charge * charge / max(square, apart)
		force.X += float64(x * strength)
		force.Y += float64(y * strength)
	}
	return force
}
