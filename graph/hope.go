package graph

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/praxis-kb/praxis/match"
	"github.com/praxis-kb/praxis/search"
)

// What matching knows of all that may fit without reading it: enough to read only what may be among the first.

// rated is an entity with its rating.
type rated struct {
	id string
	match.Rating
}

// hope is an entity with the score that it has at most.
type hope struct {
	id   string
	most float64
}

// before is the order of matches: by score, and then by id.
func before(score float64, id string, other float64, otherID string) bool {
	return cmp.Or(cmp.Compare(other, score), cmp.Compare(id, otherID)) < 0
}

// hopes are a heap, the best hope first.
type hopes []hope

func (h hopes) Len() int           { return len(h) }
func (h hopes) Less(i, j int) bool { return before(h[i].most, h[i].id, h[j].most, h[j].id) }
func (h hopes) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *hopes) Push(one any)      { *h = append(*h, one.(hope)) }

func (h *hopes) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// hopes are all of a type that share something with what a profile looks for, or all there are.
func (m matcher) hopes(typ string, p match.Profile, everything bool, most func(*search.Alike) float64) (*hopes, error) {
	all := &hopes{}
	wanted := []search.Wanted{{Facet: "challenge", Values: p.Challenges}, {Facet: "theme", Values: p.Themes}, {Facet: "targetGroup", Values: p.TargetGroups}}
	err := m.index.Like(typ, wanted, everything, func(a *search.Alike) {
		if score := most(a); score > 0 {
			*all = append(*all, hope{a.ID, score})
		}
	})
	heap.Init(all)
	return all, err
}

// shared is what the index counts of what is wanted, in the order of hopes.
func shared(a *search.Alike) match.Outline {
	return match.Outline{Challenges: a.Shared[0], Themes: a.Shared[1], TargetGroups: a.Shared[2]}
}

// outline is what the index knows of a practice for a city.
func (m matcher) outline(to match.City, a *search.Alike) match.Outline {
	o := shared(a)
	cities, transfers := a.Done()
	o.Evidence, o.Status, o.Transfers = a.Evidence, a.Status, transfers
	if slices.Contains(a.Countries, to.Country) {
		o.Place = match.Likeness(to, match.City{Country: to.Country})
	}
	for _, c := range cities {
		o.Place = max(o.Place, m.likeness(to, c))
	}
	return o
}

// likeness is how like a city is to the one that asks, worked out once for all that is done in it.
func (m matcher) likeness(to match.City, c *search.City) float64 {
	known, ok := m.likenesses[c]
	if !ok {
		known = match.Likeness(to, cityOf(c))
		m.likenesses[c] = known
	}
	return known
}

// first rates the best hopes until no other can be among the first n, and gives these.
func (h *hopes) first(n int, rate func(ids []string) ([]rated, error)) ([]rated, error) {
	var best []rated
	for h.Len() > 0 {
		var ids []string
		for len(ids) < n && h.Len() > 0 && (len(best) < n || before((*h)[0].most, (*h)[0].id, best[n-1].Score, best[n-1].id)) {
			ids = append(ids, heap.Pop(h).(hope).id)
		}
		if len(ids) == 0 {
			break
		}
		more, err := rate(ids)
		if err != nil {
			return nil, err
		}
		best = slices.DeleteFunc(append(best, more...), func(r rated) bool { return r.Score == 0 })
		slices.SortFunc(best, func(a, b rated) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.id, b.id)) })
		best = best[:min(n, len(best))]
	}
	return best, nil
}
