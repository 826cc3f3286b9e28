package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/desk"
)

type assessment struct {
	ID, Owner   string
	PublishedAt *string
	Answers     []struct{ State, Note string }
	Profile     []struct {
		Target    struct{ ID string }
		State     string
		Gap       bool
		Questions []struct{ ID string }
		Practices []struct{ Practice struct{ ID string } }
	}
	Missing struct {
		Incompleteness  *string
		KeyFactorCount  int
		WithoutQuestion []struct{ ID string }
		Unanswered      int
	}
}

const assessmentFields = ` { id owner publishedAt answers { state note } profile { target { ... on Node { id } } state gap questions { ... on Node { id } } practices { practice { id } } }
	missing { incompleteness keyFactorCount withoutQuestion { id } unanswered } } `

func (w *writing) assessment(who, id string) *assessment {
	w.Helper()
	var got struct{ Assessment *assessment }
	w.send(who, `{ assessment(id: "`+id+`")`+assessmentFields+`}`, &got)
	return got.Assessment
}

// assess acts upon an assessment and gives it, with the places of what is wrong.
func (w *writing) assess(who, act string) (a *assessment, wrong []string, code string) {
	w.Helper()
	var all map[string]struct {
		Assessment *assessment
		UserErrors []struct {
			Path []string
			Code string
		}
	}
	if _, code = w.send(who, `mutation { `+act+` { assessment`+assessmentFields+` userErrors { path code } } }`, &all); code != "" {
		return nil, nil, code
	}
	for _, one := range all {
		for _, e := range one.UserErrors {
			wrong = append(wrong, strings.Join(e.Path, "/")+" "+e.Code)
		}
		a = one.Assessment
	}
	return a, wrong, ""
}

const begin = `startAssessment(input: {city: "city/d", benchmark: "benchmark/b"})`

func (w *writing) answered(id, answers string) *assessment {
	w.Helper()
	a, wrong, code := w.assess("ann", `answerAssessment(input: {id: "`+id+`", answers: [`+answers+`]})`)
	if code != "" || wrong != nil {
		w.Fatal(code, wrong)
	}
	return a
}

func TestAnAssessmentIsPrivateUntilItIsPublished(t *testing.T) {
	w := newWriting(t, desk.Options{}).asks()
	if _, _, code := w.assess("nobody", begin); code != "UNAUTHENTICATED" {
		t.Error("nobody assesses:", code)
	}
	a, _, _ := w.assess("ann", begin)
	seen := func(who string) bool {
		var got struct{ Assessments []struct{ ID string } }
		w.send(who, `{ assessments(city: "city/d") { id } }`, &got)
		one := w.assessment(who, a.ID) != nil
		if one != (len(got.Assessments) == 1) {
			t.Errorf("%s: by id %t, in the list %v", who, one, got.Assessments)
		}
		return one
	}
	for _, who := range []string{"nobody", "carl", "eve"} {
		if seen(who) {
			t.Errorf("%s sees it while it is private", who)
		}
		for _, act := range []string{"publishAssessment", "deleteAssessment"} {
			if _, wrong, code := w.assess(who, act+`(input: {id: "`+a.ID+`"})`); code == "" && fmt.Sprint(wrong) != "[input NOT_FOUND]" {
				t.Errorf("%s: %s %v", who, act, wrong)
			}
		}
	}
	if !seen("ann") || w.store.Sequence() != 2 {
		t.Error("its owner does not see it, or it stands in the log")
	}
	if p, wrong, _ := w.assess("ann", `publishAssessment(input: {id: "`+a.ID+`"})`); wrong != nil || p.PublishedAt == nil {
		t.Fatal(wrong)
	}
	for _, who := range []string{"nobody", "carl", "eve", "ann"} {
		if !seen(who) {
			t.Errorf("%s does not see it though it is published", who)
		}
	}
	if _, wrong, _ := w.assess("carl", `deleteAssessment(input: {id: "`+a.ID+`"})`); fmt.Sprint(wrong) != "[input INVALID]" {
		t.Error("another deletes it:", wrong)
	}
	if _, wrong, _ := w.assess("ann", `answerAssessment(input: {id: "`+a.ID+`", answers: []})`); fmt.Sprint(wrong) != "[input INVALID]" {
		t.Error("what is published changes:", wrong)
	}
	w.assess("ann", `deleteAssessment(input: {id: "`+a.ID+`"})`)
	if seen("nobody") || seen("ann") {
		t.Error("it is seen after it was deleted")
	}
}

