package form

import (
	"strconv"
	"strings"
)

// Place is the control that a path of an error leads to: the nearest there is. What the API calls by the id that a link
// leads to is found by it.
func (s *Shape) Place(value map[string]any, path []string) string {
	at, shape, here := "", s, any(value)
	for len(path) > 0 {
		switch shape.Kind {
		case Group:
			field := shape.Field(path[0])
			if field == nil {
				return at
			}
			m, _ := here.(map[string]any)
			at, shape, here, path = under(at, path[0]), field, m[path[0]], path[1:]
			if field.Kind == Group && field.Field("to") != nil && len(path) > 1 { // the end of a link, named by its id
				path = path[2:]
			}
		case List:
			i, skip := row(here, path)
			if i < 0 {
				return at
			}
			list, _ := here.([]any)
			at, shape, here, path = under(at, strconv.Itoa(i)), shape.Item, list[i], path[skip:]
		case Text:
			return at + spoken(here, path[0])
		default:
			return at
		}
	}
	return at
}

// Lacking are the places at which the API could not even read what was filled in: what it would not tell at its place.
func (s *Shape) Lacking(value any, path string, say Speaker) []Fault {
	var all []Fault
	switch v := value.(type) {
	case map[string]any:
		if s.Kind == Text && v["text"] == nil {
			return []Fault{{Path: path, Message: say.T("writing.missing")}}
		}
		for _, f := range s.Fields {
			if f.Must && v[f.Name] == nil {
				all = append(all, Fault{Path: under(path, f.Name), Message: say.T("writing.missing")})
			}
			all = append(all, f.Lacking(v[f.Name], under(path, f.Name), say)...)
		}
	case []any:
		for i, item := range v {
			all = append(all, s.Item.Lacking(item, under(path, strconv.Itoa(i)), say)...)
		}
	case string:
		if s.Type == "Int" || s.Type == "Float" {
			return []Fault{{Path: path, Message: say.T("writing.noNumber")}}
		}
	}
	return all
}

// row is the row that a path begins with: by its place, or by the id that it leads to, which is two parts long.
func row(value any, path []string) (place, parts int) {
	list, _ := value.([]any)
	if i, err := strconv.Atoi(path[0]); err == nil {
		if i < 0 || i >= len(list) {
			return -1, 0
		}
		return i, 1
	}
	if len(path) < 2 {
		return -1, 0
	}
	for i, item := range list {
		if m, ok := item.(map[string]any); ok && m["to"] == path[0]+"/"+path[1] {
			return i, 2
		}
	}
	return -1, 0
}

// spoken is where a text stands in a language: nowhere further for its own.
func spoken(text any, language string) string {
	m, _ := text.(map[string]any)
	list, _ := m["translations"].([]any)
	for i, item := range list {
		if one, ok := item.(map[string]any); ok && strings.EqualFold(toString(one["language"]), language) {
			return ".translations." + strconv.Itoa(i)
		}
	}
	return ""
}
