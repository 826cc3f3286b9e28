package graph

import (
	"context"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

// Toolkits: their editions, read from the log, and what publishes one.

// asOf is what an id leads to, or named when a change set was the last.
func (r *Resolver) asOf(ctx context.Context, id string, at *int) (kb.Entity, error) {
	if at == nil {
		return r.store.Entity(ctx, id)
	}
	return r.store.EntityAt(ctx, id, *at)
}

func (r *Resolver) untranslated(ctx context.Context, e kb.Entity) ([]*kb.UntranslatedText, error) {
	body, err := r.store.Body(ctx, e)
	if err != nil {
		return nil, err
	}
	return kb.Untranslated(body, kb.LanguageOf(ctx)), nil
}

// toolkitEditions are the editions of a toolkit, the newest first: each is the toolkit as of the change set that pinned it.
func (r *Resolver) toolkitEditions(ctx context.Context, t *kb.Toolkit) ([]*kb.ToolkitEdition, error) {
	sequences, err := r.store.Pinned(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	all := []*kb.ToolkitEdition{}
	for _, sequence := range sequences {
		then, err := as[*kb.Toolkit](r.store.EntityAt(ctx, t.ID, sequence))
		if err != nil {
			return nil, err
		}
		if then.PinnedTo != nil { // else it was unpinned in the same change set
			all = append(all, &kb.ToolkitEdition{Name: then.Edition, Sequence: &sequence, PublishedAt: &then.UpdatedAt, Toolkit: then})
		}
	}
	return all, nil
}

func (r queryResolver) ToolkitEdition(ctx context.Context, id string, edition *string, draft *bool) (*kb.ToolkitEdition, error) {
	t, err := as[*kb.Toolkit](r.store.Entity(ctx, id))
	if t == nil || err != nil {
		return nil, err
	}
	if draft != nil && *draft {
		return standing(t), nil
	}
	all, err := r.toolkitEditions(ctx, t)
	if err != nil {
		return nil, err
	}
	for _, e := range all {
		if edition == nil || deref(e.Name) == *edition {
			return e, nil
		}
	}
	if edition != nil {
		return nil, nil
	}
	return standing(t), nil
}

// standing is a toolkit as it is now, with what it shows as it is now.
func standing(t *kb.Toolkit) *kb.ToolkitEdition {
	return &kb.ToolkitEdition{Name: t.Edition, Toolkit: t}
}

// Embedded are read as of the change set that the edition is pinned to.
func (r toolkitEditionResolver) Embedded(ctx context.Context, e *kb.ToolkitEdition) ([]kb.Entity, error) {
	all := []kb.Entity{}
	for _, section := range e.Toolkit.Sections {
		for _, embed := range section.Embeds {
			shown, err := r.asOf(ctx, embed.EntityID, shownAt(e))
			if err != nil {
				return nil, err
			}
			all = append(all, shown)
		}
	}
	return all, nil
}

// shownAt is the change set that an edition shows things as of; nil for what stands.
func shownAt(e *kb.ToolkitEdition) *int {
	if e.Sequence == nil {
		return nil
	}
	return e.Toolkit.PinnedTo
}

// PublishToolkit takes no key: the name of an edition is one.
func (r mutationResolver) PublishToolkit(ctx context.Context, input map[string]any) (*kb.WritePayload, error) {
	c, err := plain(input)
	if err != nil {
		return nil, err
	}
	if r.desk == nil {
		return nil, errReadsOnly
	}
	in, id, edition := &reader{s: r.schema}, text(c, "id"), text(c, "edition")
	if err := r.checkEdition(ctx, in, id, edition); err != nil {
		return nil, err
	}
	edits := []kb.Edit{{Op: kb.EditUpdate, ID: id, ExpectedRevision: revision(c, "expectedRevision"), Fields: map[string]any{
		"edition": edition, "status": string(kb.OutputStatusDelivered), "published": r.desk.Today(), "pinnedTo": r.store.Sequence(),
	}}}
	if citation, ok := c["citation"].(map[string]any); ok {
		citation["field"] = "published"
		edits = append(edits, in.append("citations", "Citation", map[string]any{"id": id, "citations": []any{citation}}))
	}
	s := desk.Submission{Message: text(c, "message"), Edits: edits}
	return r.submit(ctx, s, in, inInput)
}

// checkEdition refuses what is no toolkit, and a name that one of its editions has.
func (r *Resolver) checkEdition(ctx context.Context, in *reader, id, edition string) error {
	t, err := as[*kb.Toolkit](r.store.Entity(ctx, id))
	if err != nil {
		return err
	}
	if t == nil {
		in.wrong(id, "id", "there is no toolkit %q", id)
		return nil
	}
	all, err := r.toolkitEditions(ctx, t)
	for _, e := range all {
		if deref(e.Name) == edition {
			in.wrong(id, "edition", "there is an edition %q already: choose another name", edition)
		}
	}
	if edition == "" {
		in.wrong(id, "edition", "say what the edition is called")
	}
	return err
}
