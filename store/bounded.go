package store

import (
	"math"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// entryBytes is what an entry of a cache takes beside its value: its place in the list and in the map.
const entryBytes = 160

// bounded is a cache that holds what was used last, up to a number of bytes.
type bounded[K comparable, V any] struct {
	mu    sync.Mutex
	kept  *simplelru.LRU[K, V]
	bytes int
	most  int
	weigh func(K, V) int // what an entry takes, beside entryBytes
}

func newBounded[K comparable, V any](most int, weigh func(K, V) int) *bounded[K, V] {
	b := &bounded[K, V]{most: most, weigh: weigh}
	kept, err := simplelru.NewLRU(math.MaxInt, func(k K, v V) { b.bytes -= entryBytes + weigh(k, v) })
	if err != nil {
		panic(err) // only a size below one is an error
	}
	b.kept = kept
	return b
}

func (b *bounded[K, V]) get(key K) (V, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.kept.Get(key)
}

// change puts what becomes of the value before, or of none, in its place.
func (b *bounded[K, V]) change(key K, become func(before V) V) {
	b.mu.Lock()
	defer b.mu.Unlock()
	before, _ := b.kept.Peek(key)
	value := become(before)
	b.kept.Remove(key)
	b.kept.Add(key, value)
	for b.bytes += entryBytes + b.weigh(key, value); b.bytes > b.most; {
		b.kept.RemoveOldest()
	}
}

func (b *bounded[K, V]) remove(key K) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.kept.Remove(key)
}

func (b *bounded[K, V]) purge() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.kept.Purge()
}
