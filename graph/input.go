package graph

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/gosimple/slug"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// reader reads inputs as GraphQL gives them into edits. What it cannot read it keeps as problems; whether what it reads
// makes sense, the desk says.
type reader struct {
	s        *schema.Schema
	edit     int
	problems kb.Problems
}

func (r *reader) wrong(id, path, format string, args ...any) {
	r.problems = append(r.problems, kb.Problem{Change: r.edit, ID: id, Path: path, Code: kb.Invalid, Message: fmt.Sprintf(format, args...)})
}

// plain brings an input into the form that JSON has: numbers as numbers, and what was given as null as null, which gqlgen
// makes a map or a list without members.
func plain(in any) (map[string]any, error) {
	text, err := json.Marshal(in, json.FormatNilMapAsNull(true), json.FormatNilSliceAsNull(true))
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	return out, json.Unmarshal(text, &out)
}

// one is the field of a @oneOf input that is given. Neither gqlparser nor gqlgen looks whether it is one.
func (r *reader) one(id, path string, in map[string]any) (name string, value map[string]any) {
	given := 0
	for key, v := range in {
		if m, ok := v.(map[string]any); ok {
			given, name, value = given+1, key, m
		}
	}
	if given != 1 || len(in) != 1 {
		r.wrong(id, path, "give exactly one of its fields, and not null")
		return "", nil
	}
	return name, value
}

// change reads a ChangeInput.
func (r *reader) change(in map[string]any) kb.Edit {
	kind, c := r.one("", "", in)
	read := map[string]func(map[string]any) kb.Edit{
		"create": r.create, "update": r.update, "link": r.link, "unlink": r.unlink, "translate": r.translate,
		"archive": func(c map[string]any) kb.Edit { return entityAt(kb.EditArchive, c) },
		"restore": func(c map[string]any) kb.Edit { return entityAt(kb.EditRestore, c) },
		"merge": func(c map[string]any) kb.Edit {
			return kb.Edit{Op: kb.EditMerge, ID: text(c, "id"), To: text(c, "into")}
		},
		"cite":    func(c map[string]any) kb.Edit { return r.append("citations", "Citation", c) },
		"observe": func(c map[string]any) kb.Edit { return r.append("observations", "Observation", c) },
	}[kind]
	if read == nil {
		return kb.Edit{}
	}
	return read(c)
}

func text(in map[string]any, name string) string {
	s, _ := in[name].(string)
	return s
}

func revision(in map[string]any, name string) *int {
	n, ok := in[name].(float64)
	if !ok {
		return nil
	}
	whole := int(n)
	return &whole
}

func entityAt(op kb.EditOp, c map[string]any) kb.Edit {
	return kb.Edit{Op: op, ID: text(c, "id"), ExpectedRevision: revision(c, "expectedRevision")}
}

func (r *reader) create(c map[string]any) kb.Edit {
	input, _ := c["entity"].(map[string]any)
	name, fields := r.one(text(c, "id"), "entity", input)
	return r.entity(kb.EditCreate, name, c, fields)
}

func (r *reader) update(c map[string]any) kb.Edit {
	input, _ := c["entity"].(map[string]any)
	name, fields := r.one(text(c, "id"), "entity", input)
	return r.entity(kb.EditUpdate, name, c, fields)
}

// entity reads the fields and links of an entity of a type, which is named as EntityInput names it.
func (r *reader) entity(op kb.EditOp, name string, c, input map[string]any) kb.Edit {
	e := entityAt(op, c)
	var t *schema.Type
	for _, one := range r.s.Entities {
		if strings.EqualFold(one.Name, name) {
			t = one
		}
	}
	if t == nil {
		return e
	}
	if e.ID == "" && op == kb.EditCreate {
		e.ID = t.Path + "/" + slugOf(input["name"])
	}
	if of := kb.TypeOf(r.s, e.ID); of != nil && of != t {
		r.wrong(e.ID, "id", "its id is that of a %s, and what is given is a %s", of.Name, t.Name)
		return kb.Edit{}
	}
	e.Fields = map[string]any{}
	for name, value := range input {
		switch f := t.Field(name); {
		case f.Relation != nil:
			if e.Links == nil {
				e.Links = map[string][]kb.LinkEnd{}
			}
			e.Links[name] = r.ends(f, value)
		default:
			e.Fields[name] = r.value(f, value)
		}
	}
	return e
}

func init() { slug.MaxLength, slug.EnableSmartTruncate = kb.MaxSlug, true }

// slugOf makes the second part of an id of a name, in Latin letters.
func slugOf(name any) string {
	m, _ := name.(map[string]any)
	return slug.MakeLang(text(m, "text"), text(m, "language"))
}

// value reads a value by its field: texts are kept per language, tags are written in one way.
func (r *reader) value(f *schema.Field, value any) any {
	if list, ok := value.([]any); ok {
		out := make([]any, len(list))
		for i, item := range list {
			out[i] = r.value(f, item)
		}
		return out
	}
	m, isMap := value.(map[string]any)
	switch t := r.s.Types[f.Type]; {
	case isMap && f.Localized:
		r.eachOnce(f, m)
		return texts(m)
	case isMap && t != nil:
		out := map[string]any{}
		for name, inner := range m {
			out[name] = r.value(t.Field(name), inner)
		}
		return out
	}
	if tag, ok := value.(string); ok && f.Type == "LanguageTag" {
		return kb.LanguageTag(tag)
	}
	return value
}

