package store

import (
	"fmt"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// order is the total order of a list: a value, then the id, then the link. What has no value comes last either way.
type order struct {
	by       string // SQL of the value
	null     bool   // the value may be missing
	down     bool
	link     bool
	natural  string // the name of the order, where the list is in its own
	identity string // what the list is, so that a cursor of another one is told
}

// byName is the SQL of the order by name.
const byName = "e.sort"

func newOrder(t *schema.Type, q Query, link bool) order {
	o := order{link: link}
	field, _ := q.Order["field"].(string)
	o.down = q.Order["direction"] == "DESC"
	if field == "" {
		field = naturalOrder(t, q, link)
		o.natural = field
	}
	switch field {
	case "POSITION":
		o.by = "l.position"
	case "NAME":
		o.by = byName
	case "ID":
		o.by = "e.slug"
	case "CREATED_AT":
		o.by = "e.created"
	case "UPDATED_AT":
		o.by = "e.updated"
	default:
		for _, f := range t.Fields {
			if schema.EnumName(f.Name) == field {
				o.by, o.null = valueOf(t, f, "e"), true
			}
		}
	}
	o.identity = identity(q, field)
	return o
}

// naturalOrder is that of the links where they start, of numbered things by their number, and else by name.
func naturalOrder(t *schema.Type, q Query, link bool) string {
	if link && q.Field.Relation.Out {
		return "POSITION"
	}
	if t != nil && t.Field("number") != nil {
		return "NUMBER"
	}
	return "NAME"
}

// identity names what a list is: its parent, its filter and its order.
func identity(q Query, field string) string {
	what := ""
	switch {
	case q.Parent != nil:
		what = q.Parent.Meta().ID + "." + q.Field.Name
	case q.Type != nil:
		what = q.Type.Plural
	}
	filter := []byte("{}")
	if len(q.Filter) > 0 {
		filter, _ = kb.Canonical(q.Filter) // an input object is always JSON
	}
	return what + " " + string(filter) + " " + field + " " + fmt.Sprint(q.Order["direction"])
}

// sql is the ORDER BY, turned round for a page that is read from its end.
func (o order) sql(backward bool) string {
	direction := " ASC"
	if o.down != backward {
		direction = " DESC"
	}
	terms := []string{o.by + direction, "e.slug" + direction}
	if o.link {
		terms = append(terms, "e.type"+direction, "l.id"+direction)
	}
	if o.null {
		last := map[bool]string{false: " ASC", true: " DESC"}[backward]
		terms = append([]string{"(" + o.by + " IS NULL)" + last}, terms...)
	}
	return strings.Join(terms, ", ")
}

// position is a place in the order.
type position struct {
	Value any    `json:"v"`
	Slug  string `json:"s"`
	Type  string `json:"t"`
	Link  string `json:"l,omitempty"`
}

func (o order) cursor(p *position) kb.Cursor { return kb.NewCursor(o.identity, p) }

// place bounds the list by the cursors of the page.
func (l *lister) place() error {
	if err := l.q.Page.Check(); err != nil {
		return err
	}
	for _, end := range []struct {
		name   string
		cursor *string
		after  bool
	}{{"after", l.q.Page.After, true}, {"before", l.q.Page.Before, false}} {
		if end.cursor == nil {
			continue
		}
		var p position
		if err := kb.ReadCursor(end.name, *end.cursor, l.order.identity, &p); err != nil {
			return err
		}
		l.beyond(p, end.after)
	}
	return nil
}

// beyond keeps what lies after a position, or before it.
func (l *lister) beyond(p position, after bool) {
	o := l.order
	compare := " > "
	if o.down == after {
		compare = " < "
	}
	rest, marks, args := "e.slug", "?", []any{p.Slug}
	if o.link {
		rest, marks, args = "e.slug, e.type, l.id", "?, ?, ?", append(args, p.Type, p.Link)
	}
	value := append([]any{p.Value}, args...)
	within := fmt.Sprintf("(%s, %s)%s(?, %s)", o.by, rest, compare, marks)
	among := fmt.Sprintf("%s IS NULL AND (%s)%s(%s)", o.by, rest, compare, marks)
	switch {
	case p.Value == nil && after:
		l.add(" AND "+among, args...)
	case p.Value == nil:
		l.add(fmt.Sprintf(" AND (%s IS NOT NULL OR %s)", o.by, among), args...)
	case o.null && after:
		l.add(fmt.Sprintf(" AND (%s IS NULL OR %s)", o.by, within), value...)
	default:
		l.add(" AND "+within, value...)
	}
}

// positionOf is where an entity stands in a list in its own order, as rows of SQL would tell it.
func (o order) positionOf(e kb.Entity, n *neighbour, l *kb.Link) position {
	p := position{Slug: e.Meta().Slug, Type: e.Meta().Type}
	if l != nil {
		p.Link = l.ID
	}
	switch {
	case o.natural == "POSITION":
		p.Value = int64(n.position)
	case o.natural == "NAME":
		p.Value = e.Meta().Sort
	case n.numbered:
		p.Value = int64(n.number)
	}
	return p
}
