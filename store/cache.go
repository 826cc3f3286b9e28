package store

import (
	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/praxis-kb/praxis/kb"
)

// Bounds of what is kept decoded in memory, about 4 kB for an entity, 3 kB for
// a page of 20 links and 100 bytes for an id.
const (
	entitiesKept = 20_000
	pagesKept    = 10_000
	keysKept     = 50_000
)

// cache keeps what was read of the present state: decoded entities, and pages of links in their own order. Both are
// never changed, so many answers share them.
type cache struct {
	keys     *lru.Cache[string, int64] // by id; 0 for what nothing has
	entities *lru.Cache[int64, kb.Entity]
	pages    *lru.Cache[pageKey, *List]
}

// pageKey names a page of the links of an entity.
type pageKey struct {
	parent        int64
	field         string
	first, last   int
	after, before string
}

func newCache() (*cache, error) {
	entities, err := lru.New[int64, kb.Entity](entitiesKept)
	if err != nil {
		return nil, err
	}
	keys, err := lru.New[string, int64](keysKept)
	if err != nil {
		return nil, err
	}
	pages, err := lru.New[pageKey, *List](pagesKept)
	return &cache{keys, entities, pages}, err
}

// keyOf is the name of the page that a query asks for; none where the list is filtered, ordered otherwise, or not of
// links, since such pages are too many to keep.
func keyOf(q Query) (pageKey, bool) {
	if q.Parent == nil || len(q.Filter) > 0 || len(q.Order) > 0 {
		return pageKey{}, false
	}
	k := pageKey{parent: q.Parent.Meta().Key, field: q.Field.Name, first: -1, last: -1}
	for _, n := range []struct{ from, into *int }{{q.Page.First, &k.first}, {q.Page.Last, &k.last}} {
		if n.from != nil {
			*n.into = *n.from
		}
	}
	for _, c := range []struct{ from, into *string }{{q.Page.After, &k.after}, {q.Page.Before, &k.before}} {
		if c.from != nil {
			*c.into = *c.from
		}
	}
	return k, true
}

// keep puts something in a cache, unless a commit came in between: it may have read what was before it.
func keep[K comparable, V any](s *Store, into *lru.Cache[K, V], sequence int64, key K, value V) {
	s.caching.RLock()
	defer s.caching.RUnlock()
	if sequence == s.Sequence() {
		into.Add(key, value)
	}
}

// forget drops what a commit made untrue: the entities it touched, and all pages, since any may show them.
func (c *cache) forget(touched []int64) {
	for _, key := range touched {
		c.entities.Remove(key)
	}
	c.keys.Purge()
	c.pages.Purge()
}
