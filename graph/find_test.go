package graph_test

import (
	"context"
	"math"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"

	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

func TestSearchOverTheContract(t *testing.T) {
	server := serve(t)
	var got struct {
		Search struct {
			TotalCount int
			Sequence   int
			Edges      []struct {
				Score      float64
				Node       struct{ ID, Name string }
				Highlights []struct {
					Field, Text string
					Places      []struct{ Start, End int }
				}
			}
			Facets []struct {
				Name   string
				Values []struct {
					Value, Label string
					Count        int
				}
			}
		}
	}
	data(t, server, `query @inContext(language: FR) { search(query: "εθελοντές γλώσσα", filter: {types: [PRACTICE], countries: ["territory/latvia"]}, first: 3) {
		totalCount sequence edges { score node { id ... on Entity { name } } highlights { field text places { start end } } } facets(names: ["country", "type"]) { name values { value label count } } } }`, nil, &got)
	s := got.Search
	if len(s.Edges) == 0 || s.Edges[0].Node.ID != "practice/jelgava-language-volunteers" || len(s.Edges[0].Highlights) == 0 || s.Sequence == 0 {
		t.Fatalf("%+v", s)
	}
	if len(s.Facets) != 2 || s.Facets[0].Name != "type" || s.TotalCount == 0 {
		t.Errorf("%+v", s.Facets)
	}
	for _, v := range s.Facets[0].Values {
		if v.Value == "practice" && v.Count != s.TotalCount {
			t.Errorf("%d practices are counted of %d", v.Count, s.TotalCount)
		}
	}
	labels := map[string]string{}
	for _, v := range s.Facets[1].Values {
		labels[v.Value] = v.Label
	}
	if labels["territory/belgium"] != "Belgique" {
		t.Errorf("labels %v", labels)
	}
	if r := ask(t, server, `{ search(query: "a \"b") { totalCount } }`, nil); r.code() != "INVALID" {
		t.Errorf("%s", r.body)
	}
	if r := ask(t, server, `{ search(query: "a") { facets(names: ["mood"]) { name } } }`, nil); r.code() != "INVALID" {
		t.Errorf("%s", r.body)
	}
}

// TestSearchIsNeverStale asks, writes, and asks for the write: the cache of answers knows how far the index is.
func TestSearchIsNeverStale(t *testing.T) {
	s, err := store.Open(context.Background(), t.TempDir(), declared)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	x, stop, err := follow(s, filepath.Join(t.TempDir(), "index"))
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	server := httptest.NewServer(graph.New(s, x, "test"))
	defer server.Close()
	for n := range 5 {
		var got struct{ Search struct{ TotalCount int } }
		query := `query ($n: Int) { search(query: "fountain", filter: {types: [SOURCE]}, minSequence: $n) { totalCount } }`
		data(t, server, query, map[string]any{"n": n}, &got)
		if got.Search.TotalCount != n {
			t.Fatalf("after %d writes %d are found", n, got.Search.TotalCount)
		}
		_, err := s.Commit(context.Background(), kb.ChangeSet{Time: store.Now(), Author: "test", Message: "test", Changes: []kb.Change{
			{Op: kb.Put, ID: "source/s" + string(rune('a'+n)), Body: map[string]any{"name": "Fountain", "kind": "WEB_PAGE"}}}})
		if err != nil {
			t.Fatal(err)
		}
	}
}

type matched struct {
	Score    float64
	Practice struct{ ID string }
	Reasons  []struct {
		Text    string
		Weight  float64
		Because *struct{ ID string }
	}
	Cautions []struct{ Text string }
}

func TestTransferable(t *testing.T) {
	server := serve(t)
	var got struct{ Transferable []matched }
	data(t, server, `{ transferable(to: {population: 80000, country: "territory/belgium", challenges: ["challenge/little-contact"], themes: ["theme/buddy-scheme"]}, first: 5) {
		score practice { id } reasons { text weight because { id } } cautions { text } } }`, nil, &got)
	if len(got.Transferable) != 5 || got.Transferable[0].Practice.ID != "practice/buddies-with-refugees" {
		t.Fatalf("%+v", got.Transferable)
	}
	for i, m := range got.Transferable {
		sum := 0.0
		for _, r := range m.Reasons {
			sum += r.Weight
		}
		if math.Abs(sum-m.Score) > 1e-9 || i > 0 && m.Score > got.Transferable[i-1].Score {
			t.Errorf("%s: the reasons weigh %g of %g", m.Practice.ID, sum, m.Score)
		}
	}
	data(t, server, `{ transferable(to: {city: "city/capaci"}, first: 50) { score practice { id } } }`, nil, &got)
	if slices.ContainsFunc(got.Transferable, func(m matched) bool {
		return m.Practice.ID == "practice/tutti-capaci" || m.Practice.ID == "practice/buddies-with-refugees"
	}) {
		t.Error("what Capaci does or took over is offered to Capaci")
	}
	for _, wrong := range []string{`{city: "city/atlantis"}`, `{themes: ["city/capaci"]}`, `{country: "Belgium"}`} {
		if r := ask(t, server, "{ transferable(to: "+wrong+") { score } }", nil); r.code() != "INVALID" {
			t.Errorf("%s: %s", wrong, r.body)
		}
	}
}

func TestSimilar(t *testing.T) {
	server := serve(t)
	var got struct {
		SimilarCities    []struct{ City struct{ ID string } }
		SimilarPractices []matched
		Suggest          []struct {
			Text   string
			Entity struct{ ID string }
		}
	}
	data(t, server, `{ similarCities(to: {city: "city/levadia"}) { city { id } } similarPractices(to: "practice/camim") { score practice { id } } suggest(prefix: "maison d'im") { text entity { id } } }`, nil, &got)
	if len(got.SimilarCities) == 0 || got.SimilarCities[0].City.ID == "city/levadia" {
		t.Errorf("%+v", got.SimilarCities)
	}
	if !slices.ContainsFunc(got.SimilarPractices, func(m matched) bool { return m.Practice.ID == "practice/maison-d-immersion" }) {
		t.Errorf("%+v", got.SimilarPractices)
	}
	if len(got.Suggest) == 0 || got.Suggest[0].Entity.ID != "practice/maison-d-immersion" {
		t.Errorf("%+v", got.Suggest)
	}
}
