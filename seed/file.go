// Package seed reads collections written as YAML and brings them into a store: the corpus that praxis comes with, and
// files that somebody imports.
package seed

import (
	"fmt"

	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// File is a collection: what it is about, and its entities.
type File struct {
	Name     string
	About    string
	Entities []Entity
}

// Entity is an entity as a file has it: its body and the links that start from it.
type Entity struct {
	ID    string
	Body  map[string]any
	Links []kb.Change
}

// Parse reads a file. The error names the line.
func Parse(s *schema.Schema, name string, text []byte) (*File, error) {
	var raw struct {
		About    string          `yaml:"about"`
		Entities []yaml.MapSlice `yaml:"entities"`
	}
	if err := yaml.UnmarshalWithOptions(text, &raw, yaml.UseOrderedMap(), yaml.Strict()); err != nil {
		return nil, kb.Errorf(kb.Invalid, "%s: %v", name, err)
	}
	f := &File{Name: name, About: raw.About}
	if f.About == "" {
		return nil, kb.Errorf(kb.Invalid, "%s: say in `about` what the file is about", name)
	}
	seen := map[string]bool{}
	for i, item := range raw.Entities {
		e, err := parseEntity(s, item)
		if err != nil {
			return nil, kb.Errorf(kb.Invalid, "%s: entity %d: %v", name, i+1, err)
		}
		if seen[e.ID] {
			return nil, kb.Errorf(kb.Invalid, "%s: %s stands there twice", name, e.ID)
		}
		seen[e.ID] = true
		f.Entities = append(f.Entities, *e)
	}
	return f, nil
}

func parseEntity(s *schema.Schema, item yaml.MapSlice) (*Entity, error) {
	e := &Entity{Body: map[string]any{}}
	for _, pair := range item {
		if pair.Key == "id" {
			e.ID, _ = pair.Value.(string)
		}
	}
	t := kb.TypeOf(s, e.ID)
	if t == nil {
		return nil, fmt.Errorf("its id %q is none: write type/slug", e.ID)
	}
	for _, pair := range item {
		name := fmt.Sprint(pair.Key)
		switch f := t.Field(name); {
		case name == "id":
		case f != nil && f.Relation != nil:
			links, err := parseLinks(s, e.ID, f, pair.Value)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", e.ID, name, err)
			}
			e.Links = append(e.Links, links...)
		case f != nil:
			e.Body[name] = plain(s, f, pair.Value)
		default:
			e.Body[name] = pair.Value // validation says what is wrong with it
		}
	}
	return e, nil
}

// parseLinks reads what a relation leads to: an id, several, or objects with `to` and what the link carries.
func parseLinks(s *schema.Schema, from string, f *schema.Field, value any) ([]kb.Change, error) {
	if !f.Relation.Out || len(f.Relation.Through) > 0 {
		return nil, fmt.Errorf("links are written where they start, and these start at %s", f.Type)
	}
	items, ok := value.([]any)
	if !ok {
		items = []any{value}
	}
	var links []kb.Change
	for i, item := range items {
		c := kb.Change{Op: kb.Join, ID: from, Kind: f.Relation.Kinds[0].Stored, Position: i}
		switch item := item.(type) {
		case string:
			c.To = item
		case yaml.MapSlice:
			for _, pair := range item {
				carry(s, f, &c, fmt.Sprint(pair.Key), pair.Value)
			}
		}
		if c.To == "" {
			return nil, fmt.Errorf("link %d leads nowhere: name an id, or an object with `to`", i+1)
		}
		links = append(links, c)
	}
	return links, nil
}

func carry(s *schema.Schema, f *schema.Field, c *kb.Change, name string, value any) {
	switch name {
	case "to":
		c.To, _ = value.(string)
	case "citations":
		c.Citations = expand(plainList(s, s.Type("Citation"), value))
	default:
		if c.Properties == nil {
			c.Properties = map[string]any{}
		}
		c.Properties[name] = value
		if p := f.Relation.Properties; p != nil && p.Field(name) != nil {
			c.Properties[name] = plain(s, p.Field(name), value)
		}
	}
}
