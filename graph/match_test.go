package graph_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/graph"
)

// asked are profiles with the language that their matches are explained in.
var asked = []struct{ language, profile string }{
	{"EN", `{city: "city/capaci"}`},
	{"FR", `{city: "city/saint-jean-de-la-ruelle"}`},
	{"LV", `{city: "city/jelgava"}`},
	{"NL", `{city: "city/mechelen"}`},
	{"ES", `{city: "city/fuenlabrada", means: {money: 500000, volunteers: true}}`},
	{"EL", `{city: "city/levadia"}`},
	{"EN", `{population: 80000, country: "territory/belgium", languages: ["nl"], challenges: ["challenge/little-contact"], themes: ["theme/buddy-scheme"], means: {volunteers: true, staff: false, money: 20000}}`},
	{"IT", `{population: 15000, country: "territory/italy", themes: ["theme/education-and-training"], targetGroups: ["theme/women"], means: {money: 2000000, volunteers: false}}`},
	{"DE", `{population: 120000, foreignShare: 30, degreeOfUrbanisation: 1, themes: ["theme/participation", "theme/anti-rumours"]}`},
	{"SV", `{population: 9000, degreeOfUrbanisation: 2, languages: ["sv"], themes: ["theme/language-learning", "theme/volunteering"]}`},
	{"EN", `{population: 80000, country: "territory/belgium"}`},
	{"EN", `{population: 40000, languages: ["pl"], challenges: ["challenge/complex-administration"], targetGroups: ["theme/refugees"]}`},
	{"NL", `{population: 45000, country: "territory/greece", challenges: ["challenge/communication-gap"]}`},
	{"EN", `{means: {money: 2000000, volunteers: true, staff: false}}`},
}

const explained = "testdata/matches.txt"

