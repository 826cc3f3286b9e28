package graph

import (
	"context"
	"maps"
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

// What differs between two editions of a toolkit.

func (r queryResolver) ToolkitDifference(ctx context.Context, id, from string, to *string) (*kb.ToolkitDifference, error) {
	draft := to == nil
	before, err := r.ToolkitEdition(ctx, id, &from, nil)
	if before == nil || err != nil {
		return nil, err
	}
	after, err := r.ToolkitEdition(ctx, id, to, &draft)
	if after == nil || err != nil {
		return nil, err
	}
	d := &kb.ToolkitDifference{From: before, To: after}
	if d.Sections, err = r.sectionDifferences(ctx, before.Toolkit, after.Toolkit); err != nil {
		return nil, err
	}
	d.Embedded, err = r.embeddedDifferences(ctx, before, after)
	return d, err
}

// sectionDifferences are what went, in its order, and then what came or changed, in its order.
func (r *Resolver) sectionDifferences(ctx context.Context, before, after *kb.Toolkit) ([]*kb.SectionDifference, error) {
	all := []*kb.SectionDifference{}
	old, err := r.sectionsOf(ctx, before)
	if err != nil {
		return nil, err
	}
	new, err := r.sectionsOf(ctx, after)
	if err != nil {
		return nil, err
	}
	for _, s := range before.Sections {
		if new[s.Heading.String()] == nil {
			all = append(all, &kb.SectionDifference{Kind: kb.DifferenceKindRemoved, Heading: s.Heading, Fields: []*kb.FieldChange{}})
		}
	}
	for _, s := range after.Sections {
		heading := s.Heading.String()
		if old[heading] == nil {
			all = append(all, &kb.SectionDifference{Kind: kb.DifferenceKindAdded, Heading: s.Heading, Fields: []*kb.FieldChange{}})
			continue
		}
		fields, err := kb.Differences(old[heading], new[heading])
		if err != nil {
			return nil, err
		}
		if len(fields) > 0 {
			all = append(all, &kb.SectionDifference{Kind: kb.DifferenceKindChanged, Heading: s.Heading, Fields: fields})
		}
	}
	return all, nil
}

// sectionsOf are the sections of a toolkit as they are stored, by their headings as they were written. Of two that are
// called alike the later one counts.
func (r *Resolver) sectionsOf(ctx context.Context, t *kb.Toolkit) (map[string]map[string]any, error) {
	body, err := r.store.Body(ctx, t)
	if err != nil {
		return nil, err
	}
	all := map[string]map[string]any{}
	list, _ := body["sections"].([]any)
	for i, s := range t.Sections {
		all[s.Heading.String()], _ = list[i].(map[string]any)
	}
	return all, nil
}

// embeddedDifferences compares what two editions show, by id: each thing as it was in the one and in the other.
func (r *Resolver) embeddedDifferences(ctx context.Context, before, after *kb.ToolkitEdition) ([]*kb.EmbeddedDifference, error) {
	old, err := r.shownBy(ctx, before)
	if err != nil {
		return nil, err
	}
	new, err := r.shownBy(ctx, after)
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{}
	for _, shown := range []map[string]kb.Entity{old, new} {
		for id := range shown {
			ids[id] = true
		}
	}
	all := []*kb.EmbeddedDifference{}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		d, err := r.embeddedDifference(ctx, old[id], new[id])
		if err != nil {
			return nil, err
		}
		if d != nil {
			all = append(all, d)
		}
	}
	return all, nil
}

func (r *Resolver) embeddedDifference(ctx context.Context, old, new kb.Entity) (*kb.EmbeddedDifference, error) {
	switch {
	case old == nil:
		return &kb.EmbeddedDifference{Kind: kb.DifferenceKindAdded, Entity: new, Fields: []*kb.FieldChange{}}, nil
	case new == nil:
		return &kb.EmbeddedDifference{Kind: kb.DifferenceKindRemoved, Entity: old, Fields: []*kb.FieldChange{}}, nil
	}
	before, err := r.store.Body(ctx, old)
	if err != nil {
		return nil, err
	}
	after, err := r.store.Body(ctx, new)
	if err != nil {
		return nil, err
	}
	fields, err := kb.Differences(before, after)
	if len(fields) == 0 || err != nil {
		return nil, err
	}
	return &kb.EmbeddedDifference{Kind: kb.DifferenceKindChanged, Entity: new, Fields: fields}, nil
}

// shownBy is what an edition shows, by id.
func (r *Resolver) shownBy(ctx context.Context, e *kb.ToolkitEdition) (map[string]kb.Entity, error) {
	list, err := toolkitEditionResolver{r}.Embedded(ctx, e)
	all := map[string]kb.Entity{}
	for _, shown := range list {
		if shown != nil {
			all[shown.Meta().ID] = shown
		}
	}
	return all, err
}
