package graph

import (
	"context"

	"github.com/praxis-kb/praxis/kb"
)

// Assessment is one that the viewer may see.
func (r queryResolver) Assessment(ctx context.Context, id string) (*kb.Assessment, error) {
	if r.desk == nil {
		return nil, nil
	}
	return r.desk.Assessment(ctx, id)
}

// Assessments are those that the viewer may see.
func (r queryResolver) Assessments(ctx context.Context, city *string, first *int, before *string) ([]*kb.Assessment, error) {
	n, err := atMost("first", first, kb.DefaultPage, kb.MaxPage)
	if err != nil {
		return nil, err
	}
	if r.desk == nil {
		return []*kb.Assessment{}, nil
	}
	return r.desk.Assessments(ctx, city, n, deref(before))
}

// Profile is where the city stands with each key factor.
func (r assessmentResolver) Profile(ctx context.Context, a *kb.Assessment) ([]*kb.AssessedFactor, error) {
	return r.profileOf(ctx, a)
}

func (r *Resolver) profileOf(ctx context.Context, a *kb.Assessment) ([]*kb.AssessedFactor, error) {
	_, all, err := r.matcher(ctx).asked(a.BenchmarkID)
	if err != nil {
		return nil, err
	}
	answers, profile := answersOf(a), make([]*kb.AssessedFactor, len(all))
	for i, one := range all {
		f := &kb.AssessedFactor{Target: one.target, State: one.judge(answers), Questions: one.questions, CityOf: a.CityID}
		factor, _ := one.target.(*kb.KeyFactor)
		context := factor != nil && factor.Kind == kb.KeyFactorKindContext
		f.Gap = !context && (f.State == kb.AssessmentStateNotMet || f.State == kb.AssessmentStatePartlyMet)
		profile[i] = f
	}
	return profile, nil
}

// Missing is how much of the benchmark is not here.
func (r assessmentResolver) Missing(ctx context.Context, a *kb.Assessment) (*kb.AssessmentMissing, error) {
	b, all, err := r.matcher(ctx).asked(a.BenchmarkID)
	if err != nil || b == nil {
		return nil, err
	}
	m := &kb.AssessmentMissing{Incompleteness: incompleteness(ctx, b), WithoutQuestion: []*kb.KeyFactor{}}
	answers := answersOf(a)
	for _, one := range all {
		if factor, ok := one.target.(*kb.KeyFactor); ok {
			m.KeyFactorCount++
			if one.questions[0] == one.target {
				m.WithoutQuestion = append(m.WithoutQuestion, factor)
			}
		}
		for _, q := range one.questions {
			if answers[q.Meta().ID] == "" && answers[one.target.Meta().ID] == "" {
				m.Unanswered++
			}
		}
	}
	return m, nil
}
