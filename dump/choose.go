package dump

import (
	"context"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// The links by which something lies in a territory or is narrower than a theme.
var (
	intoTerritory = []string{"territory.partOf", "city.in"}
	intoTheme     = []string{"theme.broader"}
)

// choose finds the sources of the wanted licences, and the entities of the wanted themes and territories.
func (k *kept) choose(ctx context.Context) (err error) {
	if len(k.filter.Licences) > 0 {
		if k.licensed, err = licensed(ctx, k.from, k.filter.Licences); err != nil {
			return err
		}
	}
	for _, by := range []struct{ ids, through []string }{{k.filter.Themes, intoTheme}, {k.filter.Territories, intoTerritory}} {
		if len(by.ids) == 0 {
			continue
		}
		within, err := k.from.Below(ctx, by.ids, by.through)
		if err != nil {
			return err
		}
		touching, err := k.touching(ctx, within)
		if err != nil {
			return err
		}
		k.chosen = both(k.chosen, touching)
	}
	return nil
}

func licensed(ctx context.Context, from *store.Dump, wanted []string) (map[string]bool, error) {
	all, err := from.Licences(ctx)
	if err != nil {
		return nil, err
	}
	var stored, known []string
	for _, licence := range all {
		name := licence
		if name == "" {
			name = UnknownLicence
		}
		known = append(known, name)
		if slices.ContainsFunc(wanted, func(w string) bool { return strings.EqualFold(w, name) }) {
			stored = append(stored, licence)
		}
	}
	for _, w := range wanted {
		if !slices.ContainsFunc(known, func(name string) bool { return strings.EqualFold(w, name) }) {
			return nil, kb.Errorf(kb.NotFound, "no source has the licence %q: there are %s", w, strings.Join(known, "; "))
		}
	}
	return from.Licensed(ctx, stored)
}

// touching are the entities of a set, those that a link leads from into it, and what belongs to one of these.
func (k *kept) touching(ctx context.Context, set map[string]bool) (map[string]bool, error) {
	found := map[string]bool{}
	belongs := map[string]string{} // what is not there of itself, and the whole that it belongs to
	for _, t := range k.schema.Entities {
		err := k.from.Each(ctx, t.Path, func(e *store.Dumped) error {
			if set[e.ID] || slices.ContainsFunc(e.Links, func(c kb.Change) bool { return set[c.To] }) {
				found[e.ID] = true
			} else if whole := k.whole(e); whole != "" {
				belongs[e.ID] = whole
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for more := true; more; {
		more = false
		for part, whole := range belongs {
			if found[whole] {
				found[part], more = true, true
				delete(belongs, part)
			}
		}
	}
	return found, nil
}

// whole is what an entity cannot stand without: the end of the one link that its declaration requires.
func (k *kept) whole(e *store.Dumped) string {
	for _, c := range e.Links {
		if f := k.schema.Kind(c.Kind).Field; f.NonNull && !f.List {
			return c.To
		}
	}
	return ""
}

// both are those in two sets; nil is all.
func both(a, b map[string]bool) map[string]bool {
	if a == nil {
		return b
	}
	all := map[string]bool{}
	for id := range a {
		if b[id] {
			all[id] = true
		}
	}
	return all
}
