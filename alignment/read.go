package alignment

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// takeAway is the relation that takes an alignment away. An empty one is a mistake: much is emptied by accident.
const takeAway = "NONE"

// MaxTable bounds the bytes of a table: the lines that one submission may have, with notes in a few languages.
const MaxTable = 8 << 20

// Table is what was read: an edit for each line that names a practice.
type Table struct {
	Edits    []kb.Edit
	Lines    []int       // of the file, for each edit
	Problems kb.Problems // Change is the edit, or -1 where the table itself is wrong
}

// Where says in which line an edit stands; 0 where it is the table itself.
func (t *Table) Where(edit int) int {
	if edit < 0 || edit >= len(t.Lines) {
		return 0
	}
	return t.Lines[edit]
}

func (t *Table) wrong(edit int, path, format string, args ...any) {
	t.Problems = append(t.Problems, kb.Problem{Change: edit, Path: path, Code: kb.Invalid, Message: fmt.Sprintf(format, args...)})
}

// Read reads a table, with commas or semicolons between its cells. Whether what it names exists, the desk says.
func Read(in io.Reader) *Table {
	t := &Table{}
	text, err := io.ReadAll(io.LimitReader(in, MaxTable+1))
	if err != nil || len(text) > MaxTable {
		t.wrong(-1, "", "the table cannot be read, or has more than %d bytes", MaxTable)
		return t
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), utf8Mark)))
	r.Comma, r.FieldsPerRecord = separator(string(text)), -1
	columns, err := r.Read()
	if err != nil {
		t.wrong(-1, "", "the first line names the columns, such as %s", strings.Join(first, ","))
		return t
	}
	t.columns(columns)
	for len(t.Problems) == 0 || t.Problems[0].Change >= 0 {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.wrong(-1, "", "%v", err)
			break
		}
		line, _ := r.FieldPos(0)
		t.line(line, columns, cells)
	}
	return t
}

// separator is what stands between cells: spreadsheets write what is usual in their country.
func separator(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	if strings.Count(head, ";") > strings.Count(head, ",") {
		return ';'
	}
	return ','
}

// columns checks the names of the columns.
func (t *Table) columns(names []string) {
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
		_, ok := readColumn(names[i])
		if !ok && !slices.Contains(first[:5], names[i]) {
			t.wrong(-1, names[i], "%q is no column of a table of alignments", names[i])
		}
		if slices.Contains(names[:i], names[i]) {
			t.wrong(-1, names[i], "there are two columns %q", names[i])
		}
	}
	for _, wanted := range []string{factorColumn, practiceColumn, relationColumn} {
		if !slices.Contains(names, wanted) {
			t.wrong(-1, wanted, "the column %q is missing", wanted)
		}
	}
}

// line reads a line. One without a practice was left to be filled in.
func (t *Table) line(number int, columns, cells []string) {
	line := map[string]string{}
	for i, cell := range cells[:min(len(cells), len(columns))] {
		line[columns[i]] = kb.UnmarkCell(cell)
	}
	for _, name := range first[:5] {
		line[name] = strings.TrimSpace(line[name])
	}
	if line[practiceColumn] == "" {
		return
	}
	e := kb.Edit{Op: kb.EditLink, ID: line[practiceColumn], Kind: alignsWith, To: line[factorColumn]}
	if before := slices.IndexFunc(t.Edits, func(other kb.Edit) bool { return other.ID == e.ID && other.To == e.To }); before >= 0 {
		t.wrong(len(t.Edits), practiceColumn, "the same alignment stands in line %d", t.Lines[before])
	}
	switch relation := line[relationColumn]; {
	case relation == takeAway:
		e.Op = kb.EditUnlink
	case !kb.AlignmentRelation(relation).IsValid():
		e.Op = "" // it cannot be tried
		t.wrong(len(t.Edits), relationColumn, "%q is no relation: write one of %v, or %s to take the alignment away", relation, kb.AllAlignmentRelation, takeAway)
	default:
		e.Link = endOf(line)
	}
	t.Edits, t.Lines = append(t.Edits, e), append(t.Lines, number)
}
