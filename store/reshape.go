package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// shaping is what a change set makes of the shape of an entity.
type shaping struct {
	typ         *schema.Type
	has, hasNot bits // for sure
	look        bits // what is to be looked up, since something of it was taken away
}

func (a *applier) shaping(key int64, t *schema.Type) *shaping {
	if a.shaped[key] == nil {
		a.shaped[key] = &shaping{typ: t}
	}
	return a.shaped[key]
}

// gains notes that a link or a citation gives something to an entity.
func (a *applier) gains(key int64, t *schema.Type, some bits) {
	a.shaping(key, t).has |= some
}

// loses notes that something of it was taken away, of which there may be more.
func (a *applier) loses(key int64, t *schema.Type, some bits) {
	a.shaping(key, t).look |= some
}

// linkedUp notes what a link gives to both its ends, or what they lose with it.
func (a *applier) linkedUp(o *operation, from, to int64, note func(int64, *schema.Type, bits)) {
	end := kb.TypeOf(a.schema, o.to)
	gives := a.shapes.ends[ending{o.link.Kind, end}]
	note(from, kb.TypeOf(a.schema, o.id), gives.from)
	note(to, end, gives.to)
}

// cites notes on which bases something of an entity cites now.
func (a *applier) cites(key int64, t *schema.Type, cited []kb.Cited) {
	if !a.bare[key] {
		a.loses(key, t, a.shapes.anyBasis())
	}
	for _, c := range cited {
		basis, _ := c.Citation["basis"].(string)
		a.gains(key, t, a.shapes.bases[basis])
	}
}

// items keeps what the lists of a body hold, instead of those of the body before, of which there is none where it is empty.
func (a *applier) items(key int64, t *schema.Type, before string, body map[string]any) {
	for _, f := range a.shapes.lists[t] {
		field, s := t.Path+"."+f.Name, a.shaping(key, t)
		if before != "" {
			a.exec("DELETE FROM item WHERE field = ? AND key = ? AND value IN (SELECT value FROM json_each(?, ?))", field, key, before, "$."+f.Name)
		}
		if s.has, s.hasNot = s.has&^a.shapes.fields[f], s.hasNot|a.shapes.fields[f]; body[f.Name] != nil {
			s.has, s.hasNot = s.has|a.shapes.fields[f], s.hasNot&^a.shapes.fields[f]
		}
		list, _ := body[f.Name].([]any)
		for i, value := range list {
			if !slices.Contains(list[:i], value) {
				a.insert(toItem, field, value, key)
			}
		}
	}
}

// reshape writes the shapes that the change set has changed.
func (a *applier) reshape() {
	keys := slices.Sorted(maps.Keys(a.shaped))
	before := map[int64]bits{}
	a.flush()
	a.each(func(rows *sql.Rows) error {
		var key int64
		var has bits
		err := rows.Scan(&key, &has)
		before[key] = has
		return err
	}, "SELECT s.key, s.has FROM json_each(?) j CROSS JOIN shape s ON s.key = j.value", jsonList(slices.DeleteFunc(slices.Clone(keys), func(key int64) bool { return a.bare[key] })))
	var changed [][2]int64
	for _, key := range keys {
		s := a.shaped[key]
		has := (before[key]|s.has)&^s.hasNot&^s.look | a.found(key, s)
		switch {
		case a.bare[key]:
			a.insert(toShape, key, s.typ.Path, int64(has))
		case has != before[key]:
			changed = append(changed, [2]int64{key, int64(has)})
		}
	}
	if len(changed) > 0 {
		text, err := json.Marshal(changed)
		a.err = cmp.Or(a.err, err)
		a.run("UPDATE shape SET has = j.value ->> 1 FROM json_each(?) j WHERE shape.key = j.value ->> 0", string(text))
	}
}

// found looks up what of a shape is to be looked up.
func (a *applier) found(key int64, s *shaping) (found bits) {
	if s.look == 0 {
		return 0
	}
	if s.look&a.shapes.anyBasis() != 0 {
		for basis, bit := range a.shapes.bases {
			if a.before([]any{new(int)}, "SELECT 1 FROM citation WHERE owner = ? AND basis = ? LIMIT 1", key, basis) {
				found |= bit
			}
		}
	}
	for _, f := range s.typ.Fields {
		if f.Relation == nil || s.look&a.shapes.fields[f] == 0 {
			continue
		}
		if a.before([]any{new(int)}, linkedOnce(f.Relation), key) {
			found |= a.shapes.fields[f]
		}
	}
	return found
}

// linkedOnce selects a row where an entity has a link that a relation reads.
func linkedOnce(r *schema.Relation) string {
	near, far := columnsOf(r)
	ends := ""
	if types := slices.Clone(r.Ends); len(types) == 1 {
		for _, whole := range r.Through {
			types = append(types, whole.From)
		}
		ends = " AND e.type IN (" + typeList(types) + ")"
	}
	return fmt.Sprintf("SELECT 1 FROM link l CROSS JOIN entity e ON e.key = l.%s%s WHERE l.%s = ? AND l.kind IN (%s) LIMIT 1", far, ends, near, kindList(r.Kinds))
}
