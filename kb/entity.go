// Package kb holds the nouns of praxis and their rules: entities, links, citations, change sets and what makes
// them valid. The types of the nouns are generated from schema.graphqls; the rules are read from it.
package kb

import (
	"context"
	"time"
)

// Entity is any noun with an id.
type Entity interface {
	// Meta is what the store keeps beside the body.
	Meta() *Stored
}

// Stored is what the store keeps of an entity beside its body.
type Stored struct {
	Key        int64  // the row; it means nothing outside the store
	Type       string // the path of the type: mentoring-scheme
	ID         string
	Slug       string
	Revision   int
	CreatedAt  time.Time
	UpdatedAt  time.Time
	ArchivedAt *time.Time
	Sort       string // the name as lists are in the order of
	Size       int    // bytes of its body
	At         int    // the change set that it is as of, where it was read from the log; 0 for what stands
}

// Meta gives the stamps of an entity that embeds them.
func (s *Stored) Meta() *Stored { return s }

// Link is a typed, directed fact between two entities.
type Link struct {
	ID         string
	Kind       string // as the API calls it: ALIGNS_WITH
	Stored     string // as it is stored: practice.alignsWith
	FromKey    int64
	ToKey      int64
	Qualifier  string
	Position   int
	Properties []byte // canonical JSON
	Sources    []byte // canonical JSON, where the link was read from the log
}

// Page is what every connection has: the count, computed only when it is asked for.
type Page struct {
	Total func(context.Context) (int, error)
}

// TotalCount counts the whole list.
func (p Page) TotalCount(ctx context.Context) (int, error) { return p.Total(ctx) }

// Facets carries the counts of what was found to where they are asked for.
type Facets struct{ Found any }

// Tie is a link as it is seen from one of its ends.
type Tie struct {
	Stored string // the kind as it is stored: practice.about
	Out    bool   // it starts here
	Other  string // the id of the other end
}

// Present is an entity as it stands, with what an index needs of it.
type Present struct {
	Row      int64
	Type, ID string
	Body     map[string]any
	Ties     []Tie // whose other ends stand, in a fixed order
}