// TestMatchesAreExplained compares the best three matches for fourteen profiles, each with its sentences, with those that
// are kept. After a change: go test ./graph -run Explained -update, and read the difference as the officer would.
func TestMatchesAreExplained(t *testing.T) {
	server := serve(t)
	var got strings.Builder
	for _, a := range asked {
		fmt.Fprintf(&got, "# %s in %s\n\n", a.profile, a.language)
		var answer struct{ Transferable []explainedMatch }
		data(t, server, "query @inContext(language: "+a.language+") { transferable(to: "+a.profile+`, first: 3) {
			score dimensions { dimension score } practice { id } reasons { rule dimension text weight because { id } } cautions { text weight } } }`, nil, &answer)
		for _, m := range answer.Transferable {
			m.write(&got)
		}
	}
	if *update {
		if err := os.WriteFile(explained, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(explained)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("other matches than %s holds:\n%s", explained, got.String())
	}
}

type explainedMatch struct {
	Score      float64
	Dimensions []struct {
		Dimension string
		Score     float64
	}
	Practice          struct{ ID string }
	Reasons, Cautions []struct {
		Text   string
		Weight float64
	}
}

func (m explainedMatch) write(to *strings.Builder) {
	fmt.Fprintf(to, "%g %s", m.Score, m.Practice.ID)
	for _, d := range m.Dimensions {
		fmt.Fprintf(to, ", %s %g", strings.ToLower(d.Dimension), d.Score)
	}
	to.WriteByte('\n')
	for _, r := range m.Reasons {
		fmt.Fprintf(to, "  + %g %s\n", r.Weight, r.Text)
	}
	for _, c := range m.Cautions {
		fmt.Fprintf(to, "  - %s\n", c.Text)
	}
	to.WriteByte('\n')
}

// TestNoBetterMatchIsMissed finds for each profile the same as rating all practices of the corpus does, however few are
// asked for.
func TestNoBetterMatchIsMissed(t *testing.T) {
	server, err := indexed()
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []map[string]any{
		{"city": "city/capaci"}, {"city": "city/jelgava"}, {"city": "city/levadia"}, {"city": "city/saint-jean-de-la-ruelle"}, {"city": "city/mechelen"},
		{"population": 80_000, "country": "territory/belgium"},
		{"population": 80_000, "country": "territory/belgium", "foreignShare": 30, "languages": []any{"nl"}, "means": map[string]any{"money": 500_000, "staff": true, "volunteers": true}},
		{"population": 15_000, "themes": []any{"theme/education-and-training", "theme/language-learning"}, "targetGroups": []any{"theme/women"}},
		{"themes": []any{"theme/participation"}, "challenges": []any{"challenge/little-contact"}},
	} {
		for _, first := range []int{1, 3, 50} {
			found, wanted, err := server.Ranked(context.Background(), to, first)
			if err != nil || len(found) == 0 || !slices.Equal(found, wanted) {
				t.Errorf("%v: %v\nof all %v, %v", to, found, wanted, err)
			}
		}
	}
}

func TestFormula(t *testing.T) {
	server := serve(t)
	var got struct {
		MatchFormula struct {
			SourceURL string
			Weights   []struct {
				Rule, Evidence string
				Weight         float64
				Most           int
			}
			SizeClasses []int
		}
		SimilarCities []explainedMatch
	}
	data(t, server, `{ matchFormula { sourceUrl sizeClasses weights { rule evidence weight most } }
		similarCities(to: {city: "city/levadia"}) { score dimensions { dimension score } reasons { text weight } cautions { text weight } } }`, nil, &got)
	if len(got.MatchFormula.Weights) < 30 || got.MatchFormula.SourceURL == "" || got.MatchFormula.SizeClasses[0] != 20_000 {
		t.Errorf("%+v", got.MatchFormula)
	}
	for _, m := range got.SimilarCities {
		sum := 0.0
		for _, d := range m.Dimensions {
			sum += d.Score
		}
		if sum != m.Score || len(m.Dimensions) != 4 {
			t.Errorf("%+v", m)
		}
	}
}

func TestLabels(t *testing.T) {
	server := serve(t)
	var got struct {
		Status, Types, All, None []struct{ Enum, Value, Label string }
		Search                   struct {
			Facets []struct {
				Name, Label string
				Values      []struct{ Value, Label string }
			}
		}
	}
	data(t, server, `query @inContext(language: FR) { status: labels(enum: "PracticeStatus") { enum value label } types: labels(enum: "EntityType") { value label }
		all: labels { enum value label } none: labels(enum: "Mood") { value }
		search(query: "") { facets(names: ["type", "status", "language", "evidence"]) { name label values { value label } } } }`, nil, &got)
	if len(got.Status) != 5 || got.Status[2].Value != "RUNNING" || got.Status[2].Label != "En cours" || got.None != nil || len(got.All) < 190 {
		t.Errorf("%+v, %d labels, %v", got.Status, len(got.All), got.None)
	}
	labels := map[string]string{}
	for _, l := range got.Types {
		labels[l.Value] = l.Label
	}
	for _, f := range got.Search.Facets {
		labels[f.Name] = f.Label
		for _, v := range f.Values {
			labels[f.Name+":"+v.Value] = v.Label
		}
	}
	for value, want := range map[string]string{"PRACTICE": "Bonne pratique", "type": "Type", "status": "État", "type:practice": "Bonne pratique",
		"status:RUNNING": "En cours", "language:nl": "néerlandais", "evidence:SELF_REPORT": "Autodéclaration"} {
		if labels[value] != want {
			t.Errorf("%s is called %q, not %q", value, labels[value], want)
		}
	}
}

// TestProfilesAreChecked refuses figures that no city has, and what tells nothing.
func TestProfilesAreChecked(t *testing.T) {
	server := serve(t)
	for wrong, says := range map[string]string{
		`{population: -1}`: "population: -1 is out of range", `{foreignShare: 101}`: "foreignShare", `{degreeOfUrbanisation: 4}`: "degreeOfUrbanisation",
		`{means: {money: -5}}`: "means.money", `{}`: "nothing is told of the city", `{means: {}}`: "nothing is told of the city",
		`{country: "territory/atlantis"}`: "Leave it out", `{themes: ["theme/none"]}`: `themes: \"theme/none\" is no id of a Theme`,
	} {
		if r := ask(t, server, "{ transferable(to: "+wrong+") { score } }", nil); r.code() != "INVALID" || !strings.Contains(string(r.body), says) {
			t.Errorf("%s: %s", wrong, r.body)
		}
	}
}

func BenchmarkTransferable(b *testing.B) {
	server, err := indexed()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if a := server.Execute(context.Background(), graph.Request{Query: `{ transferable(to: {city: "city/jelgava"}) { score } }`}, false); a.ETag == "" {
			b.Fatalf("%s", a.Body)
		}
	}
}
