package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// maxCellLines bounds how many lines a row may go over. A quote that is never closed would else take all that follows
// with it; so it takes its own line only.
const maxCellLines = 500

// table is a CSV file being read.
type table struct {
	schema    *schema.Schema
	mapping   *Mapping
	lines     *lines
	delimiter rune
	header    []string
}

// readCSV reads one entity from each row. The first line names the columns.
func readCSV(s *schema.Schema, in io.Reader, m *Mapping) (*Rows, error) {
	t := &table{schema: s, mapping: m, lines: newLines(in)}
	head, err := t.readHeader()
	if err != nil {
		return nil, err
	}
	return &Rows{Head: string(head), Each: func(yield func(Row, error) bool) {
		for {
			row, err := t.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}}, nil
}

func (t *table) readHeader() ([]byte, error) {
	head, err := t.lines.next()
	if errors.Is(err, io.EOF) {
		return nil, kb.Errorf(kb.Invalid, "the file is empty: its first line names the columns")
	}
	if err != nil {
		return nil, err
	}
	t.delimiter = delimiterOf(t.mapping, head)
	if t.header, err = t.parse(head); err != nil {
		return nil, kb.Errorf(kb.Invalid, "line 1: %v", err)
	}
	return head, t.checkHeader()
}

func (t *table) checkHeader() error {
	needed := []string{idMember}
	if t.mapping != nil {
		needed = append(slices.Clone(t.mapping.ID), sortedColumns(t.mapping)...)
	}
	for _, name := range needed {
		if !slices.Contains(t.header, name) {
			return kb.Errorf(kb.Invalid, "there is no column %q; the columns are %s", name, strings.Join(t.header, ", "))
		}
	}
	return nil
}

func sortedColumns(m *Mapping) []string {
	var names []string
	for name := range m.Columns {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// delimiterOf is the mapping's, or the one that the header has most of.
func delimiterOf(m *Mapping, head []byte) rune {
	if m != nil && m.Delimiter != "" {
		return []rune(m.Delimiter)[0]
	}
	best := ','
	for _, d := range ";\t" {
		if bytes.Count(head, []byte(string(d))) > bytes.Count(head, []byte(string(best))) {
			best = d
		}
	}
	return best
}

func (t *table) parse(text []byte) ([]string, error) {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord = t.delimiter, -1
	cells, err := r.Read()
	var fault *csv.ParseError
	if errors.As(err, &fault) {
		return nil, fmt.Errorf("column %d: %w", fault.Column, fault.Err)
	}
	return cells, err
}

// next reads a row: lines as long as a quote is open.
func (t *table) next() (Row, error) {
	raw, err := t.lines.next()
	for err == nil && len(bytes.TrimSpace(raw)) == 0 {
		raw, err = t.lines.next()
	}
	if err != nil {
		return Row{}, err
	}
	row := Row{Line: t.lines.n, Raw: slices.Clip(raw)}
	more, closed, err := t.untilClosed(raw)
	if err != nil {
		return row, err
	}
	if cells, fault := t.cells(slices.Concat(append([][]byte{raw}, more...)...), closed); fault == nil {
		row.Raw = slices.Concat(append([][]byte{raw}, more...)...)
		row.Record, row.Err = t.record(row.Line, cells)
	} else {
		slices.Reverse(more)
		for _, line := range more { // they may be rows of their own
			t.lines.back(line)
		}
		row.Err = fault
	}
	return row, nil
}

// untilClosed reads the lines that an open quote goes over.
func (t *table) untilClosed(raw []byte) (more [][]byte, closed bool, err error) {
	for quotes := bytes.Count(raw, []byte{'"'}); quotes%2 == 1; {
		if len(more) == maxCellLines {
			return more, false, nil
		}
		line, err := t.lines.next()
		if errors.Is(err, io.EOF) {
			t.lines.n--
			return more, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		more = append(more, line)
		quotes += bytes.Count(line, []byte{'"'})
	}
	return more, true, nil
}

func (t *table) cells(text []byte, closed bool) ([]string, error) {
	if !closed {
		return nil, errors.New("a quote is opened and not closed")
	}
	cells, err := t.parse(text)
	if err != nil {
		return nil, err
	}
	if len(cells) != len(t.header) {
		return nil, fmt.Errorf("it has %d cells, and there are %d columns", len(cells), len(t.header))
	}
	return cells, nil
}

func (t *table) record(line int, cells []string) (*Record, error) {
	r := &filler{schema: t.schema, separator: t.mapping.separator()}
	if t.mapping == nil { // a table of our own
		for i := range cells {
			cells[i] = kb.UnmarkCell(cells[i])
		}
	}
	of, err := t.begin(r, cells)
	if err != nil {
		return nil, err
	}
	for i, header := range t.header {
		if c, ok := t.mapping.column(header); ok {
			if err := r.fill(of, c, cells[i]); err != nil {
				return nil, fmt.Errorf("column %s: %w", header, err)
			}
		}
	}
	if t.mapping != nil {
		t.mapping.cite(t.schema, &r.item)
	}
	return NewRecord(t.schema, r.item)
}

// begin gives a row its id and its constants, and tells its type.
func (t *table) begin(r *filler, cells []string) (*schema.Type, error) {
	cell := func(header string) string { return cells[slices.Index(t.header, header)] }
	if t.mapping == nil {
		if of := kb.TypeOf(t.schema, cell(idMember)); of != nil {
			return of, nil
		}
		return nil, fmt.Errorf("its id %q is none: write type/slug", cell(idMember))
	}
	set(&r.item, idMember, t.mapping.id(cell))
	for _, pair := range t.mapping.Constants {
		set(&r.item, fmt.Sprint(pair.Key), pair.Value)
	}
	return t.mapping.of, nil
}
