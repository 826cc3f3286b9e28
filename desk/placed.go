package desk

import (
	"maps"
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

// linkPlaced links what the written values place and what is not linked yet, so that nobody has to say it twice: what a
// section of a toolkit shows stands in its contents.
func (d *draft) linkPlaced() {
	for _, id := range slices.Sorted(maps.Keys(d.entities)) {
		e := d.entities[id]
		t := kb.TypeOf(d.schema, e.id)
		if e.put == none || t == nil || !t.Places || d.err != nil {
			continue
		}
		for _, ref := range kb.References(d.schema, t, e.body) {
			if ref.Among != "" {
				d.linkOne(e, t.Field(ref.Among).Relation.Kinds[0].Stored, ref.ID)
			}
		}
	}
}

// linkOne adds a link after its siblings, unless it stands or is being made. A body that is wrong is refused later.
func (d *draft) linkOne(e *drafted, kind, to string) {
	standing := d.changes
	if e.now != nil {
		out, _, err := d.store.Joins(d.ctx, e.now)
		if d.err = err; err != nil {
			return
		}
		standing = append(out, standing...)
	}
	for _, s := range standing {
		if s.Op == kb.Join && s.ID == e.id && s.Kind == kind && s.To == to {
			return
		}
	}
	c := join(e.id, kind, kb.LinkEnd{To: to}, 0)
	c.Position = d.place(e, c)
	d.edit = d.edits[e.put]
	d.add(c)
}
