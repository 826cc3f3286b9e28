package graph_test

import (
	"context"
	"testing"

	"github.com/praxis-kb/praxis/graph"
)

// The questions of the performance notes, asked of the corpus.
var questions = map[string]string{
	"Q1": "{ practices(first: 20) { nodes { id name summary city { name country } themes { nodes { name } } } } }",
	"Q2": `{ search(query: "language volunteers", filter: {types: [PRACTICE]}, first: 20) { totalCount facets(names: ["theme", "country"]) { name values { value label count } }
		nodes { id ... on Practice { name summary city { name } themes { nodes { name } } } } } }`,
	"Q3": "{ city(slug: \"mechelen\") { name practices { nodes { name benchmarks { nodes { name practices { nodes { name } } } } } } } }",
}

// BenchmarkAnswer asks by plan, by gqlgen, and what was asked before.
func BenchmarkAnswer(b *testing.B) {
	server, err := indexed()
	if err != nil {
		b.Fatal(err)
	}
	for name, query := range questions {
		ask := func(b *testing.B, server *graph.Server, variables func(i int) map[string]any) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if a := server.Execute(context.Background(), graph.Request{Query: query, Variables: variables(i)}, false); a.ETag == "" {
					b.Fatalf("%s", a.Body)
				}
			}
		}
		another := func(i int) map[string]any { return map[string]any{"n": i} } // ignored by the document, but another question to the cache
		b.Run(name+"/by=plan", func(b *testing.B) { ask(b, server, another) })
		b.Run(name+"/by=gqlgen", func(b *testing.B) { ask(b, server.Reference(), another) })
		b.Run(name+"/by=cache", func(b *testing.B) { ask(b, server, func(int) map[string]any { return nil }) })
	}
}
