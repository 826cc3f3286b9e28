package store

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// What blanking does to the values of the log, and of what stands.

// mark is what stands where a text was.
func (x *redactor) mark() string { return fmt.Sprintf("[redacted %d]", x.done.Number) }

// escaped is a text as it stands within JSON.
func escaped(text string) string {
	quoted, _ := kb.Canonical(text) // a text is JSON
	return strings.Trim(string(quoted), `"`)
}

// body blanks the text in a body, or in what a link carries.
func (x *redactor) body(text string) (string, error) {
	if text == "" {
		return text, nil
	}
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return "", err
	}
	if x.Path != "" {
		body, _ := value.(map[string]any)
		x.blankAt(body)
	} else {
		value = x.blank(value)
	}
	blank, err := kb.Canonical(value)
	return string(blank), err
}

// blankAt blanks the text at the path, in all its languages.
func (x *redactor) blankAt(body map[string]any) {
	if text := kb.TextAt(body, x.Path); text != nil {
		for language := range text {
			if language != kb.OriginalKey {
				text[language] = x.mark()
			}
		}
		return
	}
	parent, name := body, x.Path
	if at := strings.LastIndex(x.Path, "/"); at >= 0 {
		parent, name = kb.ObjectAt(body, x.Path[:at]), x.Path[at+1:]
	}
	if _, isText := parent[name].(string); isText {
		parent[name] = x.mark()
	}
}

// blank blanks the text wherever it stands in a value.
func (x *redactor) blank(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			v[name] = x.blank(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = x.blank(inner)
		}
	case string:
		return strings.ReplaceAll(v, x.Text, x.mark())
	}
	return value
}

// link blanks what a line of the log says of a link.
func (x *redactor) link(text string) (string, error) {
	if text == "" || x.Text == "" {
		return text, nil
	}
	var l linkRow
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		return "", err
	}
	var err error
	if l.Properties, err = x.body(l.Properties); err != nil {
		return "", err
	}
	if l.Citations, err = x.body(l.Citations); err != nil {
		return "", err
	}
	blank, err := json.Marshal(l)
	return string(blank), err
}
