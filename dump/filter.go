package dump

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// Filter says what of the graph a dump keeps. Values of one kind are joined by or, kinds by and; empty keeps all.
//
//   - Types: entities of these types and no others.
//   - Themes, Territories: entities about one of these themes or a narrower one; in, for or of one of these territories
//     or what lies in it. What cannot stand without a whole, such as the step of a plan, goes with it.
//   - Licences, Bases: of an entity only the facts for which a citation answers that has such a basis and points at a
//     source with such a licence: the fact's own citation, or else that of its field, or else that of the whole. Facts
//     that nothing answers for go too.
//
// With any but Types, what a kept fact leads to stands with its name, and a source whole.
type Filter struct {
	Types       []*schema.Type
	Themes      []string // ids
	Territories []string // ids
	Licences    []string // UnknownLicence is that of sources for which none is known
	Bases       []string // names of kb.Basis
}

// UnknownLicence names the licence of a source that has none.
const UnknownLicence = "unknown"

// The names of the parts of a filter, as flags and in addresses.
const byType, byTheme, byTerritory, byLicence, byBasis = "type", "theme", "territory", "licence", "basis"

// FilterNames are those of the parts of a filter.
var FilterNames = []string{byType, byTheme, byTerritory, byLicence, byBasis}

// filterTexts say what the parts of a filter keep.
var filterTexts = map[string]string{
	byType:      "Only these types, such as practice; may stand several times, as all others.",
	byTheme:     "Only what is about this theme or a narrower one, such as theme/housing, with what it leads to by name and the sources it cites.",
	byTerritory: "Only what is in, for or of this territory or what lies in it, such as territory/belgium, with the same.",
	byLicence:   "Only facts that cite a source with this licence; unknown for those of which none is known.",
	byBasis:     "Only facts on this basis: STATED, INFERRED or EDITORIAL.",
}

// ReadFilter reads a filter as flags and addresses have it. The error names what is wrong with it.
func ReadFilter(s *schema.Schema, values url.Values) (f Filter, err error) {
	for _, name := range slices.Sorted(maps.Keys(values)) { // so that the same is told of two that are wrong
		given := slices.DeleteFunc(slices.Clone(values[name]), func(v string) bool { return v == "" }) // a form sends what is left open
		switch name {
		case byType:
			f.Types, err = typesNamed(s, given)
		case byTheme:
			f.Themes, err = idsOf("theme", given)
		case byTerritory:
			f.Territories, err = idsOf("territory", given)
		case byLicence:
			f.Licences = given
		case byBasis:
			f.Bases, err = basesNamed(given)
		default:
			err = kb.Errorf(kb.Invalid, "there is no filter %q: choose among %s", name, strings.Join(FilterNames, ", "))
		}
		if err != nil {
			return Filter{}, err
		}
	}
	return f, nil
}

// Values writes the filter as addresses have it.
func (f Filter) Values() url.Values {
	values := url.Values{}
	for _, t := range f.Types {
		values.Add(byType, t.Path)
	}
	for name, given := range map[string][]string{byTheme: f.Themes, byTerritory: f.Territories, byLicence: f.Licences, byBasis: f.Bases} {
		if len(given) > 0 {
			values[name] = given
		}
	}
	return values
}

// typesNamed finds types by their names or by the first part of their ids; nil for all.
func typesNamed(s *schema.Schema, names []string) (types []*schema.Type, err error) {
	for _, t := range s.Entities {
		if slices.Contains(names, t.Name) || slices.Contains(names, t.Path) {
			types = append(types, t)
		}
	}
	for _, name := range names {
		if s.ByPath(name) == nil && !slices.ContainsFunc(types, func(t *schema.Type) bool { return t.Name == name }) {
			return nil, kb.Errorf(kb.NotFound, "%q is no type, such as Practice or city", name)
		}
	}
	return types, nil
}

func idsOf(path string, given []string) ([]string, error) {
	ids := make([]string, len(given))
	for i, id := range given {
		if !strings.Contains(id, "/") {
			id = path + "/" + id
		}
		if of, _ := kb.SplitID(id); of != path {
			return nil, kb.Errorf(kb.Invalid, "%q is no %s: write %s/slug, as its page has it", id, path, path)
		}
		ids[i] = id
	}
	return ids, nil
}

func basesNamed(given []string) (bases []string, err error) {
	for _, name := range given {
		basis := kb.Basis(strings.ToUpper(name))
		if !basis.IsValid() {
			return nil, kb.Errorf(kb.Invalid, "%q is no basis: choose among STATED, INFERRED, EDITORIAL", name)
		}
		bases = append(bases, string(basis))
	}
	return bases, nil
}

func (f Filter) empty() bool { return len(f.Types) == 0 && !f.byFacts() && !f.byPlace() }

// byFacts tells whether the filter looks at what answers for a fact.
func (f Filter) byFacts() bool { return len(f.Licences)+len(f.Bases) > 0 }

// byPlace tells whether the filter looks at what an entity is about and where.
func (f Filter) byPlace() bool { return len(f.Themes)+len(f.Territories) > 0 }

// of is what the filter keeps of a graph. It reads through it first, and remembers the ids that stay.
func (f Filter) of(ctx context.Context, from *store.Dump, s *schema.Schema) (exchange.Entities, error) {
	if !f.byFacts() && !f.byPlace() {
		return from, nil
	}
	k := &kept{schema: s, from: from, filter: f, stands: map[string]extent{}, counts: map[string]int{}}
	if err := k.choose(ctx); err != nil {
		return nil, err
	}
	return k, k.survey(ctx)
}
