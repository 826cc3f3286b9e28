package store

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Prefetch reads the first page of a relation for many entities of one type in one statement, and keeps each page where
// List will look for it. It does nothing for a page that begins elsewhere or a relation that leads through parts.
func (s *Store) Prefetch(ctx context.Context, parents []kb.Entity, field *schema.Field, p kb.PageArguments) error {
	if p.Last != nil || p.After != nil || p.Before != nil || len(field.Relation.Through) > 0 || p.Check() != nil {
		return nil
	}
	var missing []kb.Entity
	for _, parent := range parents {
		if key, ok := keyOf(Query{Parent: parent, Field: field, Page: p}); ok && !s.cache.pages.Contains(key) {
			missing = append(missing, parent)
		}
	}
	if len(missing) < 2 {
		return nil
	}
	sequence := s.Sequence()
	found, err := s.readPages(ctx, missing, field, p)
	if err != nil {
		return err
	}
	for _, parent := range missing {
		q := Query{Parent: parent, Field: field, Page: p}
		l := &lister{filter: filter{ctx: ctx, store: s}, q: q, order: newOrder(only(field), q, true), link: true}
		list, err := l.page(found[parent.Meta().Key])
		if err != nil {
			return err
		}
		if key, ok := keyOf(q); ok {
			keep(s, s.cache.pages, sequence, key, list)
		}
	}
	return nil
}

// only is the one type that a relation leads to, or nil where there are several.
func only(field *schema.Field) *schema.Type {
	if len(field.Relation.Ends) == 1 {
		return field.Relation.Ends[0]
	}
	return nil
}

// readPages reads, for each parent, one link more than the page holds, and loads what they lead to.
func (s *Store) readPages(ctx context.Context, parents []kb.Entity, field *schema.Field, p kb.PageArguments) (map[int64][]row, error) {
	keys := make([]int64, len(parents))
	for i, parent := range parents {
		keys[i] = parent.Meta().Key
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	near, far := "from_key", "to_key"
	if !field.Relation.Out {
		near, far = far, near
	}
	order := newOrder(only(field), Query{Parent: parents[0], Field: field}, true)
	rows, err := s.read.QueryContext(ctx, fmt.Sprintf(`SELECT parent, key, type, slug, value, id, kind, from_key, to_key, qualifier, position, properties FROM (
		SELECT j.value AS parent, e.key, e.type, e.slug, %[1]s AS value, l.id, l.kind, l.from_key, l.to_key, l.qualifier, l.position, l.properties,
			row_number() OVER (PARTITION BY j.value ORDER BY %[2]s) AS n
		FROM json_each(?) j CROSS JOIN link l ON l.%[3]s = j.value AND l.kind IN (%[4]s) CROSS JOIN entity e ON e.key = l.%[5]s
		WHERE e.archived IS NULL) WHERE n <= %[6]d ORDER BY parent, n`,
		order.by, order.sql(false), near, kindList(field.Relation.Kinds), far, p.Size()+1), string(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found, all := map[int64][]row{}, []int64{}
	l := &lister{filter: filter{store: s}, link: true}
	for rows.Next() {
		var parent int64
		r, err := l.scan(rows, &parent)
		if err != nil {
			return nil, err
		}
		found[parent] = append(found[parent], r)
		all = append(all, r.key)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	_, err = s.byKeys(ctx, all) // into the cache, with one statement
	return found, err
}
