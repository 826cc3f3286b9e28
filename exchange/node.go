package exchange

import (
	"fmt"

	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// noder makes JSON-LD of the members of an entity: what has fields gets a type, which tells the terms, and an address,
// which is the path of the value in the entity.
type noder struct {
	schema *schema.Schema
	from   *store.Dumped
}

func (n *noder) entity(item object) object {
	t := kb.TypeOf(n.schema, n.from.ID)
	out := object{{Key: "@id", Value: n.from.ID}, n.types(t)}
	for _, pair := range item[1:] { // the first is the id
		name := pair.Key.(string)
		if f := t.Field(name); f != nil && f.Relation != nil {
			pair.Value = n.links(f)
		} else if f != nil {
			pair.Value = n.value(f, pair.Value, name)
		}
		out = append(out, pair)
	}
	return out
}

// types are our own class, and those that others have for it.
func (n *noder) types(t *schema.Type, more ...any) yaml.MapItem {
	names := []any{t.Name}
	for _, class := range t.RDF.Classes {
		names = append(names, n.schema.Short(class))
	}
	if names = append(names, more...); len(names) == 1 {
		return yaml.MapItem{Key: "@type", Value: names[0]}
	}
	return yaml.MapItem{Key: "@type", Value: names}
}

func (n *noder) value(f *schema.Field, value any, path string) any {
	switch value := value.(type) {
	case []any:
		list := make([]any, len(value))
		for i, item := range value {
			list[i] = n.value(f, item, fmt.Sprintf("%s/%d", path, i))
		}
		return list
	case object:
		if t := n.schema.Types[f.Type]; t != nil {
			return n.object(t, value, path)
		}
	case string:
		if f.Type == "PartialDate" && len(value) < len("2021-05-03") {
			return object{{Key: "@value", Value: value}, {Key: "@type", Value: map[int]string{4: "xsd:gYear", 7: "xsd:gYearMonth"}[len(value)]}}
		}
	}
	return value
}

// object is a value with fields.
func (n *noder) object(t *schema.Type, value object, path string) object {
	return append(object{{Key: "@id", Value: n.from.ID + "#" + path}, n.types(t)}, n.fields(t, value, path)...)
}

func (n *noder) fields(t *schema.Type, value object, path string) (out object) {
	for _, pair := range value {
		name := pair.Key.(string)
		if f := t.Field(name); f != nil {
			pair.Value = n.value(f, pair.Value, path+"/"+name)
		}
		out = append(out, pair)
	}
	return out
}

// links are the ends that a relation leads to; one that carries something shows the link as well.
func (n *noder) links(f *schema.Field) any {
	var all []any
	for i := range n.from.Links {
		if c := &n.from.Links[i]; c.Kind == f.Relation.Kinds[0].Stored {
			all = append(all, n.link(f, c))
		}
	}
	if !f.List && len(all) == 1 {
		return all[0]
	}
	return all
}

func (n *noder) link(f *schema.Field, c *kb.Change) any {
	carried, ok := linkMembers(c, languageMap).(object)
	if !ok {
		return c.To
	}
	path := "link/" + kb.LinkID(c.ID, c.Kind, c.To, c.Qualifier)
	types := yaml.MapItem{Key: "@type", Value: statementTerm}
	t := n.schema.Type("Link")
	if p := f.Relation.Properties; p != nil {
		t = p
		types = n.types(p, statementTerm)
	}
	link := object{{Key: "@id", Value: n.from.ID + "#" + path}, types, {Key: subjectTerm, Value: n.from.ID}, {Key: predicateTerm, Value: n.schema.Short(f.IRI())}}
	for _, pair := range carried[1:] { // the first is where it ends
		if pair.Key == "citations" {
			pair.Value = n.value(n.schema.Type("Link").Field("citations"), pair.Value, path+"/citations")
			link = append(link, pair)
		} else {
			link = append(link, n.fields(t, object{pair}, path)...)
		}
	}
	return object{{Key: "@id", Value: c.To}, {Key: linkTerm, Value: link}}
}
