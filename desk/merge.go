package desk

import (
	"reflect"
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

// united are the lists of an entity that a merge takes over from the other.
var united = []string{"alternativeNames", "identifiers", "observations", "citations"}

// merge takes one entity up in another. Names, identifiers, observations, sources and links go over; what names the old
// one names the other from now on; the old id leads there. What else the old one said stays in its history.
func (d *draft) merge(e *kb.Edit) {
	old, into := d.get(e.ID, "id"), d.get(e.To, "into")
	if old == nil || into == nil {
		return
	}
	if old == into || kb.TypeOf(d.schema, old.id) != kb.TypeOf(d.schema, into.id) || old.now == nil {
		d.wrong(old.id, "into", kb.Invalid, "it can be merged into another entity of its own type only, and not into %s", e.To)
		return
	}
	unite(into.body, old.body)
	d.write(into, nil)
	d.wide = true // others may come to name it
	out, in, err := d.store.Joins(d.ctx, old.now)
	if d.err = err; err != nil {
		return
	}
	for _, c := range append(out, in...) {
		if c = moved(c, old.id, into.id); c.ID != c.To { // what tied the two says nothing of one
			d.add(c)
		}
	}
	d.rename(old.id, into.id)
	d.add(kb.Change{Op: kb.Archive, ID: old.id})
	d.add(kb.Change{Op: kb.Alias, ID: old.id, To: into.id})
}

// moved is a link with one end put elsewhere.
func moved(c kb.Change, from, to string) kb.Change {
	if c.ID == from {
		c.ID = to
	}
	if c.To == from {
		c.To = to
	}
	return c
}

// unite adds to the lists of a body what those of another have more, and the other's name as another name.
func unite(body, other map[string]any) {
	for _, field := range united {
		list, _ := body[field].([]any)
		more, _ := other[field].([]any)
		if field == "alternativeNames" {
			more = append(slices.Clone(more), namesOf(other, body)...)
		}
		list = slices.Clone(list)
		for _, item := range more {
			if !slices.ContainsFunc(list, func(have any) bool { return reflect.DeepEqual(have, item) }) {
				list = append(list, unpreferred(item))
			}
		}
		if len(list) > 0 {
			body[field] = list
		}
	}
}

// namesOf are the names of a body, in each language, as further names of one that is called otherwise.
func namesOf(body, than map[string]any) []any {
	var all []any
	name, _ := body["name"].(map[string]any)
	own, _ := than["name"].(map[string]any)
	for _, language := range kb.SortedKeys(name) {
		if language != kb.OriginalKey && name[language] != own[language] {
			all = append(all, map[string]any{"text": name[language], "language": language})
		}
	}
	return all
}

// unpreferred is an observation that does not ask to be shown before those that stand.
func unpreferred(item any) any {
	m, _ := item.(map[string]any)
	if m["preferred"] != true {
		return item
	}
	m = cloneOf(m).(map[string]any)
	m["preferred"] = false
	return m
}

// rename makes what names one id name another: in bodies, and in the sources of links.
func (d *draft) rename(from, to string) {
	owners, links, err := d.store.Naming(d.ctx, from)
	if d.err = err; err != nil {
		return
	}
	for _, id := range owners {
		if owner := d.get(id, ""); owner != nil && id != from {
			owner.body = renamed(owner.body, from, to).(map[string]any)
			d.write(owner, nil)
		}
	}
	for _, c := range links {
		c = moved(c, from, to)
		c.Citations = renamed(c.Citations, from, to).([]any)
		d.add(c)
	}
}

// renamed is a value in which one id stands for another.
func renamed(value any, from, to string) any {
	switch v := value.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for name, inner := range v {
			m[name] = renamed(inner, from, to)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, inner := range v {
			list[i] = renamed(inner, from, to)
		}
		return list
	case string:
		if v == from {
			return to
		}
	}
	return value
}

func cloneOf(value any) any { return renamed(value, "", "") }
