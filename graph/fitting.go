package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/match"
)

// practicesOfGap is how many practices a gap shows where no number is asked for.
const practicesOfGap = 5

// maxShowing is how many practices are compared for a gap: more than show how any one thing is reached.
const maxShowing = 1_000

// Practices are those that show a key factor, those that fit the city best first.
func (r assessedFactorResolver) Practices(ctx context.Context, f *kb.AssessedFactor, first *int) ([]*kb.PracticeMatch, error) {
	n, err := atMost("first", first, practicesOfGap, maxMatches)
	if err != nil {
		return nil, err
	}
	return r.matcher(ctx).fitting(f, n)
}

// fitting are practices that answer a gap, ranked for the city. One that has no reason to fit better than others still
// shows how it is done, so it comes last and is not left out.
func (m matcher) fitting(f *kb.AssessedFactor, n int) ([]*kb.PracticeMatch, error) {
	all := []*kb.PracticeMatch{}
	if !f.Gap {
		return all, nil
	}
	p, err := m.profile(map[string]any{"city": f.CityOf})
	if err != nil {
		return nil, err
	}
	candidates, err := m.showing(f.Target)
	if err != nil {
		return nil, err
	}
	ratings, err := m.rate(candidates, func(c *match.Practice) (match.Rating, bool) { return match.Rate(p, *c), !c.In(p.ID) })
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(ratings, func(a, b rated) int { return cmp.Compare(b.Score, a.Score) })
	for _, r := range ratings[:min(n, len(ratings))] {
		one, err := m.practiceMatch(r)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// showing are the practices that show how something is reached.
func (m matcher) showing(target kb.Entity) ([]string, error) {
	links, err := m.store.Alignments(m.ctx, []kb.Entity{target})
	if err != nil {
		return nil, err
	}
	var keys []int64
	for _, l := range links[target.Meta().Key] {
		if shows(l) && len(keys) < maxShowing {
			keys = append(keys, l.FromKey)
		}
	}
	found, err := m.store.At(m.ctx, keys)
	var ids []string
	for _, e := range found {
		if e != nil {
			ids = append(ids, e.Meta().ID)
		}
	}
	return ids, err
}
