package graph

import (
	"context"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/language"
	"github.com/praxis-kb/praxis/match"
	"github.com/praxis-kb/praxis/search"
)

// maxMatches is how many matches one answer has at most.
const maxMatches = 50

// matcher gathers what matching asks of the graph, and says what comes of it.
type matcher struct {
	ctx context.Context
	*Resolver
	speaks *language.Language

	likenesses map[*search.City]float64 // to the city that asks
}

func (r *Resolver) matcher(ctx context.Context) matcher {
	return matcher{ctx, r, language.In(kb.LanguageOf(ctx)), map[*search.City]float64{}}
}

func (r queryResolver) Transferable(ctx context.Context, to map[string]any, first *int) ([]*kb.PracticeMatch, error) {
	m := r.matcher(ctx)
	n, err := atMost("first", first, 10, maxMatches)
	if err != nil {
		return nil, err
	}
	p, err := m.profile(to)
	if err != nil {
		return nil, err
	}
	found, err := m.transferable(p, n)
	if err != nil {
		return nil, err
	}
	return told(m, found, m.practiceMatch)
}

// transferable are the practices that fit a profile best, without what the city does already.
func (m matcher) transferable(p match.Profile, n int) ([]rated, error) {
	hopes, err := m.hopes("practice", p, !p.LooksFor(), func(a *search.Alike) float64 { return p.AtMost(m.outline(p.City, a)) })
	if err != nil {
		return nil, err
	}
	return hopes.first(n, func(ids []string) ([]rated, error) {
		return m.rate(ids, func(c *match.Practice) (match.Rating, bool) {
			return match.Transferable(p, *c), p.ID == "" || !c.In(p.ID)
		})
	})
}

func (r queryResolver) SimilarPractices(ctx context.Context, to string, first *int) ([]*kb.PracticeMatch, error) {
	m := r.matcher(ctx)
	n, err := atMost("first", first, 10, maxMatches)
	if err != nil {
		return nil, err
	}
	e, err := m.named("to", to, "Practice")
	if err != nil {
		return nil, err
	}
	like, err := m.practice(e.(*kb.Practice))
	if err != nil {
		return nil, err
	}
	p := match.Profile{Challenges: topicIDs(like.Challenges), Themes: topicIDs(like.Themes), TargetGroups: topicIDs(like.TargetGroups)}
	hopes, err := m.hopes("practice", p, false, func(a *search.Alike) float64 { return shared(a).Shared() })
	if err != nil {
		return nil, err
	}
	found, err := hopes.first(n, func(ids []string) ([]rated, error) {
		return m.rate(ids, func(c *match.Practice) (match.Rating, bool) { return match.RatePractice(*like, *c), c.ID != like.ID })
	})
	if err != nil {
		return nil, err
	}
	return told(m, found, m.practiceMatch)
}

// rate rates practices and keeps those that are wanted.
func (m matcher) rate(ids []string, rate func(*match.Practice) (match.Rating, bool)) ([]rated, error) {
	practices, err := m.practices(ids)
	var all []rated
	for _, c := range practices {
		if rating, wanted := rate(c); wanted {
			all = append(all, rated{c.ID, rating})
		}
	}
	return all, err
}

func (r queryResolver) SimilarCities(ctx context.Context, to map[string]any, first *int) ([]*kb.CityMatch, error) {
	m := r.matcher(ctx)
	n, err := atMost("first", first, 10, maxMatches)
	if err != nil {
		return nil, err
	}
	p, err := m.profile(to)
	if err != nil {
		return nil, err
	}
	hopes, err := m.hopes("city", p, true, func(a *search.Alike) float64 {
		itself, _ := a.Done()
		return shared(a).Shared() + match.Likeness(p.City, cityOf(itself[0]))
	})
	if err != nil {
		return nil, err
	}
	found, err := hopes.first(n, func(ids []string) (all []rated, err error) {
		cities, err := m.cities(ids)
		for _, c := range cities {
			if c.ID != p.ID {
				all = append(all, rated{c.ID, match.RateCity(p, *c)})
			}
		}
		return all, err
	})
	if err != nil {
		return nil, err
	}
	return told(m, found, m.cityMatch)
}

// told puts what was found into the reader's language.
func told[M any](m matcher, found []rated, show func(rated) (M, error)) ([]M, error) {
	all := make([]M, len(found))
	for i, r := range found {
		var err error
		if all[i], err = show(r); err != nil {
			return nil, err
		}
	}
	return all, nil
}
