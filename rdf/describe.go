// Package rdf says in RDF what the graph holds, what the declaration means, and what shape it asks for. The vocabularies
// that others use stand in the declaration, at each type, field and value (@rdf); this package knows none of them.
//
// An entity is its public address, a value in it that address with the path of the value (#results/0), a link that
// with its id (#link/5f…): nothing is a blank node. A fact with a source of its own is a statement beside the plain
// triple, from which its citations hang.
package rdf

import (
	"fmt"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// Describer writes entities as triples. Base is the address that ids are below, with a slash at its end.
type Describer struct {
	Schema *schema.Schema
	Base   string
}

// Entity is all that is said of an entity and of the links that start there: lines of N-Triples in their order, each
// once. The same entity gives the same lines.
func (d *Describer) Entity(e *store.Dumped) ([]string, error) {
	var body map[string]any
	if err := kb.Decode(e.Body, &body); err != nil {
		return nil, err
	}
	w := &writer{Describer: d, id: e.ID, facts: map[string][]Term{}}
	t := kb.TypeOf(d.Schema, e.ID)
	self := w.node(e.ID)
	for _, alias := range e.Aliases {
		w.add(self, owl+"sameAs", w.node(alias))
	}
	if e.Archived {
		w.add(self, schema.Vocabulary+"archived", Typed("true", "boolean"))
	}
	w.value(self, t, body, "")
	for i := range e.Links {
		w.link(self, &e.Links[i])
	}
	w.sentence(self, self, t, body, w.facts)
	w.sources(self, t, body)
	slices.Sort(w.lines)
	return slices.Compact(w.lines), nil
}

// writer collects the triples of one entity.
type writer struct {
	*Describer
	id    string
	lines []string
	facts map[string][]Term // what the fields of the entity say
}

func (w *writer) node(id string) Term { return IRI(w.Base + id) }

// within is a value or link of the entity.
func (w *writer) within(path string) Term { return IRI(w.Base + w.id + "#" + path) }

func (w *writer) add(subject Term, property string, object Term) {
	w.lines = append(w.lines, fmt.Sprintf("%s %s %s .\n", subject, IRI(property), object))
}

func (w *writer) is(node Term, classes ...string) {
	for _, class := range classes {
		w.add(node, typeIRI, IRI(class))
	}
}

// value says what the fields of an entity or of a value in it say.
func (w *writer) value(self Term, t *schema.Type, body map[string]any, path string) {
	w.is(self, append([]string{t.IRI()}, t.RDF.Classes...)...)
	for _, f := range t.Fields {
		if value := body[f.Name]; value != nil && f.Stored() {
			said := w.field(self, f, value, join(path, f.Name))
			if path == "" {
				w.facts[f.Name] = said
			}
		}
	}
}

func join(path, name string) string { return strings.TrimPrefix(path+"/"+name, "/") }

// field says what a field says, and gives what it leads to.
func (w *writer) field(self Term, f *schema.Field, value any, path string) (objects []Term) {
	if list, ok := value.([]any); ok {
		for i, item := range list {
			objects = append(objects, w.objects(self, f, item, fmt.Sprintf("%s/%d", path, i))...)
		}
	} else {
		objects = w.objects(self, f, value, path)
	}
	for _, object := range objects {
		w.lead(self, f, object)
	}
	return objects
}

// lead is a field as triples, in the names of others or else in ours, and back where they have a name for that.
func (w *writer) lead(self Term, f *schema.Field, object Term) {
	for _, property := range f.IRIs() {
		w.add(self, property, object)
	}
	for _, property := range f.RDF.Inverses {
		w.add(object, property, self)
	}
}

// objects are what a single value of a field is: several where it is a text in several languages.
func (w *writer) objects(owner Term, f *schema.Field, value any, path string) []Term {
	switch value := value.(type) {
	case map[string]any:
		if f.Localized {
			return tagged(value)
		}
		self, t := w.within(path), w.Schema.Types[f.Type]
		w.value(self, t, value, path)
		w.sentence(owner, self, t, value, nil)
		return []Term{self}
	case string:
		if f.Reference {
			return []Term{w.node(value)}
		}
		return []Term{w.scalar(f, value)}
	case bool:
		return []Term{Typed(fmt.Sprint(value), "boolean")}
	case float64:
		if f.Type == "Int" {
			return []Term{Typed(fmt.Sprintf("%.0f", value), "integer")}
		}
		return []Term{Double(value)}
	}
	return nil // nothing else is stored
}

func tagged(text map[string]any) (all []Term) {
	for _, language := range kb.SortedKeys(text) {
		if in, ok := text[language].(string); ok && language != kb.OriginalKey {
			all = append(all, Tagged(in, language))
		}
	}
	return all
}

func (w *writer) scalar(f *schema.Field, text string) Term {
	if _, isEnum := w.Schema.Enums[f.Type]; isEnum {
		return IRI(schema.ValueIRI(f.Type, text))
	}
	if f.Type == "PartialDate" {
		return Date(text)
	}
	if datatype := Datatype(f); datatype != "string" {
		return Typed(text, datatype)
	}
	return Text(text)
}

// Datatype is the type of XML Schema of a plain field; that of a date is another where the date is less exact.
func Datatype(f *schema.Field) string {
	if datatype := datatypes[f.Type]; datatype != "" {
		return datatype
	}
	return "string"
}

var datatypes = map[string]string{
	"Int": "integer", "Float": "double", "Boolean": "boolean", "Decimal": "decimal", "URL": "anyURI", "LanguageTag": "language", "PartialDate": "date",
}
