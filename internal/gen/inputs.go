package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/kb/schema"
)

// writeInputs writes what entities, values and links are written by: an input for each, with all that is not computed.
// Nothing in them is required, since absent is not null: an update names only what it changes, and what a new entity
// lacks is told with all else that is wrong with it.
func (c *contract) writeInputs() {
	values, ends := map[string]bool{"Citation": true, "Observation": true}, map[string]bool{}
	for _, t := range c.s.Entities {
		c.block("What to write of a "+words(t)+". What is not named stays; null clears.", "input "+t.Name+"Input", func() {
			for _, f := range t.Fields {
				c.written(f, values, ends)
			}
		})
	}
	properties := c.properties()
	for _, t := range properties {
		values[t.Name] = true
	}
	c.oneOf("An entity to write, of one type. Exactly one field is given.", "EntityInput", c.s.Entities)
	c.oneOf("What a link carries, by its kind. Exactly one field is given.", "LinkPropertiesInput", properties)
	c.valueInputs(values)
	for _, name := range sorted(ends) {
		c.linkEnd(name)
	}
	c.faces()
}

// written writes the field that a field of the declaration is written by.
func (c *contract) written(f *schema.Field, values, ends map[string]bool) {
	switch r := f.Relation; {
	case r != nil && r.Out && len(r.Through) == 0:
		c.line(f.Description, f.Name+": "+listOf(f, linkEndName(r)))
		ends[linkEndName(r)] = true
	case r != nil || !f.Stored() || f.Computed:
	case f.Reference:
		c.line(f.Description, f.Name+": "+listOf(f, "ID"))
	case f.Localized:
		c.line(f.Description, f.Name+": "+listOf(f, "TextInput"))
	case c.s.Types[f.Type] != nil:
		c.line(f.Description, f.Name+": "+listOf(f, f.Type+"Input"))
		values[f.Type] = true
	default:
		c.line(f.Description, f.Name+": "+listOf(f, f.Type))
	}
}

func listOf(f *schema.Field, name string) string {
	if f.List {
		return "[" + name + "!]"
	}
	return name
}

// valueInputs writes the inputs of values, and of what lies in them.
func (c *contract) valueInputs(values map[string]bool) {
	for done := map[string]bool{}; len(done) < len(values); {
		for _, name := range sorted(values) {
			if t := c.s.Types[name]; !done[name] {
				done[name] = true
				c.block(t.Description, "input "+name+"Input", func() {
					for _, f := range t.Fields {
						c.written(f, values, nil)
					}
				})
			}
		}
	}
}

// linkEndName names the input by which the links of a relation are written.
func linkEndName(r *schema.Relation) string {
	if r.Properties == nil {
		return "LinkEndInput"
	}
	return r.Properties.Name + "LinkEndInput"
}

func (c *contract) linkEnd(name string) {
	c.block("Where a link ends, and what it carries.", "input "+name, func() {
		c.line("Where it ends.", "to: ID!")
		if t := c.s.Types[strings.TrimSuffix(name, "LinkEndInput")]; t != nil {
			for _, f := range t.Fields {
				c.written(f, map[string]bool{}, nil)
			}
		}
		c.line("Its sources.", "citations: [CitationInput!]")
	})
}

func (c *contract) oneOf(description, name string, types []*schema.Type) {
	c.block(description, "input "+name+" @oneOf", func() {
		for _, t := range types {
			c.line(t.Description, camel(t.Name)+": "+t.Name+"Input")
		}
	})
}

// properties are the types that stand on links, by name.
func (c *contract) properties() []*schema.Type {
	var all []*schema.Type
	for _, name := range sorted(c.s.Types) {
		if c.s.Types[name].Properties {
			all = append(all, c.s.Types[name])
		}
	}
	return all
}

// mutation writes, before the declared mutations, those of each entity type and of each single change.
func (c *contract) mutation() {
	for _, t := range c.s.Entities {
		for _, face := range []string{"create", "update"} {
			c.line(changing[face]+words(t)+".", fmt.Sprintf(`%s%s("What and why." input: %s!): WritePayload`, face, t.Name, faceInput(face+t.Name)))
		}
	}
	for _, f := range c.singleChanges() {
		c.line(f.Description, fmt.Sprintf(`%s("What and why." input: %s!): WritePayload`, f.Name, faceInput(f.Name)))
	}
	c.fields(c.s.Types["Mutation"].Fields)
}

var changing = map[string]string{"create": "Brings in a new ", "update": "Changes fields or links of a "}

// singleChanges are the changes that a commit may hold and that say by themselves what they are of.
func (c *contract) singleChanges() ast.FieldList {
	var all ast.FieldList
	for _, f := range c.s.Ast.Types["ChangeInput"].Fields {
		if changing[f.Name] == "" {
			all = append(all, f)
		}
	}
	return all
}

// faces writes the inputs of these mutations: the change, why it is made, and the client's key.
func (c *contract) faces() {
	for _, t := range c.s.Entities {
		for _, face := range []string{"create", "update"} {
			c.face(changing[face]+words(t)+".", faceInput(face+t.Name), c.s.Ast.Types[c.s.Ast.Types["ChangeInput"].Fields.ForName(face).Type.Name()], t)
		}
	}
	for _, f := range c.singleChanges() {
		c.face(f.Description, faceInput(f.Name), c.s.Ast.Types[f.Type.Name()], nil)
	}
}

func (c *contract) face(description, name string, change *ast.Definition, t *schema.Type) {
	c.block(description, "input "+name, func() {
		c.line("Why: it stands in the history.", "message: String!")
		c.line("Chosen by the client: the same sent again under the same key is written once.", "key: String")
		for _, f := range change.Fields {
			if f.Name == "entity" {
				c.line(f.Description, camel(t.Name)+": "+t.Name+"Input!")
			} else {
				c.line(f.Description, f.Name+": "+f.Type.String())
			}
		}
	})
}

func faceInput(mutation string) string {
	return strings.ToUpper(mutation[:1]) + mutation[1:] + "Input"
}

func camel(name string) string { return strings.ToLower(name[:1]) + name[1:] }

func oneOf(def *ast.Definition) string {
	if slices.ContainsFunc(def.Directives, func(d *ast.Directive) bool { return d.Name == "oneOf" }) {
		return " @oneOf"
	}
	return ""
}
