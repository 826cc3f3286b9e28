package search_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/search"
)

// TestSentences asks as people write: each question finds, among the first few, what the words that matter find.
func TestSentences(t *testing.T) {
	cases := map[string]struct{ query, want string }{
		"an apostrophe ties no phrase":      {"manque d'argent pour l'intégration", "challenge/low-municipal-capacity"},
		"nor does a curly one":              {"pas assez d’argent", "challenge/project-based-funding"},
		"a verb that is denied":             {"we don't have interpreters", "theme/interpretation"},
		"words that only ask":               {"wie finden wir denn nur Dolmetscher", "theme/interpretation"},
		"two nouns in one word":             {"Flüchtlingswohnungen", "theme/housing"},
		"two nouns in one word, in Dutch":   {"vrijwilligersproject", "toolkit/volunteers-for-newcomers"},
		"two nouns in one word, in Swedish": {"flyktingbostäder", "theme/housing"},
		"a name with a small word in it":    {"accueil des primo-arrivants", "theme/reception-of-newcomers"},
		"one word of two, where both miss":  {"rumeurs sur les étrangers", "theme/anti-rumours"},
		"a long sentence":                   {"what can we do so that the people who have come to us and who do not speak the language of the town can talk with volunteers", "practice/maison-d-immersion"},
	}
	ten := 10
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if found := ids(ask(t, search.Ask{Query: c.query, Page: kb.PageArguments{First: &ten}})); !slices.Contains(found, c.want) {
				t.Errorf("%q: without %s: %v", c.query, c.want, found)
			}
		})
	}
}

// TestFewerWords asks for more than anything has: what has all of it stands first, and the answer says what else is there.
func TestFewerWords(t *testing.T) {
	r := ask(t, search.Ask{Query: "MILMA Fuenlabrada companies training zebra"})
	if !r.Relaxed || r.Total < 5 || !strings.Contains(r.Hits[0].ID, "milma") {
		t.Errorf("relaxed %v, %d found: %v", r.Relaxed, r.Total, ids(r))
	}
	if r := ask(t, search.Ask{Query: "language volunteers"}); r.Relaxed {
		t.Error("two words that many have are not relaxed")
	}
}

// TestWideWords asks for whom or where beside what: that need not be found, unless nothing else is.
func TestWideWords(t *testing.T) {
	many := 100
	found := ids(ask(t, search.Ask{Query: "interpreters for refugees", Page: kb.PageArguments{First: &many}}))
	if !slices.Contains(found, "theme/interpretation") || slices.Contains(found, "practice/estia-levadia") {
		t.Errorf("interpreters, whoever needs them, and refugees only with them: %v", found)
	}
	alone, beside := ask(t, search.Ask{Query: "refugees"}), ask(t, search.Ask{Query: "xylophonists for refugees"})
	if alone.Total == 0 || beside.Total != alone.Total || !beside.Relaxed || alone.Relaxed {
		t.Errorf("%d and %d, relaxed %v and %v", alone.Total, beside.Total, alone.Relaxed, beside.Relaxed)
	}
}

// TestPlaces names a place beside what is sought: what lies there is found first, and alone where it is enough, be it in a
// city of the country.
func TestPlaces(t *testing.T) {
	many := 100
	for query, want := range map[string]struct{ with, without string }{
		"volunteers in Belgium": {"practice/welcome-cafes", "practice/jelgava-volunteering"},
		"συμβούλιο Ελλάδα":      {"practice/levadia-integration-council", "practice/flemish-participation-board"},
		"Griechenland":          {"practice/estia-levadia", "practice/camim"},
	} {
		found := ids(ask(t, search.Ask{Query: query, Page: kb.PageArguments{First: &many}}))
		if !slices.Contains(found, want.with) || slices.Contains(found, want.without) {
			t.Errorf("%s: with %s and without %s: %v", query, want.with, want.without, found)
		}
	}
	if few := ask(t, search.Ask{Query: "interpreters Amadora"}); !few.Relaxed || few.Total < 5 {
		t.Errorf("too little lies there: %d, relaxed %v", few.Total, few.Relaxed)
	}
}
