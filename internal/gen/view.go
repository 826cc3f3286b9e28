package main

import (
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/kb/schema"
)

// view is what the templates see.
type view struct {
	*codegen.Data
	schema *ast.Schema
	s      *schema.Schema
}

func (v *view) Entities() []*schema.Type { return v.s.Entities }

// Connections are the types of pages, with what the templates need to fill them.
func (v *view) Connections() []connectionView {
	var all []connectionView
	for _, name := range sorted(v.schema.Types) {
		if !strings.HasSuffix(name, "Connection") {
			continue
		}
		edge := strings.TrimSuffix(name, "Connection") + "Edge"
		all = append(all, connectionView{Name: name, Edge: edge, Declared: v.s.Types[name] != nil, Node: v.node(edge), Linked: v.linked(edge), Properties: v.properties(edge)})
	}
	return all
}

type connectionView struct {
	Name, Edge, Node   string
	Linked, Properties bool
	Declared           bool // by hand, and filled by hand
}

// node is the Go type of an edge's node.
func (v *view) node(edge string) string {
	name := v.schema.Types[edge].Fields.ForName("node").Type.Name()
	switch name {
	case "ChangeSet":
		return "*LoggedSet"
	case "Change":
		return "*Logged"
	}
	if v.schema.Types[name].Kind == ast.Object {
		return "*" + name
	}
	return "Entity"
}

func (v *view) linked(edge string) bool { return v.schema.Types[edge].Fields.ForName("link") != nil }

func (v *view) properties(edge string) bool {
	for _, t := range v.s.Types {
		if t.Properties && strings.HasSuffix(edge, t.Name+"Edge") {
			return true
		}
	}
	return false
}

// GoNode is the node's type as package graph writes it.
func (c connectionView) GoNode() string {
	if name, ok := strings.CutPrefix(c.Node, "*"); ok {
		return "*kb." + name
	}
	return "kb." + c.Node
}

// Answered are the objects of the contract, without those of introspection.
func (v *view) Answered() []*codegen.Object {
	var all []*codegen.Object
	for _, o := range v.Objects {
		if !strings.HasPrefix(o.Name, "__") {
			all = append(all, o)
		}
	}
	return all
}

// Called are the fields of an object that are more than a part of it.
func (v *view) Called(o *codegen.Object) []*codegen.Field {
	var all []*codegen.Field
	for _, f := range o.Fields {
		if (f.IsResolver || f.IsMethod()) && !strings.HasPrefix(f.Name, "__") {
			all = append(all, f)
		}
	}
	return all
}

// Resolved are the objects that need a resolver type.
func (v *view) Resolved() []*codegen.Object {
	var all []*codegen.Object
	for _, o := range v.Answered() {
		if o.HasResolvers() {
			all = append(all, o)
		}
	}
	return all
}

// Body is the one line that resolves a field, or nothing where the resolver is written by hand.
func (v *view) Body(o *codegen.Object, f *codegen.Field) string {
	switch o.Name {
	case "Query":
		return v.rootBody(f)
	case "Mutation":
		return v.writeBody(f)
	}
	t := v.s.Types[o.Name]
	if t == nil {
		return ""
	}
	switch d := t.Field(f.Name); {
	case d == nil:
		return ""
	case d.Reference:
		return fmt.Sprintf("return reference[%s](ctx, r.Resolver, obj.%sID)", v.goType(d.Type), templates.ToGo(f.Name))
	case d.Relation != nil && d.List:
		return fmt.Sprintf("return links(ctx, r.Resolver, obj, %q, %s, new%s)", f.Name, pageCall(f), f.TypeReference.Definition.Name)
	case d.Relation != nil:
		return fmt.Sprintf("return link[%s](ctx, r.Resolver, obj, %q)", v.goType(d.Type), f.Name)
	case t.Entity && v.s.Ast.Types["Entity"].Fields.ForName(f.Name) != nil:
		return fmt.Sprintf("return r.%s(ctx, obj%s)", templates.ToGoPrivate(f.Name), call(f))
	case t.Entity:
		return fmt.Sprintf("return r.%s%s(ctx, obj%s)", templates.ToGoPrivate(o.Name), templates.ToGo(f.Name), call(f))
	}
	return ""
}

func (v *view) rootBody(f *codegen.Field) string {
	for _, t := range v.s.Entities {
		switch f.Name {
		case t.Plural:
			return fmt.Sprintf("return list(ctx, r.Resolver, %q, %s, new%s)", t.Name, pageCall(f), f.TypeReference.Definition.Name)
		case strings.ToLower(t.Name[:1]) + t.Name[1:]:
			return fmt.Sprintf("return bySlug[*kb.%s](ctx, r.Resolver, %q, slug)", t.Name, t.Path)
		}
	}
	return ""
}

// writeBody resolves the mutations that are one change.
func (v *view) writeBody(f *codegen.Field) string {
	for _, t := range v.s.Entities {
		for _, face := range []string{"create", "update"} {
			if f.Name == face+t.Name {
				return fmt.Sprintf("return r.ofType(ctx, %q, %q, input)", face, camel(t.Name))
			}
		}
	}
	if v.s.Ast.Types["ChangeInput"].Fields.ForName(f.Name) != nil {
		return fmt.Sprintf("return r.single(ctx, %q, input)", f.Name)
	}
	return ""
}

func (v *view) goType(name string) string {
	if t := v.s.Types[name]; t != nil && t.Entity {
		return "*kb." + name
	}
	return "kb.Entity"
}

func pageCall(f *codegen.Field) string {
	s := "page{first, after, last, before}, nil, nil"
	for _, a := range f.Args {
		if a.Name == "filter" {
			s = "page{first, after, last, before}, filter, orderBy"
		}
	}
	return s
}

func call(f *codegen.Field) string {
	s := ""
	for _, a := range f.Args {
		s += ", " + a.VarName
	}
	return s
}
