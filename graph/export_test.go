package graph

import (
	"cmp"
	"context"
	"fmt"
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

// Ranked is the ranking of the first practices for a profile by id, with their scores, and the same from rating all that
// there are.
func (s *Server) Ranked(ctx context.Context, to map[string]any, first int) (found, wanted []string, err error) {
	m := s.resolver.matcher(ctx)
	p, err := m.profile(to)
	if err != nil {
		return nil, nil, err
	}
	best, err := m.transferable(p, first)
	if err != nil {
		return nil, nil, err
	}
	all, err := m.all(p)
	all = slices.DeleteFunc(all, func(r rated) bool { return r.Score == 0 })
	slices.SortFunc(all, func(a, b rated) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.id, b.id)) })
	write := func(list []rated) (lines []string) {
		for _, r := range list {
			lines = append(lines, fmt.Sprint(r.Score, " ", r.id))
		}
		return lines
	}
	return write(best), write(all[:min(first, len(all))]), err
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
