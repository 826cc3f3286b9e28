package form

import (
	"slices"
	"strconv"
	"strings"
)

// Speaker says what things are called in the language of the reader.
type Speaker interface {
	FieldName(field string) string
	Label(enum, value string) string
	T(key string) string
	NameOf(language string) string
	Called(id string) string // the name of an entity, where it is known, and else its id
}

// Form is a form with what was filled in.
type Form struct {
	Shape  *Shape
	Value  map[string]any
	Faults []Fault
	Names  map[string]string   // of the entities that links lead to, by id
	Found  map[string][]Option // what a look-up found, by the words that it was looked up by
	Focus  string              // the field, or the control, to begin at
	First  []string            // fields that stand open; those that are needed where there are none
	Tongue string              // the language that new texts are taken to be in
	Say    Speaker
}

// Fault is something that is wrong, at a control; empty for the whole.
type Fault struct{ Path, Message, Language string }

// Option is a value that may be chosen.
type Option struct {
	Value, Label string
	Selected     bool
}

// Control is what is shown of a value.
type Control struct {
	Kind        Kind
	Path, Label string // its name in what is sent, and for a reader
	Help        string
	Value       string
	Language    string // Text
	Options     []Option
	Fields      []*Control // Group
	Rows        []*Control // List
	Translated  []*Control // Text: its translations
	Cites       []*Control // the sources of a field of the entity
	Faults      []Fault
	Needed      bool
	Open        bool // unfolded
	Filled      bool
	Long        bool // Line: a text of several lines
	Numeric     bool
	Number      int // a row: its place, from 1
	Last        bool
	Type        string
	Leads       string // Link: the types that it may lead to; empty for any
	Focused     bool
	Citable     bool // its sources stand at the entity: those of its values stand in them
}

// At are the faults at a control that is none of the shape's.
func (f *Form) At(path string) []Fault { return f.at(path) }

// ID is the id of the control in the page.
func (c *Control) ID() string { return "f-" + strings.ReplaceAll(c.Path, ".", "-") }

// Described are the ids of what describes the control.
func (c *Control) Described() string {
	var ids []string
	if c.Help != "" {
		ids = append(ids, c.ID()+"-help")
	}
	if len(c.Faults) > 0 {
		ids = append(ids, c.ID()+"-fault")
	}
	return strings.Join(ids, " ")
}

// Field is the last part of the path, without the places of rows.
func (c *Control) Field() string {
	parts := strings.Split(c.Path, ".")
	for _, part := range slices.Backward(parts) {
		if _, err := strconv.Atoi(part); err != nil {
			return part
		}
	}
	return ""
}

// Lines is how many lines a text is given at first.
func (c *Control) Lines() int { return min(2+len(c.Value)/80+strings.Count(c.Value, "\n"), 16) }
