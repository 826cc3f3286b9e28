package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"

	sqlite "github.com/mattn/go-sqlite3"

	"github.com/praxis-kb/praxis/kb/schema"
)

// copyPages is how many pages are copied between two looks at whether anybody still waits.
const copyPages = 4096

// Copy writes the database as it was when the dump began, with its log, to a new file. The same log gives the same bytes,
// whatever the file went through.
func (d *Dump) Copy(ctx context.Context, file string) error {
	part, err := os.MkdirTemp("", "praxis-copy-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	path := filepath.Join(part, File)
	if err := d.pages(ctx, path); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	return compact(ctx, path, file)
}

// pages copies the file page by page, within the transaction that holds the moment.
func (d *Dump) pages(ctx context.Context, path string) error {
	to, err := (&sqlite.SQLiteDriver{}).Open(path)
	if err != nil {
		return err
	}
	defer to.Close()
	return d.conn.Raw(func(from any) error {
		b, err := to.(*sqlite.SQLiteConn).Backup("main", from.(*sqlite.SQLiteConn), "main")
		if err != nil {
			return err
		}
		for done := false; !done && err == nil; err = ctx.Err() {
			if done, err = b.Step(copyPages); err != nil {
				break
			}
		}
		if finished := b.Finish(); err == nil {
			err = finished
		}
		return err
	})
}

// withoutWords empties the index of words, which is made again where the file is served: how it is cut depends on when it was
// made. An older file has none.
func withoutWords(ctx context.Context, db *sql.DB) error {
	var n int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = 'holding'").Scan(&n); err != nil || n == 0 {
		return err
	}
	return forgetWords(ctx, db)
}

// compact writes a database anew, so that its bytes follow from what it holds alone: not from what it held before, nor
// from how often its views were made.
func compact(ctx context.Context, path, file string) error {
	db, err := sql.Open("praxis", source(path, "rw"))
	if err != nil {
		return err
	}
	defer db.Close()
	if err := withoutWords(ctx, db); err != nil {
		return err
	}
	for _, statement := range []string{"PRAGMA journal_mode = DELETE", "PRAGMA schema_version = 1"} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", file)
	return err
}

// extractID marks a file that holds a part of a graph: it is no database that praxis can serve, having no log.
const extractID = applicationID + 1

// Extract writes entities, in the order in which each gives them, to a new SQLite file with the tables and views of a
// whole one and no log. Links and citations that lead to what is not given are left out. each is called twice.
func Extract(ctx context.Context, file string, s *schema.Schema, each func(give func(*Dumped) error) error) error {
	part, err := os.MkdirTemp("", "praxis-extract-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	path := filepath.Join(part, File)
	st, err := open(ctx, path, s)
	if err != nil {
		return err
	}
	defer st.Close()
	tx, err := st.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	x := &extract{ctx: point(ctx), tx: tx, schema: s}
	for _, pass := range []func(*Dumped) error{x.entity, x.links} {
		if err := each(pass); err != nil {
			return err
		}
	}
	if x.exec(fmt.Sprintf("PRAGMA application_id = %d", extractID)); x.err != nil {
		return x.err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	if err := st.Close(); err != nil {
		return err
	}
	return compact(ctx, path, file)
}
