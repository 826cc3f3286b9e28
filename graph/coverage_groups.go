package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

// Groups lays the practices of each group against the benchmark by themselves.
func (r coverageResolver) Groups(ctx context.Context, c *kb.Coverage, by kb.CoverageGrouping) ([]*kb.CoverageGroup, error) {
	targets, links := make([]kb.Entity, len(c.Rows)), map[int64][]*kb.Link{}
	for i, row := range c.Rows {
		targets[i], links[row.Target.Meta().Key] = row.Target, row.Links
	}
	p, err := r.placing(ctx, practicesOf(links))
	if err != nil {
		return nil, err
	}
	members := map[int64]map[int64]bool{}
	for _, practice := range practicesOf(links) {
		groups, err := p.groupsOf(practice, by)
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			if members[g] == nil {
				members[g] = map[int64]bool{}
			}
			members[g][practice] = true
		}
	}
	return p.groups(by, members, targets, links)
}

// groups are the groups there are: countries and associations by how many practices they have, size classes by size.
func (p *placing) groups(by kb.CoverageGrouping, members map[int64]map[int64]bool, targets []kb.Entity, links map[int64][]*kb.Link) ([]*kb.CoverageGroup, error) {
	keys := make([]int64, 0, len(members))
	for key := range members {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b int64) int {
		switch {
		case a == noPlace || b == noPlace:
			return cmp.Compare(b, a)
		case by == kb.CoverageGroupingSizeClass:
			return cmp.Compare(a, b)
		}
		return cmp.Or(cmp.Compare(len(members[b]), len(members[a])), cmp.Compare(a, b))
	})
	all := []*kb.CoverageGroup{}
	for _, key := range keys {
		g, err := p.group(by, key)
		if err != nil {
			return nil, err
		}
		g.PracticeCount = len(members[key])
		g.Rows = rowsOf(targets, links, func(practice int64) bool { return members[key][practice] })
		g.Gaps = gapsOf(g.Rows)
		all = append(all, g)
	}
	return all, nil
}

func (p *placing) group(by kb.CoverageGrouping, key int64) (*kb.CoverageGroup, error) {
	g := &kb.CoverageGroup{}
	if key == noPlace {
		return g, nil
	}
	if by == kb.CoverageGroupingSizeClass {
		name := p.speaks.Label("SizeClass", kb.AllSizeClass[key].String())
		g.SizeClass, g.Name = &kb.AllSizeClass[key], &name
		return g, nil
	}
	found, err := p.store.At(p.ctx, []int64{key})
	if err != nil || found[0] == nil {
		return g, err
	}
	name, _ := kb.NameOf(found[0]).Best(kb.LanguageOf(p.ctx))
	g.Place, g.Name = found[0], &name
	return g, nil
}
