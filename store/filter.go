package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Bounds of a filter: what a person may mean, far below what would hurt.
const (
	maxFilterDepth  = 4
	maxFilterFields = 40
	maxFilterValues = 100
	maxFilterWords  = 10
)

// filter turns a filter as the API takes it into SQL over the entity e.
type filter struct {
	clause
	ctx    context.Context
	store  *Store
	fields int
	depth  int
}

// and adds what the filter asks for, each with AND before it.
func (f *filter) and(t *schema.Type, e string, in map[string]any) error {
	if f.depth++; f.depth > maxFilterDepth {
		return kb.Errorf(kb.Invalid, "the filter is nested deeper than %d", maxFilterDepth)
	}
	defer func() { f.depth-- }()
	for _, name := range kb.SortedKeys(in) {
		if in[name] == nil {
			continue
		}
		if f.fields++; f.fields > maxFilterFields {
			return kb.Errorf(kb.Invalid, "the filter has more than %d fields", maxFilterFields)
		}
		if err := f.field(t, e, name, in[name]); err != nil {
			return err
		}
	}
	return nil
}

func (f *filter) field(t *schema.Type, e, name string, value any) error {
	switch name {
	case "ids":
		return f.ids(t, e, value)
	case "text":
		return f.text(e, value)
	case "not":
		f.add(" AND NOT coalesce((true") // what has no value does not fit, so it is kept
		if err := f.and(t, e, toMap(value)); err != nil {
			return err
		}
		f.add("), false)")
		return nil
	case "basis":
		return f.basis(e, toMap(value))
	}
	field, ask := t.Field(name), toMap(value)
	if field.Relation != nil {
		return f.link(field, e, ask)
	}
	return f.facet(t, field, e, ask)
}

func (f *filter) ids(t *schema.Type, e string, value any) error {
	ids, err := texts("ids", value)
	if err != nil {
		return err
	}
	keys, err := f.keys([]*schema.Type{t}, ids)
	if err != nil {
		return err
	}
	f.add(fmt.Sprintf(" AND %s.key IN (SELECT value FROM json_each(?))", e), keys)
	return nil
}

// text keeps what holds all words of a text, or such as begin so.
func (f *filter) text(e string, value any) error {
	in := &filter{}
	words, err := in.words("w", value)
	if err == nil && len(words) > 0 {
		f.add(fmt.Sprintf(" AND EXISTS (SELECT 1 FROM words w WHERE w.key = %s.key%s)", e, in.sql.String()), in.args...)
	}
	return err
}

// words adds that a row of words holds those of a text, and gives them.
func (f *filter) words(row string, value any) ([]string, error) {
	words := strings.Fields(kb.Words(fmt.Sprint(value)))
	if len(words) > maxFilterWords {
		return nil, kb.Errorf(kb.Invalid, "text has more than %d words", maxFilterWords)
	}
	for _, word := range words {
		f.add(fmt.Sprintf(" AND instr(%s.text, ?)", row), " "+word)
	}
	return words, nil
}

// basis keeps what has a citation on one of some bases.
func (f *filter) basis(e string, ask map[string]any) error {
	values, err := listOf("basis.in", ask["in"])
	if err != nil || ask["in"] == nil {
		return err
	}
	f.add(fmt.Sprintf(" AND EXISTS (SELECT 1 FROM citation c WHERE c.owner = %s.key AND c.basis IN (SELECT value FROM json_each(?)))", e), values)
	return nil
}

// facet filters by a value of the body. A list fits where one of its items meets all that is asked.
func (f *filter) facet(t *schema.Type, field *schema.Field, e string, ask map[string]any) error {
	if exists, ok := ask["exists"].(bool); ok {
		not := map[bool]string{true: "NOT ", false: ""}[exists]
		f.add(fmt.Sprintf(" AND %s IS %sNULL", valueOf(t, field, e), not))
	}
	if !asksValue(ask) {
		return nil
	}
	expression := valueOf(t, field, e)
	if field.List {
		expression = "j.value"
		f.add(fmt.Sprintf(" AND EXISTS (SELECT 1 FROM json_each(%s.body, '$.%s') j WHERE true", e, field.Name))
	}
	if err := f.values(field, expression, ask); err != nil {
		return err
	}
	if field.List {
		f.add(")")
	}
	return nil
}

func asksValue(ask map[string]any) bool {
	for name, value := range ask {
		if name != "exists" && value != nil {
			return true
		}
	}
	return false
}

