package web

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"unicode"
)

// entityType is what the contract tells of a type with pages. The page of an entity is made from it, so that a type
// added to the schema has one at once.
type entityType struct {
	Name, Path, Plural, Description string
	Fields                          []fieldInfo
}

type fieldInfo struct {
	Name, Description string
	kind              fieldKind
	typ               string
}

type fieldKind int

const (
	plainField fieldKind = iota // one value, or a list of them
	valueField                  // an object, or a list of them
	entityField
	pageField // a connection
)

// introspected is the part of the contract that pages are made from.
type introspected struct {
	Schema struct {
		QueryType struct{ Fields []introspectedField }
		Types     []struct {
			Name, Kind, Description string
			Fields                  []introspectedField
			Interfaces              []struct{ Name string }
		}
	} `json:"__schema"`
}

type introspectedField struct {
	Name, Description string
	Args              []struct{ Type typeRef }
	Type              typeRef
}

type typeRef struct {
	Kind, Name string
	OfType     *typeRef
}

func (t typeRef) named() typeRef {
	for t.OfType != nil {
		t = *t.OfType
	}
	return t
}

func (t typeRef) nonNull() bool { return t.Kind == "NON_NULL" }

// typeOf is the type whose ids begin with path, or nil.
func (s *Site) typeOf(ctx context.Context, path string) (*entityType, error) {
	var err error
	s.once.Do(func() { s.types, err = s.readTypes(ctx) })
	return s.types[path], err
}

func (s *Site) readTypes(ctx context.Context) (map[string]*entityType, error) {
	var in introspected
	if err := s.ask(ctx, document("schema.graphql"), nil, &in); err != nil {
		return nil, err
	}
	lists := map[string]string{}
	for _, f := range in.Schema.QueryType.Fields {
		lists[strings.TrimSuffix(f.Type.named().Name, "Connection")] = f.Name
	}
	entities, values := map[string]bool{"Entity": true}, map[string][]introspectedField{}
	for _, t := range in.Schema.Types {
		for _, i := range t.Interfaces {
			entities[t.Name] = entities[t.Name] || i.Name == "Entity"
		}
		values[t.Name] = t.Fields
	}
	types := map[string]*entityType{}
	for _, t := range in.Schema.Types {
		if t.Kind != "OBJECT" || !entities[t.Name] {
			continue
		}
		e := &entityType{Name: t.Name, Path: kebab(t.Name), Plural: lists[t.Name], Description: t.Description}
		for _, f := range t.Fields {
			e.add(f, entities, values)
		}
		types[e.Path] = e
	}
	return types, nil
}

// add keeps a field that a page can show: one that needs no argument.
func (e *entityType) add(f introspectedField, entities map[string]bool, values map[string][]introspectedField) {
	for _, a := range f.Args {
		if a.Type.nonNull() {
			return
		}
	}
	info := fieldInfo{Name: f.Name, Description: f.Description, typ: f.Type.named().Name}
	switch named := f.Type.named(); {
	case strings.HasSuffix(named.Name, "Connection"):
		if node := strings.TrimSuffix(named.Name, "Connection"); node == "Change" || node == "CitedFact" {
			return
		}
		info.kind = pageField
	case entities[named.Name] || named.Kind == "UNION" || named.Kind == "INTERFACE":
		info.kind = entityField
	case named.Kind == "OBJECT":
		info.kind, info.typ = valueField, selection(values, entities, named.Name, 2)
	}
	e.Fields = append(e.Fields, info)
}

// selection spells out the fields of a value, and of the values in it.
func selection(values map[string][]introspectedField, entities map[string]bool, typ string, depth int) string {
	var parts []string
	for _, f := range values[typ] {
		switch named := f.Type.named(); {
		case entities[named.Name]:
			parts = append(parts, f.Name+" { id name }")
		case named.Kind != "OBJECT":
			parts = append(parts, f.Name)
		case depth > 0:
			if inner := selection(values, entities, named.Name, depth-1); inner != "" {
				parts = append(parts, fmt.Sprintf("%s { %s }", f.Name, inner))
			}
		}
	}
	return strings.Join(parts, " ")
}

