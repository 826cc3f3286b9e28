package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Report is what Verify found.
type Report struct {
	Sequence    int64
	Changes     int
	Hash        string // of the state: two databases with the same log have the same
	Redactions  []*kb.Redaction
	Differences []string // where the state is not what the log amounts to; at most 20
}

// maxDifferences bounds a report: the first ones tell what is wrong.
const maxDifferences = 20

// Verify replays the log of the database in a folder into a fresh one beside it, and compares the state. It reads the
// file only, so a server may be running; it compares a copy of one moment.
func Verify(ctx context.Context, dir string, s *schema.Schema) (Report, error) {
	temp, err := os.MkdirTemp("", "praxis-verify-")
	if err != nil {
		return Report{}, err
	}
	defer os.RemoveAll(temp)
	copied := filepath.Join(temp, "copy.db")
	if err := Backup(ctx, dir, copied); err != nil {
		return Report{}, err
	}
	old, err := open(ctx, copied, s)
	if err != nil {
		return Report{}, err
	}
	defer old.Close()
	fresh, err := open(ctx, filepath.Join(temp, "replay.db"), s)
	if err != nil {
		return Report{}, err
	}
	defer fresh.Close()
	report := Report{Sequence: old.Sequence()}
	if report.Changes, err = fresh.replay(ctx, old, int(old.Sequence())); err != nil {
		return report, err
	}
	if report.Hash, err = old.Hash(ctx); err != nil {
		return report, err
	}
	if report.Redactions, err = old.Redactions(ctx, ""); err != nil {
		return report, err
	}
	report.Differences, err = compare(ctx, old, fresh)
	return report, err
}

// replay applies the log of another database, up to a change set, to this empty one, in one transaction.
func (s *Store) replay(ctx context.Context, from *Store, upTo int) (changes int, err error) {
	sets, err := from.changeSets(ctx, " WHERE sequence <= ? ORDER BY sequence", []any{upTo})
	if err != nil {
		return 0, err
	}
	err = s.inTransaction(ctx, func(tx *sql.Tx) error {
		for _, set := range sets {
			lines, err := readLines(ctx, from.read, set.Sequence)
			if err != nil {
				return err
			}
			if _, err := s.redo(ctx, tx, set, lines); err != nil {
				return err
			}
			changes += len(lines)
		}
		return nil
	})
	if err != nil {
		return changes, err
	}
	return changes, s.loadSequence(ctx)
}

// redo applies a change set of a log, holds that it amounts to what was logged, and logs it as it stands there.
func (s *Store) redo(ctx context.Context, tx *sql.Tx, set *kb.LoggedSet, lines []logged) (*applier, error) {
	ops := make([]operation, len(lines))
	for i, line := range lines {
		var err error
		if ops[i], err = fromLog(line); err != nil {
			return nil, err
		}
	}
	a := s.newApplier(ctx, tx, int64(set.Sequence), set.Time)
	a.redoing = true
	err := a.apply(ops)
	if err == nil {
		err = a.problems.Err()
	}
	if err == nil {
		err = amount(a.lines(), lines)
	}
	if err == nil {
		err = a.write(set, nil, nil, lines)
	}
	if err != nil {
		return nil, fmt.Errorf("change set %d: %w", set.Sequence, err)
	}
	return a, nil
}

// amount compares what a change set amounts to with what was logged.
func amount(to, lines []logged) error {
	if len(to) != len(lines) {
		return kb.Errorf(kb.Invalid, "it has %d changes and amounts to %d", len(lines), len(to))
	}
	for i, l := range lines {
		did := to[i]
		if l.schema != did.schema {
			did.link, did.body, did.schema = l.link, l.body, l.schema // it was written otherwise then
		}
		if did != l {
			return kb.Errorf(kb.Invalid, "its change %d, of %s, amounts to something else than was logged", i, l.id)
		}
	}
	return nil
}

