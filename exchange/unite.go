package exchange

import (
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

// unite makes the id of a row lead to another entity, and in a merge adds to that what it lacks.
func (p *plan) unite(i int32, rec *Record) error {
	r := &p.rows[i]
	if p.batch.touched[r.other] { // it is read as it is after that
		if err := p.flush(); err != nil {
			return err
		}
	}
	other, err := p.store.Entity(p.ctx, r.other)
	if err != nil {
		return err
	}
	to := r.other // the store says so where there is none
	if other != nil {
		to = other.Meta().ID
	}
	if r.fate == merged && other != nil {
		if err := p.merge(i, rec, other); err != nil {
			return err
		}
	}
	p.batch.add(i, kb.Change{Op: kb.Alias, ID: r.id, To: to})
	p.batch.touched[to] = true
	return nil
}

func (p *plan) merge(i int32, rec *Record, into kb.Entity) error {
	body, err := p.store.Body(p.ctx, into)
	if err != nil {
		return err
	}
	p.batch.add(i, kb.Change{Op: kb.Put, ID: into.Meta().ID, Body: union(body, rec.Body)})
	links, err := p.lacking(rec.Links, into)
	if err != nil {
		return err
	}
	now, later := p.ready(links)
	p.batch.add(i, now...)
	if later {
		p.later = append(p.later, i)
	}
	return nil
}

// lacking are the links of a row that an entity it is merged into has not, as links of that entity.
func (p *plan) lacking(links []kb.Change, into kb.Entity) ([]kb.Change, error) {
	standing, err := p.store.LinksFrom(p.ctx, into)
	var all []kb.Change
	for _, c := range links {
		one := !p.schema.Kind(c.Kind).Field.List
		if slices.ContainsFunc(standing, func(s kb.Change) bool {
			return s.Kind == c.Kind && (one || s.To == c.To && s.Qualifier == c.Qualifier)
		}) {
			continue
		}
		c.ID = into.Meta().ID
		c.Position += len(standing) // after those that stand
		all = append(all, c)
	}
	return all, err
}

// joined are the lists that two bodies of one thing have together; of all else the first one's counts.
var joined = []string{"alternativeNames", "identifiers", "observations", "citations"}

// union is a body with what it lacks from another: fields, texts in other languages, and other names, the other's own
// name among them.
func union(body, more map[string]any) map[string]any {
	for _, name := range kb.SortedKeys(more) {
		switch {
		case body[name] == nil:
			body[name] = more[name]
		case slices.Contains(joined, name):
			body[name] = appendNew(body[name].([]any), more[name].([]any))
		}
	}
	names := wordsOf(body["name"])
	texts, _ := more["name"].(map[string]any)
	for _, language := range kb.SortedKeys(texts) {
		text, _ := texts[language].(string)
		if language == kb.OriginalKey || slices.Contains(names, kb.Words(text)) {
			continue
		}
		other, _ := body["alternativeNames"].([]any)
		body["alternativeNames"] = appendNew(other, []any{map[string]any{"text": text, "language": language}})
	}
	return body
}

// appendNew adds what is not there yet: of identifiers and other names, what names no new one.
func appendNew(list, more []any) []any {
	seen := map[string]bool{}
	for _, item := range list {
		seen[sense(item)] = true
	}
	for _, item := range more {
		if key := sense(item); !seen[key] {
			seen[key] = true
			list = append(list, item)
		}
	}
	return list
}

// sense is what tells two values of a list apart.
func sense(item any) string {
	m, _ := item.(map[string]any)
	switch {
	case m["scheme"] != nil:
		return identifierKey(m["scheme"].(string), m["value"].(string))
	case m["text"] != nil:
		return kb.Words(m["text"].(string))
	}
	text, _ := kb.Canonical(item) // it was read from JSON
	return string(text)
}
