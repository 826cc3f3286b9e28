package layout

import "math"

const (
	// work is about how many times nodes are moved in all, so that the time is bounded; small graphs are moved
	// mostRounds times at the most, large ones leastRounds times at the least.
	work        = 400_000
	mostRounds  = 300
	leastRounds = 15
	// gravity keeps what hangs on by few links from drifting off.
	gravity = 0.02
	// cooled is the part of the first step that the last one may take.
	cooled = 0.02
)

// settle moves the nodes along the forces on them, by less and less.
func settle(g *graph, at []Point) {
	n := g.size()
	if n == 1 {
		return
	}
	charge := make([]float64, n) // as ForceAtlas2 has it: what has many links pushes more
	for i := range charge {
		charge[i] = g.mass[i]
		for _, weight := range g.weight[g.start[i]:g.start[i+1]] {
			charge[i] += weight
		}
	}
	rounds := min(max(work/n, leastRounds), mostRounds)
	first := math.Sqrt(float64(n)) * 0.1
	push := make([]Point, n)
	var t tree
	for round := range rounds {
		left := float64(rounds-round) / float64(rounds)
		step := first * max(left, cooled)
		t.grow(at, charge)
		for i := range at {
			push[i] = t.on(at[i], charge[i])
		}
		g.pull(at, charge, push)
		for i := range at {
			move(&at[i], push[i], charge[i], step)
		}
	}
}

// pull adds what links and gravity pull.
func (g *graph) pull(at []Point, charge []float64, push []Point) {
	for i := range at {
		for k := g.start[i]; k < g.start[i+1]; k++ {
			other := at[g.to[k]]
			push[i].X += float64((other.X - at[i].X) * g.weight[k])
			push[i].Y += float64((other.Y - at[i].Y) * g.weight[k])
		}
		down := gravity * charge[i]
		push[i].X -= float64(at[i].X * down)
		push[i].Y -= float64(at[i].Y * down)
	}
}

// move takes a node along a force: a heavy one less far, and none further than a step.
func move(p *Point, force Point, charge, step float64) {
	x, y := force.X/charge, force.Y/charge
	if far := length(x, y); far > step {
		x, y = x*step/far, y*step/far
	}
	p.X += x
	p.Y += y
}

// length of a vector. math.Hypot is not the same on all machines.
func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }

// spiral is that of the seeds of a sunflower: points that fill the plane evenly, one after another.
type spiral struct{ turns []Point }

// sunflower holds the first directions; they come again after so many, turned no further, which nobody sees.
var sunflower = newSpiral(4096)

func newSpiral(n int) spiral {
	// Cosine and sine of the golden angle, so that none is asked of a library that may differ in the last bit.
	const cosine, sine = -0.7373688780783197, 0.6754902942615238
	turns := make([]Point, n)
	turns[0] = Point{1, 0}
	for i := 1; i < n; i++ {
		p := turns[i-1]
		turns[i] = Point{float64(p.X*cosine) - float64(p.Y*sine), float64(p.X*sine) + float64(p.Y*cosine)}
	}
	return spiral{turns}
}

func (s spiral) direction(i int) Point { return s.turns[i%len(s.turns)] }

func (s spiral) at(i int) Point {
	out := math.Sqrt(float64(i))
	d := s.direction(i)
	return Point{float64(d.X * out), float64(d.Y * out)}
}
