package graph

import (
	"context"
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

// The fields that every entity has and that are worked out when they are asked for.

// observation is the one to show for an indicator: the preferred one, else the newest.
func (r *Resolver) observation(ctx context.Context, e kb.Entity, indicator string) (*kb.Observation, error) {
	all, err := r.observations(ctx, e, &indicator)
	return kb.Shown(all, indicator), err
}

func (r *Resolver) observations(ctx context.Context, e kb.Entity, indicator *string) ([]*kb.Observation, error) {
	if indicator != nil {
		if t := kb.TypeOf(r.schema, *indicator); t == nil || t.Name != "Theme" {
			return nil, kb.Errorf(kb.Invalid, "indicator %q is no id of a Theme: write theme/…, such as theme/population", *indicator)
		}
	}
	body, err := r.store.Body(ctx, e)
	if err != nil {
		return nil, err
	}
	all, err := kb.Observations(body)
	if err != nil {
		return nil, err
	}
	if indicator != nil {
		all = slices.DeleteFunc(all, func(o *kb.Observation) bool { return o.IndicatorID != *indicator })
	}
	return all, nil
}

func (r *Resolver) citations(ctx context.Context, e kb.Entity, path *string, basis *kb.Basis) ([]*kb.Citation, error) {
	var on *string
	if basis != nil {
		text := basis.String()
		on = &text
	}
	return r.store.Citations(ctx, e, path, on)
}

func (r *Resolver) languages(ctx context.Context, e kb.Entity, field *string) ([]string, error) {
	t := r.schema.ByPath(e.Meta().Type)
	if field != nil && (t.Field(*field) == nil || !t.Field(*field).Localized) {
		return nil, kb.Errorf(kb.Invalid, "field %q is no text of a %s that is kept per language", *field, t.Name)
	}
	body, err := r.store.Body(ctx, e)
	if err != nil {
		return nil, err
	}
	found := []string{}
	for _, f := range t.Fields {
		text, ok := body[f.Name].(map[string]any)
		if !ok || !f.Localized || field != nil && f.Name != *field {
			continue
		}
		for language := range text {
			if language != kb.OriginalKey && !slices.Contains(found, language) {
				found = append(found, language)
			}
		}
	}
	slices.Sort(found)
	return found, nil
}

func (r *Resolver) history(ctx context.Context, e kb.Entity, first *int, after *string, last *int, before *string) (*kb.ChangeConnection, error) {
	id := e.Meta().ID
	items, cursors, info, err := r.store.History(ctx, id, page{first, after, last, before}.arguments())
	total := func(ctx context.Context) (int, error) { return r.store.CountChanges(ctx, id, 0) }
	return logPage(items, cursors, info, err, total, newChangeConnection)
}

func (r *Resolver) redactions(ctx context.Context, e kb.Entity) ([]*kb.Redaction, error) {
	return r.store.Redactions(ctx, e.Meta().ID)
}

func (r *Resolver) transferRelation(ctx context.Context, t *kb.Transfer) (kb.TransferRelation, error) {
	text, err := r.store.Computed(ctx, t, "relation")
	return kb.TransferRelation(text), err
}

func (r *Resolver) sourceCitedBy(ctx context.Context, s *kb.Source, first *int, after *string, last *int, before *string) (*kb.CitedFactConnection, error) {
	items, cursors, info, err := r.store.CitedBy(ctx, s, page{first, after, last, before}.arguments())
	total := func(ctx context.Context) (int, error) { return r.store.CountCitedBy(ctx, s) }
	return logPage(items, cursors, info, err, total, newCitedFactConnection)
}

// A link knows its ends by their rows; they are read when they are asked for.

func (r linkResolver) From(ctx context.Context, l *kb.Link) (kb.Entity, error) {
	from, _, err := r.store.Ends(ctx, l)
	return from, err
}

func (r linkResolver) To(ctx context.Context, l *kb.Link) (kb.Entity, error) {
	_, to, err := r.store.Ends(ctx, l)
	return to, err
}

func (r linkResolver) Citations(ctx context.Context, l *kb.Link) ([]*kb.Citation, error) {
	return r.store.LinkCitations(ctx, l)
}

func (r changeResolver) ChangeSet(ctx context.Context, c *kb.Logged) (*kb.LoggedSet, error) {
	return r.store.ChangeSet(ctx, c.Sequence)
}

func (r changeResolver) Entity(ctx context.Context, c *kb.Logged) (kb.Entity, error) {
	return r.store.Entity(ctx, c.EntityID)
}

func (r changeSetResolver) Changes(ctx context.Context, c *kb.LoggedSet, first *int, after *string, last *int, before *string) (*kb.ChangeConnection, error) {
	items, cursors, info, err := r.store.Changes(ctx, c.Sequence, page{first, after, last, before}.arguments())
	total := func(ctx context.Context) (int, error) { return r.store.CountChanges(ctx, "", c.Sequence) }
	return logPage(items, cursors, info, err, total, newChangeConnection)
}
