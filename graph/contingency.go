package graph

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/language"
	"github.com/praxis-kb/praxis/store"
)

// ContingencyTable counts what has each pair of values of two dimensions.
func (r datasetResolver) ContingencyTable(ctx context.Context, _ *kb.Dataset, rows kb.Dimension, columns *kb.Dimension,
	of kb.CountedUnit, types []string, first *int) (*kb.ContingencyTable, error) {
	most, err := atMost("first", first, kb.DefaultPage, kb.MaxPage)
	if err != nil {
		return nil, err
	}
	by := []string{rows.String()}
	if columns != nil {
		by = append(by, columns.String())
	}
	t := tabling{r.Resolver, ctx, store.Counted{Citations: of == kb.CountedUnitCitations, Types: r.paths(types), Dimensions: by}, most}
	return t.table(by)
}

// paths are types by the first part of their ids; none where none are named, which are all.
func (r *Resolver) paths(types []string) []string {
	var all []string
	for _, t := range r.schema.Entities {
		if slices.Contains(types, t.Enum()) {
			all = append(all, t.Path)
		}
	}
	return all
}

// tabling makes one table.
type tabling struct {
	*Resolver
	ctx  context.Context
	of   store.Counted
	most int // rows, and columns
}

func (t tabling) table(by []string) (*kb.ContingencyTable, error) {
	table := &kb.ContingencyTable{Columns: []*kb.ContingencyCategory{}, Cells: []*kb.ContingencyCell{}}
	whole, err := t.store.Tallies(t.ctx, t.of)
	if err != nil {
		return nil, err
	}
	table.Total = whole[0].Count
	if table.Rows, table.OmittedRows, err = t.categories(by[0]); err != nil || len(by) == 1 {
		return table, err
	}
	if table.Columns, table.OmittedColumns, err = t.categories(by[1]); err != nil {
		return nil, err
	}
	table.Cells, err = t.cells(by, places(table.Rows), places(table.Columns))
	return table, err
}

// categories are the values of a dimension, those with most first and those of one count by value, and how many more
// there are.
func (t tabling) categories(of string) (all []*kb.ContingencyCategory, more int, err error) {
	found, err := t.store.Tallies(t.ctx, t.of, of)
	if err != nil {
		return nil, 0, err
	}
	slices.SortFunc(found, func(a, b store.Tally) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Values[0], b.Values[0])) })
	all = []*kb.ContingencyCategory{}
	for _, f := range found[:min(t.most, len(found))] {
		label, err := t.label(of, f.Values[0])
		if err != nil {
			return nil, 0, err
		}
		c := &kb.ContingencyCategory{Label: label, Count: f.Count}
		if f.Values[0] != "" {
			c.Value = &f.Values[0]
		}
		all = append(all, c)
	}
	return all, len(found) - len(all), nil
}

func (t tabling) label(of, value string) (string, error) {
	speaks := language.In(kb.LanguageOf(t.ctx))
	switch {
	case value == "":
		return speaks.Say("whole.unknown", nil), nil
	case of == "BASIS":
		return speaks.Label("Basis", value), nil
	}
	return t.facetLabel(t.ctx, speaks, strings.ToLower(of), value)
}

// cells are where the categories of two dimensions meet, row by row.
func (t tabling) cells(by []string, rows, columns map[string]int) ([]*kb.ContingencyCell, error) {
	found, err := t.store.Tallies(t.ctx, t.of, by...)
	all := []*kb.ContingencyCell{}
	for _, f := range found {
		row, in := rows[f.Values[0]]
		column, also := columns[f.Values[1]]
		if in && also {
			all = append(all, &kb.ContingencyCell{Row: row, Column: column, Count: f.Count})
		}
	}
	slices.SortFunc(all, func(a, b *kb.ContingencyCell) int { return cmp.Or(a.Row-b.Row, a.Column-b.Column) })
	return all, err
}

// places tells where each value stands.
func places(of []*kb.ContingencyCategory) map[string]int {
	all := map[string]int{}
	for i, c := range of {
		value := ""
		if c.Value != nil {
			value = *c.Value
		}
		all[value] = i
	}
	return all
}
