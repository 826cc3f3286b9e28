package graph

import (
	"context"
	"fmt"
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

// placed reads a filter: which of some practices it keeps.
func (r *Resolver) placed(ctx context.Context, filter map[string]any, practices []int64) (func(int64) bool, error) {
	asked, err := plain(filter)
	if err != nil || len(asked) == 0 {
		return func(int64) bool { return true }, err
	}
	p, err := r.placing(ctx, practices)
	if err != nil {
		return nil, err
	}
	territories, err := p.rows("territories", "Territory", asked)
	if err != nil {
		return nil, err
	}
	associations, err := p.rows("associations", "Association", asked)
	if err != nil {
		return nil, err
	}
	sizes := sizesOf(asked)
	kept := map[int64]bool{}
	for _, practice := range practices {
		class, err := p.sizeClass(practice)
		if err != nil {
			return nil, err
		}
		kept[practice] = meets(territories, p.territories(practice)...) && meets(associations, p.associations(practice)...) && meets(sizes, class)
	}
	return func(practice int64) bool { return kept[practice] }, nil
}

// meets tells whether any value is wanted; where nothing is named, all are.
func meets(wanted []int64, values ...int64) bool {
	return wanted == nil || slices.ContainsFunc(values, func(v int64) bool { return slices.Contains(wanted, v) })
}

// rows are those of the entities that a field of the filter names; nil where it names none.
func (p *placing) rows(name, typ string, asked map[string]any) ([]int64, error) {
	list, given := asked[name].([]any)
	if !given {
		return nil, nil
	}
	rows := []int64{}
	for _, id := range list {
		e, err := p.named(name, fmt.Sprint(id), typ)
		if err != nil {
			return nil, err
		}
		rows = append(rows, e.Meta().Key)
	}
	return rows, nil
}

func sizesOf(asked map[string]any) []int64 {
	list, given := asked["sizeClasses"].([]any)
	if !given {
		return nil
	}
	sizes := []int64{}
	for _, name := range list {
		sizes = append(sizes, int64(slices.Index(kb.AllSizeClass, kb.SizeClass(fmt.Sprint(name)))))
	}
	return sizes
}
