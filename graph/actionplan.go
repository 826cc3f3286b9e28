package graph

import (
	"cmp"
	"context"
	"fmt"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

// Bounds of the practices that a step of a drafted plan names.
const (
	practicesPerStep    = 3
	maxPracticesPerStep = 10
)

// PlanFromAssessment drafts an action plan: a step for each gap, which names the key factor and practices that show it.
func (r mutationResolver) PlanFromAssessment(ctx context.Context, input map[string]any) (*kb.WritePayload, error) {
	c, err := plain(input)
	if err != nil {
		return nil, err
	}
	if r.desk == nil {
		return nil, errReadsOnly
	}
	a, err := r.desk.OwnAssessment(ctx, text(c, "id"))
	if err != nil {
		return unwritten(err)
	}
	in := &reader{s: r.schema}
	edits, err := r.plan(ctx, a, in, c)
	if err != nil {
		return unwritten(err)
	}
	return r.submit(ctx, desk.Submission{Message: text(c, "message"), Key: text(c, "key"), Edits: edits}, in, inInput)
}

// plan are the edits that make a plan of the gaps of an assessment.
func (r *Resolver) plan(ctx context.Context, a *kb.Assessment, in *reader, c map[string]any) ([]kb.Edit, error) {
	n := practicesPerStep
	if given := revision(c, "practicesPerStep"); given != nil {
		n = *given
	}
	if n < 0 || n > maxPracticesPerStep {
		return nil, kb.Errorf(kb.Invalid, "practicesPerStep is %d; it may be 0 to %d", n, maxPracticesPerStep)
	}
	profile, err := r.profileOf(ctx, a)
	if err != nil {
		return nil, err
	}
	name, _ := c["name"].(map[string]any)
	plan := kb.Edit{Op: kb.EditCreate, ID: cmp.Or(text(c, "planId"), "action-plan/"+slugOf(name)),
		Fields: map[string]any{"name": texts(name), "status": string(kb.OutputStatusPlanned), "citations": in.citations(c["citations"])},
		Links:  map[string][]kb.LinkEnd{"city": {{To: a.CityID}}}}
	edits := []kb.Edit{plan}
	for _, f := range profile {
		if !f.Gap {
			continue
		}
		step, err := r.step(ctx, f, n, plan, len(edits))
		if err != nil {
			return nil, err
		}
		edits = append(edits, step)
	}
	if len(edits) == 1 {
		return nil, kb.Errorf(kb.Invalid, "the assessment has no gap to plan for: nothing was answered as not met, or partly met")
	}
	return edits, nil
}

// step is the step of a plan that closes a gap. It is named after what is missing.
func (r *Resolver) step(ctx context.Context, f *kb.AssessedFactor, practices int, plan kb.Edit, number int) (kb.Edit, error) {
	body, err := r.store.Body(ctx, f.Target)
	if err != nil {
		return kb.Edit{}, err
	}
	e := kb.Edit{Op: kb.EditCreate, ID: partID("plan-step", plan.ID, fmt.Sprint(number)),
		Fields: map[string]any{"name": body["name"], "number": int64(number), "status": string(kb.StepStatusPlanned), "citations": plan.Fields["citations"]},
		Links:  map[string][]kb.LinkEnd{"plan": {{To: plan.ID}}}}
	if f.Target.Meta().Type == "key-factor" {
		e.Links["keyFactors"] = []kb.LinkEnd{{To: f.Target.Meta().ID}}
	}
	found, err := r.matcher(ctx).fitting(f, practices)
	for _, one := range found {
		e.Links["practices"] = append(e.Links["practices"], kb.LinkEnd{To: one.Practice.ID})
	}
	return e, err
}

// partID is the id of a part of something, made of the whole's slug, which is cut where it would be too long.
func partID(typ, whole, part string) string {
	_, slug := kb.SplitID(whole)
	if most := kb.MaxSlug - len(part) - 1; len(slug) > most {
		slug = slug[:most]
		for slug[len(slug)-1] == '-' {
			slug = slug[:len(slug)-1]
		}
	}
	return typ + "/" + slug + "-" + part
}
