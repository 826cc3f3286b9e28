package graph

import (
	"context"

	"github.com/praxis-kb/praxis/kb"
)

// The lists of a coverage, which are read when they are asked for.

// Cells are the practices of a row.
func (r coverageRowResolver) Cells(ctx context.Context, row *kb.CoverageRow, first *int) ([]*kb.CoverageCell, error) {
	n, err := atMost("first", first, kb.DefaultPage, kb.MaxPage)
	if err != nil {
		return nil, err
	}
	links := row.Links[:min(n, len(row.Links))]
	keys := make([]int64, len(links))
	for i, l := range links {
		keys[i] = l.FromKey
	}
	practices, err := r.store.At(ctx, keys)
	if err != nil {
		return nil, err
	}
	cells := []*kb.CoverageCell{}
	for i, l := range links {
		cell := &kb.CoverageCell{Link: l}
		if err := properties(l, cell); err != nil {
			return nil, err
		}
		if p, ok := practices[i].(*kb.Practice); ok {
			cell.Practice = p
			cells = append(cells, cell)
		}
	}
	return cells, nil
}

// Unaligned are practices that could be aligned with the benchmark.
func (r coverageResolver) Unaligned(ctx context.Context, c *kb.Coverage, first *int) ([]*kb.Practice, error) {
	n, err := atMost("first", first, kb.DefaultPage, kb.MaxPage)
	if err != nil {
		return nil, err
	}
	found, err := r.store.At(ctx, c.UnalignedKeys[:min(n, len(c.UnalignedKeys))])
	all := []*kb.Practice{}
	for _, e := range found {
		if p, ok := e.(*kb.Practice); ok {
			all = append(all, p)
		}
	}
	return all, err
}

// atMost reads how many are wanted.
func atMost(name string, given *int, otherwise, most int) (int, error) {
	n := orDefault(given, otherwise)
	if n < 1 || n > most {
		return 0, kb.Errorf(kb.Invalid, "%s is %d; it may be 1 to %d", name, n, most)
	}
	return n, nil
}
