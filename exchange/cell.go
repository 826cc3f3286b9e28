package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// filler fills the members of a record from cells.
type filler struct {
	schema    *schema.Schema
	separator string
	item      yaml.MapSlice
}

// fill puts a cell where its column goes. What it cannot read it leaves as it stands, for validation to name.
func (r *filler) fill(t *schema.Type, c Column, cell string) error {
	if meant, ok := c.Values[cell]; ok {
		cell = meant
	}
	if cell == "" {
		return nil
	}
	name, rest, _ := strings.Cut(c.To, "/")
	f := t.Field(name)
	switch {
	case f == nil: // id, aliases, archived, or what is none
		set(&r.item, name, r.special(name, cell))
		return nil
	case f.Relation != nil:
		return r.links(f, c, cell)
	case rest == "" || f.Localized || !f.List:
		return r.place(&r.item, f, strings.Split(c.To, "/"), cell)
	}
	return r.entry(f, rest, c.With, cell)
}

func (r *filler) special(name, cell string) any {
	switch name {
	case aliasesMember:
		return r.split(cell)
	case archivedMember:
		return cell == "true"
	}
	return cell
}

func (r *filler) split(cell string) []any {
	var list []any
	for _, part := range strings.Split(cell, r.separator) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// place puts a cell at a path of values and languages.
func (r *filler) place(into *yaml.MapSlice, f *schema.Field, path []string, cell string) error {
	if len(path) == 1 {
		value, err := r.value(f, cell)
		set(into, path[0], value)
		return err
	}
	inner, _ := get(*into, path[0]).(yaml.MapSlice)
	inner = slices.Clone(inner) // a constant belongs to all rows
	defer func() { set(into, path[0], inner) }()
	if f.Localized {
		set(&inner, strings.Join(path[1:], "/"), cell)
		return nil
	}
	t := r.schema.Types[f.Type]
	if t == nil || t.Field(path[1]) == nil {
		set(&inner, path[1], cell) // validation names it
		return nil
	}
	return r.place(&inner, t.Field(path[1]), path[1:], cell)
}

// value reads a cell by the type of its field: what has fields of its own is written as JSON.
func (r *filler) value(f *schema.Field, cell string) (any, error) {
	switch {
	case strings.HasPrefix(cell, "[") && f.List, strings.HasPrefix(cell, "{") && (r.schema.Types[f.Type] != nil || f.Localized):
		value, err := decodeJSON([]byte(cell))
		if err != nil {
			return nil, fmt.Errorf("it is no JSON: %v", err)
		}
		return value, nil
	case f.List:
		list := r.split(cell)
		for i := range list {
			list[i] = plainCell(f.Type, list[i].(string))
		}
		return list, nil
	}
	return plainCell(f.Type, cell), nil
}

func plainCell(typ, cell string) any {
	switch typ {
	case "Int", "Float":
		if n, err := strconv.ParseFloat(cell, 64); err == nil {
			return n
		}
	case "Boolean":
		if b, err := strconv.ParseBool(strings.ToLower(cell)); err == nil {
			return b
		}
	}
	return cell
}

// links reads the ends of links: ids, what finds them, or JSON where they carry something.
func (r *filler) links(f *schema.Field, c Column, cell string) error {
	if strings.HasPrefix(cell, "[") || strings.HasPrefix(cell, "{") {
		value, err := decodeJSON([]byte(cell))
		set(&r.item, f.Name, value)
		return err
	}
	links, _ := get(r.item, f.Name).([]any)
	for _, end := range r.split(cell) {
		to := wanted(c.By, end.(string))
		if len(c.With) > 0 {
			links = append(links, append(yaml.MapSlice{{Key: "to", Value: to}}, c.With...))
		} else {
			links = append(links, to)
		}
	}
	set(&r.item, f.Name, links)
	return nil
}

// entry adds a value to a list: identifiers/SCHEME, alternativeNames/LANGUAGE, observations/INDICATOR.
func (r *filler) entry(f *schema.Field, key string, with yaml.MapSlice, cell string) error {
	members := map[string][2]string{"identifiers": {"scheme", "value"}, "alternativeNames": {"language", "text"}, "observations": {"indicator", "value"}}
	names, ok := members[f.Name]
	if !ok {
		return fmt.Errorf("%s/%s: write a list of values as JSON", f.Name, key)
	}
	if f.Name == "observations" && !strings.Contains(key, "/") {
		key = "theme/" + key
	}
	entries, _ := get(r.item, f.Name).([]any)
	entry := append(yaml.MapSlice{{Key: names[0], Value: key}, {Key: names[1], Value: cell}}, with...)
	set(&r.item, f.Name, append(entries, entry))
	return nil
}

// cite gives a row the citations of the mapping where it has none of its own: for the whole, for each field and link
// that needs one, and for its observations.
func (m *Mapping) cite(s *schema.Schema, item *yaml.MapSlice) {
	if len(m.Citations) == 0 {
		return
	}
	observations, _ := get(*item, "observations").([]any)
	for i, o := range observations {
		if o, ok := o.(yaml.MapSlice); ok && get(o, "citations") == nil {
			observations[i] = append(o, yaml.MapItem{Key: "citations", Value: m.Citations})
		}
	}
	if get(*item, "citations") != nil || m.of.Name == "Source" {
		return
	}
	all := slices.Clone(m.Citations)
	for _, f := range m.of.Fields {
		switch value := get(*item, f.Name); {
		case !f.Cited || value == nil:
		case f.Relation == nil:
			all = append(all, covering(m.Citations, f.Name)...)
		default:
			set(item, f.Name, m.citeLinks(listed(value)))
		}
	}
	set(item, "citations", all)
}

func (m *Mapping) citeLinks(links []any) []any {
	for i, link := range links {
		o, ok := link.(yaml.MapSlice)
		if !ok {
			o = yaml.MapSlice{{Key: "to", Value: link}}
		}
		if get(o, "citations") == nil {
			links[i] = append(o, yaml.MapItem{Key: "citations", Value: m.Citations})
		}
	}
	return links
}

func covering(citations []any, field string) []any {
	var all []any
	for _, c := range citations {
		one := map[string]any{"field": field}
		m, _ := c.(map[string]any)
		for _, name := range kb.SortedKeys(m) {
			one[name] = m[name]
		}
		all = append(all, one)
	}
	return all
}

func get(item yaml.MapSlice, name string) any {
	for _, pair := range item {
		if pair.Key == name {
			return pair.Value
		}
	}
	return nil
}

// set puts a member in its place, at the end where it is new.
func set(item *yaml.MapSlice, name string, value any) {
	for i, pair := range *item {
		if pair.Key == name {
			(*item)[i].Value = value
			return
		}
	}
	*item = append(*item, yaml.MapItem{Key: name, Value: value})
}
