package web

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Section is a field with what is known.
type Section struct {
	Label, Help string
	Items       []Item
}

// Item is a value: a text, a link to an entity with notes, or several labelled values.
type Item struct {
	Text, ID, URL string
	Notes         []string
	Parts         []Section
}

// items makes what a page shows of a JSON value; nothing for what is not known.
func (e *entityType) items(value any) []Item {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		var all []Item
		for _, one := range v {
			all = append(all, e.items(one)...)
		}
		return all
	case map[string]any:
		return e.object(v)
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

func (e *entityType) object(v map[string]any) []Item {
	if nodes, ok := v["nodes"]; ok {
		return e.items(nodes)
	}
	if id, ok := v["id"].(string); ok {
		return []Item{{Text: fmt.Sprint(v["name"]), ID: id}}
	}
	names := slices.SortedFunc(maps.Keys(v), func(a, b string) int {
		return cmp.Or(e.order[a]-e.order[b], strings.Compare(a, b))
	})
	var item Item
	for _, name := range names {
		if items := e.items(v[name]); len(items) > 0 {
			item.Parts = append(item.Parts, Section{Label: spaced(name), Items: items})
		}
	}
	if len(item.Parts) == 0 {
		return nil
	}
	return []Item{item}
}

// Nested is a part of a page with the page itself, for templates that call themselves.
type Nested struct {
	*Page
	Items any
}

// Deep begins a nest of parts.
func (p *Page) Deep(items any) Nested { return Nested{p, items} }

// Deeper goes on in a nest.
func (n Nested) Deeper(items any) Nested { return Nested{n.Page, items} }
