package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/praxis-kb/praxis/kb/schema"
)

// deriveShapes makes the shapes and the items of all entities, again where the declaration they follow from has changed.
func (s *Store) deriveShapes(ctx context.Context) error {
	hash, made := fingerprint(s.shapes.described(s.schema)), sql.NullString{}
	if err := s.write.QueryRowContext(ctx, "SELECT shapes FROM derived").Scan(&made); err != nil || made.String == hash {
		return err
	}
	begin := time.Now()
	return s.inTransaction(ctx, func(tx *sql.Tx) error {
		m := shapeMaker{writing: writing{ctx: ctx, tx: tx}, Store: s}
		m.run("DELETE FROM shape")
		m.run("DELETE FROM item")
		m.readTypes()
		m.readLinks()
		m.readCitations()
		m.readLists()
		for key, t := range m.types {
			if t != nil {
				m.insert(toShape, key, t.Path, int64(m.has[key]))
			}
		}
		m.flush()
		m.run("UPDATE derived SET shapes = ?", hash)
		if took := time.Since(begin); took > time.Second && m.err == nil {
			slog.Info("made what filters start from, once for this version", "entities", len(m.types), "took", took.Round(time.Millisecond))
		}
		return m.err
	})
}

// shapeMaker reads the shapes of all entities out of what they are made from.
type shapeMaker struct {
	writing
	*Store
	types []*schema.Type // by key; nil where there is none
	has   []bits
}

func (m *shapeMaker) readTypes() {
	m.writing.each(func(rows *sql.Rows) error {
		var key int
		var path string
		err := rows.Scan(&key, &path)
		for len(m.types) <= key {
			m.types, m.has = append(m.types, nil), append(m.has, 0)
		}
		m.types[key] = m.schema.ByPath(path)
		return err
	}, "SELECT key, type FROM entity ORDER BY key")
}

func (m *shapeMaker) readLinks() {
	m.writing.each(func(rows *sql.Rows) error {
		var from, to int
		var kind string
		err := rows.Scan(&from, &kind, &to)
		gives := m.shapes.ends[ending{kind, m.types[to]}]
		m.has[from] |= gives.from
		m.has[to] |= gives.to
		return err
	}, "SELECT from_key, kind, to_key FROM link")
}

func (m *shapeMaker) readCitations() {
	m.writing.each(func(rows *sql.Rows) error {
		var owner int
		var basis string
		err := rows.Scan(&owner, &basis)
		m.has[owner] |= m.shapes.bases[basis]
		return err
	}, "SELECT owner, basis FROM citation")
}

func (m *shapeMaker) readLists() {
	for t, lists := range m.shapes.lists {
		for _, f := range lists {
			m.run(fmt.Sprintf("INSERT OR IGNORE INTO item SELECT '%[1]s.%[2]s', j.value, e.key FROM entity e CROSS JOIN json_each(e.body, '$.%[2]s') j WHERE e.type = '%[1]s'",
				t.Path, f.Name))
			m.writing.each(func(rows *sql.Rows) error {
				var key int
				err := rows.Scan(&key)
				m.has[key] |= m.shapes.fields[f]
				return err
			}, fmt.Sprintf("SELECT key FROM entity e WHERE type = '%s' AND %s IS NOT NULL", t.Path, value(f, "body")))
		}
	}
}
