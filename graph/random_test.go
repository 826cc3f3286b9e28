package graph_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/store"
)

// writer writes a random query of the contract: aliases, fragments, directives, arguments good and bad.
type writer struct {
	*rapid.T
	api       *ast.Schema
	slugs     map[string][]string // in quotes, by type
	aliases   int
	fragments []string
}

// contract reads the public contract.
func contract(t testing.TB) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile("api.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	return gqlparser.MustLoadSchema(&ast.Source{Input: string(text)})
}

// slugsOf are the slugs of some entities of each type, and one of none.
func slugsOf(t testing.TB, s *store.Store) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, typ := range declared.Entities {
		list, err := s.List(context.Background(), store.Query{Type: typ})
		if err != nil {
			t.Fatal(err)
		}
		all[typ.Name] = []string{`"nowhere"`}
		for _, e := range list.Edges {
			all[typ.Name] = append(all[typ.Name], strconv.Quote(e.Node.Meta().Slug))
		}
	}
	return all
}

const deepest = 5

func (w *writer) query() string {
	body := w.selection(w.api.Query, 0)
	language := w.one("", "", " @inContext(language: FR)", " @inContext(language: el)")
	text := language + " " + body + "\n" + strings.Join(w.fragments, "\n")
	declared := ""
	for _, v := range []string{"$yes: Boolean = true", "$no: Boolean = false", "$count: Int = 2", `$bad: String = "bad"`} {
		if name, _, _ := strings.Cut(v, ":"); strings.Contains(text, name) {
			declared += " " + v
		}
	}
	if declared != "" {
		declared = "(" + declared + ")"
	}
	return "query " + declared + text
}

func (w *writer) one(of ...string) string { return pick(w, of) }
func (w *writer) chance(n int) bool       { return rapid.IntRange(1, n).Draw(w.T, "chance") == 1 }

func pick[T any](w *writer, of []T) T { return of[rapid.IntRange(0, len(of)-1).Draw(w.T, "pick")] }

// selection selects some fields of a type, or of the types that it may be.
func (w *writer) selection(def *ast.Definition, depth int) string {
	parts := []string{}
	for range rapid.IntRange(1, 4).Draw(w.T, "fields") {
		switch kind := rapid.IntRange(0, 9).Draw(w.T, "kind"); {
		case kind == 0:
			parts = append(parts, "__typename")
		case kind == 1 && depth < deepest && (depth > 0 || w.chance(4)):
			parts = append(parts, "..."+w.directive()+" "+w.selection(def, depth+1))
		case kind == 2 && depth < deepest && (depth > 0 || w.chance(4)):
			parts = append(parts, w.spread(def, depth))
		case kind <= 5 && depth < deepest && def.IsAbstractType():
			possible := w.api.PossibleTypes[def.Name]
			some := pick(w, possible)
			parts = append(parts, "... on "+some.Name+w.directive()+" "+w.selection(some, depth+1))
		case len(def.Fields) > 0:
			if field := w.field(pick(w, def.Fields), depth); field != "" {
				parts = append(parts, field)
			}
		}
	}
	return "{ " + strings.Join(append(parts, "__typename"), " ") + " }"
}

func (w *writer) spread(def *ast.Definition, depth int) string {
	body := w.selection(def, depth+1)
	name := fmt.Sprint("F", len(w.fragments))
	w.fragments = append(w.fragments, "fragment "+name+" on "+def.Name+" "+body)
	return "..." + name + w.directive() + " ..." + name
}

func (w *writer) directive() string {
	return w.one("", "", "", "", " @include(if: $yes)", " @skip(if: $no)", " @skip(if: $yes)", " @include(if: false)")
}

// field selects a field. Without arguments it may stand there again, which makes one of the two; with them it needs
// another name. Most relations and lists are asked again below, so that the way goes deep.
func (w *writer) field(f *ast.FieldDefinition, depth int) string {
	def := w.api.Types[f.Type.Name()]
	if strings.HasPrefix(f.Name, "__") || def.IsCompositeType() && depth >= deepest {
		return ""
	}
	text := f.Name
	if len(f.Arguments) > 0 {
		w.aliases++
		text = fmt.Sprintf("a%d: %s%s", w.aliases, f.Name, w.arguments(f))
	} else if w.chance(8) {
		w.aliases++
		text = fmt.Sprintf("a%d: %s", w.aliases, f.Name)
	}
	if text += w.directive(); def.IsCompositeType() {
		text += " " + w.selection(def, depth+1)
	}
	return text
}

func (w *writer) arguments(f *ast.FieldDefinition) string {
	var all []string
	for _, a := range f.Arguments {
		if a.Type.NonNull || w.chance(6) || a.Name == "first" && w.chance(2) {
			value := w.value(a.Name, a.Type, 0)
			if a.Name == "slug" {
				value = pick(w, w.slugs[f.Type.Name()])
			}
			all = append(all, a.Name+": "+value)
		}
	}
	if all == nil {
		return ""
	}
	return "(" + strings.Join(all, ", ") + ")"
}

// some are values for arguments by their names; the last of each are bad.
var some = map[string][]string{
	"id":        {`"practice/buddies-with-refugees"`, `"city/mechelen"`, `"theme/housing"`, `"nothing"`},
	"first":     {"1", "2", "3", "$count", "0", "-2", "101", "3000000000"},
	"last":      {"1", "2", "-2"},
	"after":     {`"bad"`, "$bad", "null"},
	"before":    {`"bad"`, "null"},
	"indicator": {`"theme/population"`, `"theme/foreign-origin-share"`, `"city/mechelen"`},
	"field":     {`"name"`, `"summary"`, `"nowhere"`},
	"query":     {`"language"`, `"volunteers city"`, `"a \"b"`},
	"names":     {`["theme"]`, `"type"`, `["mood"]`},
	"prefix":    {`"me"`, `"la"`},
	"since":     {"1", "20"},
	// An index that is behind would be waited for.
	"minSequence": {"1"},
}

func (w *writer) value(name string, t *ast.Type, depth int) string {
	if of := some[name]; of != nil && depth == 0 {
		return w.one(of...)
	}
	if t.Elem != nil {
		return "[" + w.value(name, t.Elem, depth) + "]"
	}
	switch def := w.api.Types[t.NamedType]; def.Kind {
	case ast.Enum:
		return pick(w, def.EnumValues).Name
	case ast.InputObject:
		return w.input(def, depth)
	}
	switch t.NamedType {
	case "Int", "Float":
		return w.one("1", "20000")
	case "Boolean":
		return w.one("true", "false")
	case "ID":
		return w.one(some["id"]...)
	case "PartialDate":
		return w.one(`"2019"`, `"2019-05"`)
	}
	return w.one(`"a"`, `"en"`, `"city"`)
}

func (w *writer) input(def *ast.Definition, depth int) string {
	var all []string
	one := pick(w, def.Fields)
	for _, f := range def.Fields {
		if f.Type.NonNull && f.DefaultValue == nil || f == one && (depth < 3 || !slices.Contains([]string{"where", "not"}, f.Name)) {
			all = append(all, f.Name+": "+w.value(f.Name, f.Type, depth+1))
		}
	}
	return "{" + strings.Join(all, ", ") + "}"
}
