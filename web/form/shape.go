package form

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Kind is how a value is filled in.
type Kind string

// The kinds of values.
const (
	Group  Kind = "group"  // several fields
	List   Kind = "list"   // rows
	Text   Kind = "text"   // a text in a language, with translations
	Line   Kind = "line"   // a word, a number, a date, an address
	Choice Kind = "choice" // one of some values
	Link   Kind = "link"   // the id of an entity
)

// Shape is the form of a value.
type Shape struct {
	Name, Help string
	Kind       Kind
	Type       string   // in the contract: PracticeInput, PartialDate
	Needed     bool     // it must be filled in
	Must       bool     // the API does not even read a value without it
	Values     []string // Choice
	Leads      []string // Link: the types that it may lead to
	Fields     []*Shape // Group
	Item       *Shape   // List
}

// Field is a field of a group, or nil.
func (s *Shape) Field(name string) *Shape {
	for _, f := range s.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// under is the name of a control that stands in another.
func under(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// Parse is what a browser sent under a name, in the form of the input. Rows that are empty are nil; Written drops them.
func (s *Shape) Parse(values url.Values, path string) any {
	switch s.Kind {
	case Group:
		m := map[string]any{}
		for _, f := range s.Fields {
			if v := f.Parse(values, under(path, f.Name)); v != nil {
				m[f.Name] = v
			}
		}
		return orNothing(m)
	case List:
		var all []any
		for i := range rows(values, path) {
			all = append(all, s.Item.Parse(values, under(path, strconv.Itoa(i))))
		}
		if len(all) == 0 {
			return nil
		}
		return all
	case Text:
		return parseText(values, path)
	}
	return s.plain(strings.TrimSpace(sent(values, path)))
}

// plain is a single value. What is no number stays as it was written, so that it is told.
func (s *Shape) plain(text string) any {
	switch {
	case text == "":
		return nil
	case s.Type == "Int" || s.Type == "Float":
		if n, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", "."), 64); err == nil && (s.Type == "Float" || n == float64(int32(n))) {
			return n
		}
	case s.Type == "Boolean":
		return text == "true"
	case s.Kind == Link:
		return Identified(text)
	}
	return text
}

// sent is the last of what was sent under a name: a choice stands behind the words that it was looked up by.
func sent(values url.Values, path string) string {
	list := values[path]
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] != "" {
			return list[i]
		}
	}
	return ""
}

// Identified takes the id out of Jelgava (city/jelgava), as links are shown; other words stay as they are.
func Identified(text string) string {
	if start := strings.LastIndex(text, "("); start >= 0 && strings.HasSuffix(text, ")") {
		if id := text[start+1 : len(text)-1]; IsID(id) {
			return id
		}
	}
	return text
}

// IsID tells an id from words to look for.
func IsID(text string) bool {
	typ, slug, found := strings.Cut(text, "/")
	fits := func(part string) bool {
		return part != "" && strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
	}
	return found && fits(typ) && fits(slug)
}

func parseText(values url.Values, path string) any {
	said := func(at string) map[string]any {
		text := strings.ReplaceAll(values.Get(under(at, "text")), "\r\n", "\n")
		if strings.TrimSpace(text) == "" {
			return nil
		}
		return map[string]any{"language": values.Get(under(at, "language")), "text": text}
	}
	m := said(path)
	var translations []any
	for i := range rows(values, under(path, "translations")) {
		if t := said(under(path, fmt.Sprintf("translations.%d", i))); t != nil {
			translations = append(translations, t)
		} else {
			translations = append(translations, nil)
		}
	}
	if len(translations) > 0 {
		if m == nil {
			m = map[string]any{"language": values.Get(under(path, "language"))}
		}
		m["translations"] = translations
	}
	return orNothing(m)
}

// rows is how many rows were sent of a list.
func rows(values url.Values, path string) int {
	n := 0
	for name := range values {
		rest, found := strings.CutPrefix(name, path+".")
		if !found {
			continue
		}
		digits, _, _ := strings.Cut(rest, ".")
		if i, err := strconv.Atoi(digits); err == nil && i >= n && i < MaxRows {
			n = i + 1
		}
	}
	return n
}

// MaxRows bounds the rows of one list: more than any list of the declaration may have.
const MaxRows = 400

func orNothing(m map[string]any) any {
	if len(m) == 0 {
		return nil
	}
	return m
}

// Written is what was filled in without what is empty: what is sent to the API.
func Written(value any) any {
	switch v := value.(type) {
	case map[string]any:
		m := map[string]any{}
		for name, one := range v {
			if w := Written(one); w != nil {
				m[name] = w
			}
		}
		if onlyFurnished(m) {
			return nil
		}
		return m
	case []any:
		var all []any
		for _, one := range v {
			if w := Written(one); w != nil {
				all = append(all, w)
			}
		}
		if len(all) == 0 {
			return nil
		}
		return all
	}
	return value
}

// onlyFurnished tells a row in which nothing stands but what the form itself put there.
func onlyFurnished(m map[string]any) bool {
	for name, value := range m {
		_, isText := value.(string)
		if name != "field" && (name != "basis" || value != "STATED") && (name != "language" || !isText || m["text"] != nil) {
			return false
		}
	}
	return true
}
