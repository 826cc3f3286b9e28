package store

import (
	"database/sql"

	"github.com/praxis-kb/praxis/kb/schema"
)

// stale is what a change set makes untrue of what is kept in memory.
type stale struct {
	ids   []string        // that may lead elsewhere
	rows  []int64         // entities that changed
	near  map[int64]bool  // entities whose links changed, or lead to what was hidden, shown or placed otherwise
	types map[string]bool // that have more or fewer entities
	kinds map[string]bool // of links that changed
	moved bool            // entities are at another place in lists, or no longer
	all   bool            // too much to name
}

func newStale() stale {
	return stale{near: map[int64]bool{}, types: map[string]bool{}, kinds: map[string]bool{}}
}

// maxStale is how many entities one change makes the cache forget by name: beyond it, emptying it is quicker.
const maxStale = 10_000

// untrue is what the change set made untrue.
func (a *applier) untrue() stale {
	for id, t := range a.touched {
		a.stale.ids, a.stale.rows = append(a.stale.ids, id), append(a.stale.rows, t.key)
	}
	return a.stale
}

// moved notes that lists have an entity at another place or no longer: where its links lead, and where they come from.
func (a *applier) moved(key int64, t *schema.Type) {
	a.stale.types[t.Path], a.stale.moved = true, true
	n := 0
	a.flush()
	a.each(func(rows *sql.Rows) error {
		var other int64
		n++
		err := rows.Scan(&other)
		a.stale.near[other] = true
		return err
	}, `SELECT to_key FROM link WHERE from_key = ?1
		UNION SELECT from_key FROM link WHERE to_key = ?1 LIMIT ?2`, key, maxStale+1)
	a.stale.all = a.stale.all || n > maxStale
}

// relinked notes that a link came, went or changed.
func (a *applier) relinked(kind string, from, to int64) {
	a.stale.near[from], a.stale.near[to] = true, true
	a.stale.kinds[kind] = true
}
