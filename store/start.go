package store

import (
	"fmt"
	"math"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// A filtered list of a type is read in one of two ways: through all entities of the type in the order of the list, until
// the page is full, or from those that meet one condition of the filter, which an index has, and sorted. The first suits
// a filter that much of the type meets, the second one that little meets, and counting as a rule. Either way
// all conditions are looked at: where a list starts changes how long it takes and nothing else.

// counted bounds how far the entities that meet a condition are counted to choose between conditions.
const counted = 10_000

// start selects the keys of the entities that may meet one condition of a filter.
type start struct {
	clause
	name  string // of the condition
	exact bool   // all of them meet it, so that it need not be looked at again
}

// begin is the FROM part of a list of all entities of a type, which a start or an index may shorten, and the start. whole
// tells that all of the list is read, and not only a page: then nothing but an index is read of what meets all conditions.
func (l *lister) begin(t *schema.Type, whole bool) (*start, error) {
	by := ""
	if l.q.walk {
		by = " INDEXED BY " + indexName(t, orderedBy(t, l.q)) // SQLite would sort the whole type
	}
	at, err := l.worth(t, whole)
	switch {
	case err != nil:
		return nil, err
	case at == nil:
		l.add(fmt.Sprintf("FROM entity e%s WHERE e.type = '%s'", by, t.Path))
		return nil, nil
	}
	if by = ""; whole {
		by = " INDEXED BY by_type"
	}
	l.add(fmt.Sprintf("FROM (SELECT DISTINCT key FROM (%s)) n CROSS JOIN entity e%s ON e.key = n.key WHERE e.type = '%s'", at.sql.String(), by, t.Path), at.args...)
	return at, nil
}

// worth is the start of a list that is worth taking; nil where the type is sooner walked through.
func (l *lister) worth(t *schema.Type, whole bool) (*start, error) {
	if !whole {
		rows, err := l.store.rows(l.ctx)
		if err != nil {
			return nil, err
		}
		most := len(l.q.Filter) * int(math.Sqrt(float64(rows*int64(l.q.Page.Size()+1))))
		at, n, err := l.narrowest(t, l.q.Filter, most+1)
		if err != nil || n > most {
			return nil, err
		}
		return at, nil
	}
	at, n, err := l.narrowest(t, l.q.Filter, counted+1)
	if err != nil || at == nil || at.exact || n <= few {
		return at, err
	}
	all, err := l.store.total(l.ctx, Query{Type: t})
	if err != nil {
		return nil, err
	}
	if n, err = l.count(at, all/2+1); n > all/2 { // each of them is looked at again
		return nil, err
	}
	return at, err
}

// count counts what a start selects, up to most.
func (f *filter) count(at *start, most int) (n int, err error) {
	err = f.store.read.QueryRowContext(point(f.ctx), fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM (%s) LIMIT %d)", at.sql.String(), most), at.args...).Scan(&n)
	return n, err
}

// narrowest is the start, among those that a filter of a type gives, that the fewest entities meet, and how many do, counted up
// to most; nil where it gives none.
func (f *filter) narrowest(t *schema.Type, in map[string]any, most int) (best *start, fewest int, err error) {
	for _, name := range kb.SortedKeys(in) {
		at, err := f.start(t, name, in[name], most)
		if err != nil {
			return nil, 0, err
		}
		if at == nil {
			continue
		}
		n, err := f.count(at, most)
		if err != nil {
			return nil, 0, err
		}
		if at.name = name; best == nil || n < fewest {
			best, fewest = at, n
		}
	}
	return best, fewest, nil
}

// start is that of a condition; nil where no index has it.
func (f *filter) start(t *schema.Type, name string, value any, most int) (*start, error) {
	field, ask := t.Field(name), toMap(value)
	switch {
	case name == "basis":
		return f.startOfBasis(ask, t, true)
	case name == "text" && value != nil:
		return f.startOfText(t, value)
	case name == "not":
		return f.startOfNot(t, ask, most)
	case name == "ids" && value != nil:
		ids, err := texts(name, value)
		if err != nil {
			return nil, err
		}
		keys, err := f.keys([]*schema.Type{t}, ids)
		return startAt(true, "SELECT value AS key FROM json_each(?)", keys), err
	case field == nil || !asksValue(ask) && ask["exists"] == nil:
		return nil, nil
	case field.Relation != nil:
		return f.startOfLink(t, field, ask, most)
	case !field.Stored():
		return f.startOfComputed(t, field, ask)
	case field.List:
		return f.startOfList(t, field, ask)
	}
	return f.startOfValue(t, field, ask)
}

// startAt selects the keys of entities by SQL.
func startAt(exact bool, sql string, args ...any) *start {
	at := &start{exact: exact}
	at.add(sql, args...)
	return at
}

// startOfValue selects what has some values, or one at all, or none.
func (f *filter) startOfValue(t *schema.Type, field *schema.Field, ask map[string]any) (*start, error) {
	at, x := &filter{ctx: f.ctx, store: f.store}, valueOf(t, field, "entity")
	at.add(fmt.Sprintf("SELECT key FROM entity INDEXED BY %s WHERE type = '%s' AND (%s IS NULL) = ?", indexName(t, field), t.Path, x),
		!asksValue(ask) && ask["exists"] == false)
	if err := at.values(field, x, ask); err != nil {
		return nil, err
	}
	return startAt(!asksValue(ask) || ask["exists"] == nil, at.sql.String(), at.args...), nil
}

// startOfLink selects what leads to some entities: those that are named, or those that a filter of their own is met by.
func (f *filter) startOfLink(t *schema.Type, field *schema.Field, ask map[string]any, most int) (*start, error) {
	r, ends, args := field.Relation, "", []any(nil)
	switch {
	case ask["in"] != nil:
		ids, err := texts(field.Name+".in", ask["in"])
		if err != nil {
			return nil, err
		}
		keys, err := f.keys(r.Ends, ids)
		if err != nil {
			return nil, err
		}
		ends, args = among(r), []any{keys}
	case ask["where"] != nil:
		inner, _, err := f.narrowest(r.Ends[0], toMap(ask["where"]), most)
		if err != nil || inner == nil {
			return nil, err
		}
		ends, args = inner.sql.String(), inner.args
	default:
		return f.startOfGap(t, field, ask["exists"], true), nil
	}
	near, far := columnsOf(r)
	at, direct := &start{}, fmt.Sprintf("FROM link l WHERE l.kind IN (%s) AND l.%s IN (%s", kindList(r.Kinds), far, ends)
	switch {
	case len(r.Through) == 0:
		at.add(fmt.Sprintf("SELECT l.%s AS key %s)", near, direct), args...)
	case r.Out:
		at.add(fmt.Sprintf("SELECT l.from_key AS key %s UNION SELECT p.from_key FROM link p WHERE p.kind IN (%s) AND p.to_key IN (%s))",
			direct, kindList(r.Through), ends), append(args, args...)...)
	default:
		at.add(fmt.Sprintf("SELECT l.to_key AS key %s) UNION SELECT p.to_key FROM link p WHERE p.kind IN (%s) AND p.from_key IN (SELECT l.to_key %[1]s))",
			direct, kindList(r.Through)), append(args, args...)...)
	}
	return at, nil
}

// among selects keys, given as a JSON list, and what lies below them where the ends of a relation are a hierarchy.
func among(r *schema.Relation) string {
	const given = "SELECT value FROM json_each(?)"
	for _, t := range r.Ends {
		for _, field := range t.Fields {
			if h := field.Relation; h != nil && h.Below && h.Out && len(r.Ends) == 1 {
				return fmt.Sprintf(`WITH RECURSIVE below (key) AS (%s
					UNION SELECT d.from_key FROM link d JOIN below b ON d.to_key = b.key AND d.kind = '%s') SELECT key FROM below`, given, h.Kinds[0].Stored)
			}
		}
	}
	return given
}