// readLines are the lines of a change set, as they stand.
func readLines(ctx context.Context, db asker, sequence int) ([]logged, error) {
	rows, err := db.QueryContext(ctx, `SELECT n, action, entity, revision, coalesce(target, ''), coalesce(link, ''), coalesce(body, ''), schema
		FROM change WHERE sequence = ? ORDER BY n`, sequence)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []logged
	for rows.Next() {
		var l logged
		if err := rows.Scan(&l.index, &l.action, &l.id, &l.revision, &l.target, &l.link, &l.body, &l.schema); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, rows.Err()
}

// state are the statements whose rows, in order, are the whole state: by ids, never by rows.
var state = []struct{ name, query string }{
	{"entity", `SELECT type || '/' || slug, revision, created, updated, coalesce(archived, ''), sort, body FROM entity ORDER BY type, slug`},
	{"words", `SELECT e.type || '/' || e.slug, w.text FROM words w JOIN entity e ON e.key = w.key ORDER BY e.type, e.slug`},
	{"shape", `SELECT e.type || '/' || e.slug, s.has FROM shape s JOIN entity e ON e.key = s.key ORDER BY e.type, e.slug`},
	{"item", `SELECT i.field, i.value, e.slug FROM item i JOIN entity e ON e.key = i.key ORDER BY 1, 2, 3`},
	{"link", `SELECT f.type || '/' || f.slug, l.kind, t.type || '/' || t.slug, l.qualifier, l.position, l.id, coalesce(l.properties, ''), coalesce(l.citations, '')
		FROM link l JOIN entity f ON f.key = l.from_key JOIN entity t ON t.key = l.to_key ORDER BY 1, 2, 3, 4`},
	{"citation", `SELECT o.type || '/' || o.slug, c.link, c.n, s.type || '/' || s.slug, c.path, c.basis, c.body
		FROM citation c JOIN entity o ON o.key = c.owner JOIN entity s ON s.key = c.source ORDER BY 1, 2, 3`},
	{"alias", `SELECT a.type || '/' || a.slug, e.type || '/' || e.slug FROM alias a JOIN entity e ON e.key = a.key ORDER BY 1`},
	{"change", `SELECT sequence, n, action, entity, revision, coalesce(target, ''), coalesce(link, ''), coalesce(body, '') FROM change ORDER BY sequence, n`},
}

// Hash is a fingerprint of the state and the log.
func (s *Store) Hash(ctx context.Context) (string, error) {
	hash := sha256.New()
	for _, part := range state {
		err := s.eachLine(ctx, part.query, func(line string) bool {
			hash.Write([]byte(line + "\n"))
			return true
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// eachLine calls visit for each row, its columns joined, until it says no.
func (s *Store) eachLine(ctx context.Context, query string, visit func(string) bool) error {
	rows, err := s.read.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]sql.RawBytes, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		line := bytes.Join(raw(values), []byte("\t"))
		if !visit(string(line)) {
			return nil
		}
	}
	return rows.Err()
}

func raw(values []sql.RawBytes) [][]byte {
	all := make([][]byte, len(values))
	for i, v := range values {
		all[i] = v
	}
	return all
}

func compare(ctx context.Context, a, b *Store) ([]string, error) {
	var all []string
	for _, part := range state {
		lines := map[string]int{}
		for _, side := range []struct {
			store *Store
			sign  int
		}{{a, 1}, {b, -1}} {
			err := side.store.eachLine(ctx, part.query, func(line string) bool {
				if lines[line] += side.sign; lines[line] == 0 {
					delete(lines, line)
				}
				return true
			})
			if err != nil {
				return nil, err
			}
		}
		for line, sign := range lines {
			if len(all) == maxDifferences {
				return all, nil
			}
			side := map[bool]string{true: "only in the database", false: "only in the replay"}[sign > 0]
			all = append(all, fmt.Sprintf("%s, %s: %s", part.name, side, strings.ReplaceAll(clip(line), "\t", " | ")))
		}
	}
	return all, nil
}

// clip shortens a line for people.
func clip(line string) string {
	if len(line) > 300 {
		return line[:300] + "…"
	}
	return line
}