// listDocument asks for a page of all of the type.
func (e *entityType) listDocument() string {
	return fmt.Sprintf("query List($after: String) {\n  list: %s(first: 50, after: $after) {\n    totalCount\n    pageInfo { hasNextPage endCursor }\n    nodes { id name summary }\n  }\n}", e.Plural)
}

// entityDocument asks for all that is known of one.
func (e *entityType) entityDocument() string {
	var b strings.Builder
	fmt.Fprintf(&b, "query Page($id: ID!) {\n  node(id: $id) {\n    id\n    ... on %s {\n", e.Name)
	for _, f := range e.Fields {
		switch f.kind {
		case plainField:
			fmt.Fprintf(&b, "      %s\n", f.Name)
		case valueField:
			fmt.Fprintf(&b, "      %s { %s }\n", f.Name, f.typ)
		case entityField:
			fmt.Fprintf(&b, "      %s { ... on Entity { id name } }\n", f.Name)
		case pageField:
			fmt.Fprintf(&b, "      %s(first: 50) { nodes { ... on Entity { id name } } }\n", f.Name)
		}
	}
	b.WriteString("    }\n  }\n}")
	return b.String()
}

// filledIn is the document with the id in it, as the console takes it.
func (e *entityType) filledIn(document, id string) string {
	document = strings.Replace(document, "($id: ID!)", "", 1)
	return strings.Replace(document, "$id", fmt.Sprintf("%q", id), 1)
}

func (e *entityType) words() string { return spaced(e.Plural) }

// spaced writes a camel-case word as people do: oneStopShops is One stop shops.
func spaced(word string) string {
	if word == "" {
		return ""
	}
	word = strings.ReplaceAll(kebab(word), "-", " ")
	return strings.ToUpper(word[:1]) + word[1:]
}

func kebab(word string) string {
	var b strings.Builder
	for i, r := range word {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Section is a field with what is known.
type Section struct {
	Label, Help string
	Items       []Item
}

// Item is a value: a text, a link to an entity, or several labelled values.
type Item struct {
	Text, ID, URL string
	Parts         []Section
}

var shownInHead = map[string]bool{"id": true, "slug": true, "name": true, "summary": true}

func (e *entityType) sections(node map[string]any) []Section {
	var all []Section
	for _, f := range e.Fields {
		if items := itemsOf(node[f.Name]); len(items) > 0 && !shownInHead[f.Name] {
			all = append(all, Section{Label: spaced(f.Name), Help: f.Description, Items: items})
		}
	}
	return all
}

// itemsOf makes what a page shows of a JSON value; nothing for what is not known.
func itemsOf(value any) []Item {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		var all []Item
		for _, one := range v {
			all = append(all, itemsOf(one)...)
		}
		return all
	case map[string]any:
		return itemsOfObject(v)
	case string:
		if strings.HasPrefix(v, "http://") || strings.HasPrefix(v, "https://") {
			return []Item{{Text: v, URL: v}}
		}
		if v == "" {
			return nil
		}
		return []Item{{Text: v}}
	}
	return []Item{{Text: fmt.Sprint(value)}}
}

func itemsOfObject(v map[string]any) []Item {
	if nodes, ok := v["nodes"]; ok {
		return itemsOf(nodes)
	}
	if id, ok := v["id"].(string); ok {
		return []Item{{Text: fmt.Sprint(v["name"]), ID: id}}
	}
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	sort.Strings(names)
	var item Item
	for _, name := range names {
		if items := itemsOf(v[name]); len(items) > 0 {
			item.Parts = append(item.Parts, Section{Label: spaced(name), Items: items})
		}
	}
	if len(item.Parts) == 0 {
		return nil
	}
	return []Item{item}
}
