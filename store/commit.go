package store

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Receipt says what became of a change set.
type Receipt struct {
	Sequence int64 // its number; that of the last one where nothing changed
	Changed  int   // how many of its changes changed something
	Repeated bool  // it had been committed before, under the same key
}

// Commit is the one way to write. It validates a change set as a whole and applies it all or nothing, with its line in
// the log. Errors are Invalid or Conflict with all problems, each naming its place. What changes nothing is not
// logged, unless it has a key; what was committed under the same key before is not applied again, and something else
// under that key is a Conflict.
func (s *Store) Commit(ctx context.Context, cs kb.ChangeSet) (Receipt, error) {
	return s.commit(ctx, cs, true)
}

// commit commits, or rehearses it and keeps nothing.
func (s *Store) commit(ctx context.Context, cs kb.ChangeSet, stays bool) (Receipt, error) {
	if err := s.mayWrite(); err != nil {
		return Receipt{}, err
	}
	problems := kb.Check(s.schema, &cs)
	if whole(problems) {
		return Receipt{}, problems.Err()
	}
	ops, err := operations(&cs, problems)
	if err != nil {
		return Receipt{}, err
	}
	does := cs.Asked
	if does == nil && cs.Key != "" {
		does = digest(ops)
	}
	var receipt Receipt
	err = s.advance(ctx, func(tx *sql.Tx) (func(), error) {
		if found, err := s.repeated(ctx, tx, cs.Key, does, &receipt); found || err != nil {
			return nil, err
		}
		a := s.newApplier(ctx, tx, s.Sequence()+1, cs.Time)
		a.problems, a.malformed = problems, malformed(&cs, problems)
		if err := a.apply(ops); err != nil {
			return nil, err
		}
		slices.SortStableFunc(a.problems, func(p, q kb.Problem) int {
			return cmp.Or(p.Change-q.Change, strings.Compare(p.Path, q.Path))
		})
		if err := a.problems.Err(); err != nil {
			return nil, err
		}
		receipt = Receipt{Sequence: s.Sequence(), Changed: len(a.logged)}
		if !stays {
			return nil, errRehearsed
		}
		if len(a.logged) == 0 && cs.Key == "" {
			return nil, nil
		}
		receipt.Sequence = a.sequence
		untrue := a.untrue()
		return func() {
			s.cache.forget(untrue)
			s.move(receipt.Sequence, stamp(cs.Time), cs.Author, cs.Message)
		}, a.log(&cs, keyHash(cs.Key), does)
	})
	if err != nil && !errors.Is(err, errRehearsed) {
		return Receipt{}, writeError(err)
	}
	return receipt, nil
}

// advance writes in a transaction of its own. What write gives brings caches and state up to what was written, and is nil
// where nothing was: no reader sees the one without the other.
func (s *Store) advance(ctx context.Context, write func(*sql.Tx) (written func(), err error)) error {
	s.commits.Lock()
	defer s.commits.Unlock()
	var written func()
	err := s.inTransaction(ctx, func(tx *sql.Tx) error {
		then, err := write(tx)
		if then != nil && err == nil {
			s.caching.Lock()
			written = then
		}
		return err
	})
	if written == nil {
		return err
	}
	if err == nil {
		written()
	}
	s.caching.Unlock()
	if err == nil {
		s.tellNews()
	}
	return err
}

// whole tells whether the change set is wrong as such, so that its changes need not be looked at.
func whole(problems kb.Problems) bool {
	return len(problems) > 0 && problems[0].ID == kb.WholeSet
}

func malformed(cs *kb.ChangeSet, problems kb.Problems) map[string]bool {
	ids := map[string]bool{}
	for _, p := range problems {
		if cs.Changes[p.Change].Op == kb.Put {
			ids[p.ID] = true
		}
	}
	return ids
}

// asker asks the database: a connection, or a transaction.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (s *Store) repeated(ctx context.Context, db asker, key string, digest []byte, receipt *Receipt) (bool, error) {
	if key == "" {
		return false, nil
	}
	var before []byte
	err := db.QueryRowContext(ctx, "SELECT sequence, digest FROM changeset WHERE key = ?", keyHash(key)).Scan(&receipt.Sequence, &before)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err == nil && !bytes.Equal(before, digest) {
		return true, kb.Errorf(kb.Conflict, "the key was used for another change set, %d: choose a new key", receipt.Sequence)
	}
	receipt.Repeated = err == nil
	return err == nil, err
}

// digest is a fingerprint of what a change set does.
func digest(ops []operation) []byte {
	sum := sha256.New()
	for _, o := range ops {
		fmt.Fprintf(sum, "%s\x00%s\x00%s\x00%s\x00%+v\n", o.op, o.id, o.to, o.body, o.link)
	}
	return sum.Sum(nil)
}

func keyHash(key string) []byte {
	if key == "" {
		return nil
	}
	sum := sha256.Sum256([]byte(key))
	return sum[:]
}

func writeError(err error) error { return explain("the database", err) }

// log writes the change set and its changes.
func (a *applier) log(cs *kb.ChangeSet, key, digest []byte) error {
	set := &kb.LoggedSet{Sequence: int(a.sequence), Time: cs.Time, Author: cs.Author, Message: cs.Message}
	if cs.Origin != "" {
		set.Origin = &cs.Origin
	}
	if key == nil {
		digest = nil
	}
	return a.write(set, key, digest, a.lines())
}

// lines are the lines of the log that the change set amounts to.
func (a *applier) lines() []logged {
	lines := a.inOrder()
	for n := range lines {
		l := &lines[n]
		l.index, l.revision, l.schema = n, a.touched[l.id].revision, schema.Version
	}
	return lines
}

// write writes a change set and its lines, and chains them to what stands before.
func (a *applier) write(set *kb.LoggedSet, key, digest []byte, lines []logged) error {
	before, err := lastHash(a.ctx, a.tx, set.Sequence)
	if err != nil {
		return err
	}
	a.exec("INSERT INTO changeset (sequence, time, author, message, origin, key, digest, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		set.Sequence, stamp(set.Time), set.Author, set.Message, set.Origin, key, digest, chained(before, set, lines))
	for i := range lines {
		l := &lines[i]
		a.insert(toChange, set.Sequence, l.index, l.action, l.id, l.revision, null(l.target), null(l.link), null(l.body), l.schema)
	}
	a.flush()
	return a.err
}

func null(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// stampForm has all digits of a second, so that times sort as texts do.
const stampForm = "2006-01-02T15:04:05.000000000Z"

// stamp writes a time as the database keeps it.
func stamp(t time.Time) string { return t.UTC().Format(stampForm) }

// Now is the time that a change set is made at, for those who commit: the store itself asks no clock.
func Now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
