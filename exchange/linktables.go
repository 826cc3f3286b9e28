package exchange

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// linkTables are the tables of the kinds of link that start at a type; each is made when its first link comes.
type linkTables struct {
	dir    string
	schema *schema.Schema
	open   map[string]*sheet
}

func (l *linkTables) add(e *store.Dumped) error {
	for i := range e.Links {
		c := &e.Links[i]
		w, err := l.table(c.Kind)
		if err != nil {
			return err
		}
		if err := w.row(linkRow(l.schema.Kind(c.Kind), c)); err != nil {
			return err
		}
	}
	return nil
}

func (l *linkTables) table(kind string) (*sheet, error) {
	if w := l.open[kind]; w != nil {
		return w, nil
	}
	if err := os.MkdirAll(l.dir, 0o755); err != nil {
		return nil, err
	}
	w, err := createTable(filepath.Join(l.dir, kind+".csv"), linkColumns(l.schema.Kind(kind)))
	if err != nil {
		return nil, err
	}
	l.open[kind] = w
	return w, nil
}

func (l *linkTables) close() error {
	for _, w := range l.open {
		if err := w.close(); err != nil {
			return err
		}
	}
	return nil
}

func linkColumns(k *schema.Kind) []string {
	columns := []string{"from", "to"}
	for _, f := range carried(k) {
		columns = append(columns, f.Name)
	}
	return append(columns, "citations")
}

func carried(k *schema.Kind) []*schema.Field {
	if k.Field.Relation.Properties == nil {
		return nil
	}
	return k.Field.Relation.Properties.Fields
}

func linkRow(k *schema.Kind, c *kb.Change) []string {
	row := []string{c.ID, c.To}
	for _, f := range carried(k) {
		row = append(row, cellOf(written(c.Properties[f.Name], named)))
	}
	cited := ""
	if len(c.Citations) > 0 {
		cited = asJSON(written(c.Citations, named))
	}
	return append(row, cited)
}

// dictionary says what each column of each table holds, from the declaration.
type dictionary struct{ rows [][]string }

var dictionaryHeader = []string{"file", "column", "type", "list", "required", "values", "rdf", "description"}

func (d *dictionary) describe(s *schema.Schema, t *schema.Type, columns []string) {
	file := t.Path + ".csv"
	for _, column := range columns {
		name, language, _ := strings.Cut(column, "/")
		f := t.Field(name)
		switch {
		case name == aliasesMember:
			d.add(file, column, "ID", "yes", "", "", nil, "Other ids that lead here, with | between them.")
		case name == archivedMember:
			d.add(file, column, "Boolean", "", "", "", nil, "Whether it is hidden, with its links.")
		case f == nil:
		case language == kb.OriginalKey:
			d.add(file, column, "LanguageTag", "", yes(f.NonNull), "", nil, "The language that it was written in: "+f.Description)
		case language != "":
			d.add(file, column, "String", "", "", "", f.IRIs(), fmt.Sprintf("In the language %s: %s", language, f.Description))
		default:
			d.field(s, file, f)
		}
	}
}

func (d *dictionary) describeLinks(s *schema.Schema, k *schema.Kind) {
	file := "links/" + k.Stored + ".csv"
	d.add(file, "from", k.From.Name, "", "yes", "", nil, "Where the link starts.")
	d.add(file, "to", k.Field.Type, "", "yes", "", k.Field.IRIs(), k.Field.Description)
	for _, f := range carried(k) {
		d.field(s, file, f)
	}
	d.add(file, "citations", "Citation", "yes", "", "", s.Type("Link").Field("citations").IRIs(), "The sources of the link, as JSON.")
}

func (d *dictionary) field(s *schema.Schema, file string, f *schema.Field) {
	text := f.Description
	switch {
	case f.Relation != nil:
		text += " The ids with | between them; as JSON where a link carries something."
	case s.Types[f.Type] != nil && !f.Reference || f.Localized:
		text += " As JSON."
	case f.List:
		text += " With | between the values."
	}
	d.add(file, f.Name, f.Type, yes(f.List), yes(f.NonNull && !f.List), strings.Join(s.Enums[f.Type], defaultSeparator), f.IRIs(), text)
}

// add adds a line; rdf are the properties that the column is.
func (d *dictionary) add(file, column, of, list, required, values string, rdf []string, description string) {
	d.rows = append(d.rows, []string{file, column, of, list, required, values, strings.Join(rdf, defaultSeparator), description})
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}
