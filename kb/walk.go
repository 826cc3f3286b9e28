package kb

import (
	"fmt"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// Reference is a place in a body that names another entity.
type Reference struct{ Path, ID string }

// References are all ids that the values of a body name: sources, indicators.
func References(s *schema.Schema, t *schema.Type, body map[string]any) []Reference {
	var all []Reference
	walk(s, t, "", body, func(f *schema.Field, path string, value any) {
		if id, ok := value.(string); ok && f.Reference {
			all = append(all, Reference{path, id})
		}
	})
	return all
}

// SearchText is all that the declaration calls searched in a body, in every language, as Words
// writes it.
func SearchText(s *schema.Schema, t *schema.Type, body map[string]any) string {
	var text strings.Builder
	walk(s, t, "", body, func(f *schema.Field, path string, value any) {
		if word, ok := value.(string); ok && f.Search > 0 {
			text.WriteString(Words(word))
		}
	})
	return text.String()
}

// walk calls visit for each plain value of a body, in the order of the declaration; for a text per language once for
// each language. What lies below a searched field is searched.
func walk(s *schema.Schema, t *schema.Type, path string, body map[string]any, visit func(*schema.Field, string, any)) {
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

func walkOne(s *schema.Schema, f *schema.Field, path string, value any, visit func(*schema.Field, string, any)) {
	m, isMap := value.(map[string]any)
	switch inner := s.Types[f.Type]; {
	case isMap && inner != nil && !inner.Entity:
		walk(s, inner, path, m, func(g *schema.Field, path string, value any) {
			if f.Search > 0 && g.Name == "text" && g.Search == 0 {
				searched := *g
				searched.Search = f.Search
				g = &searched
			}
			visit(g, path, value)
		})
	case isMap && f.Localized:
		for _, language := range sortedKeys(m) {
			if language != originalKey {
				visit(f, path, m[language])
			}
		}
	default:
		visit(f, path, value)
	}
}
