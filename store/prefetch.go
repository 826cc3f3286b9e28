package store

import (
	"context"
	"maps"
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

// Beginning is the first page of a relation.
type Beginning struct {
	Field *schema.Field
	Size  int
}

// Prefetch reads the first pages of relations for many entities of one type, where List and ToOne will find them: a
// statement for all links that start there and for those of each relation that arrive, and one for what they lead to. It
// gives that, for each relation.
func (s *Store) Prefetch(ctx context.Context, parents []kb.Entity, wanted ...Beginning) ([][]kb.Entity, error) {
	parents = slices.DeleteFunc(slices.Clone(parents), func(e kb.Entity) bool { return e.Meta().At > 0 })
	if err := s.readOutward(ctx, parents, wanted); err != nil {
		return nil, err
	}
	ends, all := make([][]int64, len(wanted)), []int64(nil)
	for i, w := range wanted {
		begins, err := s.beginnings(ctx, parents, w.Field)
		if err != nil {
			return nil, err
		}
		for _, a := range begins {
			ends[i] = append(ends[i], keysOf(a.first(w.Size))...)
		}
		slices.Sort(ends[i])
		ends[i] = slices.Compact(ends[i])
		all = append(all, ends[i]...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	found, err := s.byKeys(ctx, all) // into the cache
	if err != nil {
		return nil, err
	}
	entities := make([][]kb.Entity, len(wanted))
	for i := range ends {
		for _, key := range ends[i] {
			if at, _ := slices.BinarySearch(all, key); found[at] != nil {
				entities[i] = append(entities[i], found[at])
			}
		}
	}
	return entities, nil
}

// readOutward reads those relations together that lead out of entities, as far as they are not known.
func (s *Store) readOutward(ctx context.Context, parents []kb.Entity, wanted []Beginning) error {
	var fields []*schema.Field
	var missing []kb.Entity
	for _, w := range wanted {
		if w.Field.Relation.Out && len(w.Field.Relation.Through) == 0 {
			fields = append(fields, w.Field)
		}
	}
	for _, parent := range parents {
		if slices.ContainsFunc(fields, func(f *schema.Field) bool { return s.known(parent.Meta().Key, f) == nil }) {
			missing = append(missing, parent)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return s.outward(ctx, missing, fields)
}

// beginnings are where a relation of some entities leads.
func (s *Store) beginnings(ctx context.Context, parents []kb.Entity, field *schema.Field) ([]*adjacency, error) {
	all, missing := make([]*adjacency, 0, len(parents)), []kb.Entity(nil)
	for _, parent := range parents {
		if a := s.known(parent.Meta().Key, field); a != nil {
			all = append(all, a)
		} else {
			missing = append(missing, parent)
		}
	}
	if len(missing) == 0 {
		return all, nil
	}
	read, err := s.readAdjacent(ctx, missing, field)
	return slices.AppendSeq(all, maps.Values(read)), err
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
