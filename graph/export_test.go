package graph

import (
	"context"
	"maps"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/match"
	"github.com/praxis-kb/praxis/store"
)

// Ticker gives what KeepReady does at each of its ticks.
func (s *Server) Ticker() func(context.Context) {
	k := &keeper{Resolver: s.resolver}
	return k.tick
}

// Kept are the names of what is kept of the present state, in order.
func (s *Server) Kept() []string {
	k := &s.resolver.kept
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state != s.store.State() {
		return nil
	}
	return slices.Sorted(maps.Keys(k.works))
}

// Ranked is the ranking of practices for a profile by id, from so many candidates of the index, or from all practices of
// the store where most is 0. Ties are in the order of ids.
func (s *Server) Ranked(ctx context.Context, to map[string]any, most int) ([]string, error) {
	r := &Resolver{store: s.store, index: s.index, schema: s.store.Schema(), facts: newFacts(factsKept)}
	m := r.matcher(ctx)
	p, err := m.profile(to)
	if err != nil {
		return nil, err
	}
	ratings, err := m.transferable(p, most)
	if most == 0 {
		ratings, err = m.all(p)
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(ratings, func(a, b rated) int {
		if a.id < b.id {
			return -1
		}
		return 1
	})
	first := maxMatches
	return best(m, ratings, &first, func(r rated) (string, error) { return r.id, nil })
}

func (m matcher) all(p match.Profile) ([]rated, error) {
	var all []rated
	size := kb.MaxPage
	page := kb.PageArguments{First: &size}
	for {
		list, err := m.store.List(m.ctx, store.Query{Type: m.schema.Type("Practice"), Page: page})
		if err != nil {
			return nil, err
		}
		for _, e := range list.Edges {
			c, err := m.practice(e.Node.(*kb.Practice))
			if err != nil {
				return nil, err
			}
			if p.ID == "" || !c.In(p.ID) {
				all = append(all, rated{c.ID, match.Rate(p, *c)})
			}
		}
		if page.After = new(list.Info.EndCursor.String()); !list.Info.HasNextPage {
			return all, nil
		}
	}
}
