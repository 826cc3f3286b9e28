package schema

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"
)

// stamps are the fields of an entity that the store keeps beside the body.
var stamps = map[string]bool{
	"id": true, "slug": true, "revision": true, "createdAt": true, "updatedAt": true, "archivedAt": true,
}

func readField(def *ast.FieldDefinition) *Field {
	f := &Field{
		Name: def.Name, Description: def.Description, Ast: def,
		Type: def.Type.Name(), List: def.Type.Elem != nil, NonNull: def.Type.NonNull,
		Localized:  has(def, "localized"),
		Facet:      has(def, "facet"),
		Cited:      has(def, "cited"),
		Stamp:      stamps[def.Name],
		Derived:    has(def, "derived"),
		Reference:  has(def, "reference"),
		Qualifier:  has(def, "qualifier"),
		Connection: has(def, "connection"),
	}
	if d := def.Directives.ForName("search"); d != nil {
		f.Search = number(d, "weight", 1)
	}
	if d := def.Directives.ForName("derived"); d != nil {
		f.Computed = argument(d, "stored") == "true"
	}
	if d := def.Directives.ForName("reference"); d != nil {
		f.Among = argument(d, "among")
	}
	for _, bound := range []string{"length", "range"} {
		if d := def.Directives.ForName(bound); d != nil {
			f.Min, f.Max = limit(d, "min"), limit(d, "max")
		}
	}
	return f
}

func has(def *ast.FieldDefinition, directive string) bool {
	return def.Directives.ForName(directive) != nil
}

func argument(d *ast.Directive, name string) string {
	if a := d.Arguments.ForName(name); a != nil {
		return a.Value.Raw
	}
	return ""
}

func number(d *ast.Directive, name string, otherwise float64) float64 {
	if n, err := strconv.ParseFloat(argument(d, name), 64); err == nil {
		return n
	}
	return otherwise
}

func limit(d *ast.Directive, name string) *int {
	n, err := strconv.Atoi(argument(d, name))
	if err != nil {
		return nil
	}
	return &n
}

// split writes a camel-case word with a separator: MentoringScheme is mentoring-scheme.
func split(word string, separator rune) string {
	var b strings.Builder
	for i, r := range word {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteRune(separator)
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func plural(def *ast.Definition) string {
	word := strings.ToLower(def.Name[:1]) + def.Name[1:]
	if d := def.Directives.ForName("entity"); d != nil && argument(d, "plural") != "" {
		return argument(d, "plural")
	}
	if stem, ok := strings.CutSuffix(word, "y"); ok && !strings.ContainsAny(stem[len(stem)-1:], "aeiou") {
		return stem + "ies"
	}
	return word + "s"
}
