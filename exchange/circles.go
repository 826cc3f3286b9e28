package exchange

import (
	"maps"
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

// lies notes that a row lies in another entity, in a hierarchy.
func (p *plan) lies(kind, id, in string) {
	if p.trees[kind] == nil {
		p.trees[kind] = map[string]string{}
	}
	p.trees[kind][id] = in
}

// circles refuses the rows that would lie within themselves.
func (p *plan) circles() error {
	for _, kind := range slices.Sorted(maps.Keys(p.trees)) {
		sound := map[string]bool{}
		for _, id := range slices.Sorted(maps.Keys(p.trees[kind])) {
			if err := p.climb(kind, id, sound); err != nil {
				return err
			}
		}
	}
	return nil
}

// climb goes up from an entity until it comes to the top, or to where it has been.
func (p *plan) climb(kind, id string, sound map[string]bool) error {
	var way []string
	here := map[string]int{}
	for id != "" && !sound[id] {
		if at, again := here[id]; again {
			p.refuseCircle(kind, way[at:])
			break
		}
		here[id] = len(way)
		way = append(way, id)
		above, err := p.above(kind, id)
		if err != nil {
			return err
		}
		id = above
	}
	for _, id := range way {
		sound[id] = true // or refused by now
	}
	return nil
}

func (p *plan) refuseCircle(kind string, ids []string) {
	for _, id := range ids {
		if i, ok := p.byID[id]; ok {
			p.refuse(i, p.schema.Kind(kind).Field.Name, kb.Invalid, "it would lie within itself")
		}
	}
}

// above is what an entity lies in, by its row or else by what stands.
func (p *plan) above(kind, id string) (string, error) {
	if _, here := p.byID[id]; here {
		return p.trees[kind][id], nil
	}
	e, err := p.dump.One(p.ctx, id)
	if err != nil || e == nil {
		return "", err
	}
	for _, c := range e.Links {
		if c.Kind == kind {
			return c.To, nil
		}
	}
	return "", nil
}
