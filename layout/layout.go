// Package layout says where the nodes of a graph stand in a picture, so that what is linked stands together. It is a
// force-directed layout: nodes push each other off, links pull (the forces of ForceAtlas2: M. Jacomy, T. Venturini,
// S. Heymann, M. Bastian 2014, doi:10.1371/journal.pone.0098679), found from coarse to fine (the multilevel scheme of
// Y. Hu 2005, "Efficient, high-quality force-directed graph drawing") with the far away summed up (J. Barnes, P. Hut 1986).
//
// The same graph gives the same places, bit for bit, on any machine: nothing is left to chance, to the order of maps or
// to goroutines, and products are rounded before they are added, so that no compiler fuses the two.
package layout

import "math"

// Point is where a node stands. Linked nodes are about one unit apart, more where much is linked; the middle of the
// largest part of the graph is the origin.
type Point struct{ X, Y float64 }

// Method names the layout, for who shows or exports it.
const Method = "force-directed with the forces of ForceAtlas2, multilevel after Hu, far forces after Barnes and Hut"

// Place gives each of n nodes its place. Links are pairs of nodes, whichever way they point; a link of a node to itself
// and one to a node that is not there count for nothing. Parts of the graph that no link joins stand beside each other,
// the largest in the middle. 20,000 nodes take one to two seconds of one core, and the time grows little faster
// than their number.
func Place(n int, links [][2]int32) []Point {
	places := make([]Point, n)
	whole := newGraph(n, links)
	parts := whole.parts()
	radii := make([]float64, len(parts))
	for i, part := range parts {
		at := arrange(whole.within(part))
		radii[i] = centred(at)
		for j, node := range part {
			places[node] = at[j]
		}
	}
	for i, middle := range pack(radii) {
		for _, node := range parts[i] {
			places[node].X += middle.X
			places[node].Y += middle.Y
		}
	}
	return places
}

// arrange places a graph in one piece.
func arrange(g *graph) []Point {
	at := begin(g)
	settle(g, at)
	return at
}

// begin gives the places that nodes are moved from: those of a coarser picture, in which they stand close together, or
// where there is none a sunflower.
func begin(g *graph) []Point {
	const beside = 0.05
	at := make([]Point, g.size())
	coarse, of := g.coarser()
	if coarse == nil {
		for i := range at {
			at[i] = sunflower.at(i)
		}
		return at
	}
	above := arrange(coarse)
	grown := math.Sqrt(float64(g.size()) / float64(coarse.size()))
	here := make([]int, coarse.size())
	for i := range at {
		middle, off := above[of[i]], sunflower.at(here[of[i]])
		at[i] = Point{float64(middle.X*grown) + float64(off.X*beside), float64(middle.Y*grown) + float64(off.Y*beside)}
		here[of[i]]++
	}
	return at
}

// centred moves places so that their middle is the origin, and gives the radius of the disc that holds them.
func centred(at []Point) float64 {
	var middle Point
	for _, p := range at {
		middle.X += p.X / float64(len(at))
		middle.Y += p.Y / float64(len(at))
	}
	most := 0.0
	for i := range at {
		at[i].X -= middle.X
		at[i].Y -= middle.Y
		most = max(most, length(at[i].X, at[i].Y))
	}
	return most + 0.5
}

// pack gives the middles of discs, which come the largest first: the first at the origin, the others around it in the
// spiral of a sunflower, each as far out as the discs before it fill.
func pack(radii []float64) []Point {
	const loose = 1.6 // how much more room discs of unlike size take than they cover
	middles := make([]Point, len(radii))
	if len(radii) == 0 {
		return middles
	}
	area := float64(radii[0] * radii[0])
	for i, radius := range radii[1:] {
		direction, out := sunflower.direction(i), math.Sqrt(area)+radius
		middles[i+1] = Point{float64(direction.X * out), float64(direction.Y * out)}
		area += float64(loose * radius * radius)
	}
	return middles
}
