package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/gosimple/slug"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

// CreateEdition makes an edition of a benchmark that is ours: what we add goes there, and not into what others
// published.
func (r mutationResolver) CreateEdition(ctx context.Context, input map[string]any) (*kb.WritePayload, error) {
	c, err := plain(input)
	if err != nil {
		return nil, err
	}
	edits, err := r.matcher(ctx).edition(c)
	if err != nil {
		return unwritten(err)
	}
	return r.submit(ctx, desk.Submission{Message: text(c, "message"), Key: text(c, "key"), Edits: edits}, &reader{s: r.schema}, inInput)
}

// edition are the edits that make an edition: the benchmark, and copies of its key factors with their questions, which
// keep their sources.
func (m matcher) edition(c map[string]any) ([]kb.Edit, error) {
	of, all, err := m.asked(text(c, "of"))
	if err != nil {
		return nil, err
	}
	if of == nil {
		return nil, kb.Errorf(kb.NotFound, "of: there is no benchmark %q", text(c, "of"))
	}
	name := slug.Make(text(c, "edition"))
	made, err := m.copyOf(of, cmp.Or(text(c, "id"), partID("benchmark", of.ID, name)), "themes", "projects")
	if err != nil {
		return nil, err
	}
	made.Fields["edition"], made.Fields["status"] = text(c, "edition"), kb.BenchmarkStatusEditorial.String()
	if given, ok := c["name"].(map[string]any); ok {
		made.Fields["name"] = texts(given)
	}
	reason, _ := c["reason"].(map[string]any)
	ours := map[string]any{"source": text(c, "source"), "basis": kb.BasisEditorial.String(), "by": desk.ActorOf(m.ctx).Name, "reason": texts(reason)}
	list, _ := made.Fields["citations"].([]any)
	made.Fields["citations"] = append([]any{ours}, slices.DeleteFunc(list, ofEdition)...)
	made.Links["derivedFrom"] = []kb.LinkEnd{{To: of.ID, Citations: []any{ours}}}
	return m.withFactors(made, all, name)
}

// ofEdition tells whether a citation is of what an edition says anew.
func ofEdition(citation any) bool {
	c, _ := citation.(map[string]any)
	return c["field"] == "status" || c["field"] == "edition"
}

// withFactors adds copies of key factors, and of their questions, that belong to a new edition.
func (m matcher) withFactors(edition kb.Edit, all []asked, name string) ([]kb.Edit, error) {
	edits := []kb.Edit{edition}
	for _, one := range all {
		if one.target.Meta().Type != "key-factor" {
			continue
		}
		factor, err := m.copyOf(one.target, partID("key-factor", one.target.Meta().ID, name))
		if err != nil {
			return nil, err
		}
		factor.Links["benchmark"] = []kb.LinkEnd{{To: edition.ID}}
		edits = append(edits, factor)
		for _, q := range one.questions {
			if q == one.target {
				continue
			}
			question, err := m.copyOf(q, partID("guiding-question", q.Meta().ID, name))
			if err != nil {
				return nil, err
			}
			question.Links["context"] = []kb.LinkEnd{{To: factor.ID}}
			edits = append(edits, question)
		}
	}
	return edits, nil
}

// copyOf is the edit that makes another entity with the fields of one, and with some of its links.
func (m matcher) copyOf(e kb.Entity, id string, links ...string) (kb.Edit, error) {
	body, err := m.store.Body(m.ctx, e)
	if err != nil {
		return kb.Edit{}, err
	}
	delete(body, "translations") // they tell from which revision of the other one a text was made
	made := kb.Edit{Op: kb.EditCreate, ID: id, Fields: body, Links: map[string][]kb.LinkEnd{}}
	for _, field := range links {
		linked, err := m.linked(e, field)
		if err != nil {
			return made, err
		}
		for _, to := range linked {
			made.Links[field] = append(made.Links[field], kb.LinkEnd{To: to.Meta().ID})
		}
	}
	return made, nil
}
