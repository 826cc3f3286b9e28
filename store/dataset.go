package store

import (
	"context"
	"time"

	"github.com/praxis-kb/praxis/kb"
)

// Counts are how many of everything stand.
type Counts struct {
	UpdatedAt        *time.Time
	ByType           map[string]int // by the path of the type
	Links, Citations int
}

// Counts counts what stands.
func (s *Store) Counts(ctx context.Context) (Counts, error) {
	c := Counts{ByType: map[string]int{}}
	rows, err := s.read.QueryContext(ctx, "SELECT type, count(*) FROM entity WHERE archived IS NULL GROUP BY type")
	if err != nil {
		return c, err
	}
	defer rows.Close()
	for rows.Next() {
		var path string
		var n int
		if err := rows.Scan(&path, &n); err != nil {
			return c, err
		}
		c.ByType[path] = n
	}
	if err := rows.Err(); err != nil {
		return c, err
	}
	if last, err := s.ChangeSet(ctx, int(s.Sequence())); err != nil {
		return c, err
	} else if last != nil {
		c.UpdatedAt = &last.Time
	}
	err = s.read.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM link l JOIN entity f ON f.key = l.from_key JOIN entity t ON t.key = l.to_key
			WHERE f.archived IS NULL AND t.archived IS NULL),
		(SELECT count(*) FROM citation c JOIN entity e ON e.key = c.owner WHERE e.archived IS NULL)`).Scan(&c.Links, &c.Citations)
	return c, err
}

// Computed is a value that is worked out from links when it is read, such as Transfer.relation.
func (s *Store) Computed(ctx context.Context, e kb.Entity, field string) (string, error) {
	t := s.schema.ByPath(e.Meta().Type)
	var text string
	err := s.read.QueryRowContext(point(ctx), "SELECT "+valueOf(t, t.Field(field), "e")+" FROM entity e WHERE e.key = ?", e.Meta().Key).Scan(&text)
	return text, err
}
