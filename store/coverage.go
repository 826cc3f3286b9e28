package store

import (
	"context"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// What a coverage reads: how practices stand to key factors, where they are done, and which are aligned with nothing.
// Each is a statement or two, however many practices there are; bodies are read of what is shown alone.

// At are the entities of rows, in the order of their keys; nil where a row has gone.
func (s *Store) At(ctx context.Context, keys []int64) ([]kb.Entity, error) {
	return s.byKeys(ctx, keys)
}

// KeyFactors are all key factors of a benchmark, by number and then by name.
func (s *Store) KeyFactors(ctx context.Context, benchmark kb.Entity) ([]kb.Entity, error) {
	keys, err := s.keysOf(ctx, `SELECT e.key FROM link l CROSS JOIN entity e ON e.key = l.from_key
		WHERE l.to_key = ? AND l.kind = 'key-factor.partOf' AND e.archived IS NULL
		ORDER BY e.body ->> '$.number' NULLS LAST, e.sort, e.slug`, benchmark.Meta().Key)
	if err != nil {
		return nil, err
	}
	return s.At(ctx, keys)
}

// Alignments are the links that align practices with targets, by the row of the target, and for each by the name of the
// practice.
func (s *Store) Alignments(ctx context.Context, targets []kb.Entity) (map[int64][]*kb.Link, error) {
	keys := make([]int64, len(targets))
	for i, t := range targets {
		keys[i] = t.Meta().Key
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, `SELECT l.id, l.kind, l.from_key, l.to_key, l.qualifier, l.position, l.properties
		FROM json_each(?) j CROSS JOIN link l ON l.to_key = j.value AND l.kind = 'practice.alignsWith'
		CROSS JOIN entity e ON e.key = l.from_key WHERE e.archived IS NULL ORDER BY e.sort, e.slug`, string(list))
	if err != nil {
		return nil, err
	}
	links, err := s.scanLinks(rows)
	all := map[int64][]*kb.Link{}
	for _, l := range links {
		all[l.ToKey] = append(all[l.ToKey], l)
	}
	return all, err
}

// Unaligned are the practices about the themes of a benchmark, or about narrower ones, that are aligned with nothing, by
// name.
func (s *Store) Unaligned(ctx context.Context, benchmark kb.Entity) ([]int64, error) {
	return s.keysOf(ctx, `WITH RECURSIVE theme (key) AS (
			SELECT to_key FROM link WHERE from_key = ? AND kind = 'benchmark.about'
			UNION SELECT l.from_key FROM theme t CROSS JOIN link l ON l.to_key = t.key AND l.kind = 'theme.broader')
		SELECT e.key FROM theme t CROSS JOIN link l ON l.to_key = t.key AND l.kind = 'practice.about'
		CROSS JOIN entity e ON e.key = l.from_key
		WHERE e.archived IS NULL AND NOT EXISTS (SELECT 1 FROM link a CROSS JOIN entity w ON w.key = a.to_key
			WHERE a.from_key = e.key AND a.kind = 'practice.alignsWith' AND w.archived IS NULL)
		GROUP BY e.key ORDER BY e.sort, e.slug`, benchmark.Meta().Key)
}

func (s *Store) keysOf(ctx context.Context, query string, args ...any) ([]int64, error) {
	return column[int64](s.read.QueryContext(ctx, query, args...))
}
