package form

import (
	"strings"
)

// Words is a value as people read it, on several lines where it has parts. It reads inputs, and values as they are
// stored, in which texts stand by language.
func (s *Shape) Words(value any, say Speaker) string {
	switch v := value.(type) {
	case nil:
		return ""
	case []any:
		return s.lines(v, say)
	case map[string]any:
		if s != nil && s.Kind == List {
			s = s.Item
		}
		return s.parts(v, say)
	case string:
		return s.said(v, say)
	case bool:
		return say.T(map[bool]string{true: "page.true", false: "page.false"}[v])
	}
	return (&Form{}).word(s, value)
}

func (s *Shape) lines(list []any, say Speaker) string {
	if s != nil && s.Kind == List {
		s = s.Item
	}
	var all []string
	for _, item := range list {
		all = append(all, s.Words(item, say))
	}
	between := "\n"
	if s != nil && s.Kind == Group {
		between = "\n\n"
	}
	return strings.Join(all, between)
}

// said is a word as it is called.
func (s *Shape) said(word string, say Speaker) string {
	switch {
	case s != nil && s.Kind == Choice && s.Type != "Boolean":
		return say.Label(s.Type, word)
	case s != nil && s.Kind == Link:
		return say.Called(word)
	}
	return word
}

func (s *Shape) parts(m map[string]any, say Speaker) string {
	if text := asText(m); text != nil {
		return sayText(text, say)
	}
	var all []string
	if s == nil || s.Kind != Group {
		return ""
	}
	for _, f := range s.Fields {
		words := f.Words(m[f.Name], say)
		if words == "" {
			continue
		}
		label := say.FieldName(f.Name) + ": "
		if f.Name == "to" || len(m) == 1 {
			label = ""
		} else if strings.Contains(words, "\n") {
			label = strings.TrimSpace(label) + "\n"
		}
		all = append(all, label+words)
	}
	return strings.Join(all, "\n")
}

// asText is a text in one form, whether it is an input or stored; nil where it is none.
func asText(m map[string]any) map[string]any {
	if original, stored := m["original"].(string); stored {
		text := map[string]any{"language": original, "text": m[original]}
		var others []any
		for language, one := range m {
			if language != "original" && language != original {
				others = append(others, map[string]any{"language": language, "text": one})
			}
		}
		text["translations"] = others
		return text
	}
	_, isText := m["text"].(string)
	_, spoken := m["language"].(string)
	if !isText || !spoken {
		return nil
	}
	for name := range m {
		if name != "text" && name != "language" && name != "translations" {
			return nil
		}
	}
	return m
}

func sayText(text map[string]any, say Speaker) string {
	said := byLanguage(text)
	all := []string{toString(text["text"])}
	for _, language := range sorted(said) {
		all = append(all, "["+say.NameOf(language)+"] "+toString(said[language]))
	}
	return strings.Join(all, "\n")
}
