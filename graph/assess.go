package graph

import (
	"context"
	"fmt"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

// The ways to act upon an assessment.

// StartAssessment begins one.
func (r mutationResolver) StartAssessment(ctx context.Context, input map[string]any) (*kb.AssessmentPayload, error) {
	return r.assess(func(d *desk.Desk) (*kb.Assessment, error) {
		return d.StartAssessment(ctx, text(input, "city"), text(input, "benchmark"))
	})
}

// PublishAssessment lets all read one.
func (r mutationResolver) PublishAssessment(ctx context.Context, input map[string]any) (*kb.AssessmentPayload, error) {
	return r.assess(func(d *desk.Desk) (*kb.Assessment, error) { return d.PublishAssessment(ctx, text(input, "id")) })
}

// DeleteAssessment deletes one, and answers it as it was.
func (r mutationResolver) DeleteAssessment(ctx context.Context, input map[string]any) (*kb.AssessmentPayload, error) {
	return r.assess(func(d *desk.Desk) (*kb.Assessment, error) { return d.DeleteAssessment(ctx, text(input, "id")) })
}

// AnswerAssessment keeps answers.
func (r mutationResolver) AnswerAssessment(ctx context.Context, input map[string]any) (*kb.AssessmentPayload, error) {
	c, err := plain(input)
	if err != nil {
		return nil, err
	}
	var answers []desk.Answer
	list, _ := c["answers"].([]any)
	for _, item := range list {
		one, _ := item.(map[string]any)
		answers = append(answers, desk.Answer{Question: text(one, "question"), State: kb.AssessmentState(text(one, "state")), Note: text(one, "note")})
	}
	var problems kb.Problems
	p, err := r.assess(func(d *desk.Desk) (a *kb.Assessment, err error) {
		a, problems, err = d.AnswerAssessment(ctx, text(c, "id"), answers)
		return a, err
	})
	if err == nil && len(problems) > 0 {
		p.UserErrors = userErrors(problems, func(one kb.Problem) []string { return []string{"input", "answers", fmt.Sprint(one.Change)} })
	}
	return p, err
}

// assess acts upon an assessment. What whoever acts can mend is said in the answer.
func (r mutationResolver) assess(act func(*desk.Desk) (*kb.Assessment, error)) (*kb.AssessmentPayload, error) {
	if r.desk == nil {
		return nil, errReadsOnly
	}
	a, err := act(r.desk)
	p := &kb.AssessmentPayload{Assessment: a, UserErrors: []*kb.UserError{}}
	if code := kb.UserErrorCode(kb.CodeOf(err)); err != nil && code.IsValid() {
		p.UserErrors = append(p.UserErrors, &kb.UserError{Path: []string{"input"}, Message: err.Error(), Code: code})
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// unwritten is the answer to a write that cannot be worked out: what whoever writes can mend is said in it.
func unwritten(err error) (*kb.WritePayload, error) {
	code := kb.UserErrorCode(kb.CodeOf(err))
	if !code.IsValid() {
		return nil, err
	}
	return &kb.WritePayload{Entities: []kb.Entity{}, Conflicts: []*kb.WriteConflict{},
		UserErrors: []*kb.UserError{{Path: []string{"input"}, Message: err.Error(), Code: code}}}, nil
}

// inInput is the place of what is worked out from an input as a whole.
func inInput(kb.Problem) []string { return []string{"input"} }
