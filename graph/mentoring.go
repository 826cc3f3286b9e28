package graph

import (
	"cmp"
	"context"
	"fmt"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

// visits are the kinds of the three study visits of the method, in their order.
var visits = []string{"theme/study-visit-1-setting-the-scene", "theme/study-visit-2-inspiration", "theme/study-visit-3-consolidation"}

// StartMentoring begins a mentoring scheme with its three study visits, as IncluCities did it. What follows (takeaways,
// the plan and its steps, one-stop shops, transfers) has its own mutations.
func (r mutationResolver) StartMentoring(ctx context.Context, input map[string]any) (*kb.WritePayload, error) {
	c, err := plain(input)
	if err != nil {
		return nil, err
	}
	in := &reader{s: r.schema}
	scheme := in.scheme(c)
	edits := []kb.Edit{scheme}
	for round, kind := range visits {
		visit, err := r.visit(ctx, scheme, kind, round+1)
		if err != nil {
			return unwritten(err)
		}
		edits = append(edits, visit)
	}
	return r.submit(ctx, desk.Submission{Message: text(c, "message"), Key: text(c, "key"), Edits: edits}, in, inInput)
}

// scheme reads the mentoring scheme of the input. Who takes part does; what it is about is planned until it ends.
func (r *reader) scheme(c map[string]any) kb.Edit {
	name, _ := c["name"].(map[string]any)
	e := kb.Edit{Op: kb.EditCreate, ID: cmp.Or(text(c, "id"), "mentoring-scheme/"+slugOf(name)),
		Fields: map[string]any{"name": texts(name), "citations": r.citations(c["citations"])}, Links: map[string][]kb.LinkEnd{}}
	for _, part := range []struct {
		field, given string
		standing     kb.Standing
	}{{"mentors", "mentor", kb.StandingFinal}, {"mentees", "mentee", kb.StandingFinal}, {"mentorAssociations", "mentorAssociation", kb.StandingFinal},
		{"menteeAssociations", "menteeAssociation", kb.StandingFinal}, {"facilitators", "facilitator", kb.StandingFinal},
		{"project", "project", ""}, {"benchmarks", "benchmarks", ""}, {"themes", "themes", kb.StandingPlanned}} {
		for _, id := range idsIn(c[part.given]) {
			end := kb.LinkEnd{To: id}
			if part.standing != "" {
				end.Properties = map[string]any{"standing": part.standing.String()}
			}
			e.Links[part.field] = append(e.Links[part.field], end)
		}
	}
	return e
}

// idsIn are the ids that a field names, one or several.
func idsIn(value any) []string {
	list, ok := value.([]any)
	if !ok && value != nil {
		list = []any{value}
	}
	ids := make([]string, len(list))
	for i, id := range list {
		ids[i] = fmt.Sprint(id)
	}
	return ids
}

// visit is a study visit of a scheme, which is named after its kind and the scheme.
func (r *Resolver) visit(ctx context.Context, scheme kb.Edit, kind string, round int) (kb.Edit, error) {
	e := kb.Edit{Op: kb.EditCreate, ID: partID("activity", scheme.ID, fmt.Sprint("visit-", round)),
		Fields: map[string]any{"round": int64(round), "status": kb.ActivityStatusPlanned.String(), "format": kb.ActivityFormatUnknown.String(), "citations": scheme.Fields["citations"]},
		Links:  map[string][]kb.LinkEnd{"kind": {{To: kind}}, "mentoringSchemes": {{To: scheme.ID}}}}
	if project := scheme.Links["project"]; project != nil {
		e.Links["projects"] = project
	}
	theme, err := r.store.Entity(ctx, kind)
	if err == nil && theme == nil {
		err = kb.Errorf(kb.NotFound, "there is no %q: the kinds of study visits come with the corpus", kind)
	}
	if err != nil {
		return e, err
	}
	body, err := r.store.Body(ctx, theme)
	e.Fields["name"] = joined(body["name"], scheme.Fields["name"])
	return e, err
}

// joined are two texts in one, in each language of the first: the second as it is in that language, or was written.
func joined(a, b any) map[string]any {
	first, _ := a.(map[string]any)
	second, _ := b.(map[string]any)
	out := map[string]any{}
	for language, text := range first {
		other := second[language]
		if other == nil {
			other = second[fmt.Sprint(second[kb.OriginalKey])]
		}
		out[language] = fmt.Sprintf("%v – %v", text, other)
	}
	out[kb.OriginalKey] = first[kb.OriginalKey]
	return out
}
