// Package seed holds the corpus that praxis comes with, as YAML, and brings it into a store.
package seed

import (
	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// File is a file of the corpus: what it is about, and its entities.
type File struct {
	Name     string
	About    string
	Entities []*exchange.Record
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
		e, err := exchange.NewRecord(s, item)
		if err != nil {
			return nil, kb.Errorf(kb.Invalid, "%s: entity %d: %v", name, i+1, err)
		}
		if seen[e.ID] {
			return nil, kb.Errorf(kb.Invalid, "%s: %s stands there twice", name, e.ID)
		}
		seen[e.ID] = true
		f.Entities = append(f.Entities, e)
	}
	return f, nil
}
