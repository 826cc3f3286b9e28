package rdf

import (
	"fmt"
	"maps"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// link says that a link leads somewhere. Where it carries something, or comes after another, it is a statement as well.
func (w *writer) link(self Term, c *kb.Change) {
	kind := w.Schema.Kind(c.Kind)
	f, to := kind.Field, w.node(c.To)
	w.facts[f.Name] = append(w.facts[f.Name], to)
	w.lead(self, f, to)
	if len(c.Properties) == 0 && len(c.Citations) == 0 && c.Position == 0 {
		return
	}
	path := LinkPath(c)
	stated := w.within(path)
	w.state(stated, self, f, to)
	w.add(stated, schema.Vocabulary+"position", Typed(fmt.Sprint(c.Position), "integer"))
	if carried := f.Relation.Properties; carried != nil {
		w.value(stated, carried, c.Properties, path)
		w.say(w.sayings(carried, c.Properties), []Term{self}, []Term{to})
	}
	w.field(stated, w.Schema.Types["Link"].Field("citations"), c.Citations, path+"/citations")
}

// LinkPath is where a link stands in the entity that it starts from.
func LinkPath(c *kb.Change) string { return "link/" + kb.LinkID(c.ID, c.Kind, c.To, c.Qualifier) }

// state says in four triples that something is said, so that more can be said of that.
func (w *writer) state(stated, subject Term, f *schema.Field, object Term) {
	w.is(stated, statement)
	w.add(stated, syntax+"subject", subject)
	w.add(stated, syntax+"predicate", IRI(f.IRI()))
	w.add(stated, syntax+"object", object)
}

// sentence says what a type, or the value of an enum in it, makes of the fields that are its subject and its object. An
// enum value may make something be of a class, too.
func (w *writer) sentence(owner, self Term, t *schema.Type, body map[string]any, facts map[string][]Term) {
	for _, f := range t.Fields {
		if value, ok := body[f.Name].(string); ok {
			w.is(self, w.Schema.ValueRDF(f.Type, value).Classes...)
		}
	}
	properties := append(w.sayings(t, body), t.RDF.Properties...)
	if len(properties) == 0 {
		return
	}
	subjects, objects := []Term{owner}, []Term(nil)
	for _, f := range t.Fields {
		switch f.RDF.Part {
		case schema.Subject:
			subjects = facts[f.Name]
		case schema.Object:
			objects = append(facts[f.Name], w.named(t, f, body)...)
		}
	}
	w.say(properties, subjects, objects)
}

// named is what a field of a value names: another thing by its id or address, or a text, in its language where the value
// says which that is.
func (w *writer) named(t *schema.Type, f *schema.Field, body map[string]any) []Term {
	text, ok := body[f.Name].(string)
	switch {
	case !ok:
		return nil
	case f.Reference:
		return []Term{w.node(text)}
	case f.Type == "URL":
		return []Term{IRI(text)}
	}
	if language, ok := body["language"].(string); ok && t.Field("language").Type == "LanguageTag" {
		return []Term{Tagged(text, language)}
	}
	return []Term{Text(text)}
}

// sayings are the properties that the enum values of a value say.
func (w *writer) sayings(t *schema.Type, body map[string]any) (all []string) {
	for _, f := range t.Fields {
		if value, ok := body[f.Name].(string); ok {
			all = append(all, w.Schema.ValueRDF(f.Type, value).Properties...)
		}
	}
	return all
}

func (w *writer) say(properties []string, subjects, objects []Term) {
	for _, property := range properties {
		for _, subject := range subjects {
			for _, object := range objects {
				w.add(subject, property, object)
			}
		}
	}
}

// sources ties the citations of single fields to what these say: each as a statement.
func (w *writer) sources(self Term, t *schema.Type, body map[string]any) {
	list, _ := body["citations"].([]any)
	citing := map[string][]int{}
	for i, item := range list {
		if field, ok := item.(map[string]any)["field"].(string); ok && t.Field(field) != nil {
			citing[field] = append(citing[field], i)
		}
	}
	citations := t.Field("citations")
	for _, name := range slices.Sorted(maps.Keys(citing)) {
		for n, object := range w.facts[name] {
			stated := w.within(fmt.Sprintf("fact/%s/%d", name, n))
			w.state(stated, self, t.Field(name), object)
			for _, i := range citing[name] {
				w.lead(stated, citations, w.within(fmt.Sprintf("citations/%d", i)))
				source, _ := list[i].(map[string]any)["source"].(string)
				w.say(w.Schema.Types["Citation"].RDF.Properties, []Term{stated}, []Term{w.node(source)})
			}
		}
	}
}
