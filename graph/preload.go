package graph

import (
	"reflect"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// ahead reads the relations that are selected of some entities, and then those of what they lead to. The resolvers then
// find their pages in the store's cache: a level of the graph takes one statement for each relation, and one for what all
// of them lead to, rather than some for each entity. What goes wrong here is left to the resolvers, which meet it again in
// its place.
func (x *run) ahead(s *selection, entities []kb.Entity) {
	for def, same := range x.byType(entities) {
		var fields []*field
		var begin []store.Beginning
		for _, f := range s.of(def).fields {
			if f.relation == nil {
				continue
			}
			if first := x.arguments(f).first; first != nil {
				fields, begin = append(fields, f), append(begin, store.Beginning{Field: f.relation, Size: first.Size()})
			}
		}
		if len(fields) == 0 || x.ctx.Err() != nil {
			continue
		}
		ends, err := x.resolver.store.Prefetch(x.ctx, same, begin...)
		if err != nil {
			continue
		}
		for i, f := range fields {
			for _, s := range f.below() {
				x.ahead(s, ends[i])
			}
		}
	}
}

// byType sorts entities by their type, each once.
func (x *run) byType(entities []kb.Entity) map[*ast.Definition][]kb.Entity {
	seen := make(map[int64]bool, len(entities))
	sorted := map[*ast.Definition][]kb.Entity{}
	for _, e := range entities {
		if key := e.Meta().Key; !seen[key] {
			seen[key] = true
			def := x.types[reflect.TypeOf(e).Elem()]
			sorted[def] = append(sorted[def], e)
		}
	}
	return sorted
}

// below are the selections from the entities that a relation leads to, as far as they select more than leaves.
func (f *field) below() (all []*selection) {
	if f.relation.ToOne() {
		return f.selection.unlessLeaves(all)
	}
	for _, inner := range f.selection.of(f.object).fields {
		switch inner.Name {
		case "nodes":
			all = inner.selection.unlessLeaves(all)
		case "edges":
			for _, node := range inner.selection.of(inner.object).fields {
				if node.Name == "node" {
					all = node.selection.unlessLeaves(all)
				}
			}
		}
	}
	return all
}

func (s *selection) unlessLeaves(all []*selection) []*selection {
	for _, set := range s.sets {
		if !leaves(set) {
			return append(all, s)
		}
	}
	return all
}

func leaves(set ast.SelectionSet) bool {
	for _, one := range set {
		switch one := one.(type) {
		case *ast.Field:
			if len(one.SelectionSet) > 0 {
				return false
			}
		case *ast.InlineFragment:
			if !leaves(one.SelectionSet) {
				return false
			}
		case *ast.FragmentSpread:
			if !leaves(one.Definition.SelectionSet) {
				return false
			}
		}
	}
	return true
}

// aheadOf reads ahead for a list of entities, or of things that hold one each, such as edges. It tells whether it did.
func (x *run) aheadOf(list reflect.Value, f *field) bool {
	did := x.aheadOfAll(f.selection, list, nil)
	if f.object == nil {
		return did
	}
	for _, inner := range f.selection.of(f.object).fields {
		if inner.how == part && inner.selection != nil {
			did = x.aheadOfAll(inner.selection, list, inner.index) || did
		}
	}
	return did
}

// aheadOfAll reads ahead for the entities of a list, or for those in a part of what it holds.
func (x *run) aheadOfAll(s *selection, list reflect.Value, index []int) bool {
	var all []kb.Entity
	for i := range list.Len() {
		v := list.Index(i)
		if len(index) > 0 && !v.IsNil() {
			v = v.Elem().FieldByIndex(index)
		}
		if e, ok := v.Interface().(kb.Entity); ok && !v.IsNil() {
			all = append(all, e)
		}
	}
	x.ahead(s, all)
	return len(all) > 0
}

// firstPage is the page of a relation that is read from its start, without a filter or an order of its own; nil for any
// other.
func firstPage(relation *schema.Field, raw map[string]any) *kb.PageArguments {
	one := 1
	if relation.ToOne() {
		return &kb.PageArguments{First: &one}
	}
	for name, value := range raw {
		if value != nil && name != "first" {
			return nil
		}
	}
	if raw["first"] == nil {
		return &kb.PageArguments{}
	}
	n := length(raw["first"], kb.DefaultPage)
	if n > kb.MaxPage {
		return nil
	}
	return &kb.PageArguments{First: &n}
}
