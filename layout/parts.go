package layout

import "slices"

// parts are the pieces that no link joins, the largest first.
func (g *graph) parts() [][]int32 {
	var all [][]int32
	seen := make([]bool, g.size())
	for i := range g.mass {
		if seen[i] {
			continue
		}
		seen[i] = true
		part := []int32{int32(i)}
		for next := 0; next < len(part); next++ {
			for _, other := range g.near(part[next]) {
				if !seen[other] {
					seen[other] = true
					part = append(part, other)
				}
			}
		}
		slices.Sort(part)
		all = append(all, part)
	}
	slices.SortStableFunc(all, func(a, b []int32) int { return len(b) - len(a) })
	return all
}

// within is the graph of one part, its nodes numbered in their order.
func (g *graph) within(part []int32) *graph {
	number := make(map[int32]int32, len(part))
	mass := make([]float64, len(part))
	for i, node := range part {
		number[node], mass[i] = int32(i), g.mass[node]
	}
	var edges []edge
	for i, node := range part {
		for k := g.start[node]; k < g.start[node+1]; k++ {
			if other := number[g.to[k]]; int32(i) < other {
				edges = append(edges, edge{int32(i), other, g.weight[k]})
			}
		}
	}
	return assemble(mass, edges)
}

// coarsest is how few nodes are arranged without a coarser picture of them.
const coarsest = 30

// coarser is a graph in which neighbours stand as one, and which of its nodes each node went into; nil where it would be
// hardly smaller, or the graph is small enough. Each node in turn takes in its neighbours that are still free, those
// with few links before those with many, so that a hub does not swallow what lies around it at once.
func (g *graph) coarser() (*graph, []int32) {
	n := g.size()
	if n <= coarsest {
		return nil, nil
	}
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return len(g.near(a)) - len(g.near(b)) })
	of := slices.Repeat([]int32{-1}, n)
	var mass []float64
	for _, node := range order {
		if of[node] >= 0 {
			continue
		}
		group := int32(len(mass))
		of[node], mass = group, append(mass, g.mass[node])
		for _, other := range g.near(node) {
			if of[other] < 0 {
				of[other], mass[group] = group, mass[group]+g.mass[other]
			}
		}
	}
	if len(mass)*10 > n*9 {
		return nil, nil
	}
	return assemble(mass, g.between(of)), of
}

// between are the edges between groups of nodes.
func (g *graph) between(of []int32) []edge {
	var edges []edge
	for i := range of {
		for k := g.start[i]; k < g.start[i+1]; k++ {
			if a, b := of[i], of[g.to[k]]; a < b {
				edges = append(edges, edge{a, b, g.weight[k]})
			}
		}
	}
	return edges
}
