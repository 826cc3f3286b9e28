package dump

import (
	"encoding/csv"
	"io"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// Entry is a line of the data dictionary: a field of a type, of a value or of what links carry, or a value of an enum.
type Entry struct {
	Of          string   `json:"of"`   // the type or enum
	Name        string   `json:"name"` // the field or value; empty for the type itself
	Type        string   `json:"type,omitempty"`
	List        bool     `json:"list,omitempty"`
	Required    bool     `json:"required,omitempty"`
	Language    bool     `json:"perLanguage,omitempty"`
	Link        string   `json:"link,omitempty"` // its kind, as link tables and networks have it
	Values      []string `json:"values,omitempty"`
	RDF         []string `json:"rdf"` // what it is in RDF: classes of a type, properties of a field, the concept of a value
	Description string   `json:"description"`
}

// Dictionary says what everything in a dump is, in the order of the declaration.
func Dictionary(s *schema.Schema) (all []Entry) {
	told := s.Standing()
	for _, def := range s.Definitions() {
		switch t, isEnum := s.Types[def.Name], s.Enums[def.Name]; {
		case t != nil && told[t.Name]:
			all = append(all, Entry{Of: t.Name, RDF: append([]string{t.IRI()}, t.RDF.Classes...), Description: t.Description})
			for _, f := range t.Fields {
				if f.Dumped() {
					all = append(all, entry(s, t, f))
				}
			}
		case isEnum != nil && told[def.Name]:
			all = append(all, Entry{Of: def.Name, RDF: append([]string{schema.Vocabulary + def.Name}, s.EnumClasses(def.Name)...), Description: def.Description})
			for _, v := range def.EnumValues {
				rdf := append([]string{schema.ValueIRI(def.Name, v.Name)}, s.ValueRDF(def.Name, v.Name).Properties...)
				all = append(all, Entry{Of: def.Name, Name: v.Name, RDF: rdf, Description: v.Description})
			}
		}
	}
	return all
}

func entry(s *schema.Schema, t *schema.Type, f *schema.Field) Entry {
	e := Entry{
		Of: t.Name, Name: f.Name, Type: f.Type, List: f.List, Required: f.NonNull && !f.List, Language: f.Localized,
		Values: s.Enums[f.Type], RDF: f.IRIs(), Description: f.Description,
	}
	if f.Relation != nil {
		e.Link = f.Relation.Kinds[0].Stored
	}
	return e
}

var dictionaryColumns = []string{"of", "name", "type", "list", "required", "per_language", "link", "values", "rdf", "description"}

func writeDictionary(out io.Writer, s *schema.Schema) error {
	w := csv.NewWriter(out)
	w.Write(dictionaryColumns) // a failure shows in Error
	for _, e := range Dictionary(s) {
		w.Write([]string{e.Of, e.Name, e.Type, yes(e.List), yes(e.Required), yes(e.Language), e.Link, strings.Join(e.Values, "|"), strings.Join(e.RDF, "|"), e.Description})
	}
	w.Flush()
	return w.Error()
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}
