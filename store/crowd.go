package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// crowded tells whether a page of links by name is found sooner by walking through all entities of the type in that order
// than by sorting all links. A page is met after type × page / links entities, so the links must be more than the root
// of type × page; the number of rows stands for that of the type.
func (s *Store) crowded(ctx context.Context, q Query) (bool, error) {
	var err error
	if q.Order, err = asPlain(q.Order); err != nil {
		return false, err
	}
	if q.Parent == nil {
		return orderedBy(q.Type, q) != nil, nil
	}
	if len(q.Filter) > 0 || len(q.Field.Relation.Through) > 0 || only(q.Field) == nil ||
		newOrder(only(q.Field), q, true).by != byName {
		return false, nil
	}
	rows, err := s.rows(ctx)
	if err != nil {
		return false, err
	}
	near, _ := columnsOf(q.Field.Relation)
	enough := int(math.Sqrt(float64(rows * kb.MaxPage)))
	err = s.read.QueryRowContext(point(ctx), fmt.Sprintf("SELECT 1 FROM link WHERE %s = ? AND kind IN (%s) LIMIT 1 OFFSET ?",
		near, kindList(q.Field.Relation.Kinds)), q.Parent.Meta().Key, enough).Scan(new(int))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// rows are about how many entities there are.
func (s *Store) rows(ctx context.Context) (int64, error) {
	var last sql.NullInt64
	err := s.read.QueryRowContext(point(ctx), "SELECT max(key) FROM entity").Scan(&last)
	return last.Int64, err
}

// orderedBy is the field whose index has the entities of a type in the order that is asked for, or nil: names, ids and times
// have indexes that SQLite takes by itself.
func orderedBy(t *schema.Type, q Query) *schema.Field {
	field, _ := q.Order["field"].(string)
	if field == "" {
		field = naturalOrder(t, q, false)
	}
	for _, f := range t.Fields {
		if f.Facet && !f.List && f.Stored() && schema.EnumName(f.Name) == field {
			return f
		}
	}
	return nil
}

// walked is what linked is, beginning at all entities of the type.
func (c *clause) walked(r *schema.Relation, key int64) {
	near, far := columnsOf(r)
	c.add(fmt.Sprintf("FROM entity e CROSS JOIN link l ON l.%s = ? AND l.kind IN (%s) AND l.%s = e.key WHERE e.type = '%s'",
		near, kindList(r.Kinds), far, r.Ends[0].Path), key)
}
