package graph

import (
	"context"

	"github.com/praxis-kb/praxis/dataset"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// The root fields that follow no rule. Look-ups and lists by type are generated.

// The licence of the data that we write; each source keeps its own.
const licence = "CC BY 4.0"

func (r queryResolver) Node(ctx context.Context, id string, at *int) (kb.Entity, error) {
	return r.asOf(ctx, id, at)
}

func (r queryResolver) Nodes(ctx context.Context, ids []string) ([]kb.Entity, error) {
	if len(ids) > kb.MaxPage {
		return nil, kb.Errorf(kb.Invalid, "ids has %d; at most %d are answered at once", len(ids), kb.MaxPage)
	}
	return r.store.Entities(ctx, ids)
}

func (r queryResolver) Path(ctx context.Context, from, to string, through []string, maxLength *int) ([]*kb.Path, error) {
	found, err := r.store.Paths(ctx, from, to, through, orDefault(maxLength, store.MaxPathLength))
	if found == nil {
		found = []*kb.Path{}
	}
	return found, err
}

func (r queryResolver) Neighbourhood(ctx context.Context, of string, depth *int, kinds []string, first *int) (*kb.Neighbourhood, error) {
	return r.store.Neighbourhood(ctx, of, orDefault(depth, 1), kinds, orDefault(first, 200))
}

func (r queryResolver) Dataset(ctx context.Context) (*kb.Dataset, error) {
	counts, err := once(ctx, r.Resolver, "counts", r.store.Counts)
	if err != nil {
		return nil, err
	}
	d := &kb.Dataset{
		Sequence: int(r.store.Sequence()), UpdatedAt: counts.UpdatedAt, LinkCount: counts.Links, CitationCount: counts.Citations,
		Licence: licence, LicenceURL: dataset.LicenceURL, ProgramVersion: r.version, LinkKinds: kindInfos(r.schema.Kinds),
	}
	r.origin.describe(d)
	if d.Sequence > 0 {
		if d.LogHash, err = r.store.HashAt(ctx, d.Sequence); err != nil {
			return nil, err
		}
	}
	for _, t := range r.schema.Entities {
		d.Counts = append(d.Counts, &kb.EntityCount{Type: t.Name, Path: t.Path, Count: counts.ByType[t.Path]})
	}
	return d, nil
}

func (r queryResolver) ChangeSets(ctx context.Context, since *int, text *string, first *int, after *string, last *int, before *string) (*kb.ChangeSetConnection, error) {
	items, cursors, info, err := r.store.ChangeSets(ctx, since, deref(text), page{first, after, last, before}.arguments())
	total := func(ctx context.Context) (int, error) { return r.store.ChangeSetCount(ctx, since, deref(text)) }
	return logPage(items, cursors, info, err, total, newChangeSetConnection)
}

func orDefault(n *int, otherwise int) int {
	if n == nil {
		return otherwise
	}
	return *n
}

// kindInfos tells, for each of some kinds of link, what it joins.
func kindInfos(kinds []*schema.Kind) []*kb.LinkKindInfo {
	var all []*kb.LinkKindInfo
	for _, k := range kinds {
		info := &kb.LinkKindInfo{Kind: k.Enum(), From: k.From.Name, Description: k.Field.Description, Hub: k.Field.Relation.Hub}
		for _, t := range k.To {
			info.To = append(info.To, t.Name)
		}
		all = append(all, info)
	}
	return all
}
