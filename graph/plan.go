package graph

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/graph/generated"
	"github.com/praxis-kb/praxis/kb/schema"
)

// planner makes plans of queries and keeps them. A plan is a selection with its fragments spelled out for each type of
// object that it meets, where each field knows how it is answered.
type planner struct {
	api   *ast.Schema
	own   *schema.Schema
	types map[reflect.Type]*ast.Definition // of objects, by what they are in Go
	kept  *lru.Cache[planKey, *selection]
}

// planKey names a plan. The document cache gives the same operation for the same document.
type planKey struct {
	op       *ast.OperationDefinition
	switches string
}

func newPlanner(api *ast.Schema, own *schema.Schema) *planner {
	p := &planner{api: api, own: own, types: map[reflect.Type]*ast.Definition{}}
	for name, object := range generated.Objects {
		if object.Type != nil {
			p.types[object.Type.Elem()] = api.Types[name]
		}
	}
	kept, err := lru.New[planKey, *selection](documentsKept)
	if err != nil {
		panic(err) // only a size below one is an error
	}
	p.kept = kept
	return p
}

// plan gives the plan of a query, or nil where it asks about the schema, which is not ours to answer.
func (p *planner) plan(op *graphql.OperationContext) *object {
	s := p.selection(op)
	root := s.of(p.api.Query)
	for _, f := range root.fields {
		if f.how == foreign {
			return nil
		}
	}
	return root
}

func (p *planner) selection(op *graphql.OperationContext) *selection {
	switches, text := map[string]any{}, []byte{}
	for _, v := range op.Operation.VariableDefinitions {
		if v.Type.NamedType == "Boolean" {
			switches[v.Variable] = op.Variables[v.Variable]
			text = fmt.Append(text, op.Variables[v.Variable], " ")
		}
	}
	key := planKey{op.Operation, string(text)}
	s, ok := p.kept.Get(key)
	if !ok {
		s = &selection{planner: p, switches: switches, sets: []ast.SelectionSet{op.Operation.SelectionSet}}
		p.kept.Add(key, s)
	}
	return s
}

// selection is what is selected of something, whatever its type turns out to be. Many requests share it.
type selection struct {
	*planner
	switches map[string]any // the Boolean variables, which say what is skipped
	sets     []ast.SelectionSet
	objects  sync.Map // *object by *ast.Definition: a selection of Entity meets few of the types it may
}

// object is what is selected of an object of one type.
type object struct {
	fields []*field
}

// field is a field that is selected once or more under one name.
type field struct {
	*ast.Field // where it stands first
	how        how
	key        []byte // its name in the answer, as JSON with a colon
	typ        *ast.Type
	object     *ast.Definition // what it answers, where that is always of one type
	constant   []byte
	index      []int // of the part, in Go
	call       *generated.Field
	relation   *schema.Field
	selection  *selection // nil for a leaf
}

// how is the way in which a field is answered.
type how int

const (
	part     how = iota // it is a part of its object
	method              // its object works it out
	resolver            // a resolver does
	constant            // it is __typename
	foreign             // gqlgen does: it is of introspection
)

// of is the selection from an object of a type.
func (s *selection) of(def *ast.Definition) *object {
	if o, ok := s.objects.Load(def); ok {
		return o.(*object)
	}
	made := &object{}
	for _, set := range s.sets {
		s.collect(made, def, set)
	}
	o, _ := s.objects.LoadOrStore(def, made)
	return o.(*object)
}

type answeringKey struct{}

// selects tells a resolver of the root whether something is selected of what it answers, by the names of the fields that
// lead there. It may say so wrongly where it does not know, which is under gqlgen.
func selects(ctx context.Context, path ...string) bool {
	f, known := ctx.Value(answeringKey{}).(*field)
	return !known || f.selects(path)
}

func (f *field) selects(path []string) bool {
	if len(path) == 0 {
		return true
	}
	for _, inner := range f.selection.of(f.object).fields {
		if inner.Name == path[0] && inner.selects(path[1:]) {
			return true
		}
	}
	return false
}
