package graph

import (
	"context"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/language"
)

// Coverage lays practices against what a benchmark asks for.
func (r queryResolver) Coverage(ctx context.Context, benchmark string, filter map[string]any) (*kb.Coverage, error) {
	e, err := r.store.Entity(ctx, benchmark)
	b, ok := e.(*kb.Benchmark)
	if err != nil || !ok {
		return nil, err
	}
	targets, links, err := r.aligned(ctx, b)
	if err != nil {
		return nil, err
	}
	unaligned, err := r.store.Unaligned(ctx, b)
	if err != nil {
		return nil, err
	}
	keep, err := r.placed(ctx, filter, append(practicesOf(links), unaligned...))
	if err != nil {
		return nil, err
	}
	c := &kb.Coverage{Benchmark: b, Incompleteness: incompleteness(ctx, b), Rows: rowsOf(targets, links, keep), UnalignedKeys: only(unaligned, keep)}
	c.Gaps, c.PracticeCount, c.UnalignedCount = gapsOf(c.Rows), practiceCount(c.Rows), len(c.UnalignedKeys)
	return c, nil
}

// aligned are what a benchmark asks for, and the practices aligned with it. The benchmark itself is asked for where
// nothing else is known, or where practices are aligned with it as a whole.
func (r *Resolver) aligned(ctx context.Context, b *kb.Benchmark) ([]kb.Entity, map[int64][]*kb.Link, error) {
	factors, err := r.store.KeyFactors(ctx, b)
	if err != nil {
		return nil, nil, err
	}
	targets := append([]kb.Entity{b}, factors...)
	links, err := r.store.Alignments(ctx, targets)
	if len(factors) > 0 && len(links[b.Key]) == 0 {
		targets = factors
	}
	return targets, links, err
}

func practicesOf(links map[int64][]*kb.Link) []int64 {
	var all []int64
	for _, list := range links {
		for _, l := range list {
			all = append(all, l.FromKey)
		}
	}
	return all
}

func only(practices []int64, keep func(practice int64) bool) []int64 {
	kept := []int64{}
	for _, p := range practices {
		if keep(p) {
			kept = append(kept, p)
		}
	}
	return kept
}

// rowsOf lays the practices that are kept against their targets.
func rowsOf(targets []kb.Entity, links map[int64][]*kb.Link, keep func(practice int64) bool) []*kb.CoverageRow {
	rows := make([]*kb.CoverageRow, len(targets))
	for i, t := range targets {
		row := &kb.CoverageRow{Target: t}
		answered := false
		for _, l := range links[t.Meta().Key] {
			if keep(l.FromKey) {
				row.Links = append(row.Links, l)
				answered = answered || shows(l)
			}
		}
		row.PracticeCount = len(row.Links)
		wanted := len(targets) == 1 // the benchmark itself is wanted where nothing else is known
		if factor, ok := t.(*kb.KeyFactor); ok {
			row.Kind, wanted = &factor.Kind, factor.Kind == kb.KeyFactorKindKey
		}
		row.Gap = wanted && !answered
		rows[i] = row
	}
	return rows
}

// shows tells whether an alignment shows how something is done, rather than what happens without it.
func shows(l *kb.Link) bool {
	var carried kb.CoverageCell
	return properties(l, &carried) == nil && carried.Relation != kb.AlignmentRelationCounterExample
}

func gapsOf(rows []*kb.CoverageRow) []*kb.CoverageRow {
	gaps := []*kb.CoverageRow{}
	for _, row := range rows {
		if row.Gap {
			gaps = append(gaps, row)
		}
	}
	return gaps
}

// practiceCount counts the practices of rows, each once.
func practiceCount(rows []*kb.CoverageRow) int {
	seen := map[int64]bool{}
	for _, row := range rows {
		for _, l := range row.Links {
			seen[l.FromKey] = true
		}
	}
	return len(seen)
}

// incompleteness says what is missing of a benchmark's own list.
func incompleteness(ctx context.Context, b *kb.Benchmark) *string {
	if b.Completeness == kb.CompletenessComplete {
		return nil
	}
	text := language.In(kb.LanguageOf(ctx)).Say("coverage."+b.Completeness.String(), nil)
	if b.CompletenessNote != nil {
		note, _ := b.CompletenessNote.Best(kb.LanguageOf(ctx))
		text += " " + note
	}
	return &text
}
