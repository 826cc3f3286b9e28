package graph_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/praxis-kb/praxis/graph"
)

// The questions of the performance notes, asked of the corpus without the cache of answers: a comment makes each new.
var questions = map[string]string{
	"Q1": "{ practices(first: 20) { nodes { id name summary city { name country } themes { nodes { name } } } } }",
	"Q3": "{ city(slug: \"mechelen\") { name practices { nodes { name benchmarks { nodes { name practices { nodes { name } } } } } } } }",
}

func BenchmarkAnswer(b *testing.B) {
	server, err := indexed()
	if err != nil {
		b.Fatal(err)
	}
	for name, query := range questions {
		for _, cached := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/cached=%v", name, cached), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					r := graph.Request{Query: query}
					if !cached {
						r.Variables = map[string]any{"n": i} // ignored by the document, but another question to the cache
					}
					if a := server.Execute(context.Background(), r, false); a.ETag == "" {
						b.Fatalf("%s", a.Body)
					}
				}
			})
		}
	}
}
