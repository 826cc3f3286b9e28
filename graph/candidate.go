package graph

import (
	"slices"
	"strconv"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/match"
)

// practices gives what matching asks of practices, in their order. It gathers them level by level, each relation for all of
// them at once.
func (m matcher) practices(ids []string) (all []*match.Practice, err error) {
	practices, err := m.entities(ids)
	if err != nil {
		return nil, err
	}
	if err := m.ahead(practices, "challenges", "themes", "targetGroups", "city", "territory", "instances", "transfers", "resultOf", "frames", "projects"); err != nil {
		return nil, err
	}
	for field, further := range map[string][]string{"transfers": {"to"}, "resultOf": {"from"}, "frames": {"territories"}, "instances": {"city", "transfers"},
		"themes": {"broader"}, "targetGroups": {"broader"}, "city": {"territory"}} {
		if _, err := m.beyond(practices, field, further...); err != nil {
			return nil, err
		}
	}
	for _, e := range practices {
		if p, ok := e.(*kb.Practice); ok {
			facts, err := m.practice(p)
			if err != nil {
				return nil, err
			}
			all = append(all, facts)
		}
	}
	return all, nil
}

// practice gathers what matching asks of a practice.
func (m matcher) practice(p *kb.Practice) (*match.Practice, error) {
	c := &match.Practice{ID: p.ID, Evidence: p.Evidence.String(), Status: p.Status.String(), Copies: map[match.Rule][]string{}}
	if p.StatusAsOf != nil {
		c.AsOf = *p.StatusAsOf
	}
	means(p.Means, c)
	for _, gather := range []func(*kb.Practice, *match.Practice) error{m.topicsOf, m.placesOf, m.copiesOf, m.comesOf, m.framesOf} {
		if err := gather(p, c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// means reads what a practice takes. Only euros are compared, and the largest amount stands for the whole.
func means(of *kb.Means, c *match.Practice) {
	if of == nil {
		return
	}
	c.Staff, c.Volunteers = of.Staff != nil, of.Volunteers != nil
	for _, money := range of.Money {
		if amount, err := strconv.ParseFloat(money.Amount, 64); err == nil && money.Currency == "EUR" {
			c.Cost = max(c.Cost, amount)
		}
	}
}

func (m matcher) topicsOf(p *kb.Practice, c *match.Practice) (err error) {
	for _, list := range []struct {
		field string
		into  *[]match.Topic
	}{{"challenges", &c.Challenges}, {"themes", &c.Themes}, {"targetGroups", &c.TargetGroups}} {
		if *list.into, err = m.topics(p, list.field); err != nil {
			return err
		}
	}
	return nil
}

// placesOf are the city that it is done in, or those of a model's instances.
func (m matcher) placesOf(p *kb.Practice, c *match.Practice) error {
	doings, err := m.doings(p)
	if err != nil {
		return err
	}
	for _, of := range doings {
		city, err := m.store.ToOne(m.ctx, of, "city")
		if err != nil {
			return err
		}
		if place, ok := city.(*kb.City); ok {
			facts, err := m.compared(place)
			if err != nil {
				return err
			}
			c.Cities = append(c.Cities, facts)
		}
	}
	territory, err := m.store.ToOne(m.ctx, p, "territory")
	if place, ok := territory.(*kb.Territory); ok && err == nil {
		c.Territory = place.ID
		_, c.Country, err = m.around(place)
	}
	return err
}

// doings are a practice and, of a model, its instances: what they have seen, it has seen.
func (m matcher) doings(p *kb.Practice) ([]kb.Entity, error) {
	instances, err := m.linked(p, "instances")
	return append([]kb.Entity{p}, instances...), err
}

// stages says what the status of a transfer makes of it.
var stages = map[kb.TransferStatus]match.Rule{
	kb.TransferStatusIntended: match.CopyPlanned, kb.TransferStatusPlanned: match.CopyPlanned,
	kb.TransferStatusPiloting: match.Copied, kb.TransferStatusImplemented: match.Copied, kb.TransferStatusEnded: match.Copied,
	kb.TransferStatusAbandoned: match.CopyAbandoned, kb.TransferStatusUnknown: match.CopyUnknown,
}

// copiesOf are the places that it was taken to, by how far that came; where none is named the transfer itself says it.
func (m matcher) copiesOf(p *kb.Practice, c *match.Practice) error {
	doings, err := m.doings(p)
	if err != nil {
		return err
	}
	transfers, err := m.beyond(doings, "transfers")
	for _, t := range transfers {
		to, err := m.store.ToOne(m.ctx, t, "to")
		if err != nil {
			return err
		}
		id := t.Meta().ID
		if to != nil {
			id = to.Meta().ID
		}
		if transfer, ok := t.(*kb.Transfer); ok && !slices.Contains(c.Copies[stages[transfer.Status]], id) {
			c.Copies[stages[transfer.Status]] = append(c.Copies[stages[transfer.Status]], id)
		}
	}
	return err
}

// comesOf are the projects that it belongs to, and the practices that were passed on to become it.
func (m matcher) comesOf(p *kb.Practice, c *match.Practice) error {
	projects, err := m.linked(p, "projects")
	if err != nil {
		return err
	}
	transfers, err := m.linked(p, "resultOf")
	if err != nil {
		return err
	}
	origins, err := m.beyond(transfers, "from")
	c.Projects, c.Origins = idsOf(projects), idsOf(origins)
	return err
}

func (m matcher) framesOf(p *kb.Practice, c *match.Practice) error {
	frames, err := m.linked(p, "frames")
	for _, e := range frames {
		frame, ok := e.(*kb.Frame)
		if !ok {
			continue
		}
		f := match.Frame{ID: frame.ID, Past: frame.Kind == kb.FrameKindCircumstance || frame.Until != nil}
		territories, err := m.linked(frame, "territories")
		if err != nil {
			return err
		}
		for _, t := range territories {
			_, country, err := m.around(t)
			if err != nil {
				return err
			}
			f.Territories, f.Countries = append(f.Territories, t.Meta().ID), append(f.Countries, country)
		}
		c.Frames = append(c.Frames, f)
	}
	return err
}
