package kb

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// Check brings a change set into the form that is stored and gives all that is wrong with it by itself. What
// depends on other entities (do they exist, does a cycle arise) the store checks when it applies it.
func Check(s *schema.Schema, cs *ChangeSet) Problems {
	v := &validator{s: s}
	v.set(cs)
	for i := range cs.Changes {
		v.change, v.id = i, cs.Changes[i].ID
		v.one(&cs.Changes[i])
	}
	return v.problems
}

// validator walks a change set by the declaration and keeps what it finds wrong.
type validator struct {
	s        *schema.Schema
	change   int
	id       string
	problems Problems
}

func (v *validator) wrong(path, format string, args ...any) {
	v.problems = append(v.problems, Problem{
		Change: v.change, ID: v.id, Path: path, Code: Invalid, Message: fmt.Sprintf(format, args...),
	})
}

// WholeSet stands for the id where a problem is of the change set as such: of its author, message or number of changes.
const WholeSet = "the change set"

func (v *validator) set(cs *ChangeSet) {
	v.id = WholeSet
	if cs.Time.IsZero() {
		v.wrong("time", "say when it is made")
	}
	if n := len([]rune(cs.Author)); n == 0 || n > MaxAuthor {
		v.wrong("author", "say who makes it, in at most %d characters", MaxAuthor)
	}
	if fault := FaultOfProse(cs.Message, MaxMessage); fault != "" {
		v.wrong("message", "say why, in at most %d characters: it %s", MaxMessage, fault)
	}
	if len(cs.Changes) == 0 && cs.Key == "" {
		v.wrong("changes", "there are none")
	}
	if len(cs.Changes) > MaxChanges {
		v.wrong("changes", "there are %d; split it, at most %d fit", len(cs.Changes), MaxChanges)
	}
}

func (v *validator) one(c *Change) {
	t := TypeOf(v.s, c.ID)
	if t == nil {
		v.wrong("id", "%q is no id: write type/slug with lower-case letters, digits and hyphens, the slug at most %d long",
			c.ID, MaxSlug)
		return
	}
	switch c.Op {
	case Put:
		c.Body = v.body(t, c.Body)
	case Join:
		v.join(t, c)
	case Part:
		v.kind(t, c)
	case Alias:
		if to := TypeOf(v.s, c.To); to != t {
			v.wrong("to", "an alias leads to an entity of its own type, not to %q", c.To)
		}
	case Archive, Restore:
	default:
		v.wrong("op", "there is no change %q", c.Op)
	}
}

func (v *validator) kind(t *schema.Type, c *Change) *schema.Kind {
	kind := v.s.Kind(c.Kind)
	if kind == nil || kind.From != t {
		v.wrong("kind", "%s has no link of kind %q", t.Name, c.Kind)
		return nil
	}
	switch to := TypeOf(v.s, c.To); {
	case to == nil:
		v.wrong(kind.Field.Name, "%q is no id", c.To)
	case !kind.Accepts(to):
		v.wrong(kind.Field.Name, "it cannot lead to %s: %s.%s takes %s", c.To, t.Name, kind.Field.Name, kind.Field.Type)
	}
	return kind
}

// join checks what a link carries, and reads its qualifier from it.
func (v *validator) join(t *schema.Type, c *Change) {
	kind := v.kind(t, c)
	if kind == nil {
		return
	}
	if c.To == c.ID {
		v.wrong(kind.Field.Name, "it would lead back to %s itself", c.ID)
	}
	if c.Position < 0 || c.Position > MaxPosition {
		v.wrong("position", "%d is out of range: it is 0 to %d", c.Position, MaxPosition)
	}
	path := kind.Field.Name + "/" + c.To
	if p := kind.Field.Relation.Properties; p != nil {
		c.Properties = v.object(path, p, c.Properties)
		c.Qualifier = qualifier(p, c.Properties)
	} else if len(c.Properties) > 0 {
		v.wrong(path, "links of this kind carry nothing")
	}
	c.Citations, _ = v.list(path+"/citations", citations, c.Citations).([]any)
	if kind.Field.Cited && len(c.Citations) == 0 {
		v.wrong(path, "it needs a citation of its own")
	}
}

// citations is the field that a link's sources are checked as.
var citations = &schema.Field{Name: "citations", Type: "Citation", List: true}

