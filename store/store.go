// Package store keeps the graph and its log in one SQLite file. The log of change sets is the truth: everything else
// in the file can be made again from it. There is one writer and a few readers that cannot write.
package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	sqlite "github.com/mattn/go-sqlite3"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

const (
	// File is the name of the database in the data folder.
	File = "praxis.db"

	readers    = 3             // 2–4 read fastest on two cores
	mapped     = 1<<31 - 1<<16 // bytes of the file that are read through the page cache of the system: as many as SQLite can
	busyMillis = 5000          // how long to wait for a backup or checkpoint
	statements = 200           // prepared statements kept for each connection
	writerKB   = 16 << 10      // pages that the writer keeps: the upper ones of all indexes, which each change looks through
)

// Store is an open database. Its methods may be called from many goroutines.
type Store struct {
	schema *schema.Schema
	shapes *shapes
	path   string
	write  *sql.DB
	read   *sql.DB
	lock   *os.File

	commits   sync.Mutex   // one commit at a time
	caching   sync.RWMutex // held by a commit while the state and the caches change together
	newsLock  sync.Mutex
	news      chan struct{} // closed at the next commit
	sequence  atomic.Int64
	wordsRead atomic.Int64 // the key of the last entity whose words are in the index of words
	cache     *cache
	state     State // guarded by caching
}

func init() {
	sql.Register("praxis", &sqlite.SQLiteDriver{ConnectHook: func(c *sqlite.SQLiteConn) error {
		_, err := c.Exec(fmt.Sprintf("PRAGMA mmap_size = %d", mapped), nil)
		return err
	}})
}

// Open opens the database in a folder, which it makes where there is none, for this process alone. It brings the file
// up to date. Errors are Unavailable and say what to do: the folder is in use or cannot be written, the file is
// damaged, or a newer program wrote it.
func Open(ctx context.Context, dir string, s *schema.Schema) (*Store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, unwritable(dir, err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	st, err := open(ctx, filepath.Join(dir, File), s)
	if err != nil {
		lock.Close()
		return nil, err
	}
	st.lock = lock
	return st, nil
}

// open opens a file without taking the folder: for a fresh database beside the real one.
func open(ctx context.Context, path string, s *schema.Schema) (*Store, error) {
	of, err := newShapes(s)
	if err != nil {
		return nil, err
	}
	st := &Store{schema: s, shapes: of, path: path, cache: newCache(s, DefaultCache), news: make(chan struct{})}
	if err := st.connect(ctx); err != nil {
		st.Close()
		return nil, explain(path, err)
	}
	return st, nil
}

func (s *Store) connect(ctx context.Context) (err error) {
	if s.write, err = sql.Open("praxis", source(s.path, "rwc", "_journal_mode=WAL", "_synchronous=FULL", "_txlock=immediate", "_foreign_keys=on",
		fmt.Sprintf("_cache_size=%d", -writerKB))); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	if err := s.soundEnough(ctx); err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if err := s.deriveFromSchema(ctx); err != nil {
		return err
	}
	if err := s.deriveShapes(ctx); err != nil {
		return err
	}
	if err := s.chain(ctx); err != nil {
		return err
	}
	if s.read, err = openReaders(s.path); err != nil {
		return err
	}
	return s.loadSequence(ctx)
}

// checkedSize is how large a file may be to be looked through at each start: a tenth of a second.
const checkedSize = 64 << 20

// soundEnough looks for damage that would only show when somebody asks.
func (s *Store) soundEnough(ctx context.Context) error {
	if info, err := os.Stat(s.path); err != nil || info.Size() == 0 || info.Size() > checkedSize {
		return nil // a new file, or one that `praxis verify` looks through
	}
	var verdict string
	if err := s.write.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return kb.Errorf(kb.Unavailable, "%s is damaged (%s): keep it aside and bring back a backup with `praxis restore`", s.path, verdict)
	}
	return nil
}

func openReaders(path string) (*sql.DB, error) {
	db, err := sql.Open("praxis", source(path, "ro", "_query_only=on"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	return db, nil
}

// source is the data source name. synchronous is asked for by name: in WAL the driver would take NORMAL, and an
// acknowledged commit could be lost with the power.
func source(path, mode string, more ...string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}
	u.RawQuery = fmt.Sprintf("mode=%s&_busy_timeout=%d&_stmt_cache_size=%d", mode, busyMillis, statements)
	for _, option := range more {
		u.RawQuery += "&" + option
	}
	return u.String()
}

func (s *Store) loadSequence(ctx context.Context) error {
	var last int64
	var at, author, message string
	err := s.write.QueryRowContext(ctx, "SELECT sequence, time, author, message FROM changeset ORDER BY sequence DESC LIMIT 1").
		Scan(&last, &at, &author, &message)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	s.move(last, at, author, message)
	var read int64
	if err := s.write.QueryRowContext(ctx, "SELECT words_read FROM derived").Scan(&read); err != nil {
		return err
	}
	s.wordsRead.Store(read)
	return nil
}

// move makes a change set the last one.
func (s *Store) move(sequence int64, at, author, message string) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\x00%s\x00%s\x00%s", sequence, at, author, message))
	s.state = State{Sequence: sequence, Mark: [8]byte(sum[:8])}
	s.sequence.Store(sequence)
}

// Sequence is the number of the last change set.
func (s *Store) Sequence() int64 { return s.sequence.Load() }

// State is the last change set, by its number and a fingerprint that another database does not share. It waits for a
// commit that is just being made, so that what is read between two equal states is of one state.
func (s *Store) State() State {
	s.caching.RLock()
	defer s.caching.RUnlock()
	return s.state
}

// State names what a database holds.
type State struct {
	Sequence int64
	Mark     [8]byte // of the last change set: its number, time, author and message
}

// Keep bounds the bytes of what is kept in memory, and drops what was. Nobody may use the store meanwhile.
func (s *Store) Keep(bytes int) { s.cache = newCache(s.schema, bytes) }

// Still acts while no commit can be made.
func (s *Store) Still(act func()) {
	s.commits.Lock()
	defer s.commits.Unlock()
	act()
}

// Folder is where the database lies.
func (s *Store) Folder() string { return filepath.Dir(s.path) }

// Schema is the declaration that the store was opened with.
func (s *Store) Schema() *schema.Schema { return s.schema }

// Close ends all connections and leaves the folder to others.
func (s *Store) Close() error {
	var first error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			if err := db.Close(); err != nil && first == nil {
				first = err
			}
		}
	}
	if s.lock != nil {
		s.lock.Close()
	}
	return first
}

// Check asks the database a question: nil says that it answers.
func (s *Store) Check(ctx context.Context) error {
	var one int
	return s.read.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM changeset LIMIT 1)").Scan(&one)
}
