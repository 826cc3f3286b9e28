package search_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/search"
)

func TestQuestions(t *testing.T) {
	cases := map[string]struct {
		query     string
		with      string // what must be found first or at all
		without   string // what must not be found
		onlyFirst bool
	}{
		"a phrase":               {`"city for all"`, "benchmark/city-for-all", "practice/camim", false},
		"without a word":         {"buddies -Capaci", "practice/samen-lopen", "practice/tutti-capaci", false},
		"a beginning":            {"antirum*", "practice/antirumours-fuenlabrada", "practice/camim", false},
		"a field":                {"type:one-stop-shop", "one-stop-shop/welkom-app", "practice/camim", false},
		"a field by name":        {"language learning type:practice city:Schaerbeek", "practice/camim", "practice/tutti-capaci", false},
		"a country in Greek":     {"country:Βέλγιο type:practice", "practice/bapa-bxl", "practice/tutti-capaci", false},
		"a wider theme":          {`theme:"education and training" type:practice`, "practice/maison-d-immersion", "practice/maison-des-femmes", false},
		"a part of a name":       {`benchmark:"city for all" type:practice`, "practice/mechelen-positive-narrative", "practice/camim", false},
		"of a challenge":         {`challenge:"little contact" type:practice`, "practice/buddies-with-refugees", "practice/milma", false},
		"no field":               {"-type:source status:PLANNED", "practice/womens-centre-saint-jean", "practice/bapa-bxl", false},
		"a misspelling":          {"Mechelin buddies", "practice/buddies-with-refugees", "", false},
		"accents left out":       {"skerbeka", "", "", false},
		"without its accent":     {"Λιβαδεια", "city/levadia", "", true},
		"an old spelling":        {"Livadia", "city/levadia", "", true},
		"Latvian":                {"brīvprātīgie valodas apguvē", "practice/jelgava-language-volunteers", "", false},
		"French":                 {"apprentissage du français bénévoles", "practice/camim", "", false},
		"Dutch":                  {"taalmaatje", "theme/buddy-scheme", "", false},
		"a phrase of the phone":  {"„Stadt für alle“", "theme/city-for-all", "practice/camim", false},
		"a phrase in guillemets": {"« city for all »", "benchmark/city-for-all", "practice/camim", false},
		"a field in capitals":    {"Type:one-stop-shop", "one-stop-shop/welkom-app", "practice/camim", false},
		"a colon in a sentence":  {"problem: interpreters", "theme/interpretation", "", false},
		"an address":             {"buddies https://example.org/a?b=c", "theme/buddy-scheme", "", false},
		"pasted from a PDF":      {"inter\u00adpreters", "theme/interpretation", "", false},
		"wide letters":           {"ｒｅｆｕｇｅｅｓ", "theme/refugees", "", false},
		"sources when asked":     {"type:source brochure", "source/inclucities-brochure", "", false},
	}
	many := 100
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			found := ids(ask(t, search.Ask{Query: c.query, Page: kb.PageArguments{First: &many}}))
			if c.with != "" && !slices.Contains(found, c.with) || c.onlyFirst && found[0] != c.with {
				t.Errorf("%s: without %s: %v", c.query, c.with, found[:min(8, len(found))])
			}
			if c.without != "" && slices.Contains(found, c.without) {
				t.Errorf("%s: with %s", c.query, c.without)
			}
		})
	}
}

func TestQuestionsRefuse(t *testing.T) {
	cases := map[string]string{
		`language "not closed`:      "character 10: the quotation mark is not closed",
		"mayor:anna":                `character 1: there is no field "mayor"`,
		"ab* cd":                    "character 1: a beginning has at least 3 letters",
		"type: x":                   "a value is missing after type:",
		"buddies *maatje":           "character 9: a * stands at the end of a word only",
		"taal*coach":                "character 5: a * stands at the end of a word only",
		"τύπος:practice":            `character 1: there is no field "τύπος"`,
		"„Stadt für alle":           "character 1: the quotation mark is not closed",
		"status:FORGOTTEN":          "nothing is known as status:FORGOTTEN",
		"year:MMXXI":                "nothing is known as year:MMXXI",
		"buddies -theme:nowhere":    "character 10: nothing is known as theme:nowhere",
		strings.Repeat("word ", 60): "more than 16 words",
		strings.Repeat("w", 10_000): "has 10000 characters; at most 400",
	}
	for query, want := range cases {
		_, err := shared.index.Search(ctx, search.Ask{Query: query})
		if kb.CodeOf(err) != kb.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got %v, want %q", query, err, want)
		}
	}
}

// TestFacetsCount asks for each value that is counted: as many are found.
func TestFacetsCount(t *testing.T) {
	for _, query := range []string{"", "language", "-water learning"} {
		facets, err := ask(t, search.Ask{Query: query, Filter: map[string][]string{"country": {"territory/belgium"}}}).Facets(nil)
		if err != nil || len(facets) != len(search.FacetNames()) {
			t.Fatal(facets, err)
		}
		for _, f := range facets {
			for _, v := range f.Values {
				filter := map[string][]string{"country": {"territory/belgium"}}
				filter[f.Name] = []string{v.Value}
				if r := ask(t, search.Ask{Query: query, Filter: filter}); r.Total != v.Count {
					t.Errorf("%q, %s %s: %d are counted, %d found", query, f.Name, v.Value, v.Count, r.Total)
				}
			}
		}
	}
	if _, err := ask(t, search.Ask{}).Facets([]string{"weather"}); kb.CodeOf(err) != kb.Invalid {
		t.Errorf("a facet that is none: %v", err)
	}
}

