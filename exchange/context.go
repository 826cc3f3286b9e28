package exchange

import (
	"io"

	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// vocabulary is what the names of types and fields are below in RDF. It is the same wherever praxis is served.
const vocabulary = "urn:praxis:"

// What stands between the entities of a JSON-LD file, one in each line, and after them.
const jsonldComma, jsonldTail = ",\n", "\n]}\n"

type object = yaml.MapSlice

// bareLink is the type of a link that carries citations alone.
const bareLink = "Link"

// Context is the JSON-LD context that follows from the declaration: each type has terms of its own, since a name such
// as from means one thing in a period and another in a transfer.
func Context(s *schema.Schema, base string) yaml.MapSlice {
	context := object{{Key: "@version", Value: 1.1}, {Key: "@base", Value: base}, {Key: "@vocab", Value: vocabulary},
		{Key: "xsd", Value: "http://www.w3.org/2001/XMLSchema#"},
		{Key: aliasesMember, Value: object{{Key: "@type", Value: "@id"}}}}
	stand := s.Standing()
	for _, def := range s.Definitions() {
		if t := s.Types[def.Name]; t != nil && stand[t.Name] {
			context = append(context, yaml.MapItem{Key: t.Name, Value: object{{Key: "@id", Value: t.Name}, {Key: "@context", Value: termsOf(s, t)}}})
		}
	}
	return append(context, yaml.MapItem{Key: bareLink, Value: object{{Key: "@id", Value: bareLink}, {Key: "@context", Value: object{
		{Key: "to", Value: object{{Key: "@id", Value: "to"}, {Key: "@type", Value: "@id"}}}}}}})
}

func termsOf(s *schema.Schema, t *schema.Type) object {
	var terms object
	if t.Properties {
		terms = object{{Key: "to", Value: object{{Key: "@id", Value: "to"}, {Key: "@type", Value: "@id"}}}}
	}
	for _, f := range t.Fields {
		if term := termOf(s, f); len(term) > 0 && f.Dumped() {
			terms = append(terms, yaml.MapItem{Key: f.Name, Value: append(object{{Key: "@id", Value: f.Name}}, term...)})
		}
	}
	return terms
}

func termOf(s *schema.Schema, f *schema.Field) object {
	switch {
	case f.Relation != nil || f.Reference:
		return object{{Key: "@type", Value: "@id"}}
	case f.Localized:
		return object{{Key: "@container", Value: "@language"}}
	case f.List && f.Name != "citations":
		return object{{Key: "@container", Value: "@list"}} // the order counts
	case f.Type == "Decimal":
		return object{{Key: "@type", Value: "xsd:decimal"}}
	case f.Type == "URL":
		return object{{Key: "@type", Value: "xsd:anyURI"}}
	}
	return nil
}

func jsonldHead(s *schema.Schema, base string) string {
	text, _ := encodeJSON(Context(s, base)) // texts and one number
	return `{"@context":` + text + `,"@graph":[` + "\n"
}

func (x *Exporter) jsonld(e *store.Dumped) (string, error) {
	item, err := members(x.Schema, e, languageMap)
	if err != nil {
		return "", err
	}
	item[0].Key = "@id"
	return encodeJSON(typed(x.Schema, kb.TypeOf(x.Schema, e.ID), item))
}

// languageMap writes a text as JSON-LD has it; the language that it was written in comes first.
func languageMap(text map[string]any) any {
	original, _ := text[kb.OriginalKey].(string)
	return languagesOf(text, original)
}

// typed says of an object and of the values in it of what type they are, which tells the terms.
func typed(s *schema.Schema, t *schema.Type, item object) object {
	out := object{}
	for _, pair := range item {
		if f := t.Field(pair.Key.(string)); f != nil {
			pair.Value = typedValue(s, f, pair.Value)
		}
		out = append(out, pair)
	}
	named := yaml.MapItem{Key: "@type", Value: t.Name}
	if t.Entity { // after the id
		return append(object{out[0], named}, out[1:]...)
	}
	return append(object{named}, out...)
}

func typedValue(s *schema.Schema, f *schema.Field, value any) any {
	inner := s.Types[f.Type]
	if f.Relation != nil {
		inner = f.Relation.Properties
	}
	switch value := value.(type) {
	case []any:
		list := make([]any, len(value))
		for i, item := range value {
			list[i] = typedValue(s, f, item)
		}
		return list
	case object:
		if inner != nil && !f.Reference {
			return typed(s, inner, value)
		}
		if f.Relation != nil { // it carries citations alone
			return typed(s, s.Types[bareLink], value)
		}
	}
	return value
}

// WriteContext writes the context as a document of its own.
func WriteContext(out io.Writer, s *schema.Schema, base string) error {
	text, err := encodeJSON(object{{Key: "@context", Value: Context(s, base)}})
	if err == nil {
		_, err = io.WriteString(out, text+"\n")
	}
	return err
}
