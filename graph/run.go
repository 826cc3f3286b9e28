package graph

import (
	"context"
	"errors"
	"reflect"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/praxis-kb/praxis/kb"
)

// run answers a query by its plan: depth first, one field after the other, into one buffer. What gqlgen does with a
// goroutine for each item of a list and a context for each field takes many times as long as reading the values does.
type run struct {
	ctx       context.Context
	resolver  *Resolver
	types     map[reflect.Type]*ast.Definition
	variables map[string]any
	language  string
	given     map[*field]given
	path      []step
	out       []byte
	errors    gqlerror.List
}

// step is a step on the way to a value: a field, or a place in a list.
type step struct {
	field *field
	index int
}

var errNull = errors.New("must not be null")

// runs keeps the memory of runs; one that grew very large is not kept.
var runs = sync.Pool{New: func() any { return &run{given: map[*field]given{}} }}

const bufferKept = 1 << 20 // bytes

// execute answers a query, and gives the data as JSON with the errors.
func (s *Server) execute(ctx context.Context, op *graphql.OperationContext, root *object) (data []byte, list gqlerror.List) {
	x := runs.Get().(*run)
	defer x.release()
	defer func() {
		if p := recover(); p != nil {
			data, list = []byte("null"), gqlerror.List{present(ctx, recovered(ctx, p))}
		}
	}()
	x.ctx, x.resolver, x.types = ctx, s.resolver, s.planner.types
	x.variables, x.language = op.Variables, kb.LanguageOf(ctx)
	if !x.object(reflect.Value{}, root, false) {
		x.out = append(x.out[:0], "null"...)
	}
	return append([]byte(nil), x.out...), x.errors
}

func (x *run) release() {
	clear(x.given)
	if cap(x.out) <= bufferKept {
		*x = run{given: x.given, path: x.path[:0], out: x.out[:0]}
		runs.Put(x)
	}
}

// object writes what is selected of an object. It is false where a field has no value that must have one: then the
// object is nothing either.
func (x *run) object(v reflect.Value, o *object, ahead bool) bool {
	whole := true
	x.out = append(x.out, '{')
	for i, f := range o.fields {
		if i > 0 {
			x.out = append(x.out, ',')
		}
		x.out = append(x.out, f.key...)
		x.path = append(x.path, step{field: f})
		start := len(x.out)
		if !x.field(v, f, ahead) {
			x.out = append(x.out[:start], "null"...)
			whole = whole && !f.typ.NonNull
		}
		x.path = x.path[:len(x.path)-1]
	}
	x.out = append(x.out, '}')
	return whole
}

// field writes the value of a field; false is none. ahead says that the relations of what the object holds were read.
func (x *run) field(object reflect.Value, f *field, ahead bool) bool {
	switch f.how {
	case constant:
		x.out = append(x.out, f.constant...)
		return true
	case part:
		return x.complete(object.FieldByIndex(f.index), f.typ, f, ahead)
	}
	result, err := x.call(object, f)
	if err != nil {
		x.fail(err)
		return false
	}
	if f.how == resolver {
		ahead = f.relation != nil && x.arguments(f).first != nil
	}
	return x.complete(reflect.ValueOf(result), f.typ, f, ahead)
}

// complete writes a value; false is none, which is an error already where the type does not allow it.
func (x *run) complete(v reflect.Value, t *ast.Type, f *field, ahead bool) bool {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch {
	case !v.IsValid(), v.Kind() == reflect.Slice && v.IsNil() && !t.NonNull:
		return x.absent(t)
	case t.Elem != nil:
		return x.list(v, t, f, ahead)
	case f.selection == nil:
		return x.leaf(v) || x.absent(t)
	}
	def := f.object
	if def == nil {
		def = x.types[v.Type()]
	}
	if !ahead {
		if e, ok := v.Addr().Interface().(kb.Entity); ok {
			x.ahead(f.selection, []kb.Entity{e})
			ahead = true
		}
	}
	return x.object(v, f.selection.of(def), ahead)
}

// absent writes nothing.
func (x *run) absent(t *ast.Type) bool {
	if t.NonNull {
		x.fail(errNull)
	}
	return false
}

// list writes a list; false is none, since it holds nothing where it must hold something.
func (x *run) list(v reflect.Value, t *ast.Type, f *field, ahead bool) bool {
	if f.selection != nil && t.Elem.Elem == nil && !ahead {
		ahead = x.aheadOf(v, f)
	}
	whole := true
	x.out = append(x.out, '[')
	for i := range v.Len() {
		if i > 0 {
			x.out = append(x.out, ',')
		}
		x.path = append(x.path, step{index: i})
		start := len(x.out)
		if !x.complete(v.Index(i), t.Elem, f, ahead) {
			x.out = append(x.out[:start], "null"...)
			whole = whole && !t.Elem.NonNull
		}
		x.path = x.path[:len(x.path)-1]
		if len(x.out) > maxAnswer {
			break // it is refused as it is
		}
	}
	x.out = append(x.out, ']')
	return whole
}
