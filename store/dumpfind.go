package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// Sequence is the number of the last change set that the dump has.
func (d *Dump) Sequence(ctx context.Context) (n int64, err error) {
	err = d.tx.QueryRowContext(ctx, "SELECT coalesce(max(sequence), 0) FROM changeset").Scan(&n)
	return n, err
}

// Below are the entities named and all that links of these kinds lead from to them, over any number of steps: a territory
// and what lies in it. Aliases count for what they lead to. The error is NotFound where one is not there.
func (d *Dump) Below(ctx context.Context, ids, kinds []string) (map[string]bool, error) {
	roots := make([]int64, len(ids))
	for i, id := range ids {
		key, err := d.key(ctx, id)
		if err != nil {
			return nil, err
		}
		roots[i] = key
	}
	from, err := json.Marshal(roots)
	if err != nil {
		return nil, err
	}
	through, err := json.Marshal(kinds)
	if err != nil {
		return nil, err
	}
	return d.set(ctx, `WITH RECURSIVE below (key) AS (SELECT value FROM json_each(?1)
			UNION SELECT l.from_key FROM link l JOIN below b ON l.to_key = b.key WHERE l.kind IN (SELECT value FROM json_each(?2)))
		SELECT type || '/' || slug FROM below JOIN entity USING (key)`, string(from), string(through))
}

func (d *Dump) key(ctx context.Context, id string) (key int64, err error) {
	path, slug := kb.SplitID(id)
	err = d.tx.QueryRowContext(ctx, `SELECT key FROM entity WHERE type = ?1 AND slug = ?2
		UNION ALL SELECT key FROM alias WHERE type = ?1 AND slug = ?2 LIMIT 1`, path, slug).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, kb.Errorf(kb.NotFound, "there is no %q: write type/slug, as its page has it", id)
	}
	return key, err
}

// Licences are those that sources have, in order; an empty one stands for sources that have none.
func (d *Dump) Licences(ctx context.Context) ([]string, error) {
	return column[string](d.tx.QueryContext(ctx, "SELECT DISTINCT coalesce(body ->> '$.licence', '') FROM entity WHERE type = 'source' ORDER BY 1"))
}

// Licensed are the sources that have one of some licences.
func (d *Dump) Licensed(ctx context.Context, licences []string) (map[string]bool, error) {
	list, err := json.Marshal(licences)
	if err != nil {
		return nil, err
	}
	return d.set(ctx, `SELECT type || '/' || slug FROM entity
		WHERE type = 'source' AND coalesce(body ->> '$.licence', '') IN (SELECT value FROM json_each(?))`, string(list))
}

// set are the ids that a query answers.
func (d *Dump) set(ctx context.Context, query string, args ...any) (map[string]bool, error) {
	ids, err := column[string](d.tx.QueryContext(ctx, query, args...))
	all := make(map[string]bool, len(ids))
	for _, id := range ids {
		all[id] = true
	}
	return all, err
}
