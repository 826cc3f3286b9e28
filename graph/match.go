package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/match"
)

// Bounds of matching.
const (
	maxMatches    = 50
	maxCandidates = 200 // that share most, looked at closely
)

// matcher gathers what matching asks of the graph.
type matcher struct {
	ctx context.Context
	*Resolver
}

func (r queryResolver) Transferable(ctx context.Context, to map[string]any, first *int) ([]*kb.PracticeMatch, error) {
	m := matcher{ctx, r.Resolver}
	p, err := m.profile(to)
	if err != nil {
		return nil, err
	}
	candidates, err := m.candidates("practice", p, "")
	if err != nil {
		return nil, err
	}
	return best(m, candidates, first, func(e kb.Entity) (*kb.PracticeMatch, error) {
		practice := e.(*kb.Practice)
		c, err := m.practice(practice)
		if err != nil || p.ID != "" && c.at(p.ID) {
			return nil, err
		}
		return m.practiceMatch(practice, match.Rate(p, c.Practice))
	}, func(a *kb.PracticeMatch) float64 { return a.Score })
}

func (r queryResolver) SimilarPractices(ctx context.Context, to string, first *int) ([]*kb.PracticeMatch, error) {
	m := matcher{ctx, r.Resolver}
	e, err := r.store.Entity(ctx, to)
	if err != nil {
		return nil, err
	}
	like, ok := e.(*kb.Practice)
	if !ok {
		return nil, kb.Errorf(kb.Invalid, "to %q is no id of a practice", to)
	}
	one, err := m.practice(like)
	if err != nil {
		return nil, err
	}
	p := match.Profile{Challenges: one.Challenges, Themes: one.Themes, TargetGroups: one.TargetGroups}
	candidates, err := m.candidates("practice", p, like.ID)
	if err != nil {
		return nil, err
	}
	return best(m, candidates, first, func(e kb.Entity) (*kb.PracticeMatch, error) {
		c, err := m.practice(e.(*kb.Practice))
		if err != nil {
			return nil, err
		}
		return m.practiceMatch(e.(*kb.Practice), match.RatePractice(one.Practice, c.Practice))
	}, func(a *kb.PracticeMatch) float64 { return a.Score })
}

func (r queryResolver) SimilarCities(ctx context.Context, to map[string]any, first *int) ([]*kb.CityMatch, error) {
	m := matcher{ctx, r.Resolver}
	p, err := m.profile(to)
	if err != nil {
		return nil, err
	}
	candidates, err := m.candidates("city", p, p.ID)
	if err != nil {
		return nil, err
	}
	return best(m, candidates, first, func(e kb.Entity) (*kb.CityMatch, error) {
		city := e.(*kb.City)
		facts, err := m.city(city)
		if err != nil {
			return nil, err
		}
		challenges, err := m.things(city, "challenges")
		if err != nil {
			return nil, err
		}
		rating := match.RateCity(p, *facts, challenges)
		reasons, cautions, err := m.factors(rating)
		return &kb.CityMatch{City: city, Score: rating.Score, Reasons: reasons, Cautions: cautions}, err
	}, func(a *kb.CityMatch) float64 { return a.Score })
}

// best rates candidates and gives the best of those that have any reason, by score and then in their order.
func best[M any](m matcher, candidates []kb.Entity, first *int, rate func(kb.Entity) (*M, error), score func(*M) float64) ([]*M, error) {
	n := orDefault(first, 10)
	if n < 1 || n > maxMatches {
		return nil, kb.Errorf(kb.Invalid, "first is %d; it may be 1 to %d", n, maxMatches)
	}
	all := []*M{}
	for _, e := range candidates {
		if err := m.ctx.Err(); err != nil {
			return nil, err
		}
		one, err := rate(e)
		if err != nil {
			return nil, err
		}
		if one != nil && score(one) > 0 {
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b *M) int { return cmp.Compare(score(b), score(a)) })
	return all[:min(n, len(all))], nil
}

// candidates are what shares most with a profile.
func (m matcher) candidates(typ string, p match.Profile, but string) ([]kb.Entity, error) {
	ids, err := m.index.Like(typ, map[string][]string{
		"challenge": idsOf(p.Challenges), "theme": idsOf(p.Themes), "targetGroup": idsOf(p.TargetGroups), "country": {p.Country.ID},
	}, maxCandidates)
	if err != nil {
		return nil, err
	}
	all := make([]kb.Entity, 0, len(ids))
	for _, id := range ids {
		e, err := m.store.Entity(m.ctx, id)
		if err != nil {
			return nil, err
		}
		if e != nil && id != but {
			all = append(all, e)
		}
	}
	return all, nil
}

func idsOf(things []match.Thing) []string {
	ids := make([]string, len(things))
	for i, t := range things {
		ids[i] = t.ID
	}
	return ids
}
