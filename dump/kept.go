package dump

import (
	"context"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// extent is how much of an entity is kept.
type extent uint8

const (
	nothing extent = iota
	named          // its name, since something kept leads to it
	told           // all facts that the filter lets through
)

// kept is a graph of which a filter keeps a part. What of which entity stays is found out before it is read.
type kept struct {
	schema   *schema.Schema
	from     *store.Dump
	filter   Filter
	chosen   map[string]bool // by theme and territory; nil is all
	licensed map[string]bool // the sources of the wanted licences; nil is all
	stands   map[string]extent
	counts   map[string]int // by the path of the type
}

// Count counts the entities of a type that are kept.
func (k *kept) Count(_ context.Context, path string) (int, error) { return k.counts[path], nil }

// Each gives what is kept of the entities of a type, in the order of their slugs.
func (k *kept) Each(ctx context.Context, path string, give func(*store.Dumped) error) error {
	return k.from.Each(ctx, path, func(e *store.Dumped) error {
		switch k.stands[e.ID] {
		case nothing:
			return nil
		case named:
			e, err := onlyNamed(e)
			if err != nil {
				return err
			}
			return give(e)
		}
		e, _, err := k.facts(e)
		if err != nil {
			return err
		}
		return give(e)
	})
}

// survey finds out what stands: what has a fact that is kept, and what such a fact leads to.
func (k *kept) survey(ctx context.Context) error {
	for _, t := range k.schema.Entities {
		err := k.from.Each(ctx, t.Path, func(e *store.Dumped) error {
			if k.chosen != nil && !k.chosen[e.ID] {
				return nil
			}
			e, some, err := k.facts(e)
			if err != nil || !some {
				return err
			}
			k.note(e.ID, told)
			return k.leads(t, e)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *kept) note(id string, much extent) {
	if k.stands[id] == nothing {
		path, _ := kb.SplitID(id)
		k.counts[path]++
	}
	k.stands[id] = max(k.stands[id], much)
}

// leads notes what an entity leads to: a source is told whole, all else is named.
func (k *kept) leads(t *schema.Type, e *store.Dumped) error {
	note := func(id string) {
		if kb.TypeOf(k.schema, id) == k.schema.Types["Source"] {
			k.note(id, told)
		} else {
			k.note(id, named)
		}
	}
	var body map[string]any
	if err := kb.Decode(e.Body, &body); err != nil {
		return err
	}
	for _, c := range e.Links {
		note(c.To)
		for _, cited := range kb.Cite("", c.Citations) {
			note(cited.Source)
		}
	}
	for _, ref := range kb.References(k.schema, t, body) {
		note(ref.ID)
	}
	return nil
}

func listed(value any) []any {
	switch value := value.(type) {
	case nil:
		return nil
	case []any:
		return value
	}
	return []any{value}
}

// onlyNamed leaves of an entity what it is called.
func onlyNamed(e *store.Dumped) (*store.Dumped, error) {
	var body map[string]any
	if err := kb.Decode(e.Body, &body); err != nil {
		return nil, err
	}
	text, err := kb.Canonical(map[string]any{"name": body["name"]})
	left := *e
	left.Body, left.Links, left.Aliases = text, nil, nil
	return &left, err
}
