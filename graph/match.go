package graph

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/match"
	"github.com/praxis-kb/praxis/store"
)

// Bounds of matching.
const (
	maxMatches    = 50
	maxCandidates = 200 // that share most, looked at closely
	maxLinks      = 30  // of a kind, of one entity
)

// profileInput is CityProfileInput as JSON has it.
type profileInput struct {
	City                             string
	Population                       int
	Country                          string
	Languages                        []string
	ForeignShare                     float64
	DegreeOfUrbanisation             int
	Themes, Challenges, TargetGroups []string
}

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
	ids := m.index.Like(typ, map[string][]string{
		"challenge": idsOf(p.Challenges), "theme": idsOf(p.Themes), "targetGroup": idsOf(p.TargetGroups), "country": {p.Country.ID},
	}, maxCandidates)
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

// profile reads what is asked for: what is known of the city, and what is given, which counts before it.
func (m matcher) profile(in map[string]any) (p match.Profile, err error) {
	var given profileInput
	text, err := kb.Canonical(in)
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(text, &given, json.MatchCaseInsensitiveNames(true)); err != nil {
		return p, err
	}
	if given.City != "" {
		e, err := m.named("city", given.City, "City")
		if err != nil {
			return p, err
		}
		facts, err := m.city(e.(*kb.City))
		if err != nil {
			return p, err
		}
		p.City = *facts
		if p.Challenges, err = m.things(e, "challenges"); err != nil {
			return p, err
		}
	}
	p.Population = cmp.Or(given.Population, p.Population)
	p.ForeignShare = cmp.Or(given.ForeignShare, p.ForeignShare)
	p.Urbanisation = cmp.Or(given.DegreeOfUrbanisation, p.Urbanisation)
	if given.Languages != nil {
		p.Languages = given.Languages
	}
	if given.Country != "" {
		e, err := m.named("country", given.Country, "Territory")
		if err != nil {
			return p, err
		}
		p.Country = m.thing(e)
	}
	for _, list := range []struct {
		name, typ string
		ids       []string
		into      *[]match.Thing
	}{{"themes", "Theme", given.Themes, &p.Themes}, {"challenges", "Challenge", given.Challenges, &p.Challenges}, {"targetGroups", "Theme", given.TargetGroups, &p.TargetGroups}} {
		for _, id := range list.ids {
			e, err := m.named(list.name, id, list.typ)
			if err != nil {
				return p, err
			}
			*list.into = append(*list.into, m.thing(e))
		}
	}
	return p, nil
}

// named is the entity that a field of the profile names.
func (m matcher) named(field, id, typ string) (kb.Entity, error) {
	e, err := m.store.Entity(m.ctx, id)
	if err == nil && (e == nil || m.schema.ByPath(e.Meta().Type).Name != typ) {
		return nil, kb.Errorf(kb.Invalid, "%s: %q is no id of a %s that is known here", field, id, typ)
	}
	return e, err
}

// thing is an entity by its id and its name in the language that is asked.
func (m matcher) thing(e kb.Entity) match.Thing {
	var body struct {
		Name kb.Text `json:"name"`
	}
	if err := kb.Decode(e.Meta().Body, &body); err != nil {
		return match.Thing{ID: e.Meta().ID, Name: e.Meta().ID}
	}
	name, _ := body.Name.Best(cmp.Or(kb.LanguageOf(m.ctx), "en"))
	return match.Thing{ID: e.Meta().ID, Name: name}
}

// linked is what a relation of an entity leads to.
func (m matcher) linked(e kb.Entity, field string) ([]kb.Entity, error) {
	most := maxLinks
	list, err := m.store.List(m.ctx, store.Query{Parent: e, Field: m.schema.ByPath(e.Meta().Type).Field(field), Page: kb.PageArguments{First: &most}})
	if err != nil {
		return nil, err
	}
	all := make([]kb.Entity, len(list.Edges))
	for i, edge := range list.Edges {
		all[i] = edge.Node
	}
	return all, nil
}

func (m matcher) things(e kb.Entity, field string) ([]match.Thing, error) {
	linked, err := m.linked(e, field)
	all := make([]match.Thing, len(linked))
	for i, other := range linked {
		all[i] = m.thing(other)
	}
	return all, err
}

// city gathers what matching asks of a city.
func (m matcher) city(c *kb.City) (*match.City, error) {
	facts := &match.City{Thing: m.thing(c), Languages: c.OfficialLanguages}
	if c.DegreeOfUrbanisation != nil {
		facts.Urbanisation = *c.DegreeOfUrbanisation
	}
	population, err := m.figure(c, "theme/population")
	if err != nil {
		return nil, err
	}
	facts.Population = int(population)
	if facts.ForeignShare, err = m.figure(c, "theme/foreign-origin-share"); err != nil {
		return nil, err
	}
	countries, err := m.countries(c, "territory")
	if len(countries) > 0 {
		facts.Country = countries[0]
	}
	return facts, err
}

func (m matcher) figure(c *kb.City, indicator string) (float64, error) {
	o, err := m.observation(m.ctx, c, indicator)
	if err != nil || o == nil || o.Value == nil {
		return 0, err
	}
	return strconv.ParseFloat(*o.Value, 64)
}

// countries are those that the territories of an entity are, or lie in.
func (m matcher) countries(e kb.Entity, field string) ([]match.Thing, error) {
	var all []match.Thing
	territories, err := m.linked(e, field)
	for _, t := range territories {
		territory, _ := t.(*kb.Territory)
		for depth := 0; territory != nil && territory.Level != kb.TerritoryLevelCountry && depth < maxLinks; depth++ {
			up, err := m.store.ToOne(m.ctx, territory, "partOf")
			if err != nil {
				return nil, err
			}
			territory, _ = up.(*kb.Territory)
		}
		if territory != nil {
			all = append(all, m.thing(territory))
		}
	}
	return all, err
}
