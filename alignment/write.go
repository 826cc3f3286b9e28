package alignment

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// alignsWith is the kind of link that a line stands for.
const alignsWith = "practice.alignsWith"

// mark of UTF-8, without which spreadsheets take the letters for those of their own country.
const utf8Mark = "\ufeff"

// Write writes the alignments with a benchmark and its key factors as CSV. What has no practice yet has a line to be
// filled in. Errors are NotFound.
func Write(ctx context.Context, out io.Writer, s *store.Store, benchmark string) error {
	e, err := s.Entity(ctx, benchmark)
	if err != nil {
		return err
	}
	b, ok := e.(*kb.Benchmark)
	if !ok {
		return kb.Errorf(kb.NotFound, "there is no benchmark %q", benchmark)
	}
	factors, err := s.KeyFactors(ctx, b)
	if err != nil {
		return err
	}
	var lines []map[string]string
	for _, target := range append([]kb.Entity{b}, factors...) {
		of, err := linesOf(ctx, s, target)
		if err != nil {
			return err
		}
		lines = append(lines, of...)
	}
	return write(out, lines)
}

// write writes lines with the columns that they have.
func write(out io.Writer, lines []map[string]string) error {
	columns := slices.Clone(first)
	for _, line := range lines {
		for name := range line {
			if !slices.Contains(columns, name) {
				columns = append(columns, name)
			}
		}
	}
	slices.SortFunc(columns, order)
	if _, err := io.WriteString(out, utf8Mark); err != nil {
		return err
	}
	w := csv.NewWriter(out)
	if err := w.Write(columns); err != nil {
		return err
	}
	for _, line := range lines {
		cells := make([]string, len(columns))
		for i, name := range columns {
			cells[i] = kb.MarkCell(line[name])
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// linesOf are the alignments with a target, by practice.
func linesOf(ctx context.Context, s *store.Store, target kb.Entity) ([]map[string]string, error) {
	_, in, err := s.Joins(ctx, target)
	if err != nil {
		return nil, err
	}
	in = slices.DeleteFunc(in, func(c kb.Change) bool { return c.Kind != alignsWith })
	slices.SortFunc(in, func(a, b kb.Change) int { return cmp.Compare(a.ID, b.ID) })
	empty := map[string]string{factorColumn: target.Meta().ID, factorName: kb.NameOf(target).String()}
	if len(in) == 0 {
		return []map[string]string{empty}, nil
	}
	lines := make([]map[string]string, len(in))
	for i, c := range in {
		practice, err := s.Entity(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		lines[i] = lineOf(c)
		lines[i][factorName], lines[i][practiceName] = empty[factorName], kb.NameOf(practice).String()
	}
	return lines, nil
}

// lineOf spreads an alignment over columns.
func lineOf(c kb.Change) map[string]string {
	relation, _ := c.Properties["relation"].(string)
	line := map[string]string{factorColumn: c.To, practiceColumn: c.ID, relationColumn: relation}
	spread(line, "note", c.Properties["note"])
	for i, item := range c.Citations {
		citation, _ := item.(map[string]any)
		for part, value := range citation {
			spread(line, fmt.Sprintf("citation_%d_%s", i+1, part), value)
		}
	}
	return line
}

// spread writes a value to a column, or a text to one for each of its languages.
func spread(line map[string]string, name string, value any) {
	switch v := value.(type) {
	case string:
		line[name] = v
	case map[string]any:
		for language, text := range v {
			if language == kb.OriginalKey {
				language = languageColumn
			}
			line[name+"_"+language] = fmt.Sprint(text)
		}
	}
}