func TestFacetsDoNotFilterThemselves(t *testing.T) {
	all := ask(t, search.Ask{Filter: map[string][]string{"type": {"practice"}}})
	belgian := ask(t, search.Ask{Filter: map[string][]string{"type": {"practice"}, "country": {"territory/belgium"}}})
	count := func(r *search.Result, facet, value string) int {
		facets, err := r.Facets([]string{facet})
		if err != nil || len(facets) != 1 {
			t.Fatal(facets, err)
		}
		for _, c := range facets[0].Values {
			if c.Value == value {
				return c.Count
			}
		}
		return 0
	}
	if belgian.Total != count(all, "country", "territory/belgium") || belgian.Total == 0 {
		t.Errorf("%d found, and %d were counted", belgian.Total, count(all, "country", "territory/belgium"))
	}
	if a, b := count(all, "country", "territory/italy"), count(belgian, "country", "territory/italy"); a != b || a == 0 {
		t.Errorf("the filter by country hides other countries: %d, %d", a, b)
	}
	if count(belgian, "theme", "theme/education-and-training") < count(belgian, "theme", "theme/language-learning") {
		t.Error("narrower themes are not rolled up")
	}
	if a, b := count(all, "city", "city/capaci"), count(belgian, "city", "city/capaci"); a == 0 || b != 0 {
		t.Errorf("another facet is not narrowed: %d, %d", a, b)
	}
}

func TestHighlightsAreExact(t *testing.T) {
	for query, want := range map[string]string{"levadias": "Levadia", "Λιβαδειά": "Λιβαδειά", "newcomer": "newcomers", "antirum*": "Antirumours"} {
		r := ask(t, search.Ask{Query: query})
		marked := map[string]bool{}
		for _, hit := range r.Hits {
			e, err := shared.store.Entity(ctx, hit.ID)
			if err != nil {
				t.Fatal(err)
			}
			body, err := shared.store.Body(ctx, e)
			if err != nil {
				t.Fatal(err)
			}
			passages, err := search.Highlights(declared, declared.ByPath(e.Meta().Type), body, r.Marks)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range passages {
				runes := []rune(p.Text)
				for _, place := range p.Places {
					marked[string(runes[place.Start:place.End])] = true
				}
			}
		}
		if !marked[want] {
			t.Errorf("%s marks %v", query, marked)
		}
	}
}

func TestSuggest(t *testing.T) {
	cases := map[string]string{"bud": "practice/buddies-with-refugees", "λιβα": "city/levadia", "maison d'im": "practice/maison-d-immersion", "Sprach": "theme/language-learning", "femmes": "practice/maison-des-femmes"}
	for prefix, want := range cases {
		found, err := shared.index.Suggest(ctx, prefix, 20)
		if err != nil || !slices.ContainsFunc(found, func(s search.Suggestion) bool { return s.ID == want }) {
			t.Errorf("%s: %+v, %v", prefix, found, err)
		}
	}
}

// TestSuggestOfTypes suggests cities alone, which other names that begin so would crowd out.
func TestSuggestOfTypes(t *testing.T) {
	for _, typed := range []string{"bruselas", "BRÜSSEL", "Λιβαδειά"} { // names in another language than the first
		if found, err := shared.index.Suggest(ctx, typed, 20, "city", "territory"); err != nil || len(found) == 0 || !found[0].Exact {
			t.Errorf("%s: %+v, %v", typed, found, err)
		}
	}
	if found, err := shared.index.Suggest(ctx, "Jelg", 20, "city"); err != nil || len(found) != 1 || found[0].Exact {
		t.Errorf("%+v, %v", found, err)
	}
	for _, prefix := range []string{"a", "bru", "λιβ"} {
		all, err := shared.index.Suggest(ctx, prefix, 20)
		if err != nil {
			t.Fatal(err)
		}
		some, err := shared.index.Suggest(ctx, prefix, 20, "city", "theme")
		if err != nil || len(some) == 0 {
			t.Errorf("%s: %v, %v", prefix, some, err)
		}
		for _, s := range some {
			if !strings.HasPrefix(s.ID, "city/") && !strings.HasPrefix(s.ID, "theme/") {
				t.Errorf("%s: %s", prefix, s.ID)
			}
		}
		for _, s := range all {
			if strings.HasPrefix(s.ID, "city/") && !slices.Contains(some, s) {
				t.Errorf("%s: %s is missing", prefix, s.ID)
			}
		}
	}
}

func TestDidYouMean(t *testing.T) {
	r := ask(t, search.Ask{Query: "xylofone zzgrt bennchmarkx"})
	if r.Total == 0 && r.DidYouMean == "" {
		t.Errorf("%+v", r)
	}
	if r := ask(t, search.Ask{Query: "qqqq wwww"}); r.Total != 0 || r.DidYouMean != "" {
		t.Errorf("%d found, %q", r.Total, r.DidYouMean)
	}
}

func FuzzSearch(f *testing.F) {
	for _, q := range []string{"buddies", `"a b" -c type:practice ab*`, "-", `-"`, "::", "a:b:c", "***", "é\u0301", "\x00"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := shared.index.Search(ctx, search.Ask{Query: query}); err != nil && kb.CodeOf(err) == kb.Internal {
			t.Errorf("%q: %v", query, err)
		}
	})
}
