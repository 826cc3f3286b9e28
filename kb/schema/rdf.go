package schema

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Vocabulary is what our own names are below in RDF: those of types, of fields and of enum values, such as
// urn:praxis:PracticeStatus/RUNNING. It is the same wherever praxis is served.
const Vocabulary = "urn:praxis:"

// RDF is what something is called in the vocabularies of others, each as a whole IRI.
type RDF struct {
	Classes    []string
	Properties []string // the first is the one that stands where there can be but one
	Inverses   []string // the properties that lead back
	Part       Part
}

// Part is what a field names in the sentence that its type, or an enum value beside it, makes.
type Part string

// The parts of a sentence. Without a subject it is said of what holds the value, and without an object of what it lies in.
const (
	Subject Part = "SUBJECT"
	Object  Part = "OBJECT"
)

// Prefix shortens the IRIs of a vocabulary.
type Prefix struct{ Name, IRI string }

// IRI is the class that everything of the type is of, whatever others call it.
func (t *Type) IRI() string { return Vocabulary + t.Name }

// IRI is the property that the field is: the first of those that others have for it, or our own.
func (f *Field) IRI() string {
	if len(f.RDF.Properties) > 0 {
		return f.RDF.Properties[0]
	}
	return Vocabulary + f.Name
}

// IRIs are all properties that the field is.
func (f *Field) IRIs() []string {
	if len(f.RDF.Properties) > 0 {
		return f.RDF.Properties
	}
	return []string{f.IRI()}
}

// ValueIRI is the concept that a value of an enum is.
func ValueIRI(enum, value string) string { return Vocabulary + enum + "/" + value }

// ValueRDF is what an enum value says in the vocabularies of others.
func (s *Schema) ValueRDF(enum, value string) RDF { return s.values[ValueIRI(enum, value)] }

// EnumClasses are what the values of an enum are, beside concepts.
func (s *Schema) EnumClasses(enum string) []string { return s.values[Vocabulary+enum].Classes }

// Short writes an IRI with the prefix that it begins with, or as it is.
func (s *Schema) Short(iri string) string {
	for _, p := range s.Prefixes {
		if rest, ok := strings.CutPrefix(iri, p.IRI); ok && !strings.ContainsAny(rest, "/#:") {
			return p.Name + ":" + rest
		}
	}
	return iri
}

// readRDF notes what types, fields and enum values are called elsewhere.
func (s *Schema) readRDF() (err error) {
	for _, d := range s.Ast.SchemaDirectives.ForNames("prefix") {
		s.Prefixes = append(s.Prefixes, Prefix{argument(d, "name"), argument(d, "iri")})
	}
	for _, t := range s.Types {
		if t.RDF, err = s.mapped(t.Name, s.Ast.Types[t.Name].Directives); err != nil {
			return err
		}
		for _, f := range t.Fields {
			if f.RDF, err = s.mapped(t.Name+"."+f.Name, f.Ast.Directives); err != nil {
				return err
			}
		}
	}
	s.values = map[string]RDF{}
	for name := range s.Enums {
		def := s.Ast.Types[name]
		if s.values[Vocabulary+name], err = s.mapped(name, def.Directives); err != nil {
			return err
		}
		for _, v := range def.EnumValues {
			if s.values[ValueIRI(name, v.Name)], err = s.mapped(name+"."+v.Name, v.Directives); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Schema) mapped(of string, directives ast.DirectiveList) (m RDF, err error) {
	d := directives.ForName("rdf")
	if d == nil {
		return m, nil
	}
	for name, into := range map[string]*[]string{"class": &m.Classes, "property": &m.Properties, "inverse": &m.Inverses} {
		if *into, err = s.spelledOut(d, name); err != nil {
			return m, fmt.Errorf("%s: %w", of, err)
		}
	}
	m.Part = Part(argument(d, "part"))
	return m, nil
}

// spelledOut are the IRIs that an argument names with prefixes; one may stand without a list.
func (s *Schema) spelledOut(d *ast.Directive, name string) (iris []string, err error) {
	a := d.Arguments.ForName(name)
	if a == nil {
		return nil, nil
	}
	short := []string{a.Value.Raw}
	if a.Value.Kind == ast.ListValue {
		short = nil
		for _, child := range a.Value.Children {
			short = append(short, child.Value.Raw)
		}
	}
	for _, word := range short {
		prefix, rest, _ := strings.Cut(word, ":")
		iri := ""
		for _, p := range s.Prefixes {
			if p.Name == prefix {
				iri = p.IRI + rest
			}
		}
		if iri == "" {
			return nil, fmt.Errorf("@rdf: %q begins with no declared prefix", word)
		}
		iris = append(iris, iri)
	}
	return iris, nil
}