// eachOnce looks whether a text is given once in each language: of two, one would be lost.
func (r *reader) eachOnce(f *schema.Field, in map[string]any) {
	given := map[string]bool{kb.OriginalKey: true} // no language, but a key of texts as they are kept
	all, _ := in["translations"].([]any)
	for _, item := range append([]any{in}, all...) {
		one, _ := item.(map[string]any)
		tag := kb.LanguageTag(text(one, "language"))
		if given[tag] {
			r.wrong("", f.Name, "%q is no language, or is given twice", tag)
		}
		given[tag] = true
	}
}

// texts is a TextInput as texts are kept.
func texts(in map[string]any) map[string]any {
	original := kb.LanguageTag(text(in, "language"))
	out := map[string]any{kb.OriginalKey: original, original: in["text"]}
	translations, _ := in["translations"].([]any)
	for _, item := range translations {
		one, _ := item.(map[string]any)
		out[kb.LanguageTag(text(one, "language"))] = one["text"]
	}
	return out
}

// ends reads where the links of a relation lead; null is nowhere.
func (r *reader) ends(f *schema.Field, value any) []kb.LinkEnd {
	list, ok := value.([]any)
	if !ok && value != nil {
		list = []any{value}
	}
	ends := []kb.LinkEnd{}
	for _, item := range list {
		m, _ := item.(map[string]any)
		ends = append(ends, r.end(f, m))
	}
	return ends
}

func (r *reader) end(f *schema.Field, in map[string]any) kb.LinkEnd {
	end := kb.LinkEnd{To: text(in, "to"), Position: revision(in, "position"), Citations: r.citations(in["citations"])}
	if p := f.Relation.Properties; p != nil {
		end.Properties = map[string]any{}
		for name, value := range in {
			if field := p.Field(name); field != nil {
				end.Properties[name] = r.value(field, value)
			}
		}
	}
	return end
}

func (r *reader) citations(value any) []any {
	list, _ := r.value(citationsField, value).([]any)
	return list
}

func (r *reader) append(field, typ string, c map[string]any) kb.Edit {
	items, _ := r.value(&schema.Field{Type: typ, List: true}, c[field]).([]any)
	return kb.Edit{Op: kb.EditAppend, ID: text(c, "id"), Path: field, Items: items}
}

func (r *reader) translate(c map[string]any) kb.Edit {
	e := kb.Edit{Op: kb.EditTranslate, ID: text(c, "id"), Path: text(c, "path"), Language: kb.LanguageTag(text(c, "language")), ExpectedRevision: revision(c, "madeFrom")}
	if t, ok := c["text"].(string); ok {
		e.Text = &t
	}
	return e
}

// kind is the kind of link of an enum value, as it is stored for links that start at an entity.
func (r *reader) kind(from, name string) *schema.Kind {
	t := kb.TypeOf(r.s, from)
	for _, k := range r.s.Kinds {
		if k.From == t && k.Enum() == name {
			return k
		}
	}
	r.wrong(from, "kind", "no link of kind %s starts at %q", name, from)
	return nil
}

func (r *reader) link(c map[string]any) kb.Edit {
	e := kb.Edit{Op: kb.EditLink, ID: text(c, "from"), ExpectedRevision: revision(c, "expectedRevision"), Link: &kb.LinkEnd{}}
	kind := r.kind(e.ID, text(c, "kind"))
	if kind == nil {
		return kb.Edit{}
	}
	in := map[string]any{"to": c["to"], "position": c["position"], "citations": c["citations"]}
	if given, ok := c["properties"].(map[string]any); ok {
		name, properties := r.one(e.ID, "properties", given)
		if p := kind.Field.Relation.Properties; p == nil || !strings.EqualFold(p.Name, name) {
			r.wrong(e.ID, "properties", "links of kind %s do not carry %q", text(c, "kind"), name)
		}
		for name, value := range properties {
			in[name] = value
		}
	}
	end := r.end(kind.Field, in)
	e.Kind, e.Link = kind.Stored, &end
	return e
}

func (r *reader) unlink(c map[string]any) kb.Edit {
	e := kb.Edit{Op: kb.EditUnlink, ID: text(c, "from"), To: text(c, "to"), Qualifier: text(c, "qualifier"), ExpectedRevision: revision(c, "expectedRevision")}
	kind := r.kind(e.ID, text(c, "kind"))
	if kind == nil {
		return kb.Edit{}
	}
	e.Kind = kind.Stored
	return e
}

// align reads a line of the table of alignments.
func (r *reader) align(c map[string]any) kb.Edit {
	practice := text(c, "practice")
	if c["relation"] == nil {
		return kb.Edit{Op: kb.EditUnlink, ID: practice, Kind: alignsWith, To: text(c, "with")}
	}
	kind := r.s.Kind(alignsWith)
	in := map[string]any{"to": c["with"], "relation": c["relation"], "note": c["note"], "citations": c["citations"]}
	end := r.end(kind.Field, in)
	return kb.Edit{Op: kb.EditLink, ID: practice, Kind: kind.Stored, Link: &end}
}

// alignsWith is the kind of link that aligns a practice with a benchmark or a key factor.
const alignsWith = "practice.alignsWith"
