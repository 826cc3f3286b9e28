package web

import (
	"github.com/praxis-kb/praxis/web/picture"
)

// Course is a mentoring scheme in time: its activities, and how far its transfers had come at a date. The list beside it
// tells also what has no date.
type Course struct {
	picture.Timeline
	Steps map[string]Step // by id
}

// Step is what stands in a row of a course.
type Step struct {
	Name, Address, When string
	Transfer            bool
}

// Course is that of the scheme of the page; nil where no date is known.
func (p *Page) Course() *Course {
	c := &Course{Steps: map[string]Step{}}
	var events []picture.Event
	for _, a := range each(p.Data, "node", "activities", "nodes") {
		label, _ := at(a, "kind", "name").(string)
		events = append(events, c.keep(p, a, label, a["days"]))
	}
	for _, t := range each(p.Data, "node", "transfers", "nodes") {
		label := toString(t["name"]) + ": " + p.Label("TransferStatus", toString(t["status"]))
		e := c.keep(p, t, label, []any{t["statusAsOf"]})
		step := c.Steps[e.ID]
		step.Transfer = true
		c.Steps[e.ID] = step
		events = append(events, e)
	}
	if c.Timeline = picture.Line(events); len(c.Rows) == 0 {
		return nil
	}
	return c
}

func (c *Course) keep(p *Page, entity map[string]any, label string, days any) picture.Event {
	e := picture.Event{ID: toString(entity["id"]), Label: label}
	list, _ := days.([]any)
	for _, day := range list {
		if text := toString(day); text != "" {
			e.Days = append(e.Days, text)
		}
	}
	c.Steps[e.ID] = Step{Name: toString(entity["name"]), Address: p.Path(e.ID), When: p.days(e.Days)}
	return e
}

// days writes the first day and the last.
func (p *Page) days(days []string) string {
	switch len(days) {
	case 0:
		return p.T("page.undated")
	case 1:
		return p.Date(days[0])
	}
	return p.Date(days[0]) + " – " + p.Date(days[len(days)-1])
}
