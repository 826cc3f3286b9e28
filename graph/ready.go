package graph

import (
	"context"
	"log/slog"
	"time"

	"github.com/praxis-kb/praxis/store"
)

// calm is how long nothing may be committed before what is kept is worked out again: an import commits more often.
const calm = 2 * time.Second

// KeepReady works out what is kept of the whole graph before anybody asks for it: after the start, and whenever commits have
// calmed down, one thing after the other. It ends with the context, once what it is at is done.
func (s *Server) KeepReady(ctx context.Context) {
	ticks := time.NewTicker(calm)
	defer ticks.Stop()
	k := keeper{Resolver: s.resolver}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
			k.tick(ctx)
		}
	}
}

// keeper knows the state that it saw last, and the one that it worked out what is kept of.
type keeper struct {
	*Resolver
	seen, ready store.State
}

// tick works out what is kept where nothing was committed since the tick before, and that is not done yet.
func (k *keeper) tick(ctx context.Context) {
	now := k.store.State()
	if now == k.seen && now != k.ready {
		k.prepare(ctx, now)
		k.ready = now
	}
	k.seen = now
}

// prepare works out what is kept of a state, until there is another one. What was begun is finished, so that nothing goes on
// behind the store when that is closed.
func (r *Resolver) prepare(ctx context.Context, at store.State) {
	for _, find := range []func(context.Context) error{
		ready(r.drawing), ready(r.centralities), ready(r.successions), ready(r.sourceUses), ready(r.pairs), ready(r.known), ready(r.disputes),
	} {
		if ctx.Err() != nil || r.store.State() != at {
			return
		}
		if err := find(context.WithoutCancel(ctx)); err != nil {
			slog.Error("work out what is kept of the whole graph", "error", err)
		}
	}
}

// ready is the finding of something, for what is kept of it.
func ready[T any](find func(context.Context) (T, error)) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := find(ctx)
		return err
	}
}

// What is kept of the whole graph, each under a name of its own.

func (r *Resolver) drawing(ctx context.Context) (*drawn, error) {
	return once(ctx, r, "layout", r.draw)
}

func (r *Resolver) centralities(ctx context.Context) (*ranked, error) {
	return once(ctx, r, "centrality", r.rank)
}

func (r *Resolver) successions(ctx context.Context) (*succession, error) {
	return once(ctx, r, "chains", r.succession)
}

func (r *Resolver) pairs(ctx context.Context) ([]store.SourcePair, error) {
	return once(ctx, r, "pairs", r.store.SourcePairs)
}

func (r *Resolver) known(ctx context.Context) ([]store.Known, error) {
	return once(ctx, r, "completeness", r.store.Completeness)
}

func (r *Resolver) disputes(ctx context.Context) ([]store.Disputed, error) {
	return once(ctx, r, "disagreements", r.store.Disputes)
}
