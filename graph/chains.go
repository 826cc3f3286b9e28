package graph

import (
	"context"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/network"
	"github.com/praxis-kb/praxis/store"
)

// succession is how transfers follow each other.
type succession struct {
	transfers []int64            // rows, by id
	practices map[[2]int32]int64 // from a transfer to one that follows it, by the practice in between
	origin    map[int64]int64    // the first practice that a transfer names
	outcome   map[int64]int64    // the first practice that came of it
	chains    []network.Chain
}

// TransferChains tells how transfers follow each other.
func (r datasetResolver) TransferChains(ctx context.Context, _ *kb.Dataset, first *int) (*kb.TransferChains, error) {
	most, err := atMost("first", first, kb.DefaultPage, kb.MaxPage)
	if err != nil {
		return nil, err
	}
	s, err := r.successions(ctx)
	if err != nil {
		return nil, err
	}
	answer := &kb.TransferChains{Lengths: lengths(s.chains), Chains: []*kb.TransferChain{}}
	for _, c := range s.chains[:min(most, len(s.chains))] {
		chain := &kb.TransferChain{Length: len(c.Steps), Circular: c.Circular}
		if chain.Steps, err = r.steps(ctx, s, c.Steps); err != nil {
			return nil, err
		}
		answer.Chains = append(answer.Chains, chain)
	}
	return answer, nil
}

func lengths(chains []network.Chain) []*kb.ChainLength {
	all := []*kb.ChainLength{}
	for _, c := range chains { // the longest first
		if last := len(all) - 1; last < 0 || all[last].Length != len(c.Steps) {
			all = append(all, &kb.ChainLength{Length: len(c.Steps)})
		}
		all[len(all)-1].Count++
	}
	return all
}

// succession finds which transfers start from what came of which.
func (r *Resolver) succession(ctx context.Context) (*succession, error) {
	transfer, practice := r.schema.Type("Transfer"), r.schema.Type("Practice")
	from, result := transfer.Field("from").Relation.Kinds[0], transfer.Field("results").Relation.Kinds[0]
	n, err := r.store.Network(ctx, []*schema.Type{transfer, practice}, []*schema.Kind{from, result})
	if err != nil {
		return nil, err
	}
	s := &succession{practices: map[[2]int32]int64{}, origin: map[int64]int64{}, outcome: map[int64]int64{}}
	number := map[int32]int32{}
	for i, t := range n.Types {
		if t == transfer {
			number[int32(i)] = int32(len(s.transfers))
			s.transfers = append(s.transfers, n.Keys[i])
		}
	}
	after := s.note(n, from, number)
	var follows [][2]int32
	for i, l := range n.Links {
		if n.Kinds[i] == result {
			for _, next := range after[l[1]] {
				pair := [2]int32{number[l[0]], next}
				follows = append(follows, pair)
				firstOf(s.practices, pair, n.Keys[l[1]])
			}
		}
	}
	s.chains = network.Chains(len(s.transfers), follows)
	return s, nil
}

// note remembers where transfers start and what came of them, and gives the transfers that start from each practice.
func (s *succession) note(n *store.Network, from *schema.Kind, number map[int32]int32) map[int32][]int32 {
	after := map[int32][]int32{}
	for i, l := range n.Links {
		transfer, practice := n.Keys[l[0]], n.Keys[l[1]]
		if n.Kinds[i] == from {
			after[l[1]] = append(after[l[1]], number[l[0]])
			firstOf(s.origin, transfer, practice)
		} else {
			firstOf(s.outcome, transfer, practice)
		}
	}
	return after
}

func firstOf[K comparable](all map[K]int64, key K, value int64) {
	if _, known := all[key]; !known {
		all[key] = value
	}
}

// steps are the transfers of a chain with the practices in between.
func (r *Resolver) steps(ctx context.Context, s *succession, chain []int32) ([]*kb.ChainStep, error) {
	all := []*kb.ChainStep{}
	for i, step := range chain {
		key := s.transfers[step]
		practice, result := s.origin[key], s.outcome[key]
		if i > 0 {
			practice = s.practices[[2]int32{chain[i-1], step}]
		}
		if i < len(chain)-1 {
			result = s.practices[[2]int32{step, chain[i+1]}]
		}
		one, err := r.chainStep(ctx, key, practice, result)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func (r *Resolver) chainStep(ctx context.Context, transfer, practice, result int64) (*kb.ChainStep, error) {
	found, err := r.store.At(ctx, []int64{transfer, practice, result})
	if err != nil {
		return nil, err
	}
	s := &kb.ChainStep{}
	s.Transfer, _ = found[0].(*kb.Transfer)
	s.Practice, _ = found[1].(*kb.Practice)
	s.Result, _ = found[2].(*kb.Practice)
	to, err := r.store.ToOne(ctx, s.Transfer, "to")
	s.To = to
	return s, err
}
