package exchange

import (
	"bytes"
	"math"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// texts writes a text per language as a format wants it.
type texts func(text map[string]any) any

// firstIsOriginal writes the language that a text was written in first, and a text that is English alone as it is.
func firstIsOriginal(text map[string]any) any {
	original, _ := text[kb.OriginalKey].(string)
	if original == "en" && len(text) == 2 {
		return text["en"]
	}
	return languagesOf(text, original)
}

func languagesOf(text map[string]any, original string) yaml.MapSlice {
	out := yaml.MapSlice{{Key: original, Value: text[original]}}
	for _, language := range kb.SortedKeys(text) {
		if language != kb.OriginalKey && language != original {
			out = append(out, yaml.MapItem{Key: language, Value: text[language]})
		}
	}
	return out
}

// named says which language a text was written in beside its texts.
func named(text map[string]any) any {
	original, _ := text[kb.OriginalKey].(string)
	return append(yaml.MapSlice{{Key: kb.OriginalKey, Value: original}}, languagesOf(text, original)...)
}

// members are what a record is written as: its id, its fields and its links in the order of the declaration. The same
// entity gives the same members.
func members(s *schema.Schema, e *store.Dumped, write texts) (yaml.MapSlice, error) {
	var body map[string]any
	if err := kb.Decode(e.Body, &body); err != nil {
		return nil, err
	}
	out := yaml.MapSlice{{Key: idMember, Value: e.ID}}
	if len(e.Aliases) > 0 {
		out = append(out, yaml.MapItem{Key: aliasesMember, Value: e.Aliases})
	}
	if e.Archived {
		out = append(out, yaml.MapItem{Key: archivedMember, Value: true})
	}
	for _, f := range kb.TypeOf(s, e.ID).Fields {
		switch value := body[f.Name]; {
		case f.StartsHere():
			if links := linksOf(e, f, write); links != nil {
				out = append(out, yaml.MapItem{Key: f.Name, Value: links})
			}
		case value != nil && f.Stored():
			out = append(out, yaml.MapItem{Key: f.Name, Value: written(value, write)})
		}
	}
	return out, nil
}

func linksOf(e *store.Dumped, f *schema.Field, write texts) any {
	var links []any
	for _, c := range e.Links {
		if c.Kind == f.Relation.Kinds[0].Stored {
			links = append(links, linkMembers(&c, write))
		}
	}
	switch {
	case len(links) == 0:
		return nil
	case !f.List && len(links) == 1:
		return links[0]
	}
	return links
}

// linkMembers writes a link as the id where it ends, or as an object where it carries something.
func linkMembers(c *kb.Change, write texts) any {
	if len(c.Properties) == 0 && len(c.Citations) == 0 {
		return c.To
	}
	out := yaml.MapSlice{{Key: "to", Value: c.To}}
	for _, name := range kb.SortedKeys(c.Properties) {
		out = append(out, yaml.MapItem{Key: name, Value: written(c.Properties[name], write)})
	}
	if len(c.Citations) > 0 {
		out = append(out, yaml.MapItem{Key: "citations", Value: written(c.Citations, write)})
	}
	return out
}

// written brings a stored value into the order in which it is written.
func written(value any, write texts) any {
	switch value := value.(type) {
	case []any:
		list := make([]any, len(value))
		for i, item := range value {
			list[i] = written(item, write)
		}
		return list
	case map[string]any:
		if value[kb.OriginalKey] != nil { // no field has this name: a test holds that
			return write(value)
		}
		out := yaml.MapSlice{}
		for _, name := range kb.SortedKeys(value) {
			out = append(out, yaml.MapItem{Key: name, Value: written(value[name], write)})
		}
		return out
	case float64:
		if value == math.Trunc(value) && math.Abs(value) < 1<<53 {
			return int64(value)
		}
	}
	return value
}

// encodeJSON writes a value in one line; objects keep the order of their members.
func encodeJSON(value any) (string, error) {
	var b bytes.Buffer
	e := jsontext.NewEncoder(&b, jsontext.EscapeForHTML(false))
	err := encodeNext(e, value)
	return strings.TrimSuffix(b.String(), "\n"), err
}

func encodeNext(e *jsontext.Encoder, value any) error {
	switch value := value.(type) {
	case yaml.MapSlice:
		e.WriteToken(jsontext.BeginObject) // a failure shows at the end of the object
		for _, pair := range value {
			if err := encodePair(e, pair); err != nil {
				return err
			}
		}
		return e.WriteToken(jsontext.EndObject)
	case []any:
		e.WriteToken(jsontext.BeginArray)
		for _, item := range value {
			if err := encodeNext(e, item); err != nil {
				return err
			}
		}
		return e.WriteToken(jsontext.EndArray)
	}
	text, err := kb.Canonical(value)
	if err != nil {
		return err
	}
	return e.WriteValue(text)
}

func encodePair(e *jsontext.Encoder, pair yaml.MapItem) error {
	if err := e.WriteToken(jsontext.String(pair.Key.(string))); err != nil {
		return err
	}
	return encodeNext(e, pair.Value)
}