// values adds what is asked of one value. Dates keep what may lie in the span: a date known only by its year lies in
// each of its months.
func (f *filter) values(field *schema.Field, expression string, ask map[string]any) error {
	for _, name := range kb.SortedKeys(ask) {
		value := ask[name]
		if value == nil || name == "exists" {
			continue
		}
		switch name {
		case "in":
			list, err := listOf(field.Name+".in", inOneForm(field, value))
			if err != nil {
				return err
			}
			f.add(fmt.Sprintf(" AND %s IN (SELECT value FROM json_each(?))", expression), list)
		case "min":
			f.add(fmt.Sprintf(" AND %s >= ?", expression), value)
		case "max":
			f.add(fmt.Sprintf(" AND %s <= ?", expression), value)
		case "from", "until":
			first, last, err := kb.DateSpan(fmt.Sprint(value))
			if err != nil {
				return kb.Errorf(kb.Invalid, "%s.%s: %v is no date: write 2021, 2021-05 or 2021-05-03", field.Name, name, value)
			}
			if name == "from" {
				f.add(fmt.Sprintf(" AND %s >= ?", expression), first[:4]) // which an index has
				f.add(fmt.Sprintf(" AND %[1]s || CASE length(%[1]s) WHEN 4 THEN '-12-31' WHEN 7 THEN '-31' ELSE '' END >= ?", expression), first)
			} else {
				f.add(fmt.Sprintf(" AND %s <= ?", expression), last)
			}
		}
	}
	return nil
}

// link filters by what a relation leads to.
func (f *filter) link(field *schema.Field, e string, ask map[string]any) error {
	r := field.Relation
	if exists, ok := ask["exists"].(bool); ok {
		f.add(map[bool]string{true: " AND EXISTS (", false: " AND NOT EXISTS ("}[exists])
		f.ends(r, e, true)
		f.add(")")
	}
	if ask["in"] == nil && ask["where"] == nil {
		return nil
	}
	f.add(" AND EXISTS (")
	f.ends(r, e, false)
	if ask["in"] != nil {
		ids, err := texts(field.Name+".in", ask["in"])
		if err != nil {
			return err
		}
		keys, err := f.keys(r.Ends, ids)
		if err != nil {
			return err
		}
		f.add(fmt.Sprintf(" AND %s.key IN (%s)", f.inner(), among(r)), keys)
	}
	if ask["where"] != nil {
		if err := f.and(r.Ends[0], f.inner(), toMap(ask["where"])); err != nil {
			return err
		}
	}
	f.add(")")
	return nil
}

// inner is the name of the entity at the other end, one for each depth.
func (f *filter) inner() string { return fmt.Sprintf("e%d", f.depth) }

// ends leads from an entity to those at the other end of a relation. Where any will do, an index tells what is archived.
func (f *filter) ends(r *schema.Relation, e string, anyWill bool) {
	near, far, x := "from_key", "to_key", f.inner()
	if !r.Out {
		near, far = far, near
	}
	kinds := kindList(r.Kinds)
	direct := fmt.Sprintf("SELECT 1 FROM link l JOIN entity %[1]s ON %[1]s.key = l.%[2]s", x, far)
	if anyWill && len(r.Ends) == 1 {
		direct = fmt.Sprintf("SELECT 1 FROM link l CROSS JOIN entity %[1]s INDEXED BY by_type ON %[1]s.key = l.%[2]s", x, far)
	}
	if len(r.Through) > 0 {
		through := kindList(r.Through)
		if r.Out {
			direct = fmt.Sprintf(`SELECT 1 FROM link l LEFT JOIN entity m ON m.key = l.to_key AND m.archived IS NULL
				LEFT JOIN link p ON p.from_key = m.key AND p.kind IN (%s) JOIN entity %[2]s ON %[2]s.key IN (l.to_key, p.to_key)`, through, x)
		} else {
			direct = fmt.Sprintf(`SELECT 1 FROM (SELECT from_key, to_key, kind FROM link UNION ALL
				SELECT l.from_key, p.to_key, l.kind FROM link l JOIN entity m ON m.key = l.to_key AND m.archived IS NULL
					JOIN link p ON p.from_key = m.key AND p.kind IN (%s)) l JOIN entity %[2]s ON %[2]s.key = l.from_key`, through, x)
		}
	}
	f.add(fmt.Sprintf("%s WHERE l.%s = %s.key AND l.kind IN (%s) AND %s.archived IS NULL", direct, near, e, kinds, x))
	if len(r.Ends) == 1 {
		f.add(fmt.Sprintf(" AND %s.type = '%s'", x, r.Ends[0].Path))
	}
}

// keys are the rows that ids lead to, as a JSON list. What nothing has fits nothing; what is no id is an error.
func (f *filter) keys(types []*schema.Type, ids []string) (string, error) {
	keys := make([]int64, 0, len(ids))
	for _, id := range ids {
		if t := kb.TypeOf(f.store.schema, id); t == nil || !slices.Contains(types, t) {
			return "", kb.Errorf(kb.Invalid, "%q is no id of %s: write type/slug, such as %s/…", id, typeNames(types), types[0].Path)
		}
		key, err := f.store.key(f.ctx, id)
		if err != nil {
			return "", err
		}
		keys = append(keys, key)
	}
	list, err := json.Marshal(keys)
	return string(list), err
}

func typeNames(types []*schema.Type) string {
	if len(types) > 3 {
		return "an entity"
	}
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = t.Name
	}
	return strings.Join(names, " or ")
}
