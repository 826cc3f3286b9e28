package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
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
// logged; what was committed under the same key before is not applied again.
func (s *Store) Commit(ctx context.Context, cs kb.ChangeSet) (Receipt, error) {
	problems := kb.Check(s.schema, &cs)
	if whole(problems) {
		return Receipt{}, problems.Err()
	}
	ops, err := operations(&cs, problems)
	if err != nil {
		return Receipt{}, err
	}
	s.commits.Lock()
	defer s.commits.Unlock()
	var receipt Receipt
	var touched []int64
	err = s.inTransaction(ctx, func(tx *sql.Tx) error {
		if found, err := s.repeated(ctx, tx, cs.Key, &receipt); found || err != nil {
			return err
		}
		a := newApplier(ctx, tx, s.schema, s.Sequence()+1, cs.Time)
		a.problems, a.malformed = problems, malformed(&cs, problems)
		if err := a.apply(ops); err != nil {
			return err
		}
		slices.SortStableFunc(a.problems, func(p, q kb.Problem) int {
			return cmp.Or(p.Change-q.Change, strings.Compare(p.Path, q.Path))
		})
		if err := a.problems.Err(); err != nil {
			return err
		}
		receipt = Receipt{Sequence: s.Sequence(), Changed: len(a.logged)}
		if len(a.logged) == 0 {
			return nil
		}
		receipt.Sequence, touched = a.sequence, a.keys()
		return a.log(&cs, keyHash(cs.Key))
	})
	if err != nil {
		return Receipt{}, writeError(err)
	}
	if len(touched) > 0 {
		s.sequence.Store(receipt.Sequence)
		s.cache.forget(touched)
		s.tellNews()
	}
	return receipt, nil
}

// whole tells whether the change set is wrong as such, so that its changes need not be looked at.
func whole(problems kb.Problems) bool {
	return len(problems) > 0 && problems[0].ID == "the change set"
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

func (s *Store) repeated(ctx context.Context, tx *sql.Tx, key string, receipt *Receipt) (bool, error) {
	if key == "" {
		return false, nil
	}
	err := tx.QueryRowContext(ctx, "SELECT sequence FROM changeset WHERE key = ?", keyHash(key)).Scan(&receipt.Sequence)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	receipt.Repeated = err == nil
	return err == nil, err
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
func (a *applier) log(cs *kb.ChangeSet, key []byte) error {
	var origin any
	if cs.Origin != "" {
		origin = cs.Origin
	}
	var hash any
	if key != nil {
		hash = key
	}
	a.exec("INSERT INTO changeset (sequence, time, author, message, origin, key) VALUES (?, ?, ?, ?, ?, ?)",
		a.sequence, stamp(cs.Time), cs.Author, cs.Message, origin, hash)
	for n, row := range a.inOrder() {
		a.exec("INSERT INTO change (sequence, n, action, entity, revision, target, link, body, schema) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			a.sequence, n, row.action, row.id, a.touched[row.id].revision, null(row.target), null(row.link), null(row.body), schema.Version)
	}
	return a.err
}

func null(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// stamp writes a time as the database keeps it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
