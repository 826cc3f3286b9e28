package store

import (
	"fmt"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// startOfGap selects what has something at a relation or in a list, or nothing; the other way round where that is not so.
func (f *filter) startOfGap(t *schema.Type, field *schema.Field, exists any, so bool) *start {
	has, asked := exists.(bool)
	switch {
	case !asked:
		return nil
	case field.Relation == nil:
		return startAt(true, shaped(t, f.store.shapes.fields[field], has == so))
	}
	return startAt(false, f.store.shapes.linkedAt(t, field, has == so))
}

// startOfBasis selects what cites on some bases, or on none of them.
func (f *filter) startOfBasis(ask map[string]any, t *schema.Type, so bool) (*start, error) {
	if ask["in"] == nil {
		return nil, nil
	}
	values, err := texts("basis.in", ask["in"])
	var some bits
	for _, basis := range values {
		some |= f.store.shapes.bases[basis]
	}
	return startAt(true, shaped(t, some, so)), err
}

// startOfList selects what has some values in a list, or the list at all.
func (f *filter) startOfList(t *schema.Type, field *schema.Field, ask map[string]any) (*start, error) {
	if !asksValue(ask) {
		return f.startOfGap(t, field, ask["exists"], true), nil
	}
	at := &filter{ctx: f.ctx, store: f.store}
	at.add(fmt.Sprintf("SELECT key FROM item WHERE field = '%s.%s'", t.Path, field.Name))
	if err := at.values(field, "value", ask); err != nil {
		return nil, err
	}
	return startAt(ask["exists"] == nil, at.sql.String(), at.args...), nil
}

// startOfComputed selects what may have one of some values of what is worked out; nothing where most have.
func (f *filter) startOfComputed(t *schema.Type, field *schema.Field, ask map[string]any) (*start, error) {
	from := startsOfComputed[t.Name+"."+field.Name]
	switch {
	case ask["exists"] == false:
		return startAt(false, "SELECT 0 AS key WHERE false"), nil // what is worked out is always there
	case ask["in"] == nil || from.sql == "":
		return nil, nil
	}
	values, err := texts(field.Name+".in", ask["in"])
	if err != nil || slices.Contains(values, from.otherwise) {
		return nil, err
	}
	return startAt(false, from.sql), nil
}

// startOfNot selects what does not meet one of some conditions, where each is one of having something or not.
func (f *filter) startOfNot(t *schema.Type, in map[string]any, most int) (*start, error) {
	all := &start{exact: true}
	for _, name := range kb.SortedKeys(in) {
		if in[name] == nil {
			continue
		}
		at, err := f.startOfNone(t, name, toMap(in[name]), most)
		if err != nil || at == nil {
			return nil, err
		}
		if all.sql.Len() > 0 {
			all.add(" UNION ALL ")
		}
		all.exact = all.exact && at.exact
		all.add("SELECT key FROM ("+at.sql.String()+")", at.args...)
	}
	if all.sql.Len() == 0 {
		return nil, nil // it keeps none
	}
	return all, nil
}

// startOfNone selects what does not meet a condition.
func (f *filter) startOfNone(t *schema.Type, name string, ask map[string]any, most int) (*start, error) {
	switch field := t.Field(name); {
	case name == "not":
		at, _, err := f.narrowest(t, ask, most)
		if at != nil {
			at.exact = false // it is one of its conditions
		}
		return at, err
	case name == "basis":
		return f.startOfBasis(ask, t, false)
	case field == nil:
		return nil, nil
	case asksValue(ask):
		return f.startOfOthers(t, field, ask)
	case field.Relation != nil || listed(field):
		return f.startOfGap(t, field, ask["exists"], false), nil
	case field.Stored():
		if exists, ok := ask["exists"].(bool); ok {
			return f.start(t, name, map[string]any{"exists": !exists}, most)
		}
	}
	return nil, nil
}

// startOfOthers selects what has none of some values, or no value: of each value that is there once, which an index leads to
// from one to the next.
func (f *filter) startOfOthers(t *schema.Type, field *schema.Field, ask map[string]any) (*start, error) {
	if field.Relation != nil || field.List || !field.Stored() || len(ask) != 1 || ask["in"] == nil {
		return nil, nil
	}
	values, err := listOf(field.Name+".in", inOneForm(field, ask["in"]))
	x := valueOf(t, field, "o")
	from := fmt.Sprintf("entity o INDEXED BY %s WHERE o.type = '%s' AND (%s IS NULL) =", indexName(t, field), t.Path, x)
	return startAt(true, fmt.Sprintf(`WITH RECURSIVE one (x) AS (SELECT * FROM (SELECT %[1]s FROM %[2]s 0 ORDER BY %[1]s LIMIT 1)
		UNION ALL SELECT (SELECT %[1]s FROM %[2]s 0 AND %[1]s > one.x ORDER BY %[1]s LIMIT 1) FROM one WHERE one.x IS NOT NULL)
		SELECT o.key FROM one CROSS JOIN %[2]s 0 AND %[1]s = one.x AND one.x NOT IN (SELECT value FROM json_each(?))
		UNION ALL SELECT o.key FROM %[2]s 1`, x, from), values), err
}
