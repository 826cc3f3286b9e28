package store

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
)

// toldAtOnce is how many change sets are read at once to be told.
const toldAtOnce = 50

// Tell writes the log after a change set, up to another, as the lines that a mirror reads; before them the redactions
// with a higher number. before is called before each change set.
func (s *Store) Tell(ctx context.Context, out io.Writer, after, upTo, redactions int, before func()) error {
	w := bufio.NewWriterSize(out, 64<<10)
	blanked, err := s.redactionsAfter(ctx, redactions)
	if err != nil {
		return err
	}
	for _, r := range blanked {
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		w.Write(append(text, '\n')) // a failure to write shows in Flush
	}
	for after < upTo {
		sets, err := s.changeSets(ctx, " WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?", []any{after, upTo, toldAtOnce})
		if err != nil || len(sets) == 0 {
			return cmp.Or(err, w.Flush())
		}
		for _, set := range sets {
			before()
			lines, err := readLines(ctx, s.read, set.Sequence)
			if err != nil {
				return err
			}
			w.WriteString(head(set) + "\n")
			for i := range lines {
				w.WriteString(lines[i].told(set.Sequence) + "\n")
			}
			fmt.Fprintf(w, "{\"sequence\":%d,\"hash\":\"%s\"}\n", set.Sequence, set.Hash)
			if err := w.Flush(); err != nil {
				return err
			}
			after = set.Sequence
		}
	}
	return w.Flush()
}

// LastRedaction is the number of the last redaction; 0 where there is none.
func (s *Store) LastRedaction(ctx context.Context) (number int, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT coalesce(max(number), 0) FROM redaction").Scan(&number)
	return number, err
}
