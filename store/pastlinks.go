package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// endAt is a link of the past, with what it led to.
type endAt struct {
	link   *kb.Link
	entity kb.Entity
	number int
	name   string
}

// listAt is the start of a list of links as it was then. It can neither be filtered, nor ordered, nor paged through: the
// log keeps what was written, not what would be asked of it.
func (s *Store) listAt(ctx context.Context, q Query) (*List, error) {
	if len(q.Filter) > 0 || len(q.Order) > 0 || q.Page.After != nil || q.Page.Before != nil || q.Page.Last != nil {
		return nil, kb.Errorf(kb.Invalid, "%s of a change set that has passed: ask for its start only, with first", q.Field.Name)
	}
	if err := q.Page.Check(); err != nil {
		return nil, err
	}
	ends, err := s.endsAt(ctx, q)
	if err != nil {
		return nil, err
	}
	var edges []Edge
	for i, e := range ends[:min(len(ends), q.Page.Size())] {
		edges = append(edges, Edge{Cursor: kb.NewCursor("past "+q.Field.Name, i), Node: e.entity, Link: e.link})
	}
	return newList(edges, q.Page, len(ends) > q.Page.Size()), nil
}

// endsAt are all that a relation led to then, in their order. What was archived is left out.
func (s *Store) endsAt(ctx context.Context, q Query) ([]endAt, error) {
	r, m := q.Field.Relation, q.Parent.Meta()
	if len(r.Through) > 0 {
		return nil, kb.Errorf(kb.Invalid, "%s leads through parts, and is not answered as of a change set that has passed", q.Field.Name)
	}
	links, err := s.linksAt(ctx, m.ID, m.At, r.Out)
	if err != nil {
		return nil, err
	}
	var ends []endAt
	for _, l := range links {
		if !slices.Contains(r.Kinds, s.schema.Kind(l.link.Stored)) {
			continue
		}
		if l.entity, err = s.EntityAt(ctx, l.name, m.At); err != nil {
			return nil, err
		}
		if l.entity == nil || l.entity.Meta().ArchivedAt != nil {
			continue
		}
		if l.number, l.name, err = s.placeAt(ctx, l, r.Out); err != nil {
			return nil, err
		}
		ends = append(ends, l)
	}
	slices.SortFunc(ends, func(a, b endAt) int {
		return cmp.Or(a.number-b.number, strings.Compare(a.name, b.name), strings.Compare(a.link.ID, b.link.ID))
	})
	return ends, nil
}

// placeAt orders links as lists do: where they start by their position, where they arrive by number and name.
func (s *Store) placeAt(ctx context.Context, e endAt, out bool) (number int, name string, err error) {
	if out {
		return e.link.Position, "", nil
	}
	body, err := s.Body(ctx, e.entity)
	first, _ := body["number"].(float64)
	return int(first), kb.Fold(kb.NameOf(e.entity).String()), err
}

// linksAt are the links that started, or arrived, at an id, by the log. Each has the id of its other end as name.
func (s *Store) linksAt(ctx context.Context, id string, at int, out bool) ([]endAt, error) {
	near, far := "entity", "target"
	if !out {
		near, far = far, near
	}
	rows, err := s.read.QueryContext(ctx, fmt.Sprintf(`SELECT action, entity, target, %s, link FROM change
		WHERE %s = ? AND sequence <= ? AND link IS NOT NULL ORDER BY sequence, n`, far, near), id, at)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	standing := map[string]endAt{}
	for rows.Next() {
		var action, from, to, other, text string
		var row linkRow
		if err := rows.Scan(&action, &from, &to, &other, &text); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(text), &row); err != nil {
			return nil, err
		}
		l := &kb.Link{
			ID: kb.LinkID(from, row.Kind, to, row.Qualifier), Stored: row.Kind, Qualifier: row.Qualifier, Position: row.Position,
			Properties: []byte(row.Properties), Sources: []byte(cmp.Or(row.Citations, "[]")),
		}
		if delete(standing, l.ID); action == "LINK" && s.schema.Kind(row.Kind) != nil {
			l.Kind = s.schema.Kind(row.Kind).Enum()
			standing[l.ID] = endAt{link: l, name: other}
		}
	}
	return slices.Collect(maps.Values(standing)), rows.Err()
}
