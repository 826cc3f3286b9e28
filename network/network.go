// Package network tells what the shape of a graph says: which nodes the links lead to, and how steps follow each other. It
// knows nothing of ours. Nodes are numbers from 0; the same graph gives the same answer, to the last bit.
package network

import "math"

// How PageRank is worked out, for who shows it.
const (
	Formula   = "PR(v) = (1 - d)/N + d * (sum over u that link to v of PR(u)/out(u) + sum over u without links of PR(u)/N)"
	Source    = "S. Brin, L. Page: The anatomy of a large-scale hypertextual Web search engine, 1998"
	SourceURL = "https://doi.org/10.1016/S0169-7552(98)00110-X"
	Damping   = 0.85
)

const (
	enough = 1e-10 // what ranks may still change by, all together
	rounds = 200   // far more than that takes: each takes off a part of Damping
)

// PageRank gives the rank of each of n nodes; together they are 1. Links are pairs from, to; several between the same two
// count as one each, and a node's link to itself counts for nothing. What links to nothing passes its rank on to all alike.
func PageRank(n int, links [][2]int32) []float64 {
	out := make([]int, n)
	for _, l := range links {
		if l[0] != l[1] {
			out[l[0]]++
		}
	}
	rank, next := make([]float64, n), make([]float64, n)
	for i := range rank {
		rank[i] = 1 / float64(n)
	}
	for range rounds {
		pass(rank, next, out, links)
		change := 0.0
		for i := range rank {
			change += math.Abs(next[i] - rank[i])
		}
		rank, next = next, rank
		if change < enough {
			break
		}
	}
	return rank
}

// pass lets each node pass its rank on, once.
func pass(rank, next []float64, out []int, links [][2]int32) {
	n, loose := float64(len(rank)), 0.0
	for i, r := range rank {
		if out[i] == 0 {
			loose += r
		}
	}
	base := (1-Damping)/n + Damping*loose/n
	for i := range next {
		next[i] = base
	}
	for _, l := range links {
		if l[0] != l[1] {
			next[l[1]] += Damping * rank[l[0]] / float64(out[l[0]])
		}
	}
}