func qualifier(p *schema.Type, properties map[string]any) string {
	var parts []string
	for _, f := range p.Fields {
		if text, ok := properties[f.Name].(string); ok && f.Qualifier {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, " ")
}

// body checks a whole body: its fields, and that what is said in it is cited.
func (v *validator) body(t *schema.Type, body map[string]any) map[string]any {
	for _, f := range t.Fields {
		if f.Computed {
			delete(body, f.Name)
		}
	}
	body = v.object("", t, body)
	Derive(t, body)
	v.cited(t, body)
	v.onePreferred(body)
	return body
}

// object checks the fields of a value and drops those that are empty.
func (v *validator) object(path string, t *schema.Type, in map[string]any) map[string]any {
	out := make(map[string]any, len(in))
	for name := range in {
		if f := t.Field(name); f == nil || !f.Stored() {
			v.wrong(at(path, name), "%s has no such field; it has %s", t.Name, fieldNames(t))
		}
	}
	for _, f := range t.Fields {
		if !f.Stored() || f.Computed {
			continue
		}
		value := v.field(at(path, f.Name), f, in[f.Name])
		if value == nil && f.List && in[f.Name] == nil {
			v.within(at(path, f.Name), f, 0, "items")
		}
		if value == nil && f.NonNull && !f.List {
			if value = v.unknown(f); value == nil {
				v.wrong(at(path, f.Name), "it is required")
			}
		}
		if value != nil {
			out[f.Name] = value
		}
	}
	return out
}

// unknown is the value that says so, where a type has one: not to know is no error. A flag not given is not set.
func (v *validator) unknown(f *schema.Field) any {
	for _, value := range v.s.Enums[f.Type] {
		if value == "UNKNOWN" {
			return value
		}
	}
	if f.Type == "Boolean" {
		return false
	}
	return nil
}

func (v *validator) field(path string, f *schema.Field, value any) any {
	switch {
	case value == nil || value == "":
		return nil
	case f.List:
		items, ok := value.([]any)
		if !ok {
			items = []any{value}
		}
		return v.list(path, f, items)
	}
	return v.single(path, f, value)
}

func (v *validator) list(path string, f *schema.Field, items []any) any {
	out := make([]any, 0, len(items))
	for i, item := range items {
		if checked := v.single(fmt.Sprintf("%s/%d", path, i), f, item); checked != nil {
			out = append(out, checked)
		}
	}
	v.within(path, f, len(out), "items")
	if len(out) == 0 {
		return nil
	}
	return out
}

func (v *validator) single(path string, f *schema.Field, value any) any {
	switch t := v.s.Types[f.Type]; {
	case f.Reference:
		return v.reference(path, f, value)
	case t != nil:
		m, ok := value.(map[string]any)
		if !ok {
			v.wrong(path, "it is a %s, with fields", f.Type)
			return nil
		}
		checked := v.object(path, t, m)
		v.sense(path, t, checked)
		return checked
	case f.Localized:
		return v.text(path, f, value)
	}
	return v.scalar(path, f, value)
}

func (v *validator) reference(path string, f *schema.Field, value any) any {
	id, _ := value.(string)
	if t := TypeOf(v.s, id); t == nil || t.Name != f.Type && f.Type != "Entity" {
		v.wrong(path, "%v is no id of a %s", value, f.Type)
		return nil
	}
	return id
}

// text checks a text that is kept per language. A plain string is English, which the corpus is written in.
func (v *validator) text(path string, f *schema.Field, value any) any {
	m, ok := value.(map[string]any)
	if !ok {
		m = map[string]any{OriginalKey: "en", "en": value}
	}
	out := map[string]any{}
	for language, text := range m {
		s, ok := text.(string)
		switch {
		case !ok:
			v.wrong(at(path, language), "it is a text")
		case language != OriginalKey && faultOfText(s) != "":
			v.wrong(at(path, language), "it %s", faultOfText(s))
		case language != OriginalKey && !languageForm.MatchString(language):
			v.wrong(path, "%q is no language tag", language)
		default:
			out[language] = s
			if language != OriginalKey && !f.List {
				v.within(at(path, language), f, len([]rune(s)), "characters")
			}
		}
	}
	if original, _ := m[OriginalKey].(string); m[original] == nil {
		v.wrong(path, "say which language it was written in: %q names one that it has no text in", OriginalKey)
	}
	return out
}

func (v *validator) within(path string, f *schema.Field, n int, what string) {
	if f.Max != nil && n > *f.Max {
		v.wrong(path, "it has %d %s; at most %d fit", n, what, *f.Max)
	}
	if f.Min != nil && n < *f.Min {
		v.wrong(path, "it has %d %s; at least %d are needed", n, what, *f.Min)
	}
}

var languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func at(path, name string) string {
	if path == "" {
		return name
	}
	return path + "/" + name
}

func fieldNames(t *schema.Type) string {
	var names []string
	for _, f := range t.Fields {
		if f.Stored() && !f.Computed {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, ", ")
}
