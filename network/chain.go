package network

import (
	"cmp"
	"slices"
)

// Chain is steps of which each follows the one before.
type Chain struct {
	Steps    []int32
	Circular bool // one of its steps follows the last
}

// Chains are ways that n steps follow each other, the longest first and then by their last step; follows are pairs of a
// step and one that follows it. For each step that nothing follows it is the longest way there. Where steps run in a circle,
// the way is cut where a walk along it comes back to itself: one from the steps that follow nothing, and then from the others
// in their order.
func Chains(n int, follows [][2]int32) []Chain {
	w := &walker{next: make([][]int32, n), back: map[[2]int32]bool{}, state: make([]byte, n)}
	first := slices.Repeat([]bool{true}, n)
	for _, f := range follows {
		w.next[f[0]] = append(w.next[f[0]], f[1])
		first[f[1]] = first[f[1]] && f[0] == f[1]
	}
	for _, wanted := range []bool{true, false} {
		for step := range first {
			if first[step] == wanted {
				w.walk(int32(step))
			}
		}
	}
	all := w.longest()
	slices.SortStableFunc(all, func(a, b Chain) int {
		return cmp.Or(len(b.Steps)-len(a.Steps), cmp.Compare(a.Steps[len(a.Steps)-1], b.Steps[len(b.Steps)-1]))
	})
	return all
}

// walker walks from step to step, and remembers where it comes back to one that it is still on.
type walker struct {
	next  [][]int32
	back  map[[2]int32]bool
	state []byte  // of each step: not seen, on the way, done
	done  []int32 // those that are done; what follows a step stands before it
}

const (
	unseen = iota
	onTheWay
	done
)

func (w *walker) walk(step int32) {
	if w.state[step] != unseen {
		return
	}
	w.state[step] = onTheWay
	for _, after := range w.next[step] {
		if w.state[after] == onTheWay {
			w.back[[2]int32{step, after}] = true
			continue
		}
		w.walk(after)
	}
	w.state[step] = done
	w.done = append(w.done, step)
}

// longest are the longest ways to each step that nothing follows, without the ways back.
func (w *walker) longest() []Chain {
	length, before := make([]int, len(w.next)), slices.Repeat([]int32{-1}, len(w.next))
	var ends []int32
	for _, step := range slices.Backward(w.done) {
		last := true
		for _, after := range w.next[step] {
			if w.back[[2]int32{step, after}] {
				continue
			}
			last = false
			if longer := length[step] + 1; longer > length[after] || longer == length[after] && step < before[after] {
				length[after], before[after] = longer, step
			}
		}
		if last {
			ends = append(ends, step)
		}
	}
	all := make([]Chain, len(ends))
	for i, end := range ends {
		for step := end; step >= 0; step = before[step] {
			all[i].Steps = append(all[i].Steps, step)
		}
		slices.Reverse(all[i].Steps)
		all[i].Circular = slices.ContainsFunc(w.next[end], func(after int32) bool { return slices.Contains(all[i].Steps, after) })
	}
	return all
}
