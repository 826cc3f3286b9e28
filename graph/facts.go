package graph

import (
	"slices"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// maxLinks bounds the links of a kind, of one entity, that matching looks at.
const maxLinks = 30

// factBytes is about what matching keeps of an entity.
const factBytes = 1200

// facts keeps what matching asks of entities, as it stands at one sequence of the log: any write may change any of it.
type facts struct {
	mu       sync.Mutex
	sequence int64
	kept     *lru.Cache[string, any]
}

func newFacts(bytes int) *facts {
	kept, err := lru.New[string, any](max(bytes/factBytes, 1))
	if err != nil {
		panic(err) // only a size below one is an error
	}
	return &facts{kept: kept}
}

// current empties the cache when the log has moved, and tells whether a sequence is the present one.
func (f *facts) current(sequence int64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if sequence > f.sequence {
		f.kept.Purge()
		f.sequence = sequence
	}
	return sequence == f.sequence
}

// known is what is kept of an entity at the matcher's sequence, or nil.
func known[T any](m matcher, id string) *T {
	if !m.facts.current(m.at) {
		return nil
	}
	value, _ := m.facts.kept.Get(id)
	found, _ := value.(*T)
	return found
}

func keep[T any](m matcher, id string, value *T) *T {
	if m.facts.current(m.at) {
		m.facts.kept.Add(id, value)
	}
	return value
}

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
