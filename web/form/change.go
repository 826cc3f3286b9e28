package form

import (
	"maps"
	"reflect"
	"slices"
)

// Difference is a field that was changed: what it was, and what it would be. Either may be nil.
type Difference struct {
	Field         string
	Before, After any
}

// Differences are the fields of an entity in which two inputs differ, in the order of the form.
func (s *Shape) Differences(before, after map[string]any) []Difference {
	var all []Difference
	for _, f := range s.Fields {
		b, a := Written(before[f.Name]), Written(after[f.Name])
		if !reflect.DeepEqual(b, a) {
			all = append(all, Difference{f.Name, b, a})
		}
	}
	return all
}

// Rebased is what was filled in over what stood once, put on what stands now: what was left alone is as it stands now.
func (s *Shape) Rebased(filled, then, now map[string]any) map[string]any {
	out := maps.Clone(now)
	if out == nil {
		out = map[string]any{}
	}
	for _, d := range s.Differences(then, filled) {
		out[d.Field] = filled[d.Field]
	}
	return out
}

// Change is a ChangeInput. Each change that a form makes has one.
type Change = map[string]any

// Create is the change that brings an entity in. typ is the field of EntityInput that takes it, and path the first part
// of its id: one that has no name yet, of which an id is made, is given one, so that all else that is wrong is told.
func Create(typ, path string, filled map[string]any) []Change {
	create := map[string]any{"entity": map[string]any{typ: orEmpty(Written(filled))}}
	if filled["name"] == nil {
		create["id"] = path + "/without-a-name"
	}
	return []Change{{"create": create}}
}

// Update are the changes that make of what stood what was filled in. A translation is a change of its own, so that it is
// remembered what it was made from.
func (s *Shape) Update(typ, id string, revision any, then, filled map[string]any) []Change {
	fields, translations := map[string]any{}, []Change(nil)
	for _, d := range s.Differences(then, filled) {
		before, was := d.Before.(map[string]any)
		after, is := d.After.(map[string]any)
		if !was || !is || s.Field(d.Field).Kind != Text || before["language"] != after["language"] {
			fields[d.Field] = d.After
			continue
		}
		if before["text"] != after["text"] {
			fields[d.Field] = map[string]any{"language": after["language"], "text": after["text"]}
		}
		translations = append(translations, translated(id, d.Field, before, after)...)
	}
	var all []Change
	if len(fields) > 0 {
		all = append(all, Change{"update": map[string]any{"id": id, "expectedRevision": revision, "entity": map[string]any{typ: fields}}})
	}
	return append(all, translations...)
}

// translated are the changes of the translations of a text.
func translated(id, field string, before, after map[string]any) []Change {
	had, has := byLanguage(before), byLanguage(after)
	var all []Change
	for _, language := range sorted(union(had, has)) {
		if had[language] != has[language] {
			all = append(all, Change{"translate": map[string]any{"id": id, "path": field, "language": language, "text": has[language]}})
		}
	}
	return all
}

func byLanguage(text map[string]any) map[string]any {
	all := map[string]any{}
	list, _ := text["translations"].([]any)
	for _, item := range list {
		one, _ := item.(map[string]any)
		language, _ := one["language"].(string)
		all[language] = one["text"]
	}
	return all
}

func union(a, b map[string]any) map[string]any {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

func orEmpty(value any) any {
	if value == nil {
		return map[string]any{}
	}
	return value
}

func sorted(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
