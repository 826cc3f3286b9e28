package dump

import (
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// facts are those of an entity that a wanted citation answers for, with its links, and whether there are any. What it is
// called stays: that tells which one it is.
func (k *kept) facts(e *store.Dumped) (*store.Dumped, bool, error) {
	t := kb.TypeOf(k.schema, e.ID)
	if t.Name == "Source" { // it needs no source
		return e, k.chosen == nil && (k.licensed == nil || k.licensed[e.ID]), nil
	}
	if !k.filter.byFacts() {
		return e, true, nil
	}
	var body map[string]any
	if err := kb.Decode(e.Body, &body); err != nil {
		return nil, false, err
	}
	left := *e
	answers := k.covering(body)
	some := answers.whole
	kept := map[string]any{"name": body["name"]}
	for name, value := range body {
		f := t.Field(name)
		if f.Computed || name == "citations" || name == "translations" {
			continue
		}
		if value := k.value(f, value, answers.of(name)); value != nil {
			kept[name], some = value, true
		}
	}
	left.Links = k.links(e.Links, answers)
	k.bookkeep(t, body, kept, left.Links)
	text, err := kb.Canonical(kept)
	left.Body = text
	return &left, some || len(left.Links) > 0, err
}

// wanted tells whether a citation has one of the wanted bases and points at a source of the wanted licences.
func (k *kept) wanted(citation any) bool {
	c, _ := citation.(map[string]any)
	basis, _ := c["basis"].(string)
	source, _ := c["source"].(string)
	return (len(k.filter.Bases) == 0 || slices.Contains(k.filter.Bases, basis)) && (k.licensed == nil || k.licensed[source])
}

func (k *kept) cited(citations any) (wanted []any) {
	for _, c := range listed(citations) {
		if k.wanted(c) {
			wanted = append(wanted, c)
		}
	}
	return wanted
}

// cover says for what of an entity its own citations answer.
type cover struct {
	whole  bool
	fields map[string]bool // those with citations of their own
}

func (k *kept) covering(body map[string]any) cover {
	c := cover{fields: map[string]bool{}}
	for _, item := range listed(body["citations"]) {
		if field, _ := item.(map[string]any)["field"].(string); field == "" {
			c.whole = c.whole || k.wanted(item)
		} else {
			c.fields[field] = c.fields[field] || k.wanted(item)
		}
	}
	return c
}

// of tells whether a citation answers for a field: its own where it has any, and else that of the whole.
func (c cover) of(field string) bool {
	if answered, own := c.fields[field]; own {
		return answered
	}
	return c.whole
}

// value is what is kept of a value, or nil.
func (k *kept) value(f *schema.Field, value any, answered bool) any {
	t := k.schema.Types[f.Type]
	switch value := value.(type) {
	case []any:
		var left []any
		for _, item := range value {
			if item := k.value(f, item, answered); item != nil {
				left = append(left, item)
			}
		}
		if left == nil {
			return nil
		}
		return left
	case map[string]any:
		if !f.Localized && t != nil {
			return k.object(t, value, answered)
		}
	}
	if !answered {
		return nil
	}
	return value
}

// object is what is kept of a value with fields: all of it where its own citations answer for it, and else what in it has
// citations that do.
func (k *kept) object(t *schema.Type, value map[string]any, answered bool) any {
	citations := k.cited(value["citations"])
	if len(listed(value["citations"])) > 0 {
		answered = citations != nil
	}
	left := map[string]any{}
	for name, inner := range value {
		if name == "citations" {
			continue
		}
		if inner := k.value(t.Field(name), inner, answered); inner != nil {
			left[name] = inner
		}
	}
	if len(left) == 0 {
		return nil
	}
	if citations != nil {
		left["citations"] = citations
	}
	return left
}

// links are those that a citation of theirs answers for, or else one of their field or of the whole.
func (k *kept) links(links []kb.Change, answers cover) (left []kb.Change) {
	for _, c := range links {
		answered := answers.of(k.schema.Kind(c.Kind).Field.Name)
		if len(c.Citations) > 0 {
			c.Citations = k.cited(c.Citations)
			answered = c.Citations != nil
		}
		if answered {
			left = append(left, c)
		}
	}
	return left
}

// bookkeep keeps the citations and translations of what is kept, and computes anew what follows from it.
func (k *kept) bookkeep(t *schema.Type, body, kept map[string]any, links []kb.Change) {
	linked := func(field string) bool {
		return slices.ContainsFunc(links, func(c kb.Change) bool { return k.schema.Kind(c.Kind).Field.Name == field })
	}
	var citations, translations []any
	for _, c := range k.cited(body["citations"]) {
		if field, _ := c.(map[string]any)["field"].(string); field == "" || kept[field] != nil || linked(field) {
			citations = append(citations, c)
		}
	}
	for _, item := range listed(body["translations"]) {
		path, _ := item.(map[string]any)["path"].(string)
		if field, _, inside := strings.Cut(path, "/"); kept[field] != nil && !inside {
			translations = append(translations, item)
		}
	}
	if citations != nil {
		kept["citations"] = citations
	}
	if translations != nil {
		kept["translations"] = translations
	}
	kb.Derive(t, kept)
}
