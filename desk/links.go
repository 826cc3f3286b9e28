package desk

import (
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// links makes the links of each named field be those that are given, and no others.
func (d *draft) links(e *drafted, t *schema.Type, wanted map[string][]kb.LinkEnd) {
	if len(wanted) == 0 {
		return
	}
	var standing []kb.Change
	if e.now != nil {
		standing, _, d.err = d.store.Joins(d.ctx, e.now)
	}
	for _, f := range t.Fields {
		ends, named := wanted[f.Name]
		if !named || f.Relation == nil || d.err != nil {
			continue
		}
		kind := f.Relation.Kinds[0].Stored
		var joins []kb.Change
		for i, end := range ends {
			joins = append(joins, join(e.id, kind, end, i))
		}
		for _, s := range standing {
			if s.Kind == kind && !slices.ContainsFunc(joins, func(j kb.Change) bool { return d.sameLink(s, j) }) {
				d.add(kb.Change{Op: kb.Part, ID: e.id, Kind: kind, To: s.To, Qualifier: s.Qualifier})
			}
		}
		for _, j := range joins {
			d.add(j)
		}
	}
}

// sameLink tells whether a change would write the link that stands. Its qualifier follows from what it carries.
func (d *draft) sameLink(standing, c kb.Change) bool {
	return standing.Kind == c.Kind && standing.To == c.To && standing.Qualifier == kb.Qualifier(d.schema, &c)
}

func join(from, kind string, end kb.LinkEnd, position int) kb.Change {
	if end.Position != nil {
		position = *end.Position
	}
	return kb.Change{Op: kb.Join, ID: from, Kind: kind, To: end.To, Position: position, Properties: end.Properties, Citations: end.Citations}
}

// link adds one link, after those of its kind, or changes what it carries where it stands.
func (d *draft) link(e *kb.Edit) {
	now := d.get(e.ID, "from")
	if now == nil {
		return
	}
	c := join(now.id, e.Kind, *e.Link, 0)
	c.ExpectedRevision = e.ExpectedRevision
	if e.Link.Position == nil {
		c.Position = d.place(now, c)
	}
	d.add(c)
}

// place is where a link stands, or the place after its siblings.
func (d *draft) place(e *drafted, c kb.Change) int {
	next := 0
	standing := slices.Clone(d.changes)
	if e.now != nil {
		var links []kb.Change
		if links, _, d.err = d.store.Joins(d.ctx, e.now); d.err != nil {
			return 0
		}
		standing = append(links, standing...)
	}
	for _, s := range standing {
		if s.Op != kb.Join || s.ID != e.id || s.Kind != c.Kind {
			continue
		}
		if d.sameLink(s, c) {
			return s.Position
		}
		next = max(next, s.Position+1)
	}
	return next
}

// hidden refuses new links to what is archived: they would be kept, and nobody would see them.
func (d *draft) hidden() {
	for i, c := range d.changes {
		if c.Op != kb.Join || d.err != nil {
			continue
		}
		to, err := d.entity(c.To)
		if d.err = err; to == nil || to.Meta().ArchivedAt == nil || d.restores(c.To) || !d.isNew(c) {
			continue
		}
		d.edit = d.edits[i]
		d.wrong(c.ID, "to", kb.Invalid, "%s is archived: restore it first", c.To)
	}
}

// restores tells whether an entity is brought back by the edits themselves.
func (d *draft) restores(id string) bool {
	return slices.ContainsFunc(d.changes, func(c kb.Change) bool { return c.Op == kb.Restore && c.ID == id })
}
