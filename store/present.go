package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// Present are the entities of some ids that stand, in no order: not what is archived, nor what an alias leads to. Of the
// links that lead to them, their ties have those of the kinds in back only: a theme may have hundreds of thousands.
func (s *Store) Present(ctx context.Context, ids, back []string) ([]kb.Present, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return s.presents(ctx, back, "SELECT e.key, e.type, e.slug, e.body FROM json_each(?) j CROSS JOIN entity e ON "+idOf("e", "j.value")+
		" WHERE e.archived IS NULL", string(list))
}

// PresentAfter are the next entities that stand after a row, up to most, in the order in which they came in.
func (s *Store) PresentAfter(ctx context.Context, row int64, most int, back []string) ([]kb.Present, error) {
	return s.presents(ctx, back, "SELECT key, type, slug, body FROM entity WHERE key > ? AND archived IS NULL ORDER BY key LIMIT ?", row, most)
}

// CountPresent counts the entities that stand.
func (s *Store) CountPresent(ctx context.Context) (n int64, err error) {
	err = s.read.QueryRowContext(point(ctx), "SELECT count(*) FROM entity WHERE archived IS NULL").Scan(&n)
	return n, err
}

func (s *Store) presents(ctx context.Context, back []string, query string, args ...any) ([]kb.Present, error) {
	rows, err := s.read.QueryContext(point(ctx), query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []kb.Present
	var body sql.RawBytes
	for rows.Next() {
		one := kb.Present{Body: map[string]any{}}
		var slug string
		if err := rows.Scan(&one.Row, &one.Type, &slug, &body); err != nil {
			return nil, err
		}
		if one.ID = one.Type + "/" + slug; kb.Decode(body, &one.Body) != nil {
			return nil, kb.Errorf(kb.Internal, "the body of %s is no JSON", one.ID)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return all, s.tie(ctx, all, back)
}

// tie reads the links of entities.
func (s *Store) tie(ctx context.Context, all []kb.Present, back []string) error {
	keys, at := make([]int64, len(all)), make(map[int64]*kb.Present, len(all))
	for i := range all {
		keys[i], at[all[i].Row] = all[i].Row, &all[i]
	}
	kinds, err := json.Marshal(back, json.FormatNilSliceAsNull(false))
	if err != nil {
		return err
	}
	err = s.ties(ctx, `SELECT j.value, l.kind, 1, o.type, o.slug FROM json_each(?1) j CROSS JOIN link l ON l.from_key = j.value
			JOIN entity o ON o.key = l.to_key WHERE o.archived IS NULL
		UNION ALL SELECT j.value, l.kind, 0, o.type, o.slug FROM json_each(?1) j CROSS JOIN json_each(?2) k
			CROSS JOIN link l ON l.to_key = j.value AND l.kind = k.value JOIN entity o ON o.key = l.from_key WHERE o.archived IS NULL`,
		func(row int64, t kb.Tie) { at[row].Ties = append(at[row].Ties, t) }, jsonList(keys), string(kinds))
	for i := range all {
		slices.SortFunc(all[i].Ties, inTurn)
	}
	return err
}

// Ties are the links of an entity, at either end, whose other end stands, in a fixed order.
func (s *Store) Ties(ctx context.Context, e kb.Entity) ([]kb.Tie, error) {
	var all []kb.Tie
	err := s.ties(ctx, `SELECT ?1, l.kind, 1, o.type, o.slug FROM link l JOIN entity o ON o.key = l.to_key WHERE l.from_key = ?1 AND o.archived IS NULL
		UNION ALL SELECT ?1, l.kind, 0, o.type, o.slug FROM link l JOIN entity o ON o.key = l.from_key WHERE l.to_key = ?1 AND o.archived IS NULL`,
		func(_ int64, t kb.Tie) { all = append(all, t) }, e.Meta().Key)
	slices.SortFunc(all, inTurn)
	return all, err
}

func (s *Store) ties(ctx context.Context, query string, each func(row int64, t kb.Tie), args ...any) error {
	rows, err := s.read.QueryContext(point(ctx), query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var row int64
		var t kb.Tie
		var typ, slug string
		if err := rows.Scan(&row, &t.Stored, &t.Out, &typ, &slug); err != nil {
			return err
		}
		t.Other = typ + "/" + slug
		each(row, t)
	}
	return rows.Err()
}

// inTurn orders ties by their kinds, of one kind those that lead here first, and by their ends.
func inTurn(a, b kb.Tie) int {
	if a.Stored == b.Stored && a.Out != b.Out {
		if b.Out {
			return -1
		}
		return 1
	}
	return cmp.Or(strings.Compare(a.Stored, b.Stored), strings.Compare(a.Other, b.Other))
}
