package graph

import (
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/match"
)

// candidate is a practice as matching asks, with where it is done or was taken to.
type candidate struct{ match.Practice }

// at tells whether it is done in a city already, or was taken there.
func (c candidate) at(city string) bool {
	return c.City != nil && c.City.ID == city || slices.ContainsFunc(c.Copies, func(t match.Thing) bool { return t.ID == city })
}

// practice gathers what matching asks of a practice.
func (m matcher) practice(p *kb.Practice) (c candidate, err error) {
	c.Practice = match.Practice{Thing: m.thing(p), Evidence: p.Evidence.String(), Status: p.Status.String()}
	for field, into := range map[string]*[]match.Thing{"challenges": &c.Challenges, "themes": &c.Themes, "targetGroups": &c.TargetGroups} {
		if *into, err = m.things(p, field); err != nil {
			return c, err
		}
	}
	if c.Copies, err = m.copies(p); err != nil {
		return c, err
	}
	if c.Frames, err = m.frames(p); err != nil {
		return c, err
	}
	city, err := m.store.ToOne(m.ctx, p, "city")
	if place, ok := city.(*kb.City); ok && err == nil {
		c.City, err = m.city(place)
	}
	return c, err
}

// copies are the places that a practice was taken to, as far as that was done.
func (m matcher) copies(p *kb.Practice) ([]match.Thing, error) {
	transfers, err := m.linked(p, "transfers")
	if err != nil {
		return nil, err
	}
	var all []match.Thing
	for _, t := range transfers {
		transfer := t.(*kb.Transfer)
		if transfer.Status != kb.TransferStatusImplemented && transfer.Status != kb.TransferStatusPiloting && transfer.Status != kb.TransferStatusEnded {
			continue
		}
		to, err := m.store.ToOne(m.ctx, transfer, "to")
		if err != nil {
			return nil, err
		}
		if to != nil {
			all = append(all, m.thing(to))
		}
	}
	return all, nil
}

func (m matcher) frames(p *kb.Practice) ([]match.Frame, error) {
	linked, err := m.linked(p, "frames")
	if err != nil {
		return nil, err
	}
	var all []match.Frame
	for _, f := range linked {
		countries, err := m.countries(f, "territories")
		if err != nil {
			return nil, err
		}
		all = append(all, match.Frame{Thing: m.thing(f), Countries: idsOf(countries)})
	}
	return all, nil
}

func (m matcher) practiceMatch(p *kb.Practice, r match.Rating) (*kb.PracticeMatch, error) {
	reasons, cautions, err := m.factors(r)
	return &kb.PracticeMatch{Practice: p, Score: r.Score, Reasons: reasons, Cautions: cautions}, err
}

func (m matcher) factors(r match.Rating) (reasons, cautions []*kb.MatchFactor, err error) {
	if reasons, err = m.factorList(r.Reasons); err != nil {
		return nil, nil, err
	}
	cautions, err = m.factorList(r.Cautions)
	return reasons, cautions, err
}

func (m matcher) factorList(list []match.Factor) ([]*kb.MatchFactor, error) {
	all := make([]*kb.MatchFactor, len(list))
	for i, f := range list {
		all[i] = &kb.MatchFactor{Dimension: kb.MatchDimension(f.Dimension), Text: f.Text, Weight: f.Weight}
		if f.Because == "" {
			continue
		}
		because, err := m.store.Entity(m.ctx, f.Because)
		if err != nil {
			return nil, err
		}
		all[i].Because = because
	}
	return all, nil
}
