package store

import (
	"context"

	"github.com/praxis-kb/praxis/kb"
)

// Done tells whether a change set with this key was committed.
func (s *Store) Done(ctx context.Context, key string) (bool, error) {
	var n int
	err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM changeset WHERE key = ?", keyHash(key)).Scan(&n)
	return n > 0, err
}

// Written are the entities that change sets of an origin wrote, each with its revision after the last of them.
func (s *Store) Written(ctx context.Context, origin string) (map[string]int, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT c.entity, max(c.revision) FROM changeset s JOIN change c ON c.sequence = s.sequence
		WHERE s.origin = ? GROUP BY c.entity`, origin)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	written := map[string]int{}
	for rows.Next() {
		var id string
		var revision int
		if err := rows.Scan(&id, &revision); err != nil {
			return nil, err
		}
		written[id] = revision
	}
	return written, rows.Err()
}

// LinksFrom are the links that start at an entity, each as the change that would take it away.
func (s *Store) LinksFrom(ctx context.Context, e kb.Entity) ([]kb.Change, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT l.kind, t.type || '/' || t.slug, l.qualifier FROM link l
		JOIN entity t ON t.key = l.to_key WHERE l.from_key = ? ORDER BY l.kind, l.position, l.to_key, l.qualifier`, e.Meta().Key)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []kb.Change
	for rows.Next() {
		c := kb.Change{Op: kb.Part, ID: e.Meta().ID}
		if err := rows.Scan(&c.Kind, &c.To, &c.Qualifier); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}
