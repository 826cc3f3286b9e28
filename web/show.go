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

var shownInHead = map[string]bool{"id": true, "slug": true, "name": true, "summary": true}

func (e *entityType) sections(node map[string]any) []Section {
	var all []Section
	for _, f := range e.Fields {
		if items := e.items(node[f.Name]); len(items) > 0 && !shownInHead[f.Name] {
			all = append(all, Section{Label: spaced(f.Name), Help: f.Description, Items: items})
		}
	}
	return all
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
	if source, ok := v["source"].(map[string]any); ok {
		return []Item{citation(v, source)}
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

// citation is a source in one line: its place, what it covers, and on what basis where that is not the plain word.
func citation(c, source map[string]any) Item {
	item := Item{Text: fmt.Sprint(source["name"]), ID: fmt.Sprint(source["id"])}
	for _, name := range []string{"place", "field", "basis", "reason"} {
		if text, ok := c[name].(string); ok && text != "STATED" {
			item.Notes = append(item.Notes, text)
		}
	}
	return item
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

// Block is a list of links under a title.
type Block struct {
	Title string
	Items []Linked
}

// Linked is a link to an entity.
type Linked struct{ Name, Address, Note string }

// Related are blocks of what an entity leads to: the keys of their titles, each with a connection of the answer. Empty
// ones are left out.
func (p *Page) Related(pairs ...any) []Block {
	var all []Block
	for i := 0; i+1 < len(pairs); i += 2 {
		b := Block{Title: p.T(fmt.Sprint(pairs[i]))}
		connection, _ := pairs[i+1].(map[string]any)
		nodes, _ := connection["nodes"].([]any)
		for _, item := range nodes {
			n, _ := item.(map[string]any)
			one := Linked{Name: fmt.Sprint(n["name"]), Address: p.Path(fmt.Sprint(n["id"]))}
			if city, ok := n["city"].(map[string]any); ok {
				one.Note = fmt.Sprint(city["name"])
			}
			b.Items = append(b.Items, one)
		}
		if len(b.Items) > 0 {
			all = append(all, b)
		}
	}
	return all
}
