package store

import (
	"context"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// ofLinks tells whether the list is of links in their own order, from either end: what is kept in memory.
func (q Query) ofLinks() bool {
	return q.Parent != nil && len(q.Filter) == 0 && len(q.Order) == 0 && q.Page.After == nil && q.Page.Before == nil
}

// past tells whether the list starts at an entity as of an earlier change set.
func (q Query) past() bool { return q.Parent != nil && q.Parent.Meta().At > 0 }

// Prefetch reads the first page of a relation for many entities of one type in two statements, one for the links and one
// for what they lead to, where List and ToOne will find them. It does nothing for a page that begins elsewhere.
func (s *Store) Prefetch(ctx context.Context, parents []kb.Entity, field *schema.Field, p kb.PageArguments) error {
	if p.Last != nil || p.After != nil || p.Before != nil || p.Check() != nil {
		return nil
	}
	var missing []kb.Entity
	var ends []int64
	for _, parent := range parents {
		if parent.Meta().At > 0 {
			continue
		}
		if a := s.known(parent.Meta().Key, field); a != nil {
			ends = append(ends, keysOf(a.first(p.Size()))...)
		} else {
			missing = append(missing, parent)
		}
	}
	if len(missing) > 0 {
		found, err := s.readAdjacent(ctx, missing, field)
		if err != nil {
			return err
		}
		for _, a := range found {
			ends = append(ends, keysOf(a.first(p.Size()))...)
		}
	}
	slices.Sort(ends)
	_, err := s.byKeys(ctx, slices.Compact(ends)) // into the cache
	return err
}

func keysOf(ends []neighbour) []int64 {
	keys := make([]int64, len(ends))
	for i := range ends {
		keys[i] = ends[i].key
	}
	return keys
}

// ToOne is what a relation that leads to one place leads to, or nil.
func (s *Store) ToOne(ctx context.Context, parent kb.Entity, field string) (kb.Entity, error) {
	f := s.schema.ByPath(parent.Meta().Type).Field(field)
	if q := (Query{Parent: parent, Field: f}); q.past() {
		ends, err := s.endsAt(ctx, q)
		if err != nil || len(ends) == 0 {
			return nil, err
		}
		return ends[0].entity, nil
	}
	a, err := s.adjacent(ctx, parent, f)
	if err != nil || len(a.ends) == 0 {
		return nil, err
	}
	return s.byKey(ctx, a.ends[0].key)
}

// outerPage is a page at the beginning or the end of a list, out of what is kept.
func (s *Store) outerPage(ctx context.Context, q Query, a *adjacency) (*List, error) {
	from, to := 0, min(q.Page.Size(), len(a.ends))
	if q.Page.Backward() {
		from, to = len(a.ends)-to, len(a.ends)
	}
	ends := a.ends[from:to]
	found, err := s.byKeys(ctx, keysOf(ends))
	if err != nil {
		return nil, err
	}
	order := newOrder(only(q.Field), Query{Parent: q.Parent, Field: q.Field}, len(q.Field.Relation.Through) == 0)
	edges, links, places := make([]Edge, 0, len(ends)), make([]kb.Link, len(ends)), make([]position, len(ends))
	for i := range ends {
		if found[i] == nil {
			continue
		}
		edge := Edge{Node: found[i]}
		if order.link {
			a.link(&ends[i], q.Parent.Meta().Key, &links[i])
			edge.Link = &links[i]
		}
		places[i] = order.positionOf(found[i], &ends[i], edge.Link)
		edge.Cursor = order.cursor(&places[i])
		edges = append(edges, edge)
	}
	return newList(edges, q.Page, len(a.ends) > len(ends)), nil
}
