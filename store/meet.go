package store

import (
	"cmp"
	"database/sql"
	"slices"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// current is an entity as it stands before the change.
type current struct {
	key      int64
	revision int
	archived bool
	sort     string
}

// current is the entity that has an id of its own, or nil. It is read once: a change set names the same ones again and again.
func (a *applier) current(id string) *current {
	if c, known := a.known[id]; known {
		return c
	}
	c := &current{}
	path, slug := kb.SplitID(id)
	if !a.before([]any{&c.key, &c.revision, &c.archived, &c.sort},
		"SELECT key, revision, archived IS NOT NULL, sort FROM entity WHERE type = ? AND slug = ?", path, slug) {
		c = nil
	}
	a.known[id] = c
	return c
}

// metAtOnce is how many ids one statement looks up.
const metAtOnce = 500

// meet looks up what a change set names: one by one, that would take as long as to write it.
func (a *applier) meet(ops []operation) {
	var ids []string
	add := func(id string) {
		if _, known := a.known[id]; !known && id != "" {
			a.known[id], a.aliases[id] = nil, 0
			ids = append(ids, id)
		}
	}
	for i := range ops {
		add(ops[i].id)
		add(ops[i].to)
	}
	by := func(table string) string {
		return " FROM json_each(?) j CROSS JOIN " + table + " t ON " + idOf("t", "j.value")
	}
	for some := range slices.Chunk(ids, metAtOnce) {
		list, err := json.Marshal(some)
		a.err = cmp.Or(a.err, err)
		a.each(func(rows *sql.Rows) error {
			var id string
			c := &current{}
			err := rows.Scan(&id, &c.key, &c.revision, &c.archived, &c.sort)
			a.known[id] = c
			return err
		}, "SELECT j.value, t.key, t.revision, t.archived IS NOT NULL, t.sort"+by("entity"), string(list))
		a.each(func(rows *sql.Rows) error {
			var id string
			var key int64
			err := rows.Scan(&id, &key)
			a.aliases[id] = key
			return err
		}, "SELECT j.value, t.key"+by("alias"), string(list))
	}
}

// aliased is the row that an id leads to as an alias; 0 for none.
func (a *applier) aliased(id string) int64 {
	key, known := a.aliases[id]
	if !known {
		path, slug := kb.SplitID(id)
		a.before([]any{&key}, "SELECT key FROM alias WHERE type = ? AND slug = ?", path, slug)
		a.aliases[id] = key
	}
	return key
}

// key is the row that an id leads to, as readKey has it: what stands, then an alias, then what is archived; 0 where
// nothing has it.
func (a *applier) key(id string) int64 {
	c := a.current(id)
	if c != nil && !c.archived {
		return c.key
	}
	if key := a.aliased(id); key != 0 || c == nil {
		return key
	}
	return c.key
}

// present is the id of the row that an id leads to.
func (a *applier) present(id string, key int64) string {
	if c := a.current(id); c == nil || c.key != key {
		a.row([]any{&id}, "SELECT type || '/' || slug FROM entity WHERE key = ?", key)
	}
	return id
}
