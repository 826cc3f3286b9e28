package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID marks the file as ours, so that another SQLite file is not taken for it ("prxs").
const applicationID = 0x70727873

// migrate brings the file up to date, each step in a transaction of its own, and refuses one from a newer program.
func (s *Store) migrate(ctx context.Context) error {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	var version, id int
	if err := pragma(ctx, s.write, "user_version", &version); err != nil {
		return err
	}
	if err := pragma(ctx, s.write, "application_id", &id); err != nil {
		return err
	}
	switch {
	case version > len(files):
		return kb.Errorf(kb.Unavailable, "%s was written by a newer praxis (its format is %d, this program knows %d): use that program, or restore a backup",
			s.path, version, len(files))
	case version > 0 && id != applicationID:
		return kb.Errorf(kb.Unavailable, "%s is a database of another program: choose another data folder", s.path)
	}
	for n := version; n < len(files); n++ {
		text, err := migrations.ReadFile(files[n])
		if err != nil {
			return err
		}
		step := fmt.Sprintf("%s; PRAGMA user_version = %d; PRAGMA application_id = %d;", text, n+1, applicationID)
		if err := s.inTransaction(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, step)
			return err
		}); err != nil {
			return fmt.Errorf("migrate to format %d: %w", n+1, err)
		}
	}
	return nil
}

func pragma(ctx context.Context, db *sql.DB, name string, into *int) error {
	return db.QueryRowContext(ctx, "PRAGMA "+name).Scan(into)
}

func (s *Store) inTransaction(ctx context.Context, act func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := act(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// deriveFromSchema makes the views and indexes that follow from the declaration, again where it has changed.
func (s *Store) deriveFromSchema(ctx context.Context) error {
	made := derivedSQL(s.schema)
	hash, stored := fingerprint(strings.Join(made, "\n")+searchedFields(s.schema)), ""
	err := s.write.QueryRowContext(ctx, "SELECT hash FROM derived").Scan(&stored)
	if err != nil && err != sql.ErrNoRows || stored == hash {
		return err
	}
	if stored != "" {
		slog.Info("making indexes, views and words anew, once for this version: a large graph takes a minute or two", "file", File)
	}
	return s.inTransaction(ctx, func(tx *sql.Tx) error {
		if err := dropDerived(ctx, tx); err != nil {
			return err
		}
		for _, statement := range made {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		if err := s.rewriteWords(ctx, tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO derived (one, hash) VALUES (1, ?) ON CONFLICT DO UPDATE SET hash = excluded.hash", hash)
		return err
	})
}

// fingerprint tells whether what follows from a text has to be made again.
func fingerprint(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// searchedFields names what the words are made of; foldVersion rises when they are made otherwise.
func searchedFields(s *schema.Schema) string {
	const foldVersion = 1
	text := fmt.Sprint("words ", foldVersion)
	for _, t := range s.Entities {
		for _, f := range t.Fields {
			if f.Search > 0 {
				text += " " + t.Path + "." + f.Name
			}
		}
	}
	return text
}

// rewriteWords makes the words and the sort names of all entities anew.
func (s *Store) rewriteWords(ctx context.Context, tx *sql.Tx) error {
	if err := forgetWords(ctx, tx); err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, "SELECT key, type, body FROM entity")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key int64
		var path string
		var text []byte
		if err := rows.Scan(&key, &path, &text); err != nil {
			return err
		}
		body := map[string]any{}
		if err := kb.Decode(text, &body); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE entity SET sort = ?1 WHERE key = ?2 AND sort <> ?1", sortName(body), key); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO words (key, text) VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text WHERE text <> excluded.text", key, kb.SearchText(s.schema, s.schema.ByPath(path), body)); err != nil {
			return err
		}
	}
	return rows.Err()
}

func dropDerived(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx,
		"SELECT type, name FROM sqlite_schema WHERE type = 'view' OR type = 'index' AND name LIKE 'by_%'")
	if err != nil {
		return err
	}
	defer rows.Close()
	var drops []string
	for rows.Next() {
		var kind, name string
		if err := rows.Scan(&kind, &name); err != nil {
			return err
		}
		drops = append(drops, fmt.Sprintf("DROP %s %q", kind, name))
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, drop := range drops {
		if _, err := tx.ExecContext(ctx, drop); err != nil {
			return err
		}
	}
	return nil
}

// derivedSQL is a view for each type, for people who open the file with their own tools, and an index for each order that
// lists may be in.
func derivedSQL(s *schema.Schema) []string {
	all := []string{
		"CREATE INDEX by_type ON entity (type) WHERE archived IS NULL", // to count
		"CREATE INDEX by_created ON entity (type, created, slug)",
		"CREATE INDEX by_updated ON entity (type, updated, slug)",
		"CREATE INDEX by_archived ON entity (key) WHERE archived IS NOT NULL",
		"CREATE INDEX by_shape ON shape (type, has)",
	}
	for _, t := range s.Entities {
		name := strings.ReplaceAll(t.Path, "-", "_")
		columns := []string{"type || '/' || slug AS id", "revision", "created", "updated"}
		for _, f := range t.Fields {
			if !f.Stored() || f.Name == "citations" {
				continue
			}
			columns = append(columns, fmt.Sprintf("%s AS %q", value(f, "body"), f.Name))
			if f.Facet && !f.List {
				all = append(all, fmt.Sprintf("CREATE INDEX %s ON entity ((%[2]s IS NULL), %[2]s, slug) WHERE type = '%[3]s'",
					indexName(t, f), value(f, "body"), t.Path)) // what has no value comes last
			}
		}
		all = append(all, fmt.Sprintf("CREATE VIEW %q AS SELECT %s FROM entity WHERE type = '%s' AND archived IS NULL",
			name, strings.Join(columns, ", "), t.Path))
	}
	return append(all, `CREATE VIEW "links" AS SELECT f.type || '/' || f.slug AS "from", substr(l.kind, instr(l.kind, '.') + 1) AS kind,
		t.type || '/' || t.slug AS "to", l.qualifier, l.position, l.properties, l.id FROM link l
		JOIN entity f ON f.key = l.from_key JOIN entity t ON t.key = l.to_key WHERE f.archived IS NULL AND t.archived IS NULL`)
}

func indexName(t *schema.Type, f *schema.Field) string {
	return "by_" + strings.ReplaceAll(t.Path, "-", "_") + "_" + f.Name
}

// value is the SQL that reads a field out of a body; of a text, the original.
func value(f *schema.Field, body string) string {
	if f.Localized && !f.List {
		return fmt.Sprintf("%s ->> ('$.%s.' || (%s ->> '$.%s.original'))", body, f.Name, body, f.Name)
	}
	return fmt.Sprintf("%s ->> '$.%s'", body, f.Name)
}
