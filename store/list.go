package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Query asks for a page of entities: all of a type, or those at the other end of an entity's links.
type Query struct {
	Type   *schema.Type     // of all its entities; nil where Parent is given
	Parent kb.Entity        // where the links start or arrive
	Field  *schema.Field    // the relation to follow from Parent
	Filter map[string]any   // as the API takes it
	Order  map[string]any   // as the API takes it; nil is the order of the links, or by name
	Page   kb.PageArguments // which part of the list
	walk   bool             // through the whole type in its order, since most of it is in the list
}

// Edge is one place in a list.
type Edge struct {
	Cursor kb.Cursor
	Node   kb.Entity
	Link   *kb.Link // nil where the list is not of links
}

// List is a page of entities.
type List struct {
	Edges []Edge
	Info  *kb.PageInfo
}

// List answers a page. Errors are Invalid or CursorInvalid and name the argument.
func (s *Store) List(ctx context.Context, q Query) (*List, error) {
	if q.past() {
		return s.listAt(ctx, q)
	}
	if !q.ofLinks() {
		return s.readList(ctx, q)
	}
	if err := q.Page.Check(); err != nil {
		return nil, err
	}
	a, err := s.adjacent(ctx, q.Parent, q.Field)
	if err != nil {
		return nil, err
	}
	if q.Page.Backward() && !a.whole() {
		return s.readList(ctx, q)
	}
	return s.outerPage(ctx, q, a)
}

func (s *Store) readList(ctx context.Context, q Query) (*List, error) {
	var err error
	if q.walk, err = s.crowded(ctx, q); err != nil {
		return nil, err
	}
	l, err := s.newLister(ctx, q, false)
	if err != nil {
		return nil, err
	}
	if err := l.place(); err != nil {
		return nil, err
	}
	rows, err := l.rows()
	if err != nil {
		return nil, err
	}
	return l.page(rows)
}

// Count counts the whole list, whatever the page.
func (s *Store) Count(ctx context.Context, q Query) (int, error) {
	if q.past() {
		ends, err := s.endsAt(ctx, q)
		return len(ends), err
	}
	q.Page = kb.PageArguments{}
	if q.ofLinks() {
		if a, err := s.adjacent(ctx, q.Parent, q.Field); err != nil || a.whole() {
			return len(a.ends), err
		}
	}
	if q.Parent == nil && len(q.Filter) == 0 {
		return s.total(ctx, q)
	}
	return s.count(ctx, q)
}

// total counts the entities of a type.
func (s *Store) total(ctx context.Context, q Query) (int, error) {
	if n, ok := s.cache.totals.get(q.Type.Path); ok {
		return n, nil
	}
	sequence := s.Sequence()
	n, err := s.count(ctx, q)
	if err == nil {
		keep(s, s.cache.totals, sequence, q.Type.Path, is(n))
	}
	return n, err
}

func (s *Store) count(ctx context.Context, q Query) (n int, err error) {
	l, err := s.newLister(ctx, q, true)
	if err != nil {
		return 0, err
	}
	err = s.read.QueryRowContext(ctx, "SELECT count(*) "+l.sql.String(), l.args...).Scan(&n)
	return n, err
}

// lister builds the SQL of one list.
type lister struct {
	filter
	q     Query
	order order
	link  bool // the list is of links
}

// newLister is for a page of a list, or for the whole of it.
func (s *Store) newLister(ctx context.Context, q Query, whole bool) (*lister, error) {
	var err error
	if q.Filter, err = asPlain(q.Filter); err != nil {
		return nil, err
	}
	if q.Order, err = asPlain(q.Order); err != nil {
		return nil, err
	}
	l := &lister{filter: filter{ctx: ctx, store: s}, q: q}
	t := q.Type
	if q.Parent != nil {
		t = only(q.Field)
	}
	fits := filter{ctx: ctx, store: s}
	if err := fits.and(t, "e", q.Filter); err != nil {
		return nil, err
	}
	if q.Parent == nil {
		at, err := l.begin(t, whole)
		if err != nil {
			return nil, err
		}
		if at != nil && at.exact {
			rest := maps.Clone(q.Filter)
			delete(rest, at.name)
			fits = filter{ctx: ctx, store: s}
			if err := fits.and(t, "e", rest); err != nil {
				return nil, err
			}
		}
	} else {
		r := q.Field.Relation
		l.link = len(r.Through) == 0
		if q.walk {
			l.walked(r, q.Parent.Meta().Key)
		} else {
			l.linked(r, jsonList([]int64{q.Parent.Meta().Key}))
		}
	}
	l.add(" AND e.archived IS NULL"+fits.sql.String(), fits.args...)
	l.order = newOrder(t, q, l.link)
	return l, nil
}

// row is what a list reads of each entity before it loads it.
type row struct {
	key    int64
	link   *kb.Link
	values position
}

// columns are what scan reads.
func (l *lister) columns() string {
	columns := "e.key, e.type, e.slug, " + l.order.by
	if l.link {
		columns += ", " + linkColumns
	}
	return columns
}

// rows reads one row more than the page holds, to tell whether there is more.
func (l *lister) rows() ([]row, error) {
	query := fmt.Sprintf("SELECT %s %s ORDER BY %s LIMIT %d", l.columns(), l.sql.String(), l.order.sql(l.q.Page.Backward()), l.q.Page.Size()+1)
	found, err := l.store.read.QueryContext(l.ctx, query, l.args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var all []row
	for found.Next() {
		r, err := l.scan(found)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, found.Err()
}

// scan reads a row, after columns that the caller wants before it.
func (l *lister) scan(found *sql.Rows, before ...any) (row, error) {
	var r row
	into := append(before, &r.key, &r.values.Type, &r.values.Slug, &r.values.Value)
	if l.link {
		r.link = &kb.Link{}
		into = append(into, &r.link.ID, &r.link.Stored, &r.link.FromKey, &r.link.ToKey, &r.link.Qualifier, &r.link.Position, &r.link.Properties)
	}
	err := found.Scan(into...)
	if text, ok := r.values.Value.([]byte); ok {
		r.values.Value = string(text)
	}
	if l.link && err == nil {
		r.link.Kind = l.store.schema.Kind(r.link.Stored).Enum()
		r.values.Link = r.link.ID
	}
	return r, err
}

func (l *lister) page(rows []row) (*List, error) {
	p := l.q.Page
	more := len(rows) > p.Size()
	rows = rows[:min(len(rows), p.Size())]
	if p.Backward() {
		slices.Reverse(rows)
	}
	keys := make([]int64, len(rows))
	for i, r := range rows {
		keys[i] = r.key
	}
	found, err := l.store.byKeys(l.ctx, keys)
	if err != nil {
		return nil, err
	}
	edges := make([]Edge, 0, len(rows))
	for i, r := range rows {
		if found[i] != nil {
			edges = append(edges, Edge{Cursor: l.order.cursor(&rows[i].values), Node: found[i], Link: r.link})
		}
	}
	return newList(edges, p, more), nil
}

func newList(edges []Edge, p kb.PageArguments, more bool) *List {
	list := &List{Edges: edges, Info: &kb.PageInfo{}}
	if n := len(edges); n > 0 {
		list.Info.StartCursor, list.Info.EndCursor = &edges[0].Cursor, &edges[n-1].Cursor
	}
	list.Info.HasNextPage, list.Info.HasPreviousPage = p.Around(more)
	return list
}
