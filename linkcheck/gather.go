package linkcheck

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// maxAddress is how long an address may be to be kept: an observation says it in its definition.
const maxAddress = 500

// Naming is an entity that names addresses.
type Naming struct {
	ID        string
	Revision  int
	Body      map[string]any
	Addresses []string
}

// Gather finds the addresses that the entities of a graph name. What is archived is left out.
func Gather(ctx context.Context, s *schema.Schema, from *store.Dump, types []*schema.Type) ([]Naming, error) {
	var all []Naming
	for _, t := range types {
		err := from.Each(ctx, t.Path, func(e *store.Dumped) error {
			if e.Archived {
				return nil
			}
			one := Naming{ID: e.ID, Revision: e.Revision, Body: map[string]any{}}
			if err := kb.Decode(e.Body, &one.Body); err != nil {
				return fmt.Errorf("%s: %w", e.ID, err)
			}
			if one.Addresses = kb.Addresses(s, t, one.Body); len(one.Addresses) > 0 || slices.ContainsFunc(one.observations(), saysDead) {
				all = append(all, one)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Asked are the addresses that can be asked, each once, in order, with the entities that name it.
func Asked(all []Naming) ([]string, map[string][]string) {
	naming := map[string][]string{}
	for _, one := range all {
		for _, address := range one.Addresses {
			if web(address) && !slices.Contains(naming[address], one.ID) {
				naming[address] = append(naming[address], one.ID)
			}
		}
	}
	return slices.Sorted(maps.Keys(naming)), naming
}

func web(address string) bool {
	return len(address) <= maxAddress && (strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://"))
}
