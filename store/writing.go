package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// writing is a transaction that is being written in. It keeps the first failure of the database, after which it does
// nothing more, and gathers new rows, so that many go in with one statement.
type writing struct {
	ctx     context.Context
	tx      *sql.Tx
	err     error
	waiting [tables][]any // values of rows, one row after the other
}

// table is one whose new rows are gathered, in an order in which rows refer to earlier tables only.
type table int

const (
	toEntity table = iota
	toWords
	toShape
	toItem
	toLink
	toCitation
	toChange
	tables
)

// rowsAtOnce is how many rows one statement brings in: what is saved for each is the way to SQLite and back.
const rowsAtOnce = 32

var inserts = [tables]struct {
	columns   int
	one, many string
}{
	toEntity:   insertInto("entity", "key", "type", "slug", "revision", "created", "updated", "sort", "body"),
	toWords:    insertInto("words", "key", "text"),
	toShape:    insertInto("shape", "key", "type", "has"),
	toItem:     insertInto("item", "field", "value", "key"),
	toLink:     insertInto("link", "from_key", "kind", "to_key", "qualifier", "position", "id", "properties", "citations"),
	toCitation: insertInto("citation", "owner", "link", "n", "source", "path", "basis", "body"),
	toChange:   insertInto("change", "sequence", "n", "action", "entity", "revision", "target", "link", "body", "schema"),
}

func insertInto(table string, columns ...string) struct {
	columns   int
	one, many string
} {
	row := "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
	one := fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", table, strings.Join(columns, ", "), row)
	return struct {
		columns   int
		one, many string
	}{len(columns), one, one + strings.Repeat(", "+row, rowsAtOnce-1)}
}

// insert brings a new row in, by the next flush at the latest.
func (w *writing) insert(into table, values ...any) {
	w.waiting[into] = append(w.waiting[into], values...)
	if len(w.waiting[into]) == rowsAtOnce*inserts[into].columns {
		w.flushUpTo(into)
	}
}

// flush writes the rows that wait.
func (w *writing) flush() { w.flushUpTo(tables - 1) }

func (w *writing) flushUpTo(last table) {
	for t := range last + 1 {
		values, how := w.waiting[t], inserts[t]
		if len(values) == rowsAtOnce*how.columns {
			w.run(how.many, values...)
		} else {
			for at := 0; at < len(values); at += how.columns {
				w.run(how.one, values[at:at+how.columns]...)
			}
		}
		clear(values)
		w.waiting[t] = values[:0]
	}
}

func (w *writing) run(query string, args ...any) {
	if w.err == nil {
		if _, err := w.tx.ExecContext(w.ctx, query, args...); err != nil {
			w.err = fmt.Errorf("apply: %w", err)
		}
	}
}

// exec changes what stands, the rows that wait included.
func (w *writing) exec(query string, args ...any) {
	w.flush()
	w.run(query, args...)
}

// row scans one row of what stands and tells whether there was one.
func (w *writing) row(into []any, query string, args ...any) bool {
	w.flush()
	return w.before(into, query, args...)
}

// before is row for what no row that waits has a part in.
func (w *writing) before(into []any, query string, args ...any) bool {
	if w.err != nil {
		return false
	}
	err := w.tx.QueryRowContext(w.ctx, query, args...).Scan(into...)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		w.err = fmt.Errorf("apply: %w", err)
	}
	return err == nil
}

// each visits rows of what no row that waits has a part in.
func (w *writing) each(visit func(*sql.Rows) error, query string, args ...any) {
	if w.err != nil {
		return
	}
	rows, err := w.tx.QueryContext(w.ctx, query, args...)
	if err != nil {
		w.err = fmt.Errorf("apply: %w", err)
		return
	}
	defer rows.Close()
	for rows.Next() && w.err == nil {
		w.err = visit(rows)
	}
	if w.err == nil {
		w.err = rows.Err()
	}
}
