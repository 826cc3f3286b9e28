package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/praxis-kb/praxis/language"
)

// How the controls of a form are made of its shape and what was filled in.

// Controls are the controls of the form's fields: those that stand open first.
func (f *Form) Controls() []*Control {
	var first, rest []*Control
	citations := f.list(f.Shape.Field("citations"), "citations", f.Value["citations"])
	for _, s := range f.Shape.Fields {
		if s.Name == "citations" {
			continue
		}
		c := f.control(s, s.Name, f.Value[s.Name])
		if citations != nil {
			c.Citable = true
			c.Cites, citations.Rows = apart(citations.Rows, f.Value["citations"], s.Name)
		}
		for i, row := range c.Cites {
			row.Number = i + 1
			c.Open = c.Open || row.Open
		}
		if c.Open = c.Open || f.opens(s); c.Open {
			first = append(first, c)
		} else {
			rest = append(rest, c)
		}
	}
	if citations != nil {
		citations.Needed = f.Shape.Type != "SourceInput"
		if citations.Open = citations.Open || f.opens(&Shape{Name: "citations", Needed: citations.Needed}); citations.Open {
			first = append(first, citations)
		} else {
			rest = append(rest, citations)
		}
	}
	return append(first, rest...)
}

func (f *Form) opens(s *Shape) bool {
	if len(f.First) > 0 {
		return slices.Contains(f.First, s.Name)
	}
	return s.Needed
}

// apart takes the rows of the citations of a field from those of the others.
func apart(rows []*Control, value any, field string) (own, others []*Control) {
	list, _ := value.([]any)
	for _, row := range rows {
		parts := strings.Split(row.Path, ".")
		i, _ := strconv.Atoi(parts[len(parts)-1])
		var m map[string]any
		if i < len(list) { // else it stands there to be filled in
			m, _ = list[i].(map[string]any)
		}
		if m["field"] == field {
			own = append(own, row)
		} else {
			others = append(others, row)
		}
	}
	return own, others
}

func (f *Form) control(s *Shape, path string, value any) *Control {
	c := &Control{Kind: s.Kind, Path: path, Label: f.Say.FieldName(last(path)), Help: s.Help, Needed: s.Needed, Type: s.Type, Filled: Written(value) != nil}
	c.Faults = f.at(path)
	c.Focused = f.Focus == path
	switch s.Kind {
	case Group:
		m, _ := value.(map[string]any)
		for _, one := range s.Fields {
			c.Fields = append(c.Fields, f.control(one, under(path, one.Name), m[one.Name]))
		}
	case List:
		return f.list(s, path, value)
	case Text:
		f.text(c, value)
	case Choice:
		c.Value = f.word(s, value)
		for _, v := range s.Values {
			c.Options = append(c.Options, Option{v, f.choice(s, v), v == c.Value})
		}
	case Link:
		if c.Value = f.word(s, value); !slices.Contains(s.Leads, "Entity") {
			c.Leads = strings.Join(s.Leads, " ")
		}
		if name := f.Names[c.Value]; name != "" {
			c.Value = fmt.Sprintf("%s (%s)", name, c.Value)
		} else if found, looked := f.Found[c.Value]; looked && c.Value != "" {
			c.Faults = append(c.Faults, f.lookedUp(found))
			if c.Options = found; slices.Equal(s.Leads, []string{"Source"}) {
				c.Options = append(slices.Clone(found), Option{Value: newSource + c.Value, Label: f.Say.T("writing.newSource")})
			}
		}
	default:
		c.Value = f.word(s, value)
		c.Numeric = s.Type == "Int" || s.Type == "Float" || s.Type == "Decimal"
		c.Long = s.Type == "String" && len(c.Value) > 80
	}
	f.unfold(c)
	return c
}

// lookedUp says what there is to do about words that were looked up.
func (f *Form) lookedUp(found []Option) Fault {
	if len(found) == 0 {
		return Fault{Message: f.Say.T("writing.notFound")}
	}
	return Fault{Message: f.Say.T("writing.choose")}
}

