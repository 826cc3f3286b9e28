package graph

import (
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// maxLinks bounds the links of a kind, of one entity, that matching looks at.
const maxLinks = 30

// linked is what a relation of an entity leads to.
func (m matcher) linked(e kb.Entity, field string) ([]kb.Entity, error) {
	f := m.schema.ByPath(e.Meta().Type).Field(field)
	list, err := m.store.List(m.ctx, store.Query{Parent: e, Field: f, Page: pageFor(f.ToOne())})
	if err != nil {
		return nil, err
	}
	all := make([]kb.Entity, len(list.Edges))
	for i, edge := range list.Edges {
		all[i] = edge.Node
	}
	return all, nil
}

func pageFor(one bool) kb.PageArguments {
	most := maxLinks
	if one {
		most = 1
	}
	return kb.PageArguments{First: &most}
}

// ahead reads relations of entities of one type for all of them at once.
func (m matcher) ahead(of []kb.Entity, fields ...string) error {
	if len(of) == 0 {
		return nil
	}
	begin := make([]store.Beginning, len(fields))
	for i, name := range fields {
		f := m.schema.ByPath(of[0].Meta().Type).Field(name)
		page := pageFor(f.ToOne())
		begin[i] = store.Beginning{Field: f, Size: page.Size()}
	}
	_, err := m.store.Prefetch(m.ctx, of, begin...)
	return err
}

// beyond is what a relation of entities leads to, each once, with further relations of it read ahead.
func (m matcher) beyond(of []kb.Entity, field string, further ...string) ([]kb.Entity, error) {
	var all []kb.Entity
	seen := map[string]bool{}
	for _, e := range of {
		others, err := m.linked(e, field)
		if err != nil {
			return nil, err
		}
		for _, other := range others {
			if !seen[other.Meta().ID] {
				seen[other.Meta().ID] = true
				all = append(all, other)
			}
		}
	}
	return all, m.ahead(all, further...)
}

// entities loads what is not known yet, and leaves out what is gone.
func (m matcher) entities(ids []string) ([]kb.Entity, error) {
	if err := m.ctx.Err(); err != nil {
		return nil, err
	}
	found, err := m.store.Entities(m.ctx, ids)
	return slices.DeleteFunc(found, func(e kb.Entity) bool { return e == nil }), err
}
