package search

import "cmp"

// Like gives what shares most with something that has these values of facets, of one type, by how many it shares: the
// candidates that a closer look is worth. The values are those with what is wider, as a question would count them.
func (x *Index) Like(typ string, wanted map[string][]string, most int) ([]string, error) {
	v, done, err := x.look()
	if err != nil {
		return nil, err
	}
	defer done()
	of, ok := x.values.find(byType, typ)
	if !ok {
		return []string{}, nil
	}
	var sets [facetCount]set
	for f, name := range facetNames {
		for _, text := range wanted[name] {
			if one, ok := x.values.find(facet(f), text); ok {
				sets[f].add(one)
			}
		}
	}
	all := best[hit]{size: most, compare: func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id(), b.id())) }}
	for _, s := range v.segments {
		for n := range uint32(len(s.values.from)) {
			values := s.values.at(n)
			if len(values) == 0 || values[0] != of || s.gone != nil && s.gone.Contains(n) {
				continue
			}
			shares := 0
			for _, one := range values {
				if sets[one.facet()].has(one) {
					shares++
				}
			}
			all.offer(hit{s.columns, n, float64(shares)})
		}
	}
	ids := []string{}
	for _, h := range all.sorted() {
		ids = append(ids, h.id())
	}
	return ids, nil
}
