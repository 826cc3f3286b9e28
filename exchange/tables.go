package exchange

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// Tables writes a folder of CSV files: a table for each type, from which it can be imported again, a table for each kind
// of link, for those who join tables, and a dictionary, which says what each column holds.
func (x *Exporter) Tables(ctx context.Context, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	d := &dictionary{}
	for _, t := range x.types() {
		if n, err := x.From.Count(ctx, t.Path); err != nil || n == 0 {
			if err != nil {
				return err
			}
			continue
		}
		if err := x.table(ctx, dir, t, d); err != nil {
			return err
		}
	}
	return writeTable(filepath.Join(dir, dictionaryFile), d.rows)
}

// Zip writes the same tables as one archive.
func (x *Exporter) Zip(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "praxis-export-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := x.Tables(ctx, dir); err != nil {
		return err
	}
	z := zip.NewWriter(out)
	err = fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return addFile(z, dir, path)
	})
	if err != nil {
		return err
	}
	return z.Close()
}

// addFile adds a file without its time, so that the same tables make the same archive.
func addFile(z *zip.Writer, dir, path string) error {
	in, err := os.Open(filepath.Join(dir, path))
	if err != nil {
		return err
	}
	defer in.Close()
	w, err := z.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, in)
	return err
}

// table writes the entities of a type, and the links that start at them.
func (x *Exporter) table(ctx context.Context, dir string, t *schema.Type, d *dictionary) error {
	columns, err := x.columns(ctx, t)
	if err != nil {
		return err
	}
	w, err := createTable(filepath.Join(dir, t.Path+".csv"), columns)
	if err != nil {
		return err
	}
	defer w.close()
	links := linkTables{dir: filepath.Join(dir, "links"), schema: x.Schema, open: map[string]*sheet{}}
	defer links.close()
	one := *x
	one.Types = []*schema.Type{t}
	err = one.Each(ctx, func(e *store.Dumped) error {
		item, err := members(x.Schema, e, named)
		if err != nil {
			return err
		}
		if err := w.row(rowOf(t, columns, item)); err != nil {
			return err
		}
		return links.add(e)
	})
	if err != nil {
		return err
	}
	d.describe(x.Schema, t, columns)
	for _, kind := range slices.Sorted(maps.Keys(links.open)) {
		d.describeLinks(x.Schema, x.Schema.Kind(kind))
	}
	if err := links.close(); err != nil {
		return err
	}
	return w.close()
}

// columns are the columns of a type: of each text one for each language that it is written in somewhere.
func (x *Exporter) columns(ctx context.Context, t *schema.Type) ([]string, error) {
	languages := map[string]map[string]bool{}
	used := map[string]bool{}
	err := x.From.Each(ctx, t.Path, func(e *store.Dumped) error {
		item, err := members(x.Schema, e, named)
		for _, pair := range item {
			name := pair.Key.(string)
			used[name] = true
			if text, ok := pair.Value.(yaml.MapSlice); ok && isText(t, name) {
				for _, in := range text {
					if languages[name] == nil {
						languages[name] = map[string]bool{}
					}
					languages[name][in.Key.(string)] = true
				}
			}
		}
		return err
	})
	columns := []string{idMember}
	for _, name := range append([]string{aliasesMember, archivedMember}, fieldNames(t)...) {
		switch {
		case languages[name] != nil:
			for _, language := range inOrder(languages[name]) {
				columns = append(columns, name+"/"+language)
			}
		case used[name]:
			columns = append(columns, name)
		}
	}
	return columns, err
}

func isText(t *schema.Type, name string) bool {
	f := t.Field(name)
	return f != nil && f.Localized && !f.List
}

func fieldNames(t *schema.Type) []string {
	var names []string
	for _, f := range t.Fields {
		if f.Dumped() {
			names = append(names, f.Name)
		}
	}
	return names
}

// inOrder has the name of the original language first.
func inOrder(languages map[string]bool) []string {
	delete(languages, kb.OriginalKey)
	return append([]string{kb.OriginalKey}, slices.Sorted(maps.Keys(languages))...)
}

func rowOf(t *schema.Type, columns []string, item yaml.MapSlice) []string {
	row := make([]string, len(columns))
	for i, column := range columns {
		name, language, _ := strings.Cut(column, "/")
		value := get(item, name)
		if text, ok := value.(yaml.MapSlice); ok && language != "" && isText(t, name) {
			value = get(text, language)
		}
		row[i] = cellOf(value)
	}
	return row
}

// cellOf writes a value as a cell: a list of plain values with the separator between them, what has parts as JSON.
func cellOf(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	case []string:
		return strings.Join(value, defaultSeparator)
	case []any:
		var parts []string
		for _, item := range value {
			text, ok := item.(string)
			if !ok || strings.ContainsAny(text, defaultSeparator+"[{") || strings.TrimSpace(text) != text {
				return asJSON(value)
			}
			parts = append(parts, text)
		}
		return strings.Join(parts, defaultSeparator)
	}
	return asJSON(value)
}

func asJSON(value any) string {
	text, _ := encodeJSON(value) // it was read from JSON
	return text
}

// sheet is a CSV file being written.
type sheet struct {
	file *os.File
	csv  *csv.Writer
}

func createTable(path string, header []string) (*sheet, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	s := &sheet{file: file, csv: csv.NewWriter(file)}
	return s, s.row(header)
}

// row writes a row that no spreadsheet runs.
func (s *sheet) row(cells []string) error {
	marked := make([]string, len(cells))
	for i, cell := range cells {
		marked[i] = kb.MarkCell(cell)
	}
	return s.csv.Write(marked)
}

// close ends the file; a second time it does nothing.
func (s *sheet) close() error {
	if s.file == nil {
		return nil
	}
	s.csv.Flush()
	err := s.csv.Error()
	if closed := s.file.Close(); err == nil {
		err = closed
	}
	s.file = nil
	return err
}

func writeTable(path string, rows [][]string) error {
	w, err := createTable(path, dictionaryHeader)
	if err != nil {
		return err
	}
	defer w.close()
	for _, row := range rows {
		if err := w.row(row); err != nil {
			return err
		}
	}
	return w.close()
}
