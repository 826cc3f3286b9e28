// Package exchange brings collections in and out: rows of YAML, JSON Lines, CSV or JSON-LD become change sets, and the
// graph becomes files of these formats again. What is exported and imported anew is the same, byte for byte.
package exchange

import (
	"fmt"

	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Record is an entity as a collection has it. Every format is read into records and written from them.
type Record struct {
	ID       string         `json:"id"`
	Body     map[string]any `json:"body"`
	Links    []kb.Change    `json:"links,omitempty"`    // that start here
	Aliases  []string       `json:"aliases,omitempty"`  // other ids that lead here
	Archived bool           `json:"archived,omitempty"` // hidden, with its links
}

// The members of a record that are no fields of its type.
const (
	idMember       = "id"
	aliasesMember  = "aliases"
	archivedMember = "archived"
)

// NewRecord reads a record from its members, whose order counts: of a text in several languages the first is the
// original. The error says what is wrong with its form; what its fields may hold is checked with the change set.
func NewRecord(s *schema.Schema, item yaml.MapSlice) (*Record, error) {
	r := &Record{Body: map[string]any{}}
	for _, pair := range item {
		if pair.Key == idMember {
			r.ID, _ = pair.Value.(string)
		}
	}
	t := kb.TypeOf(s, r.ID)
	if t == nil {
		return r, fmt.Errorf("its id %q is none: write type/slug", r.ID)
	}
	for _, pair := range item {
		if err := r.member(s, t, fmt.Sprint(pair.Key), unixLines(pair.Value)); err != nil {
			return r, fmt.Errorf("%s: %v: %w", r.ID, pair.Key, err)
		}
	}
	return r, nil
}

func (r *Record) member(s *schema.Schema, t *schema.Type, name string, value any) error {
	f := t.Field(name)
	switch {
	case name == idMember:
	case name == archivedMember:
		r.Archived = value == true
	case name == aliasesMember:
		return r.alias(value)
	case f != nil && f.Relation != nil:
		links, err := readLinks(s, r.ID, f, value)
		r.Links = append(r.Links, links...)
		return err
	case f != nil:
		r.Body[name] = plain(s, f, value)
	default:
		r.Body[name] = value // validation says what is wrong with it
	}
	return nil
}

func (r *Record) alias(value any) error {
	for _, item := range listed(value) {
		id, ok := item.(string)
		if !ok {
			return fmt.Errorf("%v is no id", item)
		}
		r.Aliases = append(r.Aliases, id)
	}
	return nil
}

// listed takes a single thing for a list of one.
func listed(value any) []any {
	if items, ok := value.([]any); ok {
		return items
	}
	return []any{value}
}

// readLinks reads what a relation leads to: an id, several, or objects with `to` and what the link carries.
func readLinks(s *schema.Schema, from string, f *schema.Field, value any) ([]kb.Change, error) {
	if !f.Relation.Out || len(f.Relation.Through) > 0 {
		return nil, fmt.Errorf("links are written where they start, and these start at %s", f.Type)
	}
	var links []kb.Change
	for i, item := range listed(value) {
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

// changes are what brings the record in, where nothing is there yet.
func (r *Record) changes() []kb.Change {
	return append([]kb.Change{{Op: kb.Put, ID: r.ID, Body: r.Body}}, r.Links...)
}
