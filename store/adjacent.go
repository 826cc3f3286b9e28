package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// known is the adjacency of an entity that is kept, or nil.
func (s *Store) known(row int64, field *schema.Field) *adjacency {
	all, _ := s.cache.links.get(row)
	for _, a := range all {
		if a.field == field && (len(field.Relation.Through) == 0 || a.turn == s.cache.turn.Load()) {
			return a
		}
	}
	return nil
}

// adjacent is where a relation of an entity leads.
func (s *Store) adjacent(ctx context.Context, parent kb.Entity, field *schema.Field) (*adjacency, error) {
	if a := s.known(parent.Meta().Key, field); a != nil {
		return a, nil
	}
	found, err := s.readAdjacent(ctx, []kb.Entity{parent}, field)
	return found[parent.Meta().Key], err
}

// readAdjacent reads where a relation of many entities leads, all but hubs in one statement, and keeps it.
func (s *Store) readAdjacent(ctx context.Context, parents []kb.Entity, field *schema.Field) (map[int64]*adjacency, error) {
	sequence, turn := s.Sequence(), s.cache.turn.Load()
	found, keys := make(map[int64]*adjacency, len(parents)), make([]int64, len(parents))
	for i, parent := range parents {
		keys[i] = parent.Meta().Key
		found[keys[i]] = &adjacency{field: field, turn: turn}
	}
	if err := s.readWhole(ctx, keys, field, found); err != nil {
		return nil, err
	}
	for _, parent := range parents {
		if a := found[parent.Meta().Key]; a.hub {
			if err := s.readHub(ctx, parent, a); err != nil {
				return nil, err
			}
		}
	}
	for key, a := range found {
		keep(s, s.cache.links, sequence, key, func(before []*adjacency) []*adjacency {
			others := slices.DeleteFunc(slices.Clone(before), func(b *adjacency) bool { return b.field == field })
			return append(others, a)
		})
	}
	return found, nil
}

// ofHub is the SQL that tells whether a relation of the entity n leads to more than is kept.
func ofHub(r *schema.Relation) string {
	near, _ := columnsOf(r)
	links := fmt.Sprintf("link h WHERE h.%s = n.value AND h.kind IN (%s)", near, kindList(r.Kinds))
	if len(r.Through) > 0 && !r.Out {
		links = fmt.Sprintf("link p CROSS JOIN link h ON h.to_key = p.from_key AND h.kind IN (%s) WHERE p.to_key = n.value AND p.kind IN (%s)",
			kindList(r.Kinds), kindList(r.Through))
	}
	return fmt.Sprintf("(SELECT 1 FROM %s LIMIT 1 OFFSET %d) IS NOT NULL", links, kb.MaxPage)
}

// readWhole reads where a relation of some entities leads, and tells which of them are hubs. The statement that reads leaves
// hubs out, where it meets the links of one entity after the other: then those may be hubs of which nothing was read.
func (s *Store) readWhole(ctx context.Context, keys []int64, field *schema.Field, found map[int64]*adjacency) error {
	mark := func(keys []int64) error {
		hubs, err := s.hubs(ctx, keys, field.Relation)
		for _, key := range hubs {
			found[key].hub = true
		}
		return err
	}
	if len(field.Relation.Through) > 0 {
		if err := mark(keys); err != nil {
			return err
		}
		keys = slices.DeleteFunc(keys, func(key int64) bool { return found[key].hub })
	}
	if err := s.readNeighbours(ctx, keys, field, found); err != nil || field.ToOne() || len(field.Relation.Through) > 0 {
		return err
	}
	return mark(slices.DeleteFunc(keys, func(key int64) bool { return len(found[key].ends) > 0 }))
}

// hubs are those of some entities whose relation leads to more than is kept.
func (s *Store) hubs(ctx context.Context, keys []int64, r *schema.Relation) ([]int64, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	return column[int64](s.read.QueryContext(point(ctx), fmt.Sprintf("SELECT n.value FROM json_each(?) n WHERE %s", ofHub(r)), jsonList(keys)))
}

// readHub reads the first page of a relation that leads to many.
func (s *Store) readHub(ctx context.Context, parent kb.Entity, into *adjacency) error {
	most := kb.MaxPage
	q := Query{Parent: parent, Field: into.field, Page: kb.PageArguments{First: &most}}
	var err error
	if q.walk, err = s.crowded(ctx, q); err != nil {
		return err
	}
	l, err := s.newLister(ctx, q, false)
	if err != nil {
		return err
	}
	rows, err := l.rows() // one more than the page
	for _, r := range rows {
		if err := into.append(r); err != nil {
			return err
		}
	}
	return err
}

// readNeighbours reads all that a relation of some entities leads to, of hubs nothing.
func (s *Store) readNeighbours(ctx context.Context, keys []int64, field *schema.Field, into map[int64]*adjacency) error {
	if len(keys) == 0 {
		return nil
	}
	l := &lister{filter: filter{ctx: ctx, store: s}, link: len(field.Relation.Through) == 0}
	l.order = newOrder(only(field), Query{Field: field}, l.link)
	l.linked(field.Relation, jsonList(keys))
	if l.link && !field.ToOne() {
		l.add(" AND NOT (" + ofHub(field.Relation) + ")")
	}
	rows, err := s.read.QueryContext(point(ctx), fmt.Sprintf("SELECT n.value, %s %s AND e.archived IS NULL ORDER BY n.value, %s",
		l.columns(), l.sql.String(), l.order.sql(false)), l.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var parent int64
		r, err := l.scan(rows, &parent)
		if err != nil {
			return err
		}
		if err := into[parent].append(r); err != nil {
			return err
		}
	}
	return rows.Err()
}

// only is the one type that a relation leads to, or nil where there are several.
func only(field *schema.Field) *schema.Type {
	if len(field.Relation.Ends) == 1 {
		return field.Relation.Ends[0]
	}
	return nil
}