// unfold opens a control in which something is to be seen to.
func (f *Form) unfold(c *Control) {
	c.Open = len(c.Faults) > 0 || f.Focus == c.Path || f.Focus != "" && strings.HasPrefix(f.Focus, c.Path+".")
	for _, inner := range slices.Concat(c.Fields, c.Rows, c.Translated) {
		c.Open = c.Open || inner.Open
	}
}

func (f *Form) list(s *Shape, path string, value any) *Control {
	if s == nil {
		return nil
	}
	c := &Control{Kind: List, Path: path, Label: f.Say.FieldName(last(path)), Help: s.Help, Type: s.Type, Faults: f.at(path), Filled: Written(value) != nil}
	list, _ := value.([]any)
	if len(list) == 0 && f.sourced(path) {
		list = []any{s.fresh("citations", "")}
	}
	for i, item := range list {
		row := f.control(s.Item, under(path, strconv.Itoa(i)), item)
		row.Number, row.Last = i+1, i == len(list)-1
		if s.Type == "CitationInput" {
			f.place(row, path, item)
		}
		c.Rows = append(c.Rows, row)
	}
	f.unfold(c)
	return c
}

// sourced tells a list of sources that may not be empty: that of an entity, and of an alignment.
func (f *Form) sourced(path string) bool {
	return last(path) == "citations" && (path == "citations" && f.Shape.Type != "SourceInput" || strings.HasPrefix(path, "lines."))
}

// place lets it be chosen what a citation of the entity covers. Those of values and links stand at what they cover.
func (f *Form) place(row *Control, path string, item any) {
	if path != "citations" {
		row.Fields = slices.DeleteFunc(row.Fields, func(c *Control) bool { return c.Field() == "field" })
		return
	}
	for _, c := range row.Fields {
		if c.Field() != "field" {
			continue
		}
		m, _ := item.(map[string]any)
		c.Kind, c.Value = Choice, toString(m["field"])
		for _, s := range f.Shape.Fields {
			c.Options = append(c.Options, Option{s.Name, f.Say.FieldName(s.Name), s.Name == c.Value})
		}
		if c.Value != "" && f.Shape.Field(c.Value) == nil {
			c.Options = append(c.Options, Option{c.Value, c.Value, true})
		}
	}
}

func (f *Form) text(c *Control, value any) {
	m, _ := value.(map[string]any)
	c.Value, c.Language = toString(m["text"]), toString(m["language"])
	if c.Language == "" {
		c.Language = f.Tongue
	}
	c.Options = f.tongues(c.Language)
	list, _ := m["translations"].([]any)
	for i, item := range list {
		row := &Control{Kind: Text, Path: under(c.Path, fmt.Sprintf("translations.%d", i)), Label: c.Label, Number: i + 1}
		one, _ := item.(map[string]any)
		row.Value, row.Language = toString(one["text"]), toString(one["language"])
		row.Options = f.tongues(row.Language)
		row.Faults = f.at(row.Path)
		row.Focused = f.Focus == row.Path
		f.unfold(row)
		c.Translated = append(c.Translated, row)
	}
}

// tongues are the languages that a text is offered in: those that praxis speaks, and the one that it is in.
func (f *Form) tongues(chosen string) []Option {
	var all []Option
	for _, tag := range language.Tags {
		all = append(all, Option{tag, f.Say.NameOf(tag), tag == chosen})
	}
	if chosen != "" && !slices.Contains(language.Tags, chosen) {
		all = append(all, Option{chosen, f.Say.NameOf(chosen), true})
	}
	return all
}

func (f *Form) choice(s *Shape, value string) string {
	if s.Type == "Boolean" {
		return f.Say.T("page." + value)
	}
	return f.Say.Label(s.Type, value)
}

// word is a single value as it stands in a control.
func (f *Form) word(s *Shape, value any) string {
	switch v := value.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// at are the faults at a control.
func (f *Form) at(path string) []Fault {
	var all []Fault
	for _, fault := range f.Faults {
		if fault.Path == path {
			all = append(all, fault)
		}
	}
	return all
}

// last is the last part of a path that is no place of a row.
func last(path string) string { return (&Control{Path: path}).Field() }

func toString(value any) string {
	s, _ := value.(string)
	return s
}
