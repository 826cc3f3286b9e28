package graph

import (
	"context"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// Disagreements are where different values stand for one indicator.
func (r datasetResolver) Disagreements(ctx context.Context, _ *kb.Dataset, first, skip *int) (*kb.Disagreements, error) {
	found, err := r.disputes(ctx)
	if err != nil {
		return nil, err
	}
	d := &kb.Disagreements{Count: len(found)}
	for _, one := range found {
		if one.SameTime {
			d.SameTimeCount++
		}
	}
	some, err := portion(found, first, skip)
	if err != nil {
		return nil, err
	}
	d.Items = []*kb.Disagreement{}
	for _, one := range some {
		item, err := r.disagreement(ctx, one)
		if err != nil {
			return nil, err
		}
		d.Items = append(d.Items, item)
	}
	d.Sources, err = r.sourcePairs(ctx)
	return d, err
}

func (r *Resolver) disagreement(ctx context.Context, o store.Disputed) (*kb.Disagreement, error) {
	found, err := r.store.At(ctx, []int64{o.Key})
	if err != nil {
		return nil, err
	}
	d := &kb.Disagreement{Entity: found[0], SameTime: o.SameTime}
	if d.Indicator, err = reference[*kb.Theme](ctx, r, o.Indicator); err != nil {
		return nil, err
	}
	d.Observations, err = r.observations(ctx, d.Entity, &o.Indicator)
	slices.SortStableFunc(d.Observations, func(a, b *kb.Observation) int {
		if a.Before(b) {
			return -1
		}
		return 1
	})
	return d, err
}

// mostPairs bounds the pairs of sources that are told: there may be as many as the square of the sources.
const mostPairs = 12

// sourcePairs are the sources that differ most often.
func (r *Resolver) sourcePairs(ctx context.Context) ([]*kb.SourcePair, error) {
	found, err := r.pairs(ctx)
	if err != nil {
		return nil, err
	}
	all := []*kb.SourcePair{}
	for _, p := range found[:min(len(found), mostPairs)] {
		one, err := reference[*kb.Source](ctx, r, p.One)
		if err != nil {
			return nil, err
		}
		other, err := reference[*kb.Source](ctx, r, p.Other)
		if err != nil {
			return nil, err
		}
		all = append(all, &kb.SourcePair{One: one, Other: other, Count: p.Count})
	}
	return all, nil
}
