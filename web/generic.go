package web

import (
	"context"
	"fmt"
	"strings"
	"unicode"
)

// entityType is what the contract tells of a type with pages. The page of an entity is made from it, so that a type
// added to the schema has one at once.
type entityType struct {
	Name, Path, Plural, Description string
	Fields                          []fieldInfo
	order                           map[string]int // of the fields of values
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
	types, err := s.allTypes(ctx)
	return types[path], err
}

// allTypes are all types, by the first part of their ids.
func (s *Site) allTypes(ctx context.Context) (map[string]*entityType, error) {
	types, err := s.types.once(func() (*map[string]*entityType, error) {
		types, err := s.readTypes(ctx)
		return &types, err
	})
	if err != nil {
		return nil, err
	}
	return *types, nil
}

func (s *Site) readTypes(ctx context.Context) (map[string]*entityType, error) {
	var in introspected
	if err := s.askPlain(ctx, document("schema"), nil, &in); err != nil {
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
	shared := map[string]bool{} // what all entities have is asked for by one fragment
	for _, f := range values["Entity"] {
		shared[f.Name] = true
	}
	types, order := map[string]*entityType{}, fieldOrder(values)
	for _, t := range in.Schema.Types {
		if t.Kind != "OBJECT" || !entities[t.Name] {
			continue
		}
		e := &entityType{Name: t.Name, Path: kebab(t.Name), Plural: lists[t.Name], Description: t.Description, order: order}
		for _, f := range t.Fields {
			if !shared[f.Name] {
				e.add(f, entities, values)
			}
		}
		types[e.Path] = e
	}
	return types, nil
}

// fieldOrder is the order in which the fields of values are shown: that of the contract, citations last.
func fieldOrder(values map[string][]introspectedField) map[string]int {
	order := map[string]int{"citations": 1000}
	for _, fields := range values {
		for i, f := range fields {
			if order[f.Name] <= i {
				order[f.Name] = i + 1
			}
		}
	}
	return order
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
	return spread(fmt.Sprintf("query List($after: String, $language: LanguageTag!) @inContext(language: $language) {\n  list: %s(first: 48, after: $after) {\n    totalCount\n    pageInfo { hasNextPage endCursor }\n    nodes { ...listed }\n  }\n}", e.Plural))
}

// entityDocument asks for all that is known of one.
func (e *entityType) entityDocument() string {
	var b strings.Builder
	fmt.Fprintf(&b, "query Page($id: ID!, $language: LanguageTag!) @inContext(language: $language) {\n  node(id: $id) {\n    id\n    ... on %s {\n      ...about\n", e.Name)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "      %s\n", f.selection())
	}
	b.WriteString("    }\n  }\n}")
	return spread(b.String())
}

// selection asks for a field in the way its kind wants.
func (f fieldInfo) selection() string {
	switch {
	case f.kind == valueField:
		return fmt.Sprintf("%s { %s }", f.Name, f.typ)
	case f.kind == entityField:
		return fmt.Sprintf("%s { ... on Entity { ...link } }", f.Name)
	case f.kind == pageField:
		return fmt.Sprintf("%s(first: 50) { totalCount nodes { ... on Entity { ...link } } }", f.Name)
	}
	return f.Name
}

// fieldDocument asks for a page of the things that a field of one leads to.
func (e *entityType) fieldDocument(field string) string {
	return spread(fmt.Sprintf("query Field($id: ID!, $after: String, $language: LanguageTag!) @inContext(language: $language) {\n  node(id: $id) {\n    id\n    ... on %s {\n      name nameIn: languages(field: \"name\")\n      list: %s(first: 48, after: $after) {\n        totalCount\n        pageInfo { hasNextPage endCursor }\n        nodes { ... on Entity { ...listed } }\n      }\n    }\n  }\n}", e.Name, field))
}

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
