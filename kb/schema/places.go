package schema

import "fmt"

// readPlaces notes which entities place in their values what their links lead to, and that there are such links.
func (s *Schema) readPlaces() error {
	for _, t := range s.Entities {
		for _, f := range s.placing(t, map[*Type]bool{}) {
			among := t.Field(f.Among)
			if among == nil || among.Relation == nil || !among.Relation.Out || len(among.Relation.Through) > 0 {
				return fmt.Errorf("%s: @reference(among: %q) names no field of links that start there", t.Name, f.Among)
			}
			t.Places = true
		}
	}
	return nil
}

// placing are the fields of a type, and of the values in it, that say among what their references must stand.
func (s *Schema) placing(t *Type, seen map[*Type]bool) []*Field {
	if seen[t] {
		return nil
	}
	seen[t] = true
	var all []*Field
	for _, f := range t.Fields {
		if f.Among != "" {
			all = append(all, f)
		}
		if inner := s.Types[f.Type]; inner != nil && !inner.Entity && f.Stored() {
			all = append(all, s.placing(inner, seen)...)
		}
	}
	return all
}
