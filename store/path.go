package store

import (
	"context"
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

const (
	MaxPathLength = 6 // longer ways join anything with anything
	maxPaths      = 5
	// maxNodesOnSearch bounds how much of the graph a search for a way looks at.
	maxNodesOnSearch = 20_000
)

// Paths are the shortest ways between two entities, whichever way the links point, at most five; of several links between
// the same two the first is told. TooCostly says that too much lies in between to be sure of having found the shortest.
func (s *Store) Paths(ctx context.Context, from, to string, kinds []string, maxLength int) ([]*kb.Path, error) {
	if maxLength < 1 || maxLength > MaxPathLength {
		return nil, kb.Errorf(kb.Invalid, "maxLength is %d; it may be 1 to %d", maxLength, MaxPathLength)
	}
	start, err := s.key(ctx, from)
	if err != nil || start == 0 {
		return nil, err
	}
	goal, err := s.key(ctx, to)
	if err != nil || goal == 0 {
		return nil, err
	}
	p := &pathfinder{walk: walk{store: s, ctx: ctx, kinds: s.walked(kinds)}, there: newSide(start), back: newSide(goal)}
	meeting, err := p.meet(maxLength)
	if err != nil {
		return nil, err
	}
	paths := []*kb.Path{}
	for _, way := range p.ways(meeting) {
		nodes, err := s.inOrder(ctx, way.nodes)
		if err != nil {
			return nil, err
		}
		paths = append(paths, &kb.Path{Nodes: nodes, Links: way.links, Length: len(way.links)})
	}
	return paths, nil
}

// pathfinder walks from both ends, a level at a time and from where less lies ahead, until the two meet. What it sees is
// about the square root of what a walk from one end alone would.
type pathfinder struct {
	walk
	there, back *side
}

// side is what was seen from one end.
type side struct {
	steps map[int64][]step // how each entity was come to, by ways of one length
	level []int64          // those that were come to last, in the order of the links
}

// step is a way to have come to an entity: from another one, by a link.
type step struct {
	from int64
	link *kb.Link
}

func newSide(end int64) *side { return &side{map[int64][]step{end: nil}, []int64{end}} }

// meet gives the entities in the middle of the shortest ways; none where no way is so short.
func (p *pathfinder) meet(maxLength int) ([]int64, error) {
	for length := 0; ; length++ {
		near, far := p.there, p.back
		if len(near.level) > len(far.level) {
			near, far = far, near
		}
		meeting := slices.DeleteFunc(slices.Clone(near.level), func(key int64) bool { return !far.seen(key) })
		if len(meeting) > 0 || length == maxLength || len(near.level) == 0 {
			return meeting, nil
		}
		links, err := p.links(near.level)
		if err != nil {
			return nil, err
		}
		near.widen(links)
		if seen := len(near.steps) + len(far.steps); p.cut || seen > maxNodesOnSearch {
			return nil, kb.Errorf(kb.TooCostly, "too much lies in between to find the shortest way: name the kinds of link in through, or a shorter maxLength")
		}
	}
}

func (s *side) seen(key int64) bool {
	_, seen := s.steps[key]
	return seen
}

// widen goes one link further.
func (s *side) widen(links []*kb.Link) {
	here := make(map[int64]bool, len(s.level))
	for _, key := range s.level {
		here[key] = true
	}
	next := map[int64][]step{}
	s.level = nil
	for _, l := range links {
		for _, pair := range [][2]int64{{l.FromKey, l.ToKey}, {l.ToKey, l.FromKey}} {
			if from, to := pair[0], pair[1]; here[from] && !s.seen(to) {
				if next[to] == nil {
					s.level = append(s.level, to)
				}
				if !slices.ContainsFunc(next[to], func(other step) bool { return other.from == from }) {
					next[to] = append(next[to], step{from, l})
				}
			}
		}
	}
	for key, steps := range next {
		s.steps[key] = steps
	}
}

// way is entities and the links between them.
type way struct {
	nodes []int64
	links []*kb.Link
}

// ways are the ways through where both ends meet.
func (p *pathfinder) ways(meeting []int64) []way {
	var all []way
	for _, middle := range meeting {
		for _, first := range p.there.home(way{nodes: []int64{middle}}) {
			for _, second := range p.back.home(way{nodes: []int64{middle}}) {
				if len(all) == maxPaths {
					return all
				}
				slices.Reverse(first.nodes)
				slices.Reverse(first.links)
				all = append(all, way{slices.Concat(first.nodes, second.nodes[1:]), slices.Concat(first.links, second.links)})
				slices.Reverse(first.nodes)
				slices.Reverse(first.links)
			}
		}
	}
	return all
}

// home are ways from an entity back to the end, at most as many as are told.
func (s *side) home(so way) []way {
	last := so.nodes[len(so.nodes)-1]
	if len(s.steps[last]) == 0 {
		return []way{so}
	}
	var all []way
	for _, step := range s.steps[last] {
		all = append(all, s.home(way{append(slices.Clone(so.nodes), step.from), append(slices.Clone(so.links), step.link)})...)
		if len(all) >= maxPaths {
			return all[:maxPaths]
		}
	}
	return all
}
