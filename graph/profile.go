package graph

import (
	"cmp"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/match"
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
	Means                            match.Means
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
	if err := given.check(); err != nil {
		return p, err
	}
	if given.empty() {
		return p, kb.Errorf(kb.Invalid, "to: nothing is told of the city: name it by city, or give what is known of it: population, country, languages, foreignShare, degreeOfUrbanisation, or what it looks for: challenges, themes, targetGroups, or its means")
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
		p.City, p.Challenges = *facts, topicIDs(facts.Faces)
	}
	p.Population = cmp.Or(given.Population, p.Population)
	p.ForeignShare = cmp.Or(given.ForeignShare, p.ForeignShare)
	p.Urbanisation = cmp.Or(given.DegreeOfUrbanisation, p.Urbanisation)
	p.Means = given.Means
	if given.Languages != nil {
		p.Languages = tags(given.Languages)
	}
	return p, m.readIDs(given, &p)
}

// empty tells whether nothing is given that anything could be compared with.
func (in profileInput) empty() bool {
	return in.City == "" && in.Country == "" && in.Population == 0 && in.ForeignShare == 0 && in.DegreeOfUrbanisation == 0 && in.Means == match.Means{} &&
		len(in.Languages)+len(in.Themes)+len(in.Challenges)+len(in.TargetGroups) == 0
}

// check refuses figures that no city has.
func (in profileInput) check() error {
	for _, f := range []struct {
		name        string
		value, most float64
	}{
		{"population", float64(in.Population), 100_000_000}, {"foreignShare", in.ForeignShare, 100},
		{"degreeOfUrbanisation", float64(in.DegreeOfUrbanisation), 3}, {"means.money", orZero(in.Means.Money), 1e12},
	} {
		if f.value < 0 || f.value > f.most {
			return kb.Errorf(kb.Invalid, "%s: %g is out of range, 0 to %g", f.name, f.value, f.most)
		}
	}
	return nil
}

func orZero(n *float64) float64 {
	if n == nil {
		return 0
	}
	return *n
}

func tags(written []string) []string {
	all := make([]string, len(written))
	for i, tag := range written {
		all[i] = kb.LanguageTag(tag)
	}
	return all
}

// readIDs reads what is named by ids, each by the id that it has now.
func (m matcher) readIDs(given profileInput, p *match.Profile) error {
	if given.Country != "" {
		if err := m.readCountry(given.Country, p); err != nil {
			return err
		}
	}
	for _, list := range []struct {
		name, typ string
		ids       []string
		into      *[]string
	}{{"themes", "Theme", given.Themes, &p.Themes}, {"challenges", "Challenge", given.Challenges, &p.Challenges}, {"targetGroups", "Theme", given.TargetGroups, &p.TargetGroups}} {
		for _, id := range list.ids {
			e, err := m.named(list.name, id, list.typ)
			if err != nil {
				return err
			}
			*list.into = append(*list.into, e.Meta().ID)
		}
	}
	return nil
}

// readCountry reads where the city lies. What is spoken in the country is spoken in the city, where that is one language.
func (m matcher) readCountry(id string, p *match.Profile) error {
	e, err := m.named("country", id, "Territory")
	if kb.CodeOf(err) == kb.Invalid {
		return kb.Errorf(kb.Invalid, "%v: territories(filter: {level: {in: [COUNTRY]}}) lists the countries. Leave it out where it is not among them: laws and policies are named then, and not compared", err)
	}
	if err != nil {
		return err
	}
	if spoken := e.(*kb.Territory).OfficialLanguages; len(p.Languages) == 0 && len(spoken) == 1 {
		p.Languages = spoken
	}
	p.Territories, p.Country, err = m.around(e)
	return err
}

// named is the entity that an argument names.
func (m matcher) named(field, id, typ string) (kb.Entity, error) {
	e, err := m.store.Entity(m.ctx, id)
	if err == nil && (e == nil || m.schema.ByPath(e.Meta().Type).Name != typ) {
		return nil, kb.Errorf(kb.Invalid, "%s: %q is no id of a %s that is known here", field, id, typ)
	}
	return e, err
}
