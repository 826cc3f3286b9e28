package kb

import (
	"sort"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb/schema"
)

// Op is what a change does.
type Op string

// The changes there are.
const (
	Put     Op = "put"     // bring an entity in, or give it a new body
	Archive Op = "archive" // hide an entity and its links
	Restore Op = "restore" // bring an archived entity back
	Join    Op = "link"    // add a link, or change what it carries
	Part    Op = "unlink"  // take a link away
	Alias   Op = "alias"   // make an id lead to another entity
)

// ChangeSet is one atomic write: plain data that is validated as a whole and applied all or nothing.
type ChangeSet struct {
	Time    time.Time // when it is made; the store asks no clock
	Author  string    // an account or a program
	Message string    // why
	Origin  string    // what it comes from, such as seed:26-cities.yaml; may be empty
	Key     string    // chosen by the client; a second commit with the same key does nothing; may be empty
	Asked   []byte    // a fingerprint of what was asked, where the changes follow from it; else they tell it themselves
	Changes []Change
}

// Change is one change of one entity or of one link.
type Change struct {
	Op               Op
	ID               string         // the entity, or the one where the link starts
	ExpectedRevision *int           // the revision it was made from; nil accepts any
	Body             map[string]any // Put: the whole new body
	Kind             string         // Join and Part: the kind as it is stored, practice.about
	To               string         // Join and Part: where the link ends; Alias: where the id leads
	Qualifier        string         // Part: which of several links; Join takes it from the properties
	Position         int            // Join: the place among its siblings
	Properties       map[string]any // Join: what the link carries
	Citations        []any          // Join: its sources
}

// Limits of a change set. They bound what one transaction may hold in memory.
const (
	MaxChanges = 500_000 // a whole collection in one import
	MaxMessage = 2_000
	MaxAuthor  = 200

	// MaxPosition bounds the place of a link among its siblings. It leaves room for as many more to be put after it.
	MaxPosition = 1_000_000_000
)

// LoggedSet is a change set as the log has it.
type LoggedSet struct {
	Sequence int
	Time     time.Time
	Author   string
	Message  string
	Origin   *string
	Hash     string // over it and the whole log before it
}

// Logged is a change as the log has it.
type Logged struct {
	Sequence int
	N        int
	Action   ChangeAction
	EntityID string
	Revision int
	Link     *ChangedLink
	Before   []byte // the body before it, empty for a new entity
	After    []byte // the body after it, empty where the body did not change
}

// Fields are the fields that the change changed, in the order of their paths; of texts, language by language.
func (l *Logged) Fields() ([]*FieldChange, error) {
	if len(l.After) == 0 {
		return nil, nil
	}
	var before, after map[string]any
	if len(l.Before) > 0 {
		if err := json.Unmarshal(l.Before, &before); err != nil {
			return nil, err
		}
	}
	if err := json.Unmarshal(l.After, &after); err != nil {
		return nil, err
	}
	return Differences(before, after)
}

// Differences are the fields in which two bodies differ, in the order of their paths; of texts, language by language.
func Differences(before, after map[string]any) ([]*FieldChange, error) {
	return compare("", before, after)
}

func compare(prefix string, before, after map[string]any) ([]*FieldChange, error) {
	names := map[string]bool{}
	for name := range before {
		names[name] = true
	}
	for name := range after {
		names[name] = true
	}
	var all []*FieldChange
	for name := range names {
		changes, err := compareField(strings.TrimPrefix(prefix+"/"+name, "/"), before[name], after[name])
		if err != nil {
			return nil, err
		}
		all = append(all, changes...)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Path < all[j].Path })
	return all, nil
}

func compareField(path string, before, after any) ([]*FieldChange, error) {
	old, isOld := before.(map[string]any)
	new, isNew := after.(map[string]any)
	if isOld && isNew && old[OriginalKey] != nil && new[OriginalKey] != nil {
		return compare(path, old, new)
	}
	b, err := Canonical(before)
	if err != nil {
		return nil, err
	}
	a, err := Canonical(after)
	if err != nil || same(a, b) {
		return nil, err
	}
	change := &FieldChange{Path: path}
	if before != nil {
		change.Before = JSON(b)
	}
	if after != nil {
		change.After = JSON(a)
	}
	return []*FieldChange{change}, nil
}

// Qualifier is the qualifier that a link gets from what it carries.
func Qualifier(s *schema.Schema, c *Change) string {
	kind := s.Kind(c.Kind)
	if kind == nil || kind.Field.Relation.Properties == nil {
		return ""
	}
	return qualifier(kind.Field.Relation.Properties, c.Properties)
}
