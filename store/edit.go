package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// What those who edit need to read: whole bodies, and links as the changes that would make them.

// errRehearsed ends the transaction of a rehearsal.
var errRehearsed = errors.New("rehearsed")

// Rehearse does all that Commit does and keeps nothing of it. Errors are those that Commit would give.
func (s *Store) Rehearse(ctx context.Context, cs kb.ChangeSet) (Receipt, error) {
	return s.commit(ctx, cs, false)
}

// Repeated tells whether something was committed under a key, and as which change set. Something else under the same
// key, by its fingerprint, is a Conflict.
func (s *Store) Repeated(ctx context.Context, key string, asked []byte) (sequence int64, repeated bool, err error) {
	var receipt Receipt
	repeated, err = s.repeated(ctx, s.read, key, asked, &receipt)
	return receipt.Sequence, repeated, err
}

// Body is the body of an entity, to be changed freely: the present one, or where the entity was read from the log, that
// of then. It is read each time: what questions ask of it most is decoded already.
func (s *Store) Body(ctx context.Context, e kb.Entity) (map[string]any, error) {
	if m := e.Meta(); m.At > 0 {
		return s.body(ctx, "SELECT body FROM change WHERE entity = ? AND sequence <= ? AND body IS NOT NULL ORDER BY sequence DESC, n DESC LIMIT 1", m.ID, m.At)
	}
	return s.body(ctx, "SELECT body FROM entity WHERE key = ?", e.Meta().Key)
}

// BodyAt is the body that an entity had at a revision; nil where it had none yet.
func (s *Store) BodyAt(ctx context.Context, id string, revision int) (map[string]any, error) {
	return s.body(ctx, `SELECT body FROM change WHERE entity = ? AND revision <= ? AND body IS NOT NULL
		ORDER BY sequence DESC, n DESC LIMIT 1`, id, revision)
}

func (s *Store) body(ctx context.Context, query string, args ...any) (map[string]any, error) {
	var text []byte
	err := s.read.QueryRowContext(point(ctx), query, args...).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	body := map[string]any{}
	return body, kb.Decode(text, &body)
}

// Joins are the links at an entity, at either end, each as the change that would make it. Links of what is archived are
// left out.
func (s *Store) Joins(ctx context.Context, e kb.Entity) (out, in []kb.Change, err error) {
	const query = `SELECT f.type || '/' || f.slug, l.kind, t.type || '/' || t.slug, l.qualifier, l.position,
		coalesce(l.properties, ''), coalesce(l.citations, '') FROM link l JOIN entity f ON f.key = l.from_key JOIN entity t ON t.key = l.to_key
		WHERE f.archived IS NULL AND t.archived IS NULL AND `
	if out, err = s.joins(ctx, query+"l.from_key = ? ORDER BY l.kind, l.position, l.to_key, l.qualifier", e.Meta().Key); err != nil {
		return nil, nil, err
	}
	in, err = s.joins(ctx, query+"l.to_key = ? ORDER BY l.kind, l.from_key, l.position, l.qualifier", e.Meta().Key)
	return out, in, err
}

// Starting are the links that start at an entity, each as the change that would make it: those that stand, or where the
// entity was read from the log, those of then.
func (s *Store) Starting(ctx context.Context, e kb.Entity) ([]kb.Change, error) {
	m := e.Meta()
	if m.At == 0 {
		out, _, err := s.Joins(ctx, e)
		return out, err
	}
	links, err := s.linksAt(ctx, m.ID, m.At, true)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(links, func(a, b endAt) int {
		return cmp.Or(cmp.Compare(a.link.Position, b.link.Position), cmp.Compare(a.name, b.name), cmp.Compare(a.link.Qualifier, b.link.Qualifier))
	})
	var all []kb.Change
	for _, l := range links {
		c := kb.Change{Op: kb.Join, ID: m.ID, Kind: l.link.Stored, To: l.name, Qualifier: l.link.Qualifier, Position: l.link.Position}
		if err := carry(&c, string(l.link.Properties), string(l.link.Sources)); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// Naming are the entities whose bodies name an id, and the links whose sources do.
func (s *Store) Naming(ctx context.Context, id string) (owners []string, links []kb.Change, err error) {
	quoted := `"` + id + `"`
	owners, err = column[string](s.read.QueryContext(ctx,
		"SELECT type || '/' || slug FROM entity WHERE archived IS NULL AND instr(body, ?) > 0 ORDER BY key", quoted))
	if err != nil {
		return nil, nil, err
	}
	links, err = s.joins(ctx, `SELECT f.type || '/' || f.slug, l.kind, t.type || '/' || t.slug, l.qualifier, l.position,
		coalesce(l.properties, ''), l.citations FROM link l JOIN entity f ON f.key = l.from_key JOIN entity t ON t.key = l.to_key
		WHERE f.archived IS NULL AND t.archived IS NULL AND instr(l.citations, ?) > 0 ORDER BY l.from_key, l.kind, l.to_key, l.qualifier`, quoted)
	return owners, links, err
}

func (s *Store) joins(ctx context.Context, query string, args ...any) ([]kb.Change, error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []kb.Change
	for rows.Next() {
		c := kb.Change{Op: kb.Join}
		var properties, citations string
		if err := rows.Scan(&c.ID, &c.Kind, &c.To, &c.Qualifier, &c.Position, &properties, &citations); err != nil {
			return nil, err
		}
		if err := carry(&c, properties, citations); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// carry puts on the change that makes a link what the link carries; empty is nothing.
func carry(c *kb.Change, properties, citations string) error {
	if properties != "" {
		if err := json.Unmarshal([]byte(properties), &c.Properties); err != nil {
			return err
		}
	}
	if citations == "" {
		return nil
	}
	return json.Unmarshal([]byte(citations), &c.Citations)
}
