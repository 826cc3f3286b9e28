package graph

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/graph/generated"
)

// collect adds what a selection set selects of a type, in the order in which it is written.
func (s *selection) collect(o *object, def *ast.Definition, set ast.SelectionSet) {
	for _, one := range set {
		switch one := one.(type) {
		case *ast.Field:
			if s.included(one.Directives) {
				s.add(o, def, one)
			}
		case *ast.InlineFragment:
			if s.included(one.Directives) && s.applies(one.TypeCondition, def) {
				s.collect(o, def, one.SelectionSet)
			}
		case *ast.FragmentSpread:
			if s.included(one.Directives) && s.applies(one.Definition.TypeCondition, def) {
				s.collect(o, def, one.Definition.SelectionSet)
			}
		}
	}
}

func (s *selection) included(directives ast.DirectiveList) bool {
	for _, d := range directives {
		if d.Name == "skip" || d.Name == "include" {
			value, err := d.Arguments.ForName("if").Value.Value(s.switches)
			if on, _ := value.(bool); err == nil && on == (d.Name == "skip") {
				return false
			}
		}
	}
	return true
}

// applies tells whether a fragment on a type is about an object.
func (s *selection) applies(condition string, def *ast.Definition) bool {
	if condition == "" || condition == def.Name {
		return true
	}
	for _, possible := range s.api.PossibleTypes[condition] {
		if possible.Name == def.Name {
			return true
		}
	}
	return false
}

// add adds a field, or what is further selected of one that is there already.
func (s *selection) add(o *object, def *ast.Definition, f *ast.Field) {
	for _, have := range o.fields {
		if have.Alias == f.Alias {
			if have.selection != nil {
				have.selection.sets = append(have.selection.sets, f.SelectionSet)
			}
			return
		}
	}
	o.fields = append(o.fields, s.field(def, f))
}

func (s *selection) field(def *ast.Definition, f *ast.Field) *field {
	quoted, _ := jsontext.AppendQuote(nil, f.Alias) // a name has no letter that JSON could not write
	n := &field{Field: f, key: append(quoted, ':')}
	if f.Name == "__typename" {
		n.how, n.typ = constant, f.Definition.Type
		n.constant, _ = jsontext.AppendQuote(nil, def.Name)
		return n
	}
	if strings.HasPrefix(f.Name, "__") {
		n.how = foreign
		return n
	}
	n.typ = def.Fields.ForName(f.Name).Type
	s.bind(n, def)
	if len(f.SelectionSet) > 0 {
		n.selection = &selection{planner: s.planner, switches: s.switches, sets: []ast.SelectionSet{f.SelectionSet}}
		if t := s.api.Types[n.typ.Name()]; t.Kind == ast.Object {
			n.object = t
		}
	}
	return n
}

// bind finds what answers a field.
func (s *selection) bind(n *field, def *ast.Definition) {
	object := generated.Objects[def.Name]
	n.call = object.Fields[n.Name]
	switch {
	case n.call == nil:
		in, _ := object.Type.Elem().FieldByNameFunc(func(name string) bool { return strings.EqualFold(name, n.Name) })
		n.index = in.Index
	case n.call.Resolver:
		n.how = resolver
	default:
		n.how = method
	}
	if t := s.own.Type(def.Name); t != nil && t.Entity && t.Field(n.Name) != nil && t.Field(n.Name).Relation != nil {
		n.relation = t.Field(n.Name)
	}
}
