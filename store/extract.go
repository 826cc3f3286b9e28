package store

import (
	"context"
	"database/sql"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// extract writes entities as they are told, with no change set behind them. The first failure stays.
type extract struct {
	ctx    context.Context
	tx     *sql.Tx
	schema *schema.Schema
	err    error
}

func (x *extract) exec(query string, args ...any) {
	if x.err == nil {
		_, x.err = x.tx.ExecContext(x.ctx, query, args...)
	}
}

func (x *extract) entity(e *Dumped) error {
	var body map[string]any
	if err := kb.Decode(e.Body, &body); err != nil {
		return err
	}
	path, slug := kb.SplitID(e.ID)
	archived := sql.NullString{String: e.ArchivedAt, Valid: e.Archived}
	x.exec("INSERT INTO entity (type, slug, revision, created, updated, archived, sort, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		path, slug, e.Revision, e.Created, e.Updated, archived, sortName(body), string(e.Body))
	key := x.key(e.ID)
	x.exec("INSERT INTO words (key, text) VALUES (?, ?)", key, kb.SearchText(x.schema, x.schema.ByPath(path), body))
	for _, alias := range e.Aliases {
		path, slug := kb.SplitID(alias)
		x.exec("INSERT INTO alias (type, slug, key) VALUES (?, ?, ?)", path, slug, key)
	}
	return x.err
}

func (x *extract) links(e *Dumped) error {
	var body map[string]any
	if err := kb.Decode(e.Body, &body); err != nil {
		return err
	}
	owner := x.key(e.ID)
	x.cite(owner, "", kb.Citations(body))
	for _, c := range e.Links {
		to := x.key(c.To)
		if to == 0 {
			continue
		}
		id := kb.LinkID(c.ID, c.Kind, c.To, c.Qualifier)
		x.exec("INSERT INTO link (from_key, kind, to_key, qualifier, position, id, properties, citations) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			owner, c.Kind, to, c.Qualifier, c.Position, id, x.json(c.Properties, len(c.Properties)), x.json(c.Citations, len(c.Citations)))
		x.cite(owner, id, kb.Cite("", c.Citations))
	}
	return x.err
}

func (x *extract) cite(owner int64, link string, cited []kb.Cited) {
	for n, c := range cited {
		if source := x.key(c.Source); source != 0 {
			x.exec("INSERT INTO citation (owner, link, n, source, path, basis, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
				owner, link, n, source, c.Path, c.Citation["basis"], x.json(c.Citation, len(c.Citation)))
		}
	}
}

// key is the key of an entity; 0 where it was not given.
func (x *extract) key(id string) (key int64) {
	path, slug := kb.SplitID(id)
	err := x.tx.QueryRowContext(x.ctx, "SELECT coalesce(max(key), 0) FROM entity WHERE type = ? AND slug = ?", path, slug).Scan(&key)
	if x.err == nil {
		x.err = err
	}
	return key
}

// json writes what has n parts; nothing where there are none.
func (x *extract) json(value any, n int) sql.NullString {
	text, err := kb.Canonical(value)
	if x.err == nil {
		x.err = err
	}
	return sql.NullString{String: string(text), Valid: n > 0}
}
