package graph

import (
	"context"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// What the knowledge base is made of, and what it leans on.

// SourceConcentration tells how the facts lean on sources.
func (r datasetResolver) SourceConcentration(ctx context.Context, _ *kb.Dataset) (*kb.SourceConcentration, error) {
	used, err := r.sourceUses(ctx)
	if err != nil {
		return nil, err
	}
	c, all := &kb.SourceConcentration{Facts: used.facts}, 0
	for _, u := range used.of {
		c.SoleFacts += u.Sole
		all += u.Facts
	}
	for _, u := range used.of {
		part := share(u.Facts, all)
		c.Herfindahl += part * part
	}
	return c, nil
}

// Sources are the sources that carry most.
func (r sourceConcentrationResolver) Sources(ctx context.Context, c *kb.SourceConcentration, first, skip *int) ([]*kb.SourceShare, error) {
	used, err := r.sourceUses(ctx)
	if err != nil {
		return nil, err
	}
	some, err := portion(used.of, first, skip)
	if err != nil {
		return nil, err
	}
	return shown(ctx, r.Resolver, some, func(u store.SourceUse) int64 { return u.Key }, func(u store.SourceUse, e kb.Entity) *kb.SourceShare {
		return &kb.SourceShare{Source: e.(*kb.Source), Facts: u.Facts, Share: share(u.Facts, c.Facts), SoleFacts: u.Sole}
	})
}

// sourceUses are how often each source is cited.
type sourceUses struct {
	of    []store.SourceUse
	facts int
}

func (r *Resolver) sourceUses(ctx context.Context) (*sourceUses, error) {
	return once(ctx, r, "sources", func(ctx context.Context) (*sourceUses, error) {
		of, facts, err := r.store.SourceUses(ctx)
		return &sourceUses{of, facts}, err
	})
}

// Completeness tells how often what may be left open is known.
func (r datasetResolver) Completeness(ctx context.Context, _ *kb.Dataset, types []string) ([]*kb.FieldCompleteness, error) {
	known, err := r.known(ctx)
	all := []*kb.FieldCompleteness{}
	for _, k := range known {
		if len(types) == 0 || slices.Contains(types, k.Type.Enum()) {
			all = append(all, &kb.FieldCompleteness{Type: k.Type.Enum(), Field: k.Field, Link: k.Link, Known: k.Known,
				Unknown: k.All - k.Known, Share: share(k.Known, k.All)})
		}
	}
	return all, err
}

func share(part, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(part) / float64(of)
}

// portion is what is asked for of a list that is worked out as a whole.
func portion[T any](all []T, first, skip *int) ([]T, error) {
	n, err := atMost("first", first, kb.DefaultPage, kb.MaxPage)
	if err != nil {
		return nil, err
	}
	before := orDefault(skip, 0)
	if before < 0 {
		return nil, kb.Errorf(kb.Invalid, "skip is %d; it may be 0 or more", before)
	}
	all = all[min(before, len(all)):]
	return all[:min(n, len(all))], nil
}

// shown makes of some rows what is answered, with the entity of each; one whose entity has gone is left out.
func shown[T, A any](ctx context.Context, r *Resolver, some []T, key func(T) int64, make func(T, kb.Entity) A) ([]A, error) {
	keys := []int64{}
	for _, one := range some {
		keys = append(keys, key(one))
	}
	found, err := r.store.At(ctx, keys)
	all := []A{}
	for i, e := range found {
		if e != nil {
			all = append(all, make(some[i], e))
		}
	}
	return all, err
}
