package form

import (
	"strconv"
	"strings"

	"github.com/gosimple/slug"
)

// Sought is what a link was filled in with: an id, or words to look for among what it may lead to.
type Sought struct {
	Path, Words string
	Leads       []string
}

// Links are all links that were filled in.
func (s *Shape) Links(value any, path string) []Sought {
	var all []Sought
	switch s.Kind {
	case Group:
		m, _ := value.(map[string]any)
		for _, f := range s.Fields {
			all = append(all, f.Links(m[f.Name], under(path, f.Name))...)
		}
	case List:
		list, _ := value.([]any)
		for i, item := range list {
			all = append(all, s.Item.Links(item, under(path, strconv.Itoa(i)))...)
		}
	case Link:
		if words := toString(value); words != "" {
			all = append(all, Sought{path, words, s.Leads})
		}
	}
	return all
}

// newSource marks what is cited and is not here yet, by what it is called or by its address.
const newSource = "new: "

// IsNew tells a source that is yet to be brought in from words to look for.
func IsNew(text string) bool { return strings.HasPrefix(text, newSource) }

// maxSlug is how long the second part of an id may be.
const maxSlug = 80

// BringIn gives a value in which the sources that are not here yet are named by ids, and the changes that bring them in,
// each once. What is given by its address is a web page.
func BringIn(value any, tongue string) (any, []Change) {
	b := &bringing{tongue: tongue, ids: map[string]string{}}
	return b.value(value), b.changes
}

type bringing struct {
	tongue  string
	ids     map[string]string
	changes []Change
}

func (b *bringing) value(value any) any {
	switch v := value.(type) {
	case map[string]any:
		m := map[string]any{}
		for name, one := range v {
			m[name] = b.value(one)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, one := range v {
			list[i] = b.value(one)
		}
		return list
	case string:
		if IsNew(v) {
			return b.source(strings.TrimPrefix(v, newSource))
		}
	}
	return value
}

func (b *bringing) source(called string) string {
	if id := b.ids[called]; id != "" {
		return id
	}
	made := slug.Make(called)
	id := "source/" + strings.Trim(made[:min(len(made), maxSlug)], "-")
	source := map[string]any{"name": map[string]any{"language": b.tongue, "text": called}, "kind": "DOCUMENT"}
	if strings.HasPrefix(called, "http://") || strings.HasPrefix(called, "https://") {
		source["kind"], source["url"] = "WEB_PAGE", called
	}
	b.ids[called] = id
	b.changes = append(b.changes, Change{"create": map[string]any{"id": id, "entity": map[string]any{"source": source}}})
	return id
}
