package web

import (
	"github.com/praxis-kb/praxis/web/picture"
)

// Course is a mentoring scheme in time: its activities, and how far its transfers had come at a date.
type Course struct {
	picture.Timeline
	Entries map[string]Entry // by id
	Order   []string         // of the list beside the picture: as in the picture, and then what has no date
}

// Entry is a row of a course, for the list.
type Entry struct {
	Name, Address, When, Kind string
	Lessons                   int
	Transfer                  bool
}

// Course is that of the scheme of the page; nil where it has none.
func (p *Page) Course() *Course {
	data := p.question("timeline")
	c := &Course{Entries: map[string]Entry{}}
	var events []picture.Event
	for _, a := range each(data, "node", "activities", "nodes") {
		days := texts(a["days"])
		e := Entry{Name: toString(a["name"]), Kind: toString(at(a, "kind", "name")), When: p.days(days), Lessons: p.Int(at(a, "takeaways", "totalCount"))}
		events = append(events, c.keep(p, toString(a["id"]), e, days))
	}
	for _, t := range each(data, "node", "transfers", "nodes") {
		days := texts([]any{t["statusAsOf"]})
		e := Entry{Name: toString(t["name"]), Kind: p.Label("TransferStatus", toString(t["status"])), When: p.days(days), Transfer: true}
		events = append(events, c.keep(p, toString(t["id"]), e, days))
	}
	if len(events) == 0 {
		return nil
	}
	c.Timeline = picture.Line(events)
	for _, row := range c.Rows {
		c.Order = append(c.Order, row.ID)
	}
	for _, event := range c.Undated {
		c.Order = append(c.Order, event.ID)
	}
	return c
}

func (c *Course) keep(p *Page, id string, e Entry, days []string) picture.Event {
	e.Address = p.Path(id)
	c.Entries[id] = e
	label := e.Kind
	if e.Transfer {
		label = e.Name + ": " + e.Kind
	}
	return picture.Event{ID: id, Label: label, Days: days}
}

func texts(value any) []string {
	list, _ := value.([]any)
	var all []string
	for _, item := range list {
		if text := toString(item); text != "" {
			all = append(all, text)
		}
	}
	return all
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
