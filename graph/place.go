package graph

import (
	"strconv"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/match"
	"github.com/praxis-kb/praxis/search"
)

// cities gives what matching asks of cities, in their order.
func (m matcher) cities(ids []string) ([]*match.City, error) {
	found, err := m.entities(ids)
	if err != nil {
		return nil, err
	}
	if err := m.ahead(found, "territory", "challenges", "projects"); err != nil {
		return nil, err
	}
	all := make([]*match.City, 0, len(found))
	for _, e := range found {
		if city, ok := e.(*kb.City); ok {
			facts, err := m.city(city)
			if err != nil {
				return nil, err
			}
			all = append(all, facts)
		}
	}
	return all, nil
}

// city gathers what matching asks of a city that asks, or that is asked for.
func (m matcher) city(c *kb.City) (*match.City, error) {
	facts, err := m.compared(c)
	if err != nil {
		return nil, err
	}
	if facts.Faces, err = m.topics(c, "challenges"); err != nil {
		return nil, err
	}
	projects, err := m.linked(c, "projects")
	facts.Projects = idsOf(projects)
	return &facts, err
}

// compared is a city as others are compared with it: its figures from the index, and from the store while there is none.
func (m matcher) compared(c *kb.City) (facts match.City, err error) {
	indexed, err := m.index.City(c.ID)
	switch {
	case err == nil && indexed != nil:
		facts = cityOf(indexed)
	default:
		if facts, err = m.figures(c); err != nil {
			return facts, err
		}
	}
	territory, err := m.store.ToOne(m.ctx, c, "territory")
	if err != nil {
		return facts, err
	}
	facts.Territories, facts.Country, err = m.around(territory)
	return facts, err
}

func (m matcher) figures(c *kb.City) (facts match.City, err error) {
	facts = match.City{ID: c.ID, Languages: c.OfficialLanguages}
	if c.DegreeOfUrbanisation != nil {
		facts.Urbanisation = *c.DegreeOfUrbanisation
	}
	population, err := m.figure(c, kb.Population)
	if err != nil {
		return facts, err
	}
	facts.Population = int(population)
	facts.ForeignShare, err = m.figure(c, kb.ForeignOriginShare)
	return facts, err
}

// cityOf is a city of the index as matching has it.
func cityOf(c *search.City) match.City {
	return match.City{ID: c.ID, Country: c.Country, Population: c.Population, ForeignShare: c.ForeignShare, Urbanisation: c.Urbanisation, Languages: c.Languages}
}

func (m matcher) figure(c *kb.City, indicator string) (float64, error) {
	o, err := m.observation(m.ctx, c, indicator)
	if err != nil || o == nil || o.Value == nil {
		return 0, err
	}
	return strconv.ParseFloat(*o.Value, 64)
}

// around are a territory and those that it lies in, the smallest first, and which of them is a country.
func (m matcher) around(e kb.Entity) (ids []string, country string, err error) {
	for territory, ok := e.(*kb.Territory); ok && len(ids) < maxLinks; territory, ok = e.(*kb.Territory) {
		ids = append(ids, territory.ID)
		if territory.Level == kb.TerritoryLevelCountry {
			return ids, territory.ID, nil
		}
		if e, err = m.store.ToOne(m.ctx, territory, "partOf"); err != nil {
			return nil, "", err
		}
	}
	return ids, "", nil
}

// topics are what a relation leads to, each with what is wider.
func (m matcher) topics(e kb.Entity, field string) ([]match.Topic, error) {
	linked, err := m.linked(e, field)
	if err != nil {
		return nil, err
	}
	all := make([]match.Topic, len(linked))
	for i, other := range linked {
		all[i].ID = other.Meta().ID
		if all[i].Wider, err = m.wider(other); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// wider are the themes that a theme lies within, the nearest first.
func (m matcher) wider(e kb.Entity) (ids []string, err error) {
	for theme, ok := e.(*kb.Theme); ok && len(ids) < maxLinks; theme, ok = e.(*kb.Theme) {
		if e, err = m.store.ToOne(m.ctx, theme, "broader"); err != nil || e == nil {
			return ids, err
		}
		ids = append(ids, e.Meta().ID)
	}
	return ids, nil
}

func idsOf(entities []kb.Entity) []string {
	ids := make([]string, len(entities))
	for i, e := range entities {
		ids[i] = e.Meta().ID
	}
	return ids
}

func topicIDs(topics []match.Topic) []string {
	ids := make([]string, len(topics))
	for i, t := range topics {
		ids[i] = t.ID
	}
	return ids
}
