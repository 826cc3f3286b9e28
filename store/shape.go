package store

import (
	"fmt"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// The shape of an entity says in one number what it has: on which bases it or a link of it cites, which of its lists are
// there, and at which of its relations links are, whatever they lead to is archived or not. There are few shapes, so that
// those with a gap are found without looking at what has none.

// bits are a set of what an entity may have.
type bits uint64

// maxBits is how many there may be: SQLite has no more in a number that is not negative.
const maxBits = 63

// shapes tell what each bit stands for.
type shapes struct {
	bases  map[string]bits
	fields map[*schema.Field]bits // relations, and facets that are lists
	lists  map[*schema.Type][]*schema.Field
	ends   map[ending]atEnds
}

// ending is a kind of link, with the type that it leads to.
type ending struct {
	kind string
	to   *schema.Type
}

// atEnds are what a link gives to where it starts and to where it leads.
type atEnds struct{ from, to bits }

// newShapes numbers them after the declaration. The error names a type that has too many.
func newShapes(s *schema.Schema) (*shapes, error) {
	all := &shapes{map[string]bits{}, map[*schema.Field]bits{}, map[*schema.Type][]*schema.Field{}, map[ending]atEnds{}}
	for i, basis := range s.Enums["Basis"] {
		all.bases[basis] = 1 << i
	}
	for _, t := range s.Entities {
		next := len(all.bases)
		for _, f := range t.Fields {
			if f.Relation == nil && !listed(f) {
				continue
			}
			if next == maxBits {
				return nil, fmt.Errorf("%s has more than %d lists and relations", t.Name, maxBits-len(all.bases))
			}
			all.fields[f] = 1 << next
			next++
			if f.Relation == nil {
				all.lists[t] = append(all.lists[t], f)
			}
		}
	}
	for _, kind := range s.Kinds {
		for _, to := range kind.To {
			all.ends[ending{kind.Stored, to}] = atEnds{all.read(kind, kind.From, to, true), all.read(kind, to, kind.From, false)}
		}
	}
	return all, nil
}

// read are the relations of a type that read a kind of link to or from another, out of it or in. Where they lead through
// parts, a link to a part is one.
func (s *shapes) read(kind *schema.Kind, of, other *schema.Type, out bool) (all bits) {
	for _, f := range of.Fields {
		r := f.Relation
		if r == nil || r.Out != out || !slices.Contains(r.Kinds, kind) {
			continue
		}
		part := out && slices.ContainsFunc(r.Through, func(k *schema.Kind) bool { return k.From == other })
		if len(r.Ends) > 1 || r.Ends[0] == other || part {
			all |= s.fields[f]
		}
	}
	return all
}

// listed tells whether a field is a list that is filtered by.
func listed(f *schema.Field) bool { return f.Facet && f.List && f.Stored() }

// anyBasis are the bits of all bases.
func (s *shapes) anyBasis() (all bits) {
	for _, bit := range s.bases {
		all |= bit
	}
	return all
}

// described says what they are made of, so that another declaration is told.
func (s *shapes) described(declared *schema.Schema) string {
	var text strings.Builder
	fmt.Fprint(&text, declared.Enums["Basis"])
	for _, t := range declared.Entities {
		for _, f := range t.Fields {
			if bit := s.fields[f]; bit != 0 {
				fmt.Fprintf(&text, " %s.%s %d", t.Path, f.Name, bit)
			}
		}
	}
	for _, kind := range declared.Kinds {
		for _, to := range kind.To {
			fmt.Fprint(&text, " ", kind.Stored, to.Path, s.ends[ending{kind.Stored, to}])
		}
	}
	return text.String()
}

// shaped selects the keys of the entities of a type that have one of some bits, or none of them: of each shape that is
// there once, which an index leads to from one to the next.
func shaped(t *schema.Type, some bits, has bool) string {
	return fmt.Sprintf(`WITH RECURSIVE one (has) AS (SELECT min(has) FROM shape WHERE type = '%[1]s'
			UNION ALL SELECT (SELECT min(s.has) FROM shape s WHERE s.type = '%[1]s' AND s.has > one.has) FROM one WHERE one.has IS NOT NULL)
		SELECT s.key FROM one CROSS JOIN shape s ON s.type = '%[1]s' AND s.has = one.has WHERE (one.has & %[2]d <> 0) = %[3]t`, t.Path, some, has)
}

// linkedAt selects the keys of the entities of a type that may have something at the other end of a relation, or nothing:
// none that does is left out. What is archived is nothing, and so is a part that has no whole.
func (s *shapes) linkedAt(t *schema.Type, f *schema.Field, has bool) string {
	r := f.Relation
	near, far := columnsOf(r)
	all := []string{"SELECT key FROM (" + shaped(t, s.fields[f], has) + ")"}
	to := func(from, key string) {
		all = append(all, fmt.Sprintf("SELECT l.%s FROM %s CROSS JOIN link l ON l.%s = %s AND l.kind IN (%s)", near, from, far, key, kindList(r.Kinds)))
	}
	const archived = "(SELECT key FROM entity INDEXED BY by_archived WHERE archived IS NOT NULL) a"
	if !has {
		to(archived, "a.key")
	}
	for _, whole := range r.Through {
		switch {
		case r.Out && !has:
			to("("+shaped(whole.From, s.fields[whole.Field], false)+") m", "m.key")
			to(archived+" CROSS JOIN link p ON p.to_key = a.key AND p.kind = '"+whole.Stored+"'", "p.from_key")
		case !r.Out && has:
			reached := s.ends[ending{r.Kinds[0].Stored, whole.From}].to
			all = append(all, fmt.Sprintf("SELECT w.to_key FROM (%s) m CROSS JOIN link w ON w.from_key = m.key AND w.kind = '%s'", shaped(whole.From, reached, true), whole.Stored))
		}
	}
	return strings.Join(all, " UNION ALL ")
}
