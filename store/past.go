package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/praxis-kb/praxis/kb"
)

// The past is read from the log: an entity has the body that its last change left, and the links that were added and
// not taken away. What it answers knows as of which change set it is, and so its links are read from the log too.

// EntityAt is what an id named when a change set was the last one; nil where nothing had it. Ids that became aliases
// since answer as what they were. The error is Invalid for a change set that is not there.
func (s *Store) EntityAt(ctx context.Context, id string, at int) (kb.Entity, error) {
	if last := s.Sequence(); at < 1 || int64(at) > last {
		return nil, kb.Errorf(kb.Invalid, "there is no change set %d: the log has 1 to %d", at, last)
	}
	m := kb.Stored{ID: id, At: at}
	m.Type, m.Slug = kb.SplitID(id)
	var body, created, updated string
	var archived sql.NullString
	var version int
	err := s.read.QueryRowContext(point(ctx), `
		SELECT b.body, b.schema, l.revision, ls.time,
			(SELECT t.time FROM change c JOIN changeset t USING (sequence) WHERE c.entity = ?1 ORDER BY c.sequence, c.n LIMIT 1),
			(SELECT CASE c.action WHEN 'ARCHIVE' THEN t.time END FROM change c JOIN changeset t USING (sequence)
				WHERE c.entity = ?1 AND c.sequence <= ?2 AND c.action IN ('ARCHIVE', 'RESTORE') ORDER BY c.sequence DESC, c.n DESC LIMIT 1)
		FROM change b, change l JOIN changeset ls ON ls.sequence = l.sequence
		WHERE b.entity = ?1 AND b.sequence <= ?2 AND b.body IS NOT NULL AND l.entity = ?1 AND l.sequence <= ?2
		ORDER BY b.sequence DESC, b.n DESC, l.sequence DESC, l.n DESC LIMIT 1`, id, at).
		Scan(&body, &version, &m.Revision, &updated, &created, &archived)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		body, err = kb.Upcast(id, body, version)
	}
	if err == nil {
		m.CreatedAt, m.UpdatedAt, m.ArchivedAt, err = times(created, updated, archived)
	}
	if err != nil {
		return nil, err
	}
	return decode(m, []byte(body))
}

func times(created, updated string, archived sql.NullString) (c, u time.Time, a *time.Time, err error) {
	if c, err = time.Parse(time.RFC3339Nano, created); err != nil {
		return c, u, nil, err
	}
	if u, err = time.Parse(time.RFC3339Nano, updated); err != nil || !archived.Valid {
		return c, u, nil, err
	}
	at, err := time.Parse(time.RFC3339Nano, archived.String)
	return c, u, &at, err
}

// citationsAt are the sources that a body names itself.
func (s *Store) citationsAt(ctx context.Context, e kb.Entity, path, basis *string) ([]*kb.Citation, error) {
	body, err := s.Body(ctx, e)
	if err != nil {
		return nil, err
	}
	all := []*kb.Citation{}
	for _, c := range kb.Citations(body) {
		if path != nil && !kb.Within(c.Path, *path) || basis != nil && c.Citation["basis"] != *basis {
			continue
		}
		text, err := kb.Canonical(c.Citation)
		if err != nil {
			return nil, err
		}
		one := &kb.Citation{}
		if err := kb.Decode(text, one); err != nil {
			return nil, err
		}
		if one.Field = nil; c.Path != "" {
			one.Field = &c.Path
		}
		all = append(all, one)
	}
	return all, nil
}

// Pinned are the change sets that pinned an entity to a state of the whole anew, the newest first, at most a hundred:
// those of its editions.
func (s *Store) Pinned(ctx context.Context, id string) ([]int, error) {
	return column[int](s.read.QueryContext(ctx, `SELECT min(sequence) FROM change WHERE entity = ? AND body ->> '$.pinnedTo' IS NOT NULL
		GROUP BY body ->> '$.pinnedTo' ORDER BY 1 DESC LIMIT 100`, id))
}
