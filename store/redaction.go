package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"slices"
	"time"

	"github.com/praxis-kb/praxis/kb"
)

// LoggedRedaction is a redaction as the log tells it to others: what was blanked, with the hash of what stood there.
type LoggedRedaction struct {
	Number int            `json:"redaction"`
	Time   string         `json:"time"`
	By     string         `json:"by"`
	Reason string         `json:"reason"`
	Path   string         `json:"path"` // empty where a text was blanked wherever it stood
	Lines  []RedactedLine `json:"lines"`
}

// RedactedLine is a line of the log that was blanked; N is -1 for the message of its change set.
type RedactedLine struct {
	Sequence int    `json:"sequence"`
	N        int    `json:"n"`
	Entity   string `json:"entity"`
	Hash     string `json:"hash"` // of what stood there, in hexadecimal digits
}

// upTo are the lines of change sets up to one.
func (r *LoggedRedaction) upTo(sequence int) []RedactedLine {
	return slices.DeleteFunc(slices.Clone(r.Lines), func(l RedactedLine) bool { return l.Sequence > sequence })
}

// redactionsAfter are the redactions with a higher number.
func (s *Store) redactionsAfter(ctx context.Context, number int) ([]*LoggedRedaction, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT r.number, r.time, r.by, r.reason, r.path, d.sequence, d.n, d.entity, d.hash
		FROM redaction r JOIN redacted d USING (number) WHERE r.number > ? ORDER BY r.number, d.sequence, d.n`, number)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []*LoggedRedaction
	for rows.Next() {
		var r LoggedRedaction
		var l RedactedLine
		var hash []byte
		if err := rows.Scan(&r.Number, &r.Time, &r.By, &r.Reason, &r.Path, &l.Sequence, &l.N, &l.Entity, &hash); err != nil {
			return nil, err
		}
		l.Hash = hex.EncodeToString(hash)
		if n := len(all); n == 0 || all[n-1].Number != r.Number {
			all = append(all, &r)
		}
		last := all[len(all)-1]
		last.Lines = append(last.Lines, l)
	}
	return all, rows.Err()
}

// keep writes what says that a redaction was made.
func (r *LoggedRedaction) keep(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO redaction (number, time, by, reason, path) VALUES (?, ?, ?, ?, ?)",
		r.Number, r.Time, r.By, r.Reason, r.Path); err != nil {
		return err
	}
	for _, l := range r.Lines {
		hash, err := hex.DecodeString(l.Hash)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO redacted (number, sequence, n, entity, hash) VALUES (?, ?, ?, ?, ?)",
			r.Number, l.Sequence, l.N, l.Entity, hash); err != nil {
			return err
		}
	}
	return nil
}

// Redactions are those that touched an entity, the newest first, or all of them where id is empty.
func (s *Store) Redactions(ctx context.Context, id string) ([]*kb.Redaction, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT r.number, r.time, r.by, r.reason, r.path, (SELECT count(*) FROM redacted d WHERE d.number = r.number)
		FROM redaction r WHERE ?1 = '' OR EXISTS (SELECT 1 FROM redacted d WHERE d.number = r.number AND d.entity = ?1) ORDER BY r.number DESC`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []*kb.Redaction{}
	for rows.Next() {
		var r kb.Redaction
		var at, path string
		if err := rows.Scan(&r.Number, &at, &r.By, &r.Reason, &path, &r.Lines); err != nil {
			return nil, err
		}
		if r.Time, err = time.Parse(time.RFC3339Nano, at); err != nil {
			return nil, err
		}
		if path != "" {
			r.Path = &path
		}
		all = append(all, &r)
	}
	return all, rows.Err()
}
