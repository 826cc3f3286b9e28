package exchange

import (
	"fmt"

	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// plain makes of a YAML value what a change set takes. Of a text in several languages the first is the original; a
// citation says STATED where it says nothing, and `for` names several fields at once.
func plain(s *schema.Schema, f *schema.Field, value any) any {
	t := s.Types[f.Type]
	if items, ok := value.([]any); ok {
		list := make([]any, len(items))
		for i, item := range items {
			list[i] = plain(s, f, item)
		}
		if f.Type == "Citation" {
			return expand(list)
		}
		return list
	}
	m, ok := value.(yaml.MapSlice)
	switch {
	case !ok:
		return value
	case t != nil && !f.Reference:
		return plainObject(s, t, m)
	case f.Localized:
		return languages(m)
	}
	return m
}

// unixLines ends the lines of all texts in a value in one way.
func unixLines(value any) any {
	switch value := value.(type) {
	case string:
		return kb.Lines(value)
	case []any:
		for i, item := range value {
			value[i] = unixLines(item)
		}
	case yaml.MapSlice:
		for i, pair := range value {
			value[i].Value = unixLines(pair.Value)
		}
	}
	return value
}

func plainObject(s *schema.Schema, t *schema.Type, m yaml.MapSlice) map[string]any {
	out := map[string]any{}
	for _, pair := range m {
		name := fmt.Sprint(pair.Key)
		out[name] = pair.Value
		if f := t.Field(name); f != nil {
			out[name] = plain(s, f, pair.Value)
		}
	}
	if t.Name == "Citation" && out["basis"] == nil {
		out["basis"] = "STATED"
	}
	return out
}

func plainList(s *schema.Schema, t *schema.Type, value any) []any {
	items, ok := value.([]any)
	if !ok {
		items = []any{value}
	}
	for i, item := range items {
		if m, ok := item.(yaml.MapSlice); ok {
			items[i] = plainObject(s, t, m)
		}
	}
	return items
}

func languages(m yaml.MapSlice) map[string]any {
	out := map[string]any{}
	for i, pair := range m {
		language := fmt.Sprint(pair.Key)
		if i == 0 && language != kb.OriginalKey {
			out[kb.OriginalKey] = language
		}
		out[language] = pair.Value
	}
	return out
}

// expand makes one citation for each field that `for` names.
func expand(citations []any) []any {
	var out []any
	for _, item := range citations {
		c, ok := item.(map[string]any)
		fields, many := c["for"].([]any)
		if single, one := c["for"].(string); one {
			fields, many = []any{single}, true
		}
		if !ok || !many {
			out = append(out, item)
			continue
		}
		for _, field := range fields {
			one := map[string]any{"field": field}
			for name, value := range c {
				if name != "for" {
					one[name] = value
				}
			}
			out = append(out, one)
		}
	}
	return out
}
