package dump

import (
	"context"

	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// Filter says what of the graph a dump keeps; empty keeps all.
type Filter struct {
	Types []*schema.Type // nil is all
}

// of is what the filter keeps of a graph.
func (f Filter) of(_ context.Context, from *store.Dump, _ *schema.Schema) (exchange.Entities, error) {
	return from, nil
}
