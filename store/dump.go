package store

import (
	"context"
	"database/sql"
	"path/filepath"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// dumpPage is how many entities a dump holds in memory at once.
const dumpPage = 500

// Dump is the graph as it was at one moment: whoever writes meanwhile changes nothing in it.
type Dump struct {
	db   *sql.DB
	conn *sql.Conn
	tx   *sql.Tx
}

// Dumped is an entity with all that leads to it and starts from it: what brings it back.
type Dumped struct {
	ID                           string
	Archived                     bool
	Revision                     int
	Created, Updated, ArchivedAt string      // moments, as they are stored
	Body                         []byte      // as it is stored
	Links                        []kb.Change // those that start here, in the order of kind, position and end
	Aliases                      []string    // the ids that lead here, in order
}

// OpenDump begins a dump of the database in a folder, while a server may be running on it.
func OpenDump(ctx context.Context, dir string) (*Dump, error) {
	db, err := openExisting(dir)
	if err != nil {
		return nil, err
	}
	d := &Dump{db: db}
	if err := d.begin(ctx); err != nil {
		d.Close()
		return nil, explain(dir, err)
	}
	return d, nil
}

func (d *Dump) begin(ctx context.Context) (err error) {
	if d.conn, err = d.db.Conn(ctx); err != nil {
		return err
	}
	if d.tx, err = d.conn.BeginTx(ctx, nil); err == nil {
		_, err = d.Count(ctx, "") // the first read fixes the moment
	}
	return err
}

// Dump begins a dump of the store. It has a connection of its own: a long one keeps no reader from others.
func (s *Store) Dump(ctx context.Context) (*Dump, error) { return OpenDump(ctx, filepath.Dir(s.path)) }

// Close ends the dump.
func (d *Dump) Close() {
	if d.tx != nil {
		d.tx.Rollback()
	}
	if d.conn != nil {
		d.conn.Close()
	}
	d.db.Close()
}

// Count counts the entities of a type, what is archived included.
func (d *Dump) Count(ctx context.Context, path string) (n int, err error) {
	err = d.tx.QueryRowContext(ctx, "SELECT count(*) FROM entity WHERE type = ?", path).Scan(&n)
	return n, err
}

// Each gives the entities of a type one by one, in the order of their slugs.
func (d *Dump) Each(ctx context.Context, path string, give func(*Dumped) error) error {
	for after := ""; ; {
		page, err := d.read(ctx, "WHERE type = ?1 AND slug > ?2 ORDER BY slug LIMIT ?3", path, after, dumpPage)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, e := range page {
			if err := give(e); err != nil {
				return err
			}
		}
		_, after = kb.SplitID(page[len(page)-1].ID)
	}
}

// Bodies gives the bodies of the entities of a type that stand, in the order of their slugs. They are true until the next.
func (d *Dump) Bodies(ctx context.Context, path string, give func(id string, body []byte) error) error {
	rows, err := d.tx.QueryContext(ctx, "SELECT slug, body FROM entity WHERE type = ? AND archived IS NULL ORDER BY slug", path)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var slug string
		var body sql.RawBytes
		if err := rows.Scan(&slug, &body); err != nil {
			return err
		}
		if err := give(path+"/"+slug, body); err != nil {
			return err
		}
	}
	return rows.Err()
}

// One is a single entity by its own id; nil where there is none. An alias answers nothing.
func (d *Dump) One(ctx context.Context, id string) (*Dumped, error) {
	path, slug := kb.SplitID(id)
	page, err := d.read(ctx, "WHERE type = ?1 AND slug = ?2", path, slug)
	if len(page) == 0 {
		return nil, err
	}
	return page[0], err
}

func (d *Dump) read(ctx context.Context, where string, args ...any) ([]*Dumped, error) {
	rows, err := d.tx.QueryContext(ctx, "SELECT key, type || '/' || slug, revision, created, updated, coalesce(archived, ''), body FROM entity "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var page []*Dumped
	var keys []int64
	byKey := map[int64]*Dumped{}
	for rows.Next() {
		var key int64
		var e Dumped
		if err := rows.Scan(&key, &e.ID, &e.Revision, &e.Created, &e.Updated, &e.ArchivedAt, &e.Body); err != nil {
			return nil, err
		}
		e.Archived = e.ArchivedAt != ""
		page, keys, byKey[key] = append(page, &e), append(keys, key), &e
	}
	if err := rows.Err(); err != nil || len(page) == 0 {
		return nil, err
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	if err := d.readLinks(ctx, string(list), byKey); err != nil {
		return nil, err
	}
	return page, d.readAliases(ctx, string(list), byKey)
}

func (d *Dump) readLinks(ctx context.Context, keys string, into map[int64]*Dumped) error {
	rows, err := d.tx.QueryContext(ctx, `SELECT l.from_key, l.kind, t.type || '/' || t.slug, l.qualifier, l.position,
			coalesce(l.properties, '{}'), coalesce(l.citations, '[]')
		FROM json_each(?) j CROSS JOIN link l ON l.from_key = j.value JOIN entity t ON t.key = l.to_key
		ORDER BY l.from_key, l.kind, l.position, t.type, t.slug, l.qualifier`, keys)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var from int64
		var properties, citations []byte
		c := kb.Change{Op: kb.Join}
		if err := rows.Scan(&from, &c.Kind, &c.To, &c.Qualifier, &c.Position, &properties, &citations); err != nil {
			return err
		}
		if err := json.Unmarshal(properties, &c.Properties); err != nil {
			return err
		}
		if err := json.Unmarshal(citations, &c.Citations); err != nil {
			return err
		}
		e := into[from]
		c.ID = e.ID
		e.Links = append(e.Links, c)
	}
	return rows.Err()
}

func (d *Dump) readAliases(ctx context.Context, keys string, into map[int64]*Dumped) error {
	rows, err := d.tx.QueryContext(ctx, `SELECT key, type || '/' || slug FROM alias
		WHERE key IN (SELECT value FROM json_each(?)) ORDER BY type, slug`, keys)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key int64
		var id string
		if err := rows.Scan(&key, &id); err != nil {
			return err
		}
		into[key].Aliases = append(into[key].Aliases, id)
	}
	return rows.Err()
}
