package graph

import (
	"context"
	"reflect"

	"github.com/99designs/gqlgen/graphql"

	"github.com/praxis-kb/praxis/kb"
)

// given are the arguments of a field. They are the same for all objects that it is asked of.
type given struct {
	arguments map[string]any
	first     *kb.PageArguments // of a relation that is read from its start; nil for any other page
	err       error
}

// call asks a resolver or a method. What panics in it is an error of this field alone.
func (x *run) call(object reflect.Value, f *field) (result any, err error) {
	if err := x.ctx.Err(); err != nil {
		return nil, err
	}
	defer func() {
		if p := recover(); p != nil {
			err = recovered(x.ctx, p)
		}
	}()
	given := x.arguments(f)
	if given.err != nil {
		return nil, given.err
	}
	if !object.IsValid() {
		return f.call.Resolve(context.WithValue(x.ctx, answeringKey{}, f), x.resolver, nil, given.arguments)
	}
	return f.call.Resolve(x.ctx, x.resolver, object.Addr().Interface(), given.arguments)
}

// arguments reads the arguments of a field once, for all objects that it is asked of.
func (x *run) arguments(f *field) given {
	g, done := x.given[f]
	if !done {
		raw := f.ArgumentMap(x.variables)
		g.arguments, g.err = f.call.Arguments(x.ctx, raw)
		if f.relation != nil {
			g.first = firstPage(f.relation, raw)
		}
		x.given[f] = g
	}
	return g
}

// fail notes an error of the value that is being answered. More than maxErrors are not listed, and none that comes of the
// end of the request: then there is no answer.
func (x *run) fail(err error) {
	if len(x.errors) == maxErrors || x.ctx.Err() != nil {
		return
	}
	ctx := x.ctx
	for _, s := range x.path {
		fc := &graphql.FieldContext{Index: &s.index}
		if s.field != nil {
			fc = &graphql.FieldContext{Field: graphql.CollectedField{Field: s.field.Field}}
		}
		ctx = graphql.WithFieldContext(ctx, fc)
	}
	x.errors = append(x.errors, present(ctx, graphql.ErrorOnPath(ctx, err)))
}
