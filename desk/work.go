package desk

import (
	"context"
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

// Edits are worked out before it is their turn to be written: a large submission keeps nobody waiting while it is read.
// What others wrote meanwhile matters only where the draft has looked.

// maxBehind is how many change sets a draft may be behind and still be looked through: to work it out anew costs as much.
const maxBehind = 50

// holds tells whether a draft that was begun at a sequence would come out the same now. Nobody else may write meanwhile.
func (d *Desk) holds(ctx context.Context, dr *draft, begun int64) (bool, error) {
	now := d.store.Sequence()
	if dr.wide && now > begun || now-begun > maxBehind {
		return false, nil
	}
	most := kb.MaxPage
	for sequence := begun + 1; sequence <= now; sequence++ {
		changes, _, page, err := d.store.Changes(ctx, int(sequence), kb.PageArguments{First: &most})
		if err != nil || page.HasNextPage || slices.ContainsFunc(changes, func(c *kb.Logged) bool { return dr.looked[c.EntityID] }) {
			return false, err
		}
	}
	return true, nil
}

// entity is what an id leads to as things stand; that it was looked at is kept.
func (d *draft) entity(id string) (kb.Entity, error) {
	d.looked[id] = true
	now, err := d.store.Entity(d.ctx, id)
	if now != nil {
		d.looked[now.Meta().ID] = true
	}
	return now, err
}
