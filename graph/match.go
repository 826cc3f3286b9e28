package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/language"
	"github.com/praxis-kb/praxis/match"
)

// Bounds of matching. What shares most with a profile is looked at closely: a thousand is more than share anything with
// all but the widest questions in a knowledge base of Europe's size.
const (
	maxMatches    = 50
	maxCandidates = 1_000
)

// matcher gathers what matching asks of the graph, and says what comes of it.
type matcher struct {
	ctx context.Context
	*Resolver
	speaks *language.Language
	at     int64 // the sequence that the facts are true for
}

func (r *Resolver) matcher(ctx context.Context) matcher {
	return matcher{ctx, r, language.In(kb.LanguageOf(ctx)), r.store.Sequence()}
}

// rated is an entity with its rating.
type rated struct {
	id string
	match.Rating
}

func (r queryResolver) Transferable(ctx context.Context, to map[string]any, first *int) ([]*kb.PracticeMatch, error) {
	m := r.matcher(ctx)
	p, err := m.profile(to)
	if err != nil {
		return nil, err
	}
	ratings, err := m.transferable(p, maxCandidates)
	if err != nil {
		return nil, err
	}
	return best(m, ratings, first, m.practiceMatch)
}

// transferable rates the candidates for a profile, without what the city does already.
func (m matcher) transferable(p match.Profile, most int) ([]rated, error) {
	candidates, err := m.candidates("practice", p, most)
	if err != nil {
		return nil, err
	}
	return m.rate(candidates, p.LooksFor(), func(c *match.Practice) (match.Rating, bool) {
		return match.Rate(p, *c), p.ID == "" || !c.In(p.ID)
	})
}

func (r queryResolver) SimilarPractices(ctx context.Context, to string, first *int) ([]*kb.PracticeMatch, error) {
	m := r.matcher(ctx)
	e, err := m.named("to", to, "Practice")
	if err != nil {
		return nil, err
	}
	like, err := m.practice(e.(*kb.Practice))
	if err != nil {
		return nil, err
	}
	p := match.Profile{Challenges: topicIDs(like.Challenges), Themes: topicIDs(like.Themes), TargetGroups: topicIDs(like.TargetGroups)}
	candidates, err := m.candidates("practice", p, maxCandidates)
	if err != nil {
		return nil, err
	}
	ratings, err := m.rate(candidates, true, func(c *match.Practice) (match.Rating, bool) {
		return match.RatePractice(*like, *c), c.ID != like.ID
	})
	if err != nil {
		return nil, err
	}
	return best(m, ratings, first, m.practiceMatch)
}

// rate rates practices and keeps those that are wanted. Where they come in the order of what they share, there is none
// that shares anything after one that shares nothing.
func (m matcher) rate(candidates []string, ordered bool, rate func(*match.Practice) (match.Rating, bool)) ([]rated, error) {
	var all []rated
	for some := range slices.Chunk(candidates, together) {
		practices, err := m.practices(some)
		if err != nil {
			return nil, err
		}
		last := 0.0
		for _, c := range practices {
			rating, wanted := rate(c)
			if last = rating.Score; wanted {
				all = append(all, rated{c.ID, rating})
			}
		}
		if ordered && last == 0 {
			break
		}
	}
	return all, nil
}

func (r queryResolver) SimilarCities(ctx context.Context, to map[string]any, first *int) ([]*kb.CityMatch, error) {
	m := r.matcher(ctx)
	p, err := m.profile(to)
	if err != nil {
		return nil, err
	}
	candidates, err := m.candidates("city", p, maxCandidates)
	if err != nil {
		return nil, err
	}
	cities, err := m.cities(candidates)
	var all []rated
	for _, c := range cities {
		if c.ID != p.ID {
			all = append(all, rated{c.ID, match.RateCity(p, *c)})
		}
	}
	if err != nil {
		return nil, err
	}
	return best(m, all, first, m.cityMatch)
}

// best shows the best of those that have any reason, by score and then in their order.
func best[M any](m matcher, all []rated, first *int, show func(rated) (M, error)) ([]M, error) {
	n := orDefault(first, 10)
	if n < 1 || n > maxMatches {
		return nil, kb.Errorf(kb.Invalid, "first is %d; it may be 1 to %d", n, maxMatches)
	}
	all = slices.DeleteFunc(all, func(r rated) bool { return r.Score == 0 })
	slices.SortStableFunc(all, func(a, b rated) int { return cmp.Compare(b.Score, a.Score) })
	shown := []M{}
	for _, r := range all[:min(n, len(all))] {
		one, err := show(r)
		if err != nil {
			return nil, err
		}
		shown = append(shown, one)
	}
	return shown, nil
}

// candidates are what shares most of what a profile looks for; where it names nothing, what is in its country, and runs
// or has results.
func (m matcher) candidates(typ string, p match.Profile, most int) ([]string, error) {
	wanted := map[string][]string{"challenge": p.Challenges, "theme": p.Themes, "targetGroup": p.TargetGroups}
	if typ == "city" || !p.LooksFor() {
		wanted["country"] = []string{p.Country}
		wanted["status"] = []string{kb.PracticeStatusRunning.String()}
		wanted["evidence"] = []string{kb.EvidenceMethodReview.String(), kb.EvidenceMethodComparison.String(), kb.EvidenceMethodEvaluation.String()}
	}
	return m.index.Like(typ, wanted, most)
}