func TestAnAssessmentGivesAProfileOfGaps(t *testing.T) {
	w := newWriting(t, desk.Options{}).asks()
	a, _, _ := w.assess("ann", begin)
	if m := a.Missing; m.KeyFactorCount != 3 || fmt.Sprint(m.WithoutQuestion) != "[{key-factor/two} {key-factor/context}]" || m.Unanswered != 4 || m.Incompleteness == nil {
		t.Errorf("%+v", m)
	}
	if f := a.Profile[0]; f.State != "UNKNOWN" || f.Gap || fmt.Sprint(f.Questions) != "[{guiding-question/x} {guiding-question/y}]" || f.Practices == nil {
		t.Errorf("%+v", f)
	}
	for _, c := range []struct{ answers, want string }{
		{`{question: "guiding-question/x", state: MET} {question: "guiding-question/y", state: NOT_MET}`, "PARTLY_MET"},
		{`{question: "guiding-question/y", state: NOT_APPLICABLE}`, "MET"},
		{`{question: "guiding-question/x", state: NOT_MET}`, "NOT_MET"},
		{`{question: "guiding-question/x", state: null}`, "UNKNOWN"},
		{`{question: "key-factor/one", state: NOT_MET, note: "Half"} {question: "key-factor/context", state: NOT_MET}`, "NOT_MET"},
	} {
		if a = w.answered(a.ID, c.answers); a.Profile[0].State != c.want {
			t.Errorf("%s: %s", c.answers, a.Profile[0].State)
		}
	}
	if f := a.Profile[0]; !f.Gap || fmt.Sprint(f.Practices) != "[{{practice/p}} {{practice/s}}]" && fmt.Sprint(f.Practices) != "[{{practice/s}} {{practice/p}}]" {
		t.Errorf("a gap leads to %+v", f)
	}
	if f := a.Profile[2]; f.Gap || f.State != "NOT_MET" {
		t.Errorf("context is a gap: %+v", f)
	}
	_, wrong, _ := w.assess("ann", `answerAssessment(input: {id: "`+a.ID+`", answers: [{question: "key-factor/two", state: MET} {question: "practice/p", state: MET} {question: "key-factor/none", state: MET}
		{question: "key-factor/two", state: MET, note: "`+strings.Repeat("x", 1001)+`"}]})`)
	if fmt.Sprint(wrong) != "[input/answers/1/question INVALID input/answers/2/question INVALID input/answers/3/note INVALID]" || w.assessment("ann", a.ID).Profile[1].State != "UNKNOWN" {
		t.Error("wrong answers:", wrong)
	}
}

func TestGapsBecomeAPlan(t *testing.T) {
	w := newWriting(t, desk.Options{}).asks()
	a, _, _ := w.assess("ann", begin)
	const plan = `planFromAssessment(input: {id: "%s", message: "m", name: {language: EN, text: "Plan of D"}, citations: [{source: "source/s", basis: STATED}]})`
	if p := w.write("ann", fmt.Sprintf(plan, a.ID)); len(p.Errors) != 1 || !strings.Contains(p.Errors[0].Message, "no gap") {
		t.Errorf("%+v", p)
	}
	w.answered(a.ID, `{question: "key-factor/one", state: NOT_MET} {question: "key-factor/two", state: PARTLY_MET}`)
	if p := w.write("eve", fmt.Sprintf(plan, a.ID)); len(p.Errors) != 1 || p.Errors[0].Code != "NOT_FOUND" {
		t.Errorf("another plans from it: %+v", p)
	}
	made := w.wrote("ann", fmt.Sprintf(plan, a.ID))
	if made.Proposal == nil {
		t.Fatal("a contributor's plan stands at once")
	}
	if _, errors, code := w.decide("eve", `acceptProposal(input: {id: "`+made.Proposal.ID+`"})`); errors != nil || code != "" {
		t.Fatal(errors, code)
	}
	var got struct {
		ActionPlan struct {
			City  struct{ ID string }
			Steps struct {
				Nodes []struct {
					Name, Status          string
					KeyFactors, Practices struct{ Nodes []struct{ ID string } }
				}
			}
		}
	}
	w.send("nobody", `{ actionPlan(slug: "plan-of-d") { city { id } steps(orderBy: {field: NUMBER, direction: ASC}) { nodes { name status keyFactors { nodes { id } } practices { nodes { id } } } } } }`, &got)
	steps := got.ActionPlan.Steps.Nodes
	if got.ActionPlan.City.ID != "city/d" || len(steps) != 2 || steps[0].Name != "One" || fmt.Sprint(steps[0].KeyFactors.Nodes) != "[{key-factor/one}]" || len(steps[0].Practices.Nodes) != 2 || len(steps[1].Practices.Nodes) != 0 {
		t.Errorf("%+v", got)
	}
}
