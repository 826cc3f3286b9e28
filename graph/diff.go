package graph

import (
	"context"

	"github.com/praxis-kb/praxis/kb"
)

// Diff answers what differs between two states of the whole, from the log.
func (r queryResolver) Diff(ctx context.Context, from int, to, first *int, after *string, last *int, before *string) (*kb.EntityDifferenceConnection, error) {
	until := orDefault(to, int(r.store.Sequence()))
	items, cursors, info, err := r.store.Between(ctx, from, until, page{first, after, last, before}.arguments())
	total := func(ctx context.Context) (int, error) { return r.store.CountBetween(ctx, from, until) }
	return logPage(items, cursors, info, err, total, newEntityDifferenceConnection)
}
