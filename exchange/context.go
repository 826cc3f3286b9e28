package exchange

import (
	"io"

	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// What stands between the entities of a JSON-LD file, one in each line, and after them.
const jsonldComma, jsonldTail = ",\n", "\n]}\n"

type object = yaml.MapSlice

// The terms of a link that carries something: it is a statement, which the end that it leads to shows.
const (
	linkTerm      = "link"
	statementTerm = "Statement"
	subjectTerm   = "subject"
	predicateTerm = "predicate"
)

// Context is the JSON-LD context that follows from the declaration, with the vocabularies that it names. Each type has
// terms of its own, since a name such as from means one thing in a period and another in a transfer.
func Context(s *schema.Schema, base string) yaml.MapSlice {
	context := object{{Key: "@version", Value: 1.1}, {Key: "@base", Value: base}, {Key: "@vocab", Value: schema.Vocabulary}}
	for _, p := range s.Prefixes {
		context = append(context, yaml.MapItem{Key: p.Name, Value: p.IRI})
	}
	context = append(context, object{
		{Key: aliasesMember, Value: object{{Key: "@id", Value: "owl:sameAs"}, {Key: "@type", Value: "@id"}}},
		{Key: linkTerm, Value: object{{Key: "@reverse", Value: "rdf:object"}}},
		{Key: statementTerm, Value: object{{Key: "@id", Value: "rdf:Statement"}, {Key: "@context", Value: object{
			{Key: subjectTerm, Value: object{{Key: "@id", Value: "rdf:subject"}, {Key: "@type", Value: "@id"}}},
			{Key: predicateTerm, Value: object{{Key: "@id", Value: "rdf:predicate"}, {Key: "@type", Value: "@id"}}},
			{Key: "citations", Value: object{{Key: "@id", Value: s.Short(s.Type("Link").Field("citations").IRI())}}}}}}},
	}...)
	stand := s.Standing()
	for _, def := range s.Definitions() {
		if t := s.Types[def.Name]; t != nil && stand[t.Name] {
			context = append(context, yaml.MapItem{Key: t.Name, Value: object{{Key: "@id", Value: t.Name}, {Key: "@context", Value: termsOf(s, t)}}})
		}
	}
	return context
}

func termsOf(s *schema.Schema, t *schema.Type) object {
	terms := object{}
	for _, f := range t.Fields {
		if !f.Dumped() {
			continue
		}
		term := append(object{{Key: "@id", Value: s.Short(f.IRI())}}, termOf(s, f)...)
		if f.List && f.Relation == nil && f.Name != "citations" {
			term = append(term, yaml.MapItem{Key: "@container", Value: "@list"}) // the order counts
		}
		terms = append(terms, yaml.MapItem{Key: f.Name, Value: term})
	}
	return terms
}

// datatypes are the types of plain values that JSON has not. A date that is less exact says so itself.
var datatypes = map[string]string{"Decimal": "xsd:decimal", "Float": "xsd:double", "URL": "xsd:anyURI", "LanguageTag": "xsd:language", "PartialDate": "xsd:date"}

func termOf(s *schema.Schema, f *schema.Field) object {
	switch {
	case f.Relation != nil || f.Reference:
		return object{{Key: "@type", Value: "@id"}}
	case f.Localized:
		return object{{Key: "@container", Value: "@language"}}
	case s.Enums[f.Type] != nil:
		return object{{Key: "@type", Value: "@vocab"}, {Key: "@context", Value: object{{Key: "@vocab", Value: schema.ValueIRI(f.Type, "")}}}}
	case datatypes[f.Type] != "":
		return object{{Key: "@type", Value: datatypes[f.Type]}}
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
	n := &noder{x.Schema, e}
	return encodeJSON(n.entity(item))
}

// languageMap writes a text as JSON-LD has it; the language that it was written in comes first.
func languageMap(text map[string]any) any {
	original, _ := text[kb.OriginalKey].(string)
	return languagesOf(text, original)
}

// WriteContext writes the context as a document of its own.
func WriteContext(out io.Writer, s *schema.Schema, base string) error {
	text, err := encodeJSON(object{{Key: "@context", Value: Context(s, base)}})
	if err == nil {
		_, err = io.WriteString(out, text+"\n")
	}
	return err
}
