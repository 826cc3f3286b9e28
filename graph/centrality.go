package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/network"
	"github.com/praxis-kb/praxis/store"
)

// travelling are the types of the graph along which practices travel.
var travelling = []string{"Practice", "City", "Transfer"}

// ranked is that graph with what is worked out of it.
type ranked struct {
	kinds []*schema.Kind
	links int
	of    map[string][]central // by the name of the type, the highest rank first
	nodes int
}

// central is a node of it.
type central struct {
	key     int64
	rank    float64
	in, out int
}

// Centrality tells what links lead to.
func (r datasetResolver) Centrality(ctx context.Context, _ *kb.Dataset, of string, first, skip *int) (*kb.Centrality, error) {
	if !slices.ContainsFunc(travelling, func(name string) bool { return r.schema.Type(name).Enum() == of }) {
		return nil, kb.Errorf(kb.Invalid, "of is %s; it may be PRACTICE, CITY or TRANSFER", of)
	}
	found, err := r.centralities(ctx)
	if err != nil {
		return nil, err
	}
	some, err := portion(found.of[of], first, skip)
	if err != nil {
		return nil, err
	}
	c := &kb.Centrality{
		Formula: network.Formula, Source: network.Source, SourceURL: network.SourceURL, Damping: network.Damping,
		Kinds: kindInfos(found.kinds), NodeCount: found.nodes, LinkCount: found.links,
	}
	c.Nodes, err = r.centralNodes(ctx, some, orDefault(skip, 0), found.kinds)
	return c, err
}

// rank works out the graph of practices, cities and transfers.
func (r *Resolver) rank(ctx context.Context) (*ranked, error) {
	types, kinds := r.travelled()
	n, err := r.store.Network(ctx, types, kinds)
	if err != nil {
		return nil, err
	}
	found := &ranked{kinds: kinds, links: len(n.Links), nodes: len(n.Keys), of: map[string][]central{}}
	all := make([]central, len(n.Keys))
	for i, rank := range network.PageRank(len(n.Keys), n.Links) {
		all[i].key, all[i].rank = n.Keys[i], rank
	}
	for _, l := range n.Links {
		all[l[0]].out++
		all[l[1]].in++
	}
	for i, t := range n.Types {
		found.of[t.Enum()] = append(found.of[t.Enum()], all[i])
	}
	for _, some := range found.of { // they come by id
		slices.SortStableFunc(some, func(a, b central) int { return cmp.Compare(b.rank, a.rank) })
	}
	return found, nil
}

// travelled are the types, and the kinds of link between them that are no hubs.
func (r *Resolver) travelled() (types []*schema.Type, kinds []*schema.Kind) {
	for _, name := range travelling {
		types = append(types, r.schema.Type(name))
	}
	for _, k := range r.schema.Kinds {
		within := slices.ContainsFunc(k.To, func(t *schema.Type) bool { return slices.Contains(types, t) })
		if slices.Contains(types, k.From) && within && !k.Field.Relation.Hub {
			kinds = append(kinds, k)
		}
	}
	return types, kinds
}

func (r *Resolver) centralNodes(ctx context.Context, some []central, before int, kinds []*schema.Kind) ([]*kb.CentralNode, error) {
	types, _ := r.travelled()
	keys := make([]int64, len(some))
	for i, c := range some {
		keys[i] = c.key
	}
	degrees, err := r.store.Degrees(ctx, keys, kinds, types)
	if err != nil {
		return nil, err
	}
	place := before
	return shown(ctx, r, some, func(c central) int64 { return c.key }, func(c central, e kb.Entity) *kb.CentralNode {
		place++
		return &kb.CentralNode{Entity: e, Place: place, PageRank: c.rank, InDegree: c.in, OutDegree: c.out, Degrees: byKind(degrees[c.key])}
	})
}

// byKind are degrees as they are answered: kinds of one name together, in the order of the declaration.
func byKind(degrees []store.Degree) []*kb.KindDegree {
	all := []*kb.KindDegree{}
	for _, d := range degrees {
		i := slices.IndexFunc(all, func(k *kb.KindDegree) bool { return k.Kind == d.Kind.Enum() })
		if i < 0 {
			i, all = len(all), append(all, &kb.KindDegree{Kind: d.Kind.Enum()})
		}
		all[i].In += d.In
		all[i].Out += d.Out
	}
	return all
}
