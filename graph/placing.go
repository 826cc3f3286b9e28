package graph

import (
	"context"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/match"
	"github.com/praxis-kb/praxis/store"
)

// noPlace is the group of practices without a place of the kind that is grouped by.
const noPlace = int64(-1)

// placing tells where practices are, by the ways that a coverage groups and filters them.
type placing struct {
	matcher
	places  map[int64]*store.Place
	sizes   map[int64]int64 // of cities, once they are known
	country map[int64]bool  // whether a territory is one, once it is known
}

func (r *Resolver) placing(ctx context.Context, practices []int64) (*placing, error) {
	places, err := r.store.Places(ctx, practices)
	return &placing{r.matcher(ctx), places, map[int64]int64{}, map[int64]bool{}}, err
}

// sizeClass is the size class of a practice's city, as a number.
func (p *placing) sizeClass(practice int64) (int64, error) {
	at := p.places[practice]
	if at == nil || at.City == 0 {
		return noPlace, nil
	}
	if class, known := p.sizes[at.City]; known {
		return class, nil
	}
	found, err := p.store.At(p.ctx, []int64{at.City})
	if err != nil {
		return noPlace, err
	}
	city, _ := found[0].(*kb.City)
	if city == nil {
		return noPlace, nil
	}
	population, err := p.figure(city, kb.Population)
	p.sizes[at.City] = int64(match.SizeClass(int(population)))
	return p.sizes[at.City], err
}

// countriesOf are the countries that a practice is done in: one, but for a territory across borders.
func (p *placing) countriesOf(practice int64) ([]int64, error) {
	var all []int64
	for _, key := range p.territories(practice) {
		if _, known := p.country[key]; !known {
			found, err := p.store.At(p.ctx, []int64{key})
			if err != nil {
				return nil, err
			}
			t, _ := found[0].(*kb.Territory)
			p.country[key] = t != nil && t.Level == kb.TerritoryLevelCountry
		}
		if p.country[key] {
			all = append(all, key)
		}
	}
	return all, nil
}

func (p *placing) territories(practice int64) []int64 {
	if at := p.places[practice]; at != nil {
		return at.Territories
	}
	return nil
}

func (p *placing) associations(practice int64) []int64 {
	if at := p.places[practice]; at != nil {
		return at.Associations
	}
	return nil
}

// groupsOf are the groups that a practice stands in.
func (p *placing) groupsOf(practice int64, by kb.CoverageGrouping) (groups []int64, err error) {
	switch by {
	case kb.CoverageGroupingCountry:
		groups, err = p.countriesOf(practice)
	case kb.CoverageGroupingAssociation:
		groups = p.associations(practice)
	case kb.CoverageGroupingSizeClass:
		class, err := p.sizeClass(practice)
		return []int64{class}, err
	}
	if len(groups) == 0 {
		groups = []int64{noPlace}
	}
	return groups, err
}
