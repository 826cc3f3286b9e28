// Package desk is where people write. It knows who may (tokens and roles), turns what they ask for (edits) into change
// sets, and keeps what waits for another's eyes (proposals). What is not public lies in desk.db beside the graph.
package desk

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	_ "github.com/mattn/go-sqlite3" // desk.db

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// File is the name of the desk's database in the data folder.
const File = "desk.db"

//go:embed migrations/*.sql
var migrations embed.FS

// Desk takes in what people write. Its methods may be called from many goroutines.
type Desk struct {
	db       *sql.DB
	store    *store.Store
	now      func() time.Time
	reviewed bool
	issuer   *Issuer
	deciding sync.Mutex // edits are worked out and written, and proposals kept and decided, by one at a time
}

// Options are how a desk works.
type Options struct {
	Reviewed bool             // what an editor writes waits for another editor too
	Now      func() time.Time // the clock
	Issuer   *Issuer          // whose tokens are taken beside our own; may be nil
}

// Open opens the desk beside a store, in the same data folder, and makes its file where there is none.
func Open(ctx context.Context, dir string, s *store.Store, o Options) (*Desk, error) {
	if err := private(dir, File); err != nil {
		return nil, kb.Errorf(kb.Unavailable, "%s cannot be written (%v): check the rights of the folder, or choose another one", filepath.Join(dir, File), err)
	}
	path := (&url.URL{Path: filepath.Join(dir, File)}).EscapedPath()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=rwc&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_foreign_keys=on&_busy_timeout=5000")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // little is written here, and less is read
	d := &Desk{db: db, store: s, now: o.Now, reviewed: o.Reviewed, issuer: o.Issuer}
	if d.now == nil {
		d.now = store.Now
	}
	if d.issuer != nil {
		d.issuer.asking = make(chan struct{}, 1)
	}
	if err := d.migrate(ctx); err != nil {
		db.Close()
		return nil, kb.Errorf(kb.Unavailable, "%s cannot be opened (%v): check the rights of the file and its folder, or keep it aside", path, err)
	}
	return d, nil
}

// private makes a file that only its owner reads, where there is none; SQLite gives its rights to what it puts beside it.
// A token may be made before anything is served, so the folder is made too.
func private(dir, name string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return file.Close()
}

// Close ends the connection.
func (d *Desk) Close() error { return d.db.Close() }

// Reviewed tells whether what an editor writes waits for another editor too.
func (d *Desk) Reviewed() bool { return d.reviewed }

// Today is the date by the desk's clock.
func (d *Desk) Today() string { return d.now().UTC().Format(time.DateOnly) }

func (d *Desk) migrate(ctx context.Context) error {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	var version int
	if err := d.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > len(files) {
		return fmt.Errorf("it was written by a newer praxis: its format is %d, this program knows %d", version, len(files))
	}
	for n := version; n < len(files); n++ {
		text, err := migrations.ReadFile(files[n])
		if err != nil {
			return err
		}
		if err := d.inTransaction(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, fmt.Sprintf("%s; PRAGMA user_version = %d;", text, n+1))
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) inTransaction(ctx context.Context, act func(*sql.Tx) error) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := act(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// written is a time as the desk keeps it.
func written(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// read is a time that the desk keeps; nil where there is none.
func read(text sql.NullString) (*time.Time, error) {
	if !text.Valid {
		return nil, nil
	}
	t, err := time.Parse(time.RFC3339Nano, text.String)
	return &t, err
}
