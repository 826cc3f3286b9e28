package graph

import (
	"cmp"
	"strconv"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/match"
	"github.com/praxis-kb/praxis/store"
)

// maxLinks bounds the links of a kind, of one entity, that matching looks at.
const maxLinks = 30

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
