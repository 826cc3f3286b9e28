package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// preload looks at what is selected of the entities on a page, and reads each relation among it for all of them at once.
// The resolvers of these relations then find their pages in the store's cache, so that a level of the graph takes one
// statement for each relation rather than one for each entity.
func (r *Resolver) preload(ctx context.Context, edges []store.Edge) error {
	if len(edges) < 2 {
		return nil
	}
	byType := map[string][]kb.Entity{}
	for _, e := range edges {
		byType[e.Node.Meta().Type] = append(byType[e.Node.Meta().Type], e.Node)
	}
	for path, entities := range byType {
		t := r.schema.ByPath(path)
		for _, f := range selectedOf(ctx, t) {
			field := t.Field(f.Name)
			if field == nil || field.Relation == nil {
				continue
			}
			if p, ok := firstPage(ctx, f.Field, field); ok {
				if err := r.store.Prefetch(ctx, entities, field, p); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// selectedOf are the fields that are selected of the nodes of the connection that is being answered. The selections are
// collected as gqlgen keeps them, since it remembers them by where they lie.
func selectedOf(ctx context.Context, t *schema.Type) []graphql.CollectedField {
	op, names := graphql.GetOperationContext(ctx), append([]string{t.Name, "Entity", "Node"}, t.Unions...)
	var all []graphql.CollectedField
	for _, f := range graphql.CollectFieldsCtx(ctx, nil) {
		switch f.Name {
		case "nodes":
			all = append(all, graphql.CollectFields(op, f.Selections, names)...)
		case "edges":
			for _, inner := range graphql.CollectFields(op, f.Selections, nil) {
				if inner.Name == "node" {
					all = append(all, graphql.CollectFields(op, inner.Selections, names)...)
				}
			}
		}
	}
	return all
}

// firstPage are the arguments of a relation that is read from its start, without a filter or an order of its own.
func firstPage(ctx context.Context, f *ast.Field, field *schema.Field) (kb.PageArguments, bool) {
	one := 1
	if field.ToOne() {
		return kb.PageArguments{First: &one}, true
	}
	given := f.ArgumentMap(graphql.GetOperationContext(ctx).Variables)
	for name, value := range given {
		if value != nil && name != "first" {
			return kb.PageArguments{}, false
		}
	}
	if given["first"] == nil {
		return kb.PageArguments{}, true
	}
	n := length(given["first"], kb.DefaultPage)
	return kb.PageArguments{First: &n}, n <= kb.MaxPage
}
