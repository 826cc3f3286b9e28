package main

import (
	"context"

	"github.com/praxis-kb/praxis/graph"
)

// pageAPI lets the pages ask the public contract within the process. Pages can only ask.
type pageAPI struct{ api *graph.Server }

func (p pageAPI) Ask(ctx context.Context, query string, variables map[string]any) []byte {
	return p.api.Execute(ctx, graph.Request{Query: query, Variables: variables}, false).Body
}
