package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// LastOrigin is the origin of the last change set whose origin begins so, and its sequence; empty and 0 where there is none.
func (s *Store) LastOrigin(ctx context.Context, begin string) (origin string, sequence int64, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT origin, sequence FROM changeset WHERE substr(origin, 1, length(?1)) = ?1
		ORDER BY sequence DESC LIMIT 1`, begin).Scan(&origin, &sequence)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, nil
	}
	return origin, sequence, err
}

// Written are the entities that change sets of an origin, or of a part of it after a colon, wrote, each with its
// revision after the last of them.
func (s *Store) Written(ctx context.Context, origin string) (map[string]int, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT c.entity, max(c.revision) FROM changeset s JOIN change c ON c.sequence = s.sequence
		WHERE s.origin = ?1 OR substr(s.origin, 1, length(?1) + 1) = ?1 || ':' GROUP BY c.entity`, origin)
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

// WrittenBy is the revision of an entity after the last change set that wrote it of any of some origins, or of a part of
// them after a colon; 0 where none did.
func (s *Store) WrittenBy(ctx context.Context, id string, origins ...string) (revision int, err error) {
	list, err := json.Marshal(origins)
	if err != nil {
		return 0, err
	}
	err = s.read.QueryRowContext(point(ctx), `SELECT coalesce(max(c.revision), 0) FROM change c JOIN changeset s ON s.sequence = c.sequence WHERE c.entity = ?
		AND EXISTS (SELECT 1 FROM json_each(?) o WHERE s.origin = o.value OR substr(s.origin, 1, length(o.value) + 1) = o.value || ':')`, id, string(list)).Scan(&revision)
	return revision, err
}

// EditedSince says whether an entity was written after a revision by change sets of another origin than one.
func (s *Store) EditedSince(ctx context.Context, id string, revision int, than string) (edited bool, err error) {
	err = s.read.QueryRowContext(point(ctx), `SELECT EXISTS (SELECT 1 FROM change c JOIN changeset s ON s.sequence = c.sequence
		WHERE c.entity = ? AND c.revision > ? AND s.origin IS NOT ?)`, id, revision, than).Scan(&edited)
	return edited, err
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
