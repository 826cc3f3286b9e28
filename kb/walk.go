package kb

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// Reference is a place in a body that names another entity.
type Reference struct {
	Path, ID string
	Among    string // the field of links that must lead to it; empty where none must
}

// References are all ids that the values of a body name: sources, indicators, what a toolkit shows.
func References(s *schema.Schema, t *schema.Type, body map[string]any) []Reference {
	var all []Reference
	walk(s, t, "", body, func(f *schema.Field, path, _ string, value any) {
		if id, ok := value.(string); ok && f.Reference {
			all = append(all, Reference{path, id, f.Among})
		}
	})
	return all
}

// Addresses are the addresses on the web that a body names, each once, in the order of the declaration.
func Addresses(s *schema.Schema, t *schema.Type, body map[string]any) []string {
	var all []string
	walk(s, t, "", body, func(f *schema.Field, _, _ string, value any) {
		if address, ok := value.(string); ok && f.Type == "URL" && !slices.Contains(all, address) {
			all = append(all, address)
		}
	})
	return all
}

// SearchText is all that the declaration calls searched in a body, in every language, as Words writes it.
func SearchText(s *schema.Schema, t *schema.Type, body map[string]any) string {
	var text strings.Builder
	for _, one := range Texts(s, t, body) {
		text.WriteString(Words(one.Text))
	}
	return text.String()
}

// Searched is a text of a body that is searched.
type Searched struct {
	Path     string // the field or value, such as summary or firstSteps/0/text
	Language string // empty where the body does not say
	Text     string
	Weight   float64 // of its field, after the declaration
}

// Texts are the texts of a body that are searched, in the order of the declaration and of their languages.
func Texts(s *schema.Schema, t *schema.Type, body map[string]any) []Searched {
	var all []Searched
	walk(s, t, "", body, func(f *schema.Field, path, language string, value any) {
		if text, ok := value.(string); ok && f.Search > 0 {
			all = append(all, Searched{path, language, text, f.Search})
		}
	})
	return all
}

// visitor is called for each plain value of a body, with its language where that is known.
type visitor func(f *schema.Field, path, language string, value any)

// walk visits a body in the order of the declaration; a text per language once for each language.
func walk(s *schema.Schema, t *schema.Type, path string, body map[string]any, visit visitor) {
	for _, f := range t.Fields {
		value, ok := body[f.Name]
		if !ok {
			continue
		}
		items, isList := value.([]any)
		if !isList {
			walkOne(s, f, at(path, f.Name), value, visit)
		}
		for i, item := range items {
			walkOne(s, f, fmt.Sprintf("%s/%d", at(path, f.Name), i), item, visit)
		}
	}
}

func walkOne(s *schema.Schema, f *schema.Field, path string, value any, visit visitor) {
	m, isMap := value.(map[string]any)
	switch inner := s.Types[f.Type]; {
	case isMap && inner != nil && !inner.Entity:
		said, _ := m["language"].(string)
		walk(s, inner, path, m, func(g *schema.Field, path, language string, value any) {
			visit(inherit(f, g), path, cmp.Or(language, said), value)
		})
	case isMap && f.Localized:
		for _, language := range SortedKeys(m) {
			if language != OriginalKey {
				visit(f, path, language, m[language])
			}
		}
	default:
		visit(f, path, "", value)
	}
}

// inherit makes the text of a value searched as the field that holds the value is.
func inherit(holder, f *schema.Field) *schema.Field {
	if holder.Search == 0 || f.Name != "text" {
		return f
	}
	searched := *f
	searched.Search = holder.Search
	return &searched
}
