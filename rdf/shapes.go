package rdf

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// WriteShapes writes in Turtle the SHACL shapes that follow from the declaration: what each type must have, may have, and
// how often. A whole dump conforms to them; one that a filter left facts out of need not.
func WriteShapes(out io.Writer, s *schema.Schema) error {
	t := newTurtle(out, s)
	stand := s.Standing()
	for _, def := range s.Definitions() {
		if of := s.Types[def.Name]; of != nil && stand[of.Name] {
			t.shape(of)
		}
	}
	return t.Flush()
}

func (t *turtle) shape(of *schema.Type) {
	parts := []string{"a sh:NodeShape", "sh:targetClass " + t.name(of.IRI()), "rdfs:comment " + english(of.Description)}
	for _, fields := range byProperty(of) {
		parts = append(parts, "sh:property [ "+strings.Join(t.constraints(of, fields), " ; ")+" ]")
	}
	t.block(of.IRI()+"Shape", parts...)
}

// byProperty are the fields of a type that are written, those together that are the same property.
func byProperty(of *schema.Type) (all [][]*schema.Field) {
	for _, f := range of.Fields {
		if !f.Dumped() {
			continue
		}
		same := slices.IndexFunc(all, func(g []*schema.Field) bool { return g[0].IRI() == f.IRI() })
		if same < 0 {
			all = append(all, []*schema.Field{f})
		} else {
			all[same] = append(all[same], f)
		}
	}
	return all
}

func (t *turtle) constraints(of *schema.Type, fields []*schema.Field) []string {
	parts := []string{"sh:path " + t.name(fields[0].IRI())}
	var kinds []string
	least, most := 0, 0
	for _, f := range fields {
		parts = append(parts, "sh:description "+english(f.Description))
		kinds = append(kinds, t.kinds(f)...)
		low, high := bounds(of, f)
		least += low
		if most >= 0 {
			most += high
		}
		if high < 0 {
			most = -1
		}
	}
	if len(kinds) == 1 {
		parts = append(parts, kinds[0])
	} else {
		parts = append(parts, "sh:or ( [ "+strings.Join(kinds, " ] [ ")+" ] )")
	}
	if least > 0 {
		parts = append(parts, fmt.Sprint("sh:minCount ", least))
	}
	if most >= 0 {
		parts = append(parts, fmt.Sprint("sh:maxCount ", most))
	}
	if fields[0].Localized && !fields[0].List {
		parts = append(parts, "sh:uniqueLang true")
	}
	return parts
}

// bounds are how often a property may stand; -1 is without end.
func bounds(of *schema.Type, f *schema.Field) (least, most int) {
	switch {
	case f.Name == "citations" && of.Entity && of.Name != "Source":
		return 1, *f.Max // nothing stands without a source
	case f.Localized:
		return required(f), -1 // in many languages
	case f.List:
		if f.Min != nil {
			least = *f.Min
		}
		if f.Max != nil && f.Relation == nil {
			return least, *f.Max
		}
		return least, -1
	}
	return required(f), 1
}

func required(f *schema.Field) int {
	if f.NonNull && !f.List {
		return 1
	}
	return 0
}

// kinds are what may stand at the end of a property: one of these.
func (t *turtle) kinds(f *schema.Field) []string {
	values, isEnum := t.schema.Enums[f.Type]
	switch {
	case f.Relation != nil:
		return t.classes(f.Relation.Ends)
	case f.Reference && f.Type == "Entity":
		return []string{"sh:nodeKind sh:IRI"}
	case t.schema.Types[f.Type] != nil:
		return []string{"sh:class " + t.name(t.schema.Types[f.Type].IRI())}
	case isEnum:
		var all []string
		for _, v := range values {
			all = append(all, t.name(schema.ValueIRI(f.Type, v)))
		}
		return []string{"sh:in ( " + strings.Join(all, " ") + " )"}
	case f.Localized:
		return []string{"sh:datatype rdf:langString" + lengths(f)}
	case f.Type == "PartialDate":
		return []string{"sh:datatype xsd:date", "sh:datatype xsd:gYearMonth", "sh:datatype xsd:gYear"}
	}
	return []string{"sh:datatype xsd:" + Datatype(f) + lengths(f)}
}

func (t *turtle) classes(ends []*schema.Type) []string {
	if len(ends) == len(t.schema.Entities) {
		return []string{"sh:nodeKind sh:IRI"}
	}
	var all []string
	for _, end := range ends {
		all = append(all, "sh:class "+t.name(end.IRI()))
	}
	return all
}

// lengths bound a text, or a number.
func lengths(f *schema.Field) string {
	if f.List {
		return ""
	}
	low, high := "sh:minLength", "sh:maxLength"
	if f.Type == "Int" || f.Type == "Float" {
		low, high = "sh:minInclusive", "sh:maxInclusive"
	}
	text := ""
	if f.Min != nil {
		text += fmt.Sprintf(" ; %s %d", low, *f.Min)
	}
	if f.Max != nil {
		text += fmt.Sprintf(" ; %s %d", high, *f.Max)
	}
	return text
}
