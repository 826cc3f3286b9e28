// Package form makes forms of the contract: what an input takes is read by introspection, what a browser sends becomes
// the input, and what is wrong is told at its place. It knows no type of praxis by name but those that all entities share.
package form

import (
	"slices"
	"strings"
)

// Question is what a Contract is read from.
const Question = `query Inputs {
  __schema {
    types {
      kind name
      fields { name type { ...named } }
      inputFields { name description type { ...named } }
      enumValues { name }
      possibleTypes { name }
    }
  }
}
fragment named on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`

// Answer is the answer to Question.
type Answer struct {
	Schema struct{ Types []described } `json:"__schema"`
}

type described struct {
	Kind, Name                string
	Fields, InputFields       []member
	EnumValues, PossibleTypes []struct{ Name string }
}

type member struct {
	Name, Description string
	Type              reference
}

type reference struct {
	Kind, Name string
	OfType     *reference
}

// Contract is what the contract says of inputs.
type Contract struct{ types map[string]described }

// Read reads an answer.
func Read(a Answer) *Contract {
	c := &Contract{types: map[string]described{}}
	for _, t := range a.Schema.Types {
		c.types[t.Name] = t
	}
	return c
}

// Input is the form of an input; nil where there is none of the name. It is made anew each time.
func (c *Contract) Input(name string) *Shape {
	if c.types[name].Kind != "INPUT_OBJECT" {
		return nil
	}
	return c.group(name, reference{})
}

// group is the form of an input. Where it is the end of a link, end is what that leads to.
func (c *Contract) group(input string, end reference) *Shape {
	s := &Shape{Kind: Group, Type: input}
	object := c.types[strings.TrimSuffix(input, "Input")]
	for _, f := range c.types[input].InputFields {
		answered := end
		if i := slices.IndexFunc(object.Fields, func(o member) bool { return o.Name == f.Name }); i >= 0 {
			answered = object.Fields[i].Type
		}
		if f.Name == "translations" && object.Name != "" {
			continue // kept by the server, when a text is translated
		}
		s.Fields = append(s.Fields, c.field(f, answered))
	}
	return s
}

// field is the form of a field. answered is the type that the same field has in answers, which says more: what must be
// there, and what an id leads to.
func (c *Contract) field(f member, answered reference) *Shape {
	var s *Shape
	if outer := f.Type.unwrapped(); outer.Kind == "LIST" {
		s = &Shape{Kind: List, Item: c.one(outer.OfType.named(), answered)}
		s.Type = s.Item.Type
	} else {
		s = c.one(outer, answered)
		s.Must = f.Type.Kind == "NON_NULL"
		s.Needed = s.Must || answered.Kind == "NON_NULL"
	}
	s.Name, s.Help = f.Name, f.Description
	return s
}

func (c *Contract) one(named, answered reference) *Shape {
	s := &Shape{Type: named.Name}
	switch {
	case named.Name == "TextInput":
		s.Kind = Text
	case named.Kind == "INPUT_OBJECT":
		s = c.group(named.Name, answered)
	case named.Kind == "ENUM":
		s.Kind = Choice
		for _, v := range c.types[named.Name].EnumValues {
			s.Values = append(s.Values, v.Name)
		}
	case named.Name == "Boolean":
		s.Kind, s.Values = Choice, []string{"true", "false"}
	case named.Name == "ID":
		s.Kind, s.Leads = Link, c.leads(answered)
	default:
		s.Kind = Line
	}
	return s
}

// leads are the types of what a type answers: of a connection its nodes, of a union its members.
func (c *Contract) leads(answered reference) []string {
	name := strings.TrimSuffix(answered.named().Name, "Connection")
	t := c.types[name]
	if len(t.PossibleTypes) == 0 {
		return []string{name}
	}
	var all []string
	for _, p := range t.PossibleTypes {
		all = append(all, p.Name)
	}
	return all
}

func (r reference) named() reference {
	for r.OfType != nil {
		r = *r.OfType
	}
	return r
}

func (r reference) unwrapped() reference {
	if r.Kind == "NON_NULL" && r.OfType != nil {
		return *r.OfType
	}
	return r
}
