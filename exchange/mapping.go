package exchange

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/gosimple/slug"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Mapping says how the columns of a table become the fields of a type. Without one, the names of the columns are those
// of the fields and one column is called id, as in what export writes.
type Mapping struct {
	Type      string            `yaml:"type"`      // City
	ID        []string          `yaml:"id"`        // the columns that an id is made from, whole or the slug
	Delimiter string            `yaml:"delimiter"` // between cells; by default what the header uses
	Separator string            `yaml:"separator"` // between the values of a list in one cell; by default |
	Columns   map[string]Column `yaml:"columns"`   // by their header; others are not read
	Constants yaml.MapSlice     `yaml:"constants"` // fields that are the same in each row, as in YAML
	Citations []any             `yaml:"citations"` // what each row cites that cites nothing by itself

	of *schema.Type
}

// Column says where the cells of a column go. In YAML it may be the path alone.
type Column struct {
	To     string            `yaml:"to"`     // name/fr, period/from, themes, identifiers/wikidata, observations/population
	By     string            `yaml:"by"`     // how a link's end is found: by its name, or by identifiers/wikidata
	Values map[string]string `yaml:"values"` // what stands there, and what is meant by it
	With   yaml.MapSlice     `yaml:"with"`   // what a link, an identifier or an observation carries besides
}

// UnmarshalYAML reads a path, or an object.
func (c *Column) UnmarshalYAML(text []byte) error {
	if err := yaml.Unmarshal(text, &c.To); err == nil {
		return nil
	}
	type plain Column
	return yaml.UnmarshalWithOptions(text, (*plain)(c), yaml.Strict(), yaml.UseOrderedMap())
}

// defaultSeparator stands in no id, date or language tag.
const defaultSeparator = "|"

// ReadMapping reads a mapping file. Errors are Invalid and name the line, or the column and the field that is none.
func ReadMapping(s *schema.Schema, text []byte) (*Mapping, error) {
	m := &Mapping{}
	if err := yaml.UnmarshalWithOptions(text, m, yaml.Strict(), yaml.UseOrderedMap()); err != nil {
		return nil, kb.Errorf(kb.Invalid, "the mapping: %v", err)
	}
	if m.of = s.Type(m.Type); m.of == nil || !m.of.Entity {
		return nil, kb.Errorf(kb.Invalid, "the mapping: type %q is no type of entity, such as City", m.Type)
	}
	if len(m.ID) == 0 {
		return nil, kb.Errorf(kb.Invalid, "the mapping: name in `id` the column, or the columns, that ids are made from")
	}
	if len([]rune(m.Delimiter)) > 1 {
		return nil, kb.Errorf(kb.Invalid, "the mapping: delimiter %q is more than one character", m.Delimiter)
	}
	for header, c := range m.Columns {
		if err := m.check(s, c); err != nil {
			return nil, kb.Errorf(kb.Invalid, "the mapping: column %q: %v", header, err)
		}
	}
	m.Citations = plainList(s, s.Type("Citation"), m.Citations)
	return m, nil
}

func (m *Mapping) check(s *schema.Schema, c Column) error {
	name, _, _ := strings.Cut(c.To, "/")
	f := m.of.Field(name)
	switch {
	case f == nil || !f.StartsHere() && !f.Stored():
		return fmt.Errorf("%s has no field %q that could be written", m.Type, name)
	case c.By != "" && f.Relation == nil:
		return fmt.Errorf("`by` finds the end of a link, and %s is none", name)
	case c.By != "" && c.By != "name" && !strings.HasPrefix(c.By, "identifiers/"):
		return fmt.Errorf("by %q: write name, or identifiers/ and a scheme", c.By)
	}
	return nil
}

func (m *Mapping) separator() string {
	if m != nil && m.Separator != "" {
		return m.Separator
	}
	return defaultSeparator
}

// column is where a column goes. Without a mapping its header says so.
func (m *Mapping) column(header string) (Column, bool) {
	if m == nil {
		return Column{To: header}, true
	}
	c, ok := m.Columns[header]
	return c, ok
}

// id makes the id of a row from its cells.
func (m *Mapping) id(cell func(header string) string) string {
	var parts []string
	for _, header := range m.ID {
		if text := strings.TrimSpace(cell(header)); text != "" {
			parts = append(parts, text)
		}
	}
	whole := strings.Join(parts, " ")
	if path, _ := kb.SplitID(whole); path == m.of.Path {
		return whole
	}
	return m.of.Path + "/" + slugOf(whole)
}

// slugOf writes a text as the second part of an id: Latin letters, digits and hyphens.
func slugOf(text string) string {
	made := strings.ReplaceAll(slug.Make(text), "_", "-")
	if len(made) > kb.MaxSlug {
		made = made[:kb.MaxSlug]
	}
	return strings.Trim(made, "-")
}

// field is the field that a column fills, which check found.
func (m *Mapping) field(c Column) *schema.Field {
	name, _, _ := strings.Cut(c.To, "/")
	return m.of.Field(name)
}
