// Package graph answers GraphQL. The resolvers of links are generated from the declaration; what is here by hand are
// the few fields that follow no rule, the limits, and the translation to HTTP.
package graph

import (
	"context"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/search"
	"github.com/praxis-kb/praxis/store"
)

// Resolver is what all resolvers share.
type Resolver struct {
	store   *store.Store
	index   *search.Index
	desk    *desk.Desk
	schema  *schema.Schema
	version string
	home    string // the address that all is below, without a slash at its end
	kept    kept
	origin  Origin
}

// page are the arguments of a connection, as GraphQL gives them.
type page struct {
	first *int
	after *string
	last  *int
	// before is the cursor that the page ends at.
	before *string
}

func (p page) arguments() kb.PageArguments {
	return kb.PageArguments{First: p.first, After: p.after, Last: p.last, Before: p.before}
}

// pageOf is a page of things before it becomes the connection type of the contract.
type pageOf[T any] struct {
	kb.Page
	Edges []edge[T]
	Info  *kb.PageInfo
}

type edge[T any] struct {
	Cursor kb.Cursor
	Node   T
	Link   *kb.Link
}

// list answers a page of all entities of a type.
func list[T kb.Entity, C any](ctx context.Context, r *Resolver, typ string, p page, filter, order map[string]any,
	connection func(*pageOf[T]) (C, error)) (C, error) {
	q := store.Query{Type: r.schema.Type(typ), Filter: filter, Order: order, Page: p.arguments()}
	return answer(ctx, r, q, connection)
}

// links answers a page of what a relation of an entity leads to.
func links[T kb.Entity, C any](ctx context.Context, r *Resolver, parent kb.Entity, field string, p page,
	filter, order map[string]any, connection func(*pageOf[T]) (C, error)) (C, error) {
	q := store.Query{
		Parent: parent, Field: r.schema.ByPath(parent.Meta().Type).Field(field),
		Filter: filter, Order: order, Page: p.arguments(),
	}
	return answer(ctx, r, q, connection)
}

func answer[T kb.Entity, C any](ctx context.Context, r *Resolver, q store.Query, connection func(*pageOf[T]) (C, error)) (C, error) {
	found, err := r.store.List(ctx, q)
	if err != nil {
		var none C
		return none, err
	}
	p := &pageOf[T]{Info: found.Info, Edges: make([]edge[T], len(found.Edges))}
	p.Total = func(ctx context.Context) (int, error) { return r.store.Count(ctx, q) }
	for i, e := range found.Edges {
		p.Edges[i] = edge[T]{e.Cursor, e.Node.(T), e.Link}
	}
	return connection(p)
}

// link answers the one thing that a relation leads to, or nothing.
func link[T kb.Entity](ctx context.Context, r *Resolver, parent kb.Entity, field string) (T, error) {
	return as[T](r.store.ToOne(ctx, parent, field))
}

// bySlug answers the entity of a type with a slug, or nothing.
func bySlug[T kb.Entity](ctx context.Context, r *Resolver, path, slug string) (T, error) {
	return as[T](r.store.Entity(ctx, path+"/"+slug))
}

// reference answers the entity that a value names.
func reference[T kb.Entity](ctx context.Context, r *Resolver, id string) (T, error) {
	return as[T](r.store.Entity(ctx, id))
}

func as[T kb.Entity](e kb.Entity, err error) (T, error) {
	found, _ := e.(T)
	return found, err
}

// properties puts what a link carries on the edge that shows it.
func properties(l *kb.Link, edge any) error {
	if l == nil || len(l.Properties) == 0 {
		return nil
	}
	return kb.Decode(l.Properties, edge)
}

// logPage makes a page of what is read from the log.
func logPage[T, C any](items []T, cursors []kb.Cursor, info *kb.PageInfo, err error,
	total func(context.Context) (int, error), connection func(*pageOf[T]) (C, error)) (C, error) {
	if err != nil {
		var none C
		return none, err
	}
	p := &pageOf[T]{Page: kb.Page{Total: total}, Info: info, Edges: make([]edge[T], len(items))}
	for i, item := range items {
		p.Edges[i] = edge[T]{Cursor: cursors[i], Node: item}
	}
	return connection(p)
}
