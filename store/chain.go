package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"

	"github.com/praxis-kb/praxis/kb"
)

// The log as others read it: JSON Lines. A change set is a line that tells who made it, a line for each change, and a
// line with a hash, which is the SHA-256 of the hash before it (64 hexadecimal digits; nothing before the first change
// set), a line end, and the lines before it, each with its line end. Bodies and links stand in it as they are kept.

// head is the line that begins a change set.
func head(set *kb.LoggedSet) string {
	origin := ""
	if set.Origin != nil {
		origin = `,"origin":` + inJSON(*set.Origin)
	}
	return fmt.Sprintf(`{"sequence":%d,"time":%s,"author":%s,"message":%s%s}`,
		set.Sequence, inJSON(stamp(set.Time)), inJSON(set.Author), inJSON(set.Message), origin)
}

// told is a line of a change.
func (l *logged) told(sequence int) string {
	b := make([]byte, 0, len(l.body)+len(l.link)+200)
	b = fmt.Appendf(b, `{"sequence":%d,"n":%d,"action":%s,"entity":%s,"revision":%d`, sequence, l.index, inJSON(l.action), inJSON(l.id), l.revision)
	if l.target != "" {
		b = append(append(b, `,"target":`...), inJSON(l.target)...)
	}
	if l.link != "" {
		b = append(append(b, `,"link":`...), l.link...)
	}
	b = strconv.AppendInt(append(b, `,"schema":`...), int64(l.schema), 10)
	if l.body != "" {
		b = append(append(b, `,"body":`...), l.body...)
	}
	return string(append(b, '}'))
}

func inJSON(text string) string {
	out, _ := kb.Canonical(text) // a text is JSON
	return string(out)
}

// chained is the hash of a change set that follows another.
func chained(before []byte, set *kb.LoggedSet, lines []logged) []byte {
	sum := sha256.New()
	io.WriteString(sum, hex.EncodeToString(before)+"\n"+head(set)+"\n")
	for i := range lines {
		io.WriteString(sum, lines[i].told(set.Sequence)+"\n")
	}
	return sum.Sum(nil)
}

// lastHash is the hash of the last change set before another; nil where there is none.
func lastHash(ctx context.Context, db asker, before int) (hash []byte, err error) {
	err = db.QueryRowContext(ctx, "SELECT hash FROM changeset WHERE sequence < ? ORDER BY sequence DESC LIMIT 1", before).Scan(&hash)
	if err == sql.ErrNoRows {
		err = nil
	}
	return hash, err
}

// HashAt is the hash of the log up to a change set, in hexadecimal digits. The error is Invalid where there is no such
// change set.
func (s *Store) HashAt(ctx context.Context, sequence int) (string, error) {
	var hash []byte
	err := s.read.QueryRowContext(ctx, "SELECT hash FROM changeset WHERE sequence = ?", sequence).Scan(&hash)
	if err == sql.ErrNoRows {
		var last int
		if err := s.read.QueryRowContext(ctx, "SELECT coalesce(max(sequence), 0) FROM changeset").Scan(&last); err != nil {
			return "", err
		}
		return "", kb.Errorf(kb.Invalid, "there is no change set %d: the log has 1 to %d", sequence, last)
	}
	return hex.EncodeToString(hash), err
}

// chain makes the hashes that are not there yet: all of them in a file that an older program wrote.
func (s *Store) chain(ctx context.Context) error {
	var first sql.NullInt64
	err := s.write.QueryRowContext(ctx, "SELECT min(sequence) FROM changeset WHERE hash IS NULL").Scan(&first)
	if err != nil || !first.Valid {
		return err
	}
	return s.inTransaction(ctx, func(tx *sql.Tx) error { return rechain(ctx, tx, int(first.Int64)) })
}

// rechain makes the hashes from a change set on anew.
func rechain(ctx context.Context, tx *sql.Tx, from int) error {
	sets, err := readSets(ctx, tx, " WHERE sequence >= ? ORDER BY sequence", []any{from})
	if err != nil {
		return err
	}
	hash, err := lastHash(ctx, tx, from)
	if err != nil {
		return err
	}
	for _, set := range sets {
		lines, err := readLines(ctx, tx, set.Sequence)
		if err != nil {
			return err
		}
		hash = chained(hash, set, lines)
		if _, err := tx.ExecContext(ctx, "UPDATE changeset SET hash = ? WHERE sequence = ?", hash, set.Sequence); err != nil {
			return err
		}
	}
	return nil
}
