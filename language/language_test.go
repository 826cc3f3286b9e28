package language_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/language"
)

// plurals are the plural forms that each language has, after CLDR.
var plurals = map[string][]string{
	"en": {"one", "other"}, "nl": {"one", "other"}, "el": {"one", "other"}, "sv": {"one", "other"}, "de": {"one", "other"},
	"fr": {"many", "one", "other"}, "it": {"many", "one", "other"}, "es": {"many", "one", "other"}, "lv": {"one", "other", "zero"},
}

// texts are those of a file by key; a plural form is the last part of a key.
func texts(t *testing.T, tag string) map[string]string {
	t.Helper()
	all := map[string]string{}
	var walk func(path string, node any)
	walk = func(path string, node any) {
		switch node := node.(type) {
		case map[string]any:
			for name, inner := range node {
				walk(strings.TrimPrefix(path+"."+name, "."), inner)
			}
		case string:
			all[path] = node
		default:
			t.Errorf("%s: %s is %v, which is no text: put it into quotes", tag, path, node)
		}
	}
	parts, err := filepath.Glob("*." + tag + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(parts, tag+".yaml") {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var tree map[string]any
		if err := yaml.UnmarshalWithOptions(data, &tree, yaml.Strict()); err != nil {
			t.Fatal(err)
		}
		walk("", tree)
	}
	return all
}

var placeholder = regexp.MustCompile(`{{.*?}}`)

func placeholders(text string) string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return strings.Join(found, " ")
}

// TestAllLanguagesSayTheSame holds each file to the English one: the same keys, filled with the same things, in all
// plural forms of the language.
func TestAllLanguagesSayTheSame(t *testing.T) {
	english := texts(t, "en")
	for _, tag := range language.Tags {
		said := texts(t, tag)
		for key, text := range said {
			if strings.TrimSpace(text) != text || text == "" {
				t.Errorf("%s: %s is %q", tag, key, text)
			}
		}
		for key, text := range english {
			base, isPlural := strings.CutSuffix(key, ".one")
			if isPlural {
				for _, form := range plurals[tag] {
					if got, ok := said[base+"."+form]; !ok || placeholders(got) != placeholders(text) {
						t.Errorf("%s: %s.%s is %q", tag, base, form, got)
					}
					delete(said, base+"."+form)
				}
				continue
			}
			if other, isOther := strings.CutSuffix(key, ".other"); isOther && english[other+".one"] != "" {
				continue // compared with its singular
			}
			if got, ok := said[key]; !ok || placeholders(got) != placeholders(text) {
				t.Errorf("%s: %s is %q, in English %q", tag, key, got, text)
			}
			delete(said, key)
		}
		if len(said) > 0 {
			t.Errorf("%s says what English does not: %v", tag, slices.Sorted(maps.Keys(said)))
		}
	}
}

// TestEveryAnswerHasALabel holds that each value of an enum that the API answers is called something in each language,
// and something else than another value of the same enum.
func TestEveryAnswerHasALabel(t *testing.T) {
	contract, err := os.ReadFile("../graph/api.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: string(contract)})
	answered := map[string]bool{"EntityType": true}
	for name, def := range schema.Types {
		if def.Kind != ast.Object || strings.HasPrefix(name, "__") {
			continue
		}
		for _, f := range def.Fields {
			if d := schema.Types[f.Type.Name()]; d.Kind == ast.Enum && d.Name != "LinkKind" && !d.BuiltIn {
				answered[d.Name] = true
			}
		}
	}
	if len(answered) < 30 {
		t.Fatalf("only %d enums are answered", len(answered))
	}
	for _, tag := range language.Tags {
		speaks := language.In(tag)
		for name := range answered {
			seen := map[string]string{}
			for _, v := range schema.Types[name].EnumValues {
				label := speaks.Label(name, v.Name)
				if label == v.Name || len([]rune(label)) > 42 {
					t.Errorf("%s: %s.%s is called %q", tag, name, v.Name, label)
				}
				if other := seen[label]; other != "" {
					t.Errorf("%s: %s and %s of %s are both called %q", tag, other, v.Name, name, label)
				}
				seen[label] = v.Name
			}
		}
	}
}

func TestPlurals(t *testing.T) {
	for tag, wants := range map[string]map[int]string{
		"en": {1: "1 inhabitant", 2: "2 inhabitants", 86_616: "86,616 inhabitants"},
		"fr": {0: "0 habitant", 1: "1 habitant", 1_000_000: "1\u00a0000\u00a0000 habitants"},
		"lv": {0: "0 iedzīvotāju", 1: "1 iedzīvotājs", 11: "11 iedzīvotāju", 86_621: "86\u00a0621 iedzīvotājs", 86_616: "86\u00a0616 iedzīvotāju", 22: "22 iedzīvotāji"},
		"de": {12_500: "12.500 Einwohner"},
		"el": {1: "1 κάτοικος", 12_500: "12.500 κάτοικοι"},
	} {
		for n, want := range wants {
			if got := language.In(tag).Count("count.inhabitants", n); got != want {
				t.Errorf("%s: %d is %q, not %q", tag, n, got, want)
			}
		}
	}
}

func TestNumbersAndNames(t *testing.T) {
	for tag, want := range map[string][2]string{
		"en": {"Dutch", "14.5%"}, "fr": {"néerlandais", "14,5\u00a0%"}, "de": {"Niederländisch", "14,5\u00a0%"}, "sv": {"nederländska", "14,5\u00a0%"},
	} {
		l := language.In(tag)
		if got := [2]string{l.NameOf("nl"), l.Percent(14.5)}; got != want {
			t.Errorf("%s: %q", tag, got)
		}
	}
	if got := language.In("en").NameOf("x-nothing"); got != "x-nothing" {
		t.Errorf("an unknown language is called %q", got)
	}
}

// TestDates writes dates as exactly as they are known.
func TestDates(t *testing.T) {
	for text, want := range map[string][2]string{
		"2021": {"2021", "2021"}, "2021-05": {"May 2021", "Mai 2021"}, "2021-05-03": {"3 May 2021", "3. Mai 2021"},
		"2021-05-03T10:00:00Z": {"3 May 2021", "3. Mai 2021"}, "2021-15": {"2021-15", "2021-15"}, "": {"", ""},
	} {
		if got := [2]string{language.In("en").Date(text), language.In("de").Date(text)}; got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

func TestEnglishWhereNothingElse(t *testing.T) {
	for tag, want := range map[string]string{"": "en", "fi": "en", "FR-be": "fr", "de-AT": "de", "tlh": "en", "?": "en"} {
		if got := language.In(tag).Tag; got != want {
			t.Errorf("%q is answered in %s, not %s", tag, got, want)
		}
	}
	if got := language.In("fr").Say("no.such.key", nil); got != "no.such.key" {
		t.Errorf("an unknown key says %q", got)
	}
}

func BenchmarkSay(b *testing.B) {
	speaks := language.In("lv")
	b.ReportAllocs()
	for b.Loop() {
		speaks.Say("match.SAME_SIZE_CLASS", map[string]string{"Name": "Jelgava", "Value": speaks.Count("count.inhabitants", 55_972)})
	}
}
