package graph

import (
	"cmp"

	"github.com/praxis-kb/praxis/kb"
)

// asked is something that a benchmark asks for, with the questions that lead to it.
type asked struct {
	target    kb.Entity
	questions []kb.Entity // itself, where it has none
}

// asked are the key factors of a benchmark with their questions; the benchmark itself where none is known.
func (m matcher) asked(benchmark string) (*kb.Benchmark, []asked, error) {
	e, err := m.store.Entity(m.ctx, benchmark)
	b, ok := e.(*kb.Benchmark)
	if err != nil || !ok {
		return nil, nil, err
	}
	targets, err := m.store.KeyFactors(m.ctx, b)
	if err != nil {
		return nil, nil, err
	}
	if len(targets) == 0 {
		return b, []asked{{b, []kb.Entity{b}}}, nil
	}
	if err := m.ahead(targets, "guidingQuestions"); err != nil {
		return nil, nil, err
	}
	all := make([]asked, len(targets))
	for i, t := range targets {
		questions, err := m.linked(t, "guidingQuestions")
		if err != nil {
			return nil, nil, err
		}
		if len(questions) == 0 {
			questions = []kb.Entity{t}
		}
		all[i] = asked{t, questions}
	}
	return b, all, nil
}

// answersOf are the answers of an assessment by what was asked.
func answersOf(a *kb.Assessment) map[string]kb.AssessmentState {
	all := map[string]kb.AssessmentState{}
	for _, answer := range a.Answers {
		all[answer.QuestionID] = answer.State
	}
	return all
}

// judge is where a city stands with what is asked for.
func (a asked) judge(answers map[string]kb.AssessmentState) kb.AssessmentState {
	if whole := answers[a.target.Meta().ID]; whole != "" {
		return whole
	}
	count := map[kb.AssessmentState]int{}
	for _, q := range a.questions {
		count[cmp.Or(answers[q.Meta().ID], kb.AssessmentStateUnknown)]++
	}
	concern := len(a.questions) - count[kb.AssessmentStateNotApplicable]
	switch {
	case count[kb.AssessmentStateUnknown] > 0:
		return kb.AssessmentStateUnknown
	case concern == 0:
		return kb.AssessmentStateNotApplicable
	case count[kb.AssessmentStateMet] == concern:
		return kb.AssessmentStateMet
	case count[kb.AssessmentStateNotMet] == concern:
		return kb.AssessmentStateNotMet
	}
	return kb.AssessmentStatePartlyMet
}
