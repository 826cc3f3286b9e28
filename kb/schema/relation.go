package schema

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
)

// readRelations reads the OUT ends first, since they declare the kinds, and then the IN ends, which read them.
func (s *Schema) readRelations() error {
	for _, t := range s.Entities {
		for _, f := range t.Fields {
			d := f.Ast.Directives.ForName("relation")
			if d == nil || argument(d, "direction") == "IN" {
				continue
			}
			if err := s.readOut(t, f, d); err != nil {
				return err
			}
		}
	}
	for _, t := range s.Entities {
		for _, f := range t.Fields {
			d := f.Ast.Directives.ForName("relation")
			if d == nil {
				continue
			}
			if err := s.readEnd(t, f, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// readOut declares the kind, unless the field only reads through one that is declared elsewhere.
func (s *Schema) readOut(t *Type, f *Field, d *ast.Directive) error {
	f.Relation = &Relation{
		Out: true, Ends: s.concrete(f.Type),
		Tree: argument(d, "tree") == "true", Hub: argument(d, "hub") == "true",
		Below: argument(d, "below") == "true",
	}
	if len(f.Relation.Ends) == 0 {
		return fmt.Errorf("%s.%s: %s is no entity, nor a union of entities", t.Name, f.Name, f.Type)
	}
	if name := argument(d, "properties"); name != "" {
		if f.Relation.Properties = s.Types[name]; f.Relation.Properties == nil || !f.Relation.Properties.Properties {
			return fmt.Errorf("%s.%s: properties %q is no type with @properties", t.Name, f.Name, name)
		}
	}
	if argument(d, "through") != "" {
		return nil
	}
	kind := &Kind{Name: argument(d, "kind"), From: t, To: f.Relation.Ends, Field: f}
	kind.enum = EnumName(kind.Name)
	kind.Stored = t.Path + "." + kind.Name
	if other := s.byKind[kind.Stored]; other != nil {
		return fmt.Errorf("%s.%s: kind %q is declared at %s already", t.Name, f.Name, kind.Name, other.Field.Name)
	}
	s.byKind[kind.Stored] = kind
	s.Kinds = append(s.Kinds, kind)
	f.Relation.Kinds = []*Kind{kind}
	return nil
}

// readEnd ties an IN field, or one that reads through a part, to the kinds that are declared elsewhere.
func (s *Schema) readEnd(t *Type, f *Field, d *ast.Directive) error {
	name, through := argument(d, "kind"), argument(d, "through")
	if f.Relation == nil {
		f.Relation = &Relation{Ends: s.concrete(f.Type), Properties: s.Types[argument(d, "properties")]}
		for _, from := range f.Relation.Ends {
			kind := s.byKind[from.Path+"."+name]
			if kind == nil {
				return fmt.Errorf("%s.%s: %s declares no kind %q", t.Name, f.Name, from.Name, name)
			}
			if !kind.Accepts(t) {
				return fmt.Errorf("%s.%s: kind %q of %s does not end at %s", t.Name, f.Name, name, from.Name, t.Name)
			}
			if kind.Field.Relation.Properties != f.Relation.Properties && through == "" {
				return fmt.Errorf("%s.%s: kind %q carries other properties at %s", t.Name, f.Name, name, from.Name)
			}
			f.Relation.Kinds = append(f.Relation.Kinds, kind)
			f.Relation.Hub = f.Relation.Hub || kind.Field.Relation.Hub
		}
	}
	if len(f.Relation.Kinds) == 0 {
		kind := s.byKind[t.Path+"."+name]
		if kind == nil {
			return fmt.Errorf("%s.%s: kind %q is not declared", t.Name, f.Name, name)
		}
		f.Relation.Kinds = []*Kind{kind}
	}
	if through == "" {
		return nil
	}
	for _, kind := range s.KindsNamed(through) {
		if leads(f, t, kind) {
			f.Relation.Through = append(f.Relation.Through, kind)
		}
	}
	if len(f.Relation.Through) == 0 {
		return fmt.Errorf("%s.%s: no kind %q leads from a part to its whole", t.Name, f.Name, through)
	}
	return nil
}

// leads tells whether a kind goes from a part, where the relation's links end, to the whole that the field means.
func leads(f *Field, owner *Type, part *Kind) bool {
	for _, kind := range f.Relation.Kinds {
		whole := []*Type{owner}
		if f.Relation.Out {
			whole = f.Relation.Ends
		}
		for _, t := range whole {
			if kind.Accepts(part.From) && part.Accepts(t) && part.From != t {
				return true
			}
		}
	}
	return false
}

// concrete are the entity types that a type stands for: itself, the members of a union, or all for Entity.
func (s *Schema) concrete(name string) []*Type {
	if name == "Entity" {
		return s.Entities
	}
	if t := s.Types[name]; t != nil && t.Entity {
		return []*Type{t}
	}
	var types []*Type
	if def := s.Ast.Types[name]; def != nil && def.Kind == ast.Union {
		for _, member := range def.Types {
			if t := s.Types[member]; t != nil && t.Entity {
				types = append(types, t)
			}
		}
	}
	return types
}
