package layout

import (
	"cmp"
	"slices"
)

// graph is who is linked to whom: the neighbours of node i stand from start[i] to start[i+1].
type graph struct {
	start  []int32
	to     []int32
	weight []float64 // of the link to each neighbour
	mass   []float64 // of each node: what it stands for in finer graphs
}

func (g *graph) size() int { return len(g.mass) }

func (g *graph) near(i int32) []int32 { return g.to[g.start[i]:g.start[i+1]] }

func newGraph(n int, links [][2]int32) *graph {
	weighted := make([]edge, 0, len(links))
	for _, l := range links {
		if a, b := min(l[0], l[1]), max(l[0], l[1]); a != b && a >= 0 && int(b) < n {
			weighted = append(weighted, edge{a, b, 1})
		}
	}
	mass := make([]float64, n)
	for i := range mass {
		mass[i] = 1
	}
	return assemble(mass, weighted)
}

// edge joins two nodes, the lower first.
type edge struct {
	a, b   int32
	weight float64
}

// assemble makes a graph of edges, those between the same two as one.
func assemble(mass []float64, edges []edge) *graph {
	slices.SortStableFunc(edges, func(x, y edge) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	once := edges[:0]
	for _, e := range edges {
		if last := len(once) - 1; last >= 0 && once[last].a == e.a && once[last].b == e.b {
			once[last].weight += e.weight
			continue
		}
		once = append(once, e)
	}
	g := &graph{start: make([]int32, len(mass)+1), to: make([]int32, 2*len(once)), weight: make([]float64, 2*len(once)), mass: mass}
	for _, e := range once {
		g.start[e.a+1]++
		g.start[e.b+1]++
	}
	for i := range mass {
		g.start[i+1] += g.start[i]
	}
	next := slices.Clone(g.start)
	for _, e := range once {
		for _, pair := range [][2]int32{{e.a, e.b}, {e.b, e.a}} {
			g.to[next[pair[0]]], g.weight[next[pair[0]]] = pair[1], e.weight
			next[pair[0]]++
		}
	}
	return g
}
