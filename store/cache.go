package store

import (
	"slices"
	"sync/atomic"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// DefaultCache is how many bytes a store keeps in memory unless Keep says otherwise: some 7,000 entities, with the links of
// as many.
const DefaultCache = 30 << 20

// What the bytes of the cache are shared out to, in parts of sixteen. Entities are the largest, and the costliest to
// read again.
const (
	forEntities = 11
	forLinks    = 4
	forIDs      = 1
	parts       = 16
)

// cache keeps what was read of the present state. What it holds is never changed, so many answers share it.
type cache struct {
	ids      *bounded[string, int64] // the rows that ids lead to; 0 for what nothing has
	entities *bounded[int64, kb.Entity]
	links    *bounded[int64, []*adjacency] // of an entity, one for each relation that was asked for
	totals   *bounded[string, int]         // of whole types, by their path
	through  []string                      // the kinds of link that relations through parts follow
	turn     atomic.Int64                  // rises when any of those may lead elsewhere
}

func newCache(s *schema.Schema, most int) *cache {
	share := most / parts
	return &cache{
		ids:      newBounded(share*forIDs, func(id string, _ int64) int { return len(id) }),
		entities: newBounded(share*forEntities, func(_ int64, e kb.Entity) int { return weight(e) }),
		links:    newBounded(share*forLinks, func(_ int64, all []*adjacency) int { return weightOf(all) }),
		totals:   newBounded(share, func(string, int) int { return 0 }), // there are as many as types
		through:  kindsThrough(s),
	}
}

// weight is about what an entity takes decoded: the texts of its body, and what holds these.
func weight(e kb.Entity) int { return 600 + e.Meta().Size }

func kindsThrough(s *schema.Schema) []string {
	var kinds []string
	for _, t := range s.Entities {
		for _, f := range t.Fields {
			if f.Relation == nil || len(f.Relation.Through) == 0 {
				continue
			}
			for _, k := range slices.Concat(f.Relation.Kinds, f.Relation.Through) {
				kinds = append(kinds, k.Stored)
			}
		}
	}
	return kinds
}

// keep puts something in a cache, unless a commit came in between: it may have read what was before it.
func keep[K comparable, V any](s *Store, into *bounded[K, V], sequence int64, key K, become func(V) V) {
	s.caching.RLock()
	defer s.caching.RUnlock()
	if sequence == s.Sequence() {
		into.change(key, become)
	}
}

// is puts a value in place of any.
func is[V any](value V) func(V) V { return func(V) V { return value } }

// empty drops all.
func (c *cache) empty() {
	c.ids.purge()
	c.entities.purge()
	c.links.purge()
	c.totals.purge()
}

// forget drops what a commit made untrue.
func (c *cache) forget(s stale) {
	for _, id := range s.ids {
		c.ids.remove(id)
	}
	for _, row := range s.rows {
		c.entities.remove(row)
	}
	for row := range s.near {
		c.links.remove(row)
	}
	for path := range s.types {
		c.totals.remove(path)
	}
	if s.moved || slices.ContainsFunc(c.through, func(kind string) bool { return s.kinds[kind] }) {
		c.turn.Add(1)
	}
	if s.all {
		c.links.purge()
	}
}
