package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Links lie in the database by where they start. So the relations that lead out of some entities take one statement
// together, and all that they lead to another one, which their pages need as well.

// outward reads where relations lead out of some entities, and keeps it. What has more links than a page holds is left to be
// read relation by relation.
func (s *Store) outward(ctx context.Context, parents []kb.Entity, fields []*schema.Field) error {
	sequence := s.Sequence()
	links, err := s.linksFrom(ctx, parents, fields)
	if err != nil {
		return err
	}
	ends, err := s.endsOf(ctx, links)
	if err != nil {
		return err
	}
	for _, parent := range parents {
		var read []*adjacency
		for _, field := range fields {
			if own := links[parent.Meta().Key]; len(own) <= kb.DefaultPage {
				a, err := outOf(field, own, ends)
				if err != nil {
					return err
				}
				read = append(read, a)
			}
		}
		keep(s, s.cache.links, sequence, parent.Meta().Key, func(before []*adjacency) []*adjacency {
			others := slices.DeleteFunc(slices.Clone(before), func(b *adjacency) bool { return slices.Contains(fields, b.field) })
			return append(others, read...)
		})
	}
	return nil
}

// linksFrom are the links of some relations that start at each of some entities.
func (s *Store) linksFrom(ctx context.Context, parents []kb.Entity, fields []*schema.Field) (map[int64][]*kb.Link, error) {
	var kinds []*schema.Kind
	for _, field := range fields {
		kinds = append(kinds, field.Relation.Kinds...)
	}
	keys := make([]int64, len(parents))
	for i, parent := range parents {
		keys[i] = parent.Meta().Key
	}
	rows, err := s.read.QueryContext(point(ctx), fmt.Sprintf("SELECT %s FROM json_each(?) n CROSS JOIN link l ON l.from_key = n.value AND l.kind IN (%s)",
		linkColumns, kindList(kinds)), jsonList(keys))
	if err != nil {
		return nil, err
	}
	all, err := s.scanLinks(rows)
	links := make(map[int64][]*kb.Link, len(parents))
	for _, l := range all {
		links[l.FromKey] = append(links[l.FromKey], l)
	}
	return links, err
}

// endsOf are the entities that links lead to.
func (s *Store) endsOf(ctx context.Context, links map[int64][]*kb.Link) (map[int64]kb.Entity, error) {
	var keys []int64
	for _, own := range links {
		if len(own) <= kb.DefaultPage {
			for _, l := range own {
				keys = append(keys, l.ToKey)
			}
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	found, err := s.byKeys(ctx, keys)
	ends := make(map[int64]kb.Entity, len(keys))
	for i, key := range keys {
		if found[i] != nil && found[i].Meta().ArchivedAt == nil {
			ends[key] = found[i]
		}
	}
	return ends, err
}

// outOf is where a relation leads, given the links of its entity, in its own order.
func outOf(field *schema.Field, links []*kb.Link, ends map[int64]kb.Entity) (*adjacency, error) {
	own := slices.DeleteFunc(slices.Clone(links), func(l *kb.Link) bool {
		end := ends[l.ToKey]
		return end == nil || !slices.ContainsFunc(field.Relation.Kinds, func(k *schema.Kind) bool { return k.Stored == l.Stored }) ||
			only(field) != nil && only(field).Path != end.Meta().Type
	})
	slices.SortFunc(own, func(a, b *kb.Link) int {
		x, y := ends[a.ToKey].Meta(), ends[b.ToKey].Meta()
		return cmp.Or(a.Position-b.Position, strings.Compare(x.Slug, y.Slug), strings.Compare(x.Type, y.Type), strings.Compare(a.ID, b.ID))
	})
	a := &adjacency{field: field}
	for _, l := range own {
		if err := a.append(row{key: l.ToKey, link: l}); err != nil {
			return nil, err
		}
	}
	return a, nil
}
