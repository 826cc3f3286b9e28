package store

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// ends resolves both ends of a link; either is 0 where nothing has the id.
func (a *applier) ends(o *operation) (from *current, to int64, ok bool) {
	from = a.current(o.id)
	if from == nil && !a.malformed[o.id] {
		a.wrong(o, "", kb.NotFound, "there is no such entity to link from")
	}
	if to = a.key(o.to); to == 0 && !a.malformed[o.to] {
		a.wrong(o, a.fieldOf(o), kb.Invalid, "there is no %s", o.to)
	}
	if from != nil && from.archived {
		a.wrong(o, "", kb.Invalid, "it is archived: restore it first")
		return from, to, false
	}
	if to != 0 {
		o.to = a.present(o.to, to) // the log and the link's id name what an alias leads to
	}
	return from, to, from != nil && to != 0 && a.guard(o, from.revision)
}

func (a *applier) fieldOf(o *operation) string { return a.schema.Kind(o.link.Kind).Field.Name }

// join adds a link or changes what it carries; one that stands so already is no change.
func (a *applier) join(o *operation) {
	from, to, ok := a.ends(o)
	if !ok {
		return
	}
	l := o.link
	id := kb.LinkID(o.id, l.Kind, o.to, l.Qualifier)
	if !a.linkUp(o, id, from.key, to) {
		return
	}
	a.note(o, "LINK", from)
	a.rejoined[rejoined{o.id, l.Kind}] = true
	a.relinked(l.Kind, from.key, to)
	a.linkedUp(o, from.key, to, a.gains)
	a.citeLink(o, from.key, id)
}

// linkUp writes a link, and tells whether that changed anything. Where its owner came in with this very change set there
// can be no other than those that were seen.
func (a *applier) linkUp(o *operation, id string, from, to int64) bool {
	l := o.link
	a.reached[to] = true
	if a.bare[from] && !a.linked[id] {
		a.linked[id] = true
		a.held[rejoined{o.id, l.Kind}]++
		a.insert(toLink, from, l.Kind, to, l.Qualifier, l.Position, id, null(l.Properties), null(l.Citations))
		return true
	}
	return a.row([]any{new(int)}, `INSERT INTO link (from_key, kind, to_key, qualifier, position, id, properties, citations) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET position = excluded.position, properties = excluded.properties, citations = excluded.citations
			WHERE ? OR position <> excluded.position OR properties IS NOT excluded.properties OR citations IS NOT excluded.citations
		RETURNING 1`, from, l.Kind, to, l.Qualifier, l.Position, id, null(l.Properties), null(l.Citations), a.redoing)
}

func (a *applier) citeLink(o *operation, owner int64, id string) {
	var list []any
	if o.link.Citations != "" {
		if err := json.Unmarshal([]byte(o.link.Citations), &list); err != nil {
			a.err = err
			return
		}
	}
	cited := kb.Cite("", list)
	for _, c := range cited {
		if a.key(c.Source) == 0 && !a.malformed[c.Source] {
			a.wrong(o, a.fieldOf(o)+"/"+o.to, kb.Invalid, "there is no %s", c.Source)
		}
	}
	a.citations(owner, id, cited)
	a.cites(owner, kb.TypeOf(a.schema, o.id), cited)
}

func (a *applier) part(o *operation) {
	from, to, ok := a.ends(o)
	if !ok {
		return
	}
	var id string
	if !a.row([]any{&id}, "DELETE FROM link WHERE from_key = ? AND kind = ? AND to_key = ? AND qualifier = ? RETURNING id",
		from.key, o.link.Kind, to, o.link.Qualifier) {
		return
	}
	if a.bare[from.key] {
		delete(a.linked, id)
		a.held[rejoined{o.id, o.link.Kind}]--
	}
	a.citations(from.key, id, nil)
	a.note(o, "UNLINK", from)
	a.relinked(o.link.Kind, from.key, to)
	a.linkedUp(o, from.key, to, a.loses)
	a.cites(from.key, kb.TypeOf(a.schema, o.id), nil)
}

// checkGraph checks what only the whole shows: that a hierarchy has no cycle, that what may be one is one, and that
// what must be there is.
func (a *applier) checkGraph() {
	for id, t := range a.touched {
		typ := kb.TypeOf(a.schema, id)
		if typ.Places {
			a.checkPlaced(t, id, typ)
		}
		for _, f := range typ.Fields {
			r := f.Relation
			if r == nil || !r.Out || len(r.Through) > 0 {
				continue
			}
			kind := r.Kinds[0].Stored
			added := a.rejoined[rejoined{id, kind}]
			if r.Tree && added && a.cyclic(t.key, kind) {
				a.place(t, id, f.Name, "it would lie within itself")
			}
			if required := f.NonNull && !f.List || f.Min != nil && *f.Min > 0; required || !f.List && added {
				a.count(t, id, f.Name, kind, !f.List, required)
			}
		}
	}
}

// checkPlaced checks that what values place is linked as well.
func (a *applier) checkPlaced(t *touched, id string, typ *schema.Type) {
	var text string
	body := map[string]any{}
	if a.row([]any{&text}, "SELECT body FROM entity WHERE key = ?", t.key) && a.err == nil {
		a.err = json.Unmarshal([]byte(text), &body)
	}
	for _, ref := range kb.References(a.schema, typ, body) {
		if key := a.key(ref.ID); ref.Among != "" && key != 0 && !a.leads(t.key, typ.Field(ref.Among), key) {
			a.place(t, id, ref.Path, fmt.Sprintf("%s does not stand in its %s: add it there too", ref.ID, ref.Among))
		}
	}
}

func (a *applier) leads(from int64, f *schema.Field, to int64) bool {
	return a.row([]any{new(int)}, "SELECT 1 FROM link WHERE from_key = ? AND kind = ? AND to_key = ?", from, f.Relation.Kinds[0].Stored, to)
}

func (a *applier) place(t *touched, id, path, message string) {
	index := 0
	if len(t.indexes) > 0 {
		index = t.indexes[0]
	}
	a.problems = append(a.problems, kb.Problem{Change: index, ID: id, Path: path, Code: kb.Invalid, Message: message})
}

func (a *applier) count(t *touched, id, field, kind string, one, required bool) {
	n := a.held[rejoined{id, kind}]
	if !a.bare[t.key] {
		a.row([]any{&n}, "SELECT count(*) FROM link WHERE from_key = ? AND kind = ?", t.key, kind)
	}
	switch {
	case one && n > 1:
		a.place(t, id, field, "it leads to one place only: take the old link away first")
	case required && n == 0 && !a.refused(id, field):
		a.place(t, id, field, "it is required")
	}
}

// refused tells whether a link of that field was refused already, so that its absence is no news.
func (a *applier) refused(id, field string) bool {
	for _, p := range a.problems {
		if p.ID == id && strings.HasPrefix(p.Path, field) {
			return true
		}
	}
	return false
}

func (a *applier) cyclic(key int64, kind string) bool {
	if a.bare[key] && !a.reached[key] {
		return false
	}
	var found bool
	a.row([]any{&found}, `WITH RECURSIVE above (key) AS (
		SELECT to_key FROM link WHERE from_key = ?1 AND kind = ?2
		UNION SELECT l.to_key FROM link l JOIN above a ON l.from_key = a.key AND l.kind = ?2
	) SELECT ?1 IN (SELECT key FROM above)`, key, kind)
	return found
}
