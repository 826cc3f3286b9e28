package rdf

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/dataset"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/language"
)

// WriteVocabulary writes in Turtle what our own names mean: types as classes below those of others, fields that nobody
// else has a property for, and the values of enums as SKOS concepts, labelled in all languages that praxis speaks.
func WriteVocabulary(out io.Writer, s *schema.Schema) error {
	t := newTurtle(out, s)
	t.block(schema.Vocabulary, "a owl:Ontology", "dct:title "+english("praxis: good practices for inclusive cities"), "dct:license <"+dataset.LicenceURL+">")
	stand, comments := s.Standing(), map[string][]string{}
	var properties []string
	for _, def := range s.Definitions() {
		of := s.Types[def.Name]
		switch {
		case !stand[def.Name]:
		case of == nil:
			t.concepts(def)
		default:
			t.class(of)
			for _, f := range of.Fields {
				if iri := f.IRI(); f.Dumped() && strings.HasPrefix(iri, schema.Vocabulary) {
					if comments[iri] == nil {
						properties = append(properties, iri)
					}
					if comment := english(f.Description); !slices.Contains(comments[iri], comment) {
						comments[iri] = append(comments[iri], comment)
					}
				}
			}
		}
	}
	for _, iri := range properties {
		t.block(iri, "a rdf:Property", "rdfs:label "+english(strings.TrimPrefix(iri, schema.Vocabulary)), "rdfs:comment "+strings.Join(comments[iri], ",\n    "))
	}
	return t.Flush()
}

func (t *turtle) class(of *schema.Type) {
	parts := []string{"a owl:Class", "rdfs:label " + english(of.Name), "rdfs:comment " + english(of.Description)}
	if len(of.RDF.Classes) > 0 {
		parts = append(parts, "rdfs:subClassOf "+t.names(of.RDF.Classes))
	}
	t.block(of.IRI(), parts...)
}

// concepts writes an enum as a concept scheme.
func (t *turtle) concepts(def *ast.Definition) {
	scheme := schema.Vocabulary + def.Name
	t.block(scheme, "a skos:ConceptScheme", "dct:title "+english(def.Name), "dct:description "+english(def.Description))
	classes := t.schema.EnumClasses(def.Name)
	if !slices.Contains(classes, skos+"ConceptScheme") {
		classes = append([]string{skos + "Concept"}, classes...)
	}
	for _, v := range def.EnumValues {
		var labels []string
		for _, tag := range language.Tags {
			labels = append(labels, string(Tagged(language.In(tag).Label(def.Name, v.Name), tag)))
		}
		t.block(schema.ValueIRI(def.Name, v.Name), "a "+t.names(classes), "skos:inScheme "+t.name(scheme), "skos:notation "+fmt.Sprintf("%q", v.Name),
			"skos:prefLabel "+strings.Join(labels, ", "), "skos:definition "+english(v.Description))
	}
}
