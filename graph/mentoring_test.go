package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/desk"
)

// kinds are the three kinds of study visits, as the corpus has them.
const kinds = `mutation { commit(input: {message: "Kinds", changes: [
	{create: {id: "theme/study-visit-1-setting-the-scene", entity: {theme: {name: {language: EN, text: "Study visit 1", translations: [{language: NL, text: "Studiebezoek 1"}]}, scheme: ACTIVITY_KIND, CITE}}}}
	{create: {id: "theme/study-visit-2-inspiration", entity: {theme: {name: {language: EN, text: "Study visit 2"}, scheme: ACTIVITY_KIND, CITE}}}}
	{create: {id: "theme/study-visit-3-consolidation", entity: {theme: {name: {language: EN, text: "Study visit 3"}, scheme: ACTIVITY_KIND, CITE}}}}
]}) { userErrors { message } } }`

const mentor = `startMentoring(input: {message: "m", name: {language: NL, text: "C en D"}, mentor: "city/c", mentee: "city/d", mentorAssociation: "association/v",
	benchmarks: ["benchmark/b"], themes: ["theme/a"], CITE})`

func cited(text string) string {
	return strings.ReplaceAll(text, "CITE", `citations: [{source: "source/s", basis: STATED}]`)
}

// TestTheMethodCanBeRunAgain walks a mentoring scheme from its start to its results, all of it over HTTP, and reads it
// as its timeline shows it.
func TestTheMethodCanBeRunAgain(t *testing.T) {
	w := newWriting(t, desk.Options{}).asks()
	if p := w.write("eve", cited(mentor)); len(p.Errors) != 1 || p.Errors[0].Code != "NOT_FOUND" {
		t.Errorf("kinds of visits are not missed: %+v", p)
	}
	var got any
	w.send("eve", cited(kinds), &got)
	before := w.store.Sequence()
	if p := w.wrote("eve", cited(mentor)); p.Entity.ID != "mentoring-scheme/c-en-d" || w.store.Sequence() != before+1 {
		t.Fatalf("%+v", p)
	}
	for _, step := range []string{
		`updateActivity(input: {message: "m", id: "activity/c-en-d-visit-1", activity: {status: HELD, format: ON_SITE, city: {to: "city/d"}, days: ["2027-03-01", "2027-03-02"],
			citations: [{source: "source/s", basis: STATED}, {source: "source/s", basis: STATED, field: "days"}]}})`,
		`createTakeaway(input: {message: "m", id: "takeaway/t", takeaway: {name: {language: EN, text: "T"}, kind: NEED, statement: {language: EN, text: "A place to meet."}, activity: {to: "activity/c-en-d-visit-1"},
			cities: [{to: "city/d"}], keyFactors: [{to: "key-factor/one"}], CITE}})`,
		`createActionPlan(input: {message: "m", id: "action-plan/d", actionPlan: {name: {language: EN, text: "Plan"}, status: PLANNED, city: {to: "city/d"}, mentoringScheme: {to: "mentoring-scheme/c-en-d"}, CITE}})`,
		`createPlanStep(input: {message: "m", id: "plan-step/one", planStep: {name: {language: EN, text: "Step"}, number: 1, status: PLANNED, plan: {to: "action-plan/d"}, keyFactors: [{to: "key-factor/one"}], practices: [{to: "practice/p"}], CITE}})`,
		`createPlanStep(input: {message: "m", id: "plan-step/two", planStep: {name: {language: EN, text: "Step"}, number: 2, status: PLANNED, plan: {to: "action-plan/d"}, CITE}})`,
		`updatePlanStep(input: {message: "m", id: "plan-step/one", planStep: {status: UNDER_WAY}})`,
		`updatePlanStep(input: {message: "m", id: "plan-step/one", planStep: {status: DONE, statusAsOf: "2027-11", citations: [{source: "source/s", basis: STATED}, {source: "source/s", basis: STATED, field: "statusAsOf"}]}})`,
		`updatePlanStep(input: {message: "m", id: "plan-step/two", planStep: {status: DROPPED, statusReason: {language: EN, text: "No money."}}})`,
		`createOneStopShop(input: {message: "m", id: "one-stop-shop/d", oneStopShop: {name: {language: EN, text: "Welcome"}, channel: APP, city: {to: "city/d"}, mentoringSchemes: [{to: "mentoring-scheme/c-en-d"}], CITE}})`,
		`createPractice(input: {message: "m", id: "practice/d", practice: {name: {language: EN, text: "Meeting place"}, form: IN_PLACE, status: PILOT, city: {to: "city/d"},
			results: [{statement: {language: EN, text: "90 people met."}, method: SELF_REPORT, CITE}], CITE}})`,
		`createTransfer(input: {message: "m", id: "transfer/t", transfer: {name: {language: EN, text: "From C to D"}, mode: ADAPTED, status: PILOTING, from: [{to: "practice/p"}], to: {to: "city/d"}, results: [{to: "practice/d"}],
			enabledBy: [{to: "mentoring-scheme/c-en-d"}], CITE}})`,
	} {
		w.wrote("eve", cited(step))
	}
	w.timeline()
}

func (w *writing) timeline() {
	w.Helper()
	type list struct{ Nodes []map[string]any }
	var got struct {
		MentoringScheme struct {
			Mentors, Mentees, Benchmarks, OneStopShops list
			Activities                                 struct {
				Nodes []struct {
					ID, Name, Status string
					Kind             struct{ ID string }
					Takeaways        list
				}
			}
			ActionPlans struct{ Nodes []struct{ Steps list } }
			Transfers   struct {
				Nodes []struct {
					Relation string
					Results  list
				}
			}
		}
	}
	w.send("nobody", `query @inContext(language: NL) { mentoringScheme(slug: "c-en-d") { mentors { nodes { id } } mentees { nodes { ... on Node { id } } } benchmarks { nodes { id } } oneStopShops { nodes { id } }
		activities(orderBy: {field: ROUND, direction: ASC}) { nodes { id name status kind { id } takeaways { nodes { id } } } }
		actionPlans { nodes { steps(orderBy: {field: NUMBER, direction: ASC}) { nodes { status statusReason } } } }
		transfers { nodes { relation results { nodes { ... on Practice { evidence } } } } } } }`, &got)
	m := got.MentoringScheme
	for what, pair := range map[string][2]any{
		"mentors":       {m.Mentors.Nodes, "[map[id:city/c]]"},
		"mentees":       {m.Mentees.Nodes, "[map[id:city/d]]"},
		"benchmarks":    {m.Benchmarks.Nodes, "[map[id:benchmark/b]]"},
		"one-stop shop": {m.OneStopShops.Nodes, "[map[id:one-stop-shop/d]]"},
		"visits": {m.Activities.Nodes, "[{activity/c-en-d-visit-1 Studiebezoek 1 – C en D HELD {theme/study-visit-1-setting-the-scene} {[map[id:takeaway/t]]}}" +
			" {activity/c-en-d-visit-2 Study visit 2 – C en D PLANNED {theme/study-visit-2-inspiration} {[]}} {activity/c-en-d-visit-3 Study visit 3 – C en D PLANNED {theme/study-visit-3-consolidation} {[]}}]"},
		"steps":     {m.ActionPlans.Nodes, "[{{[map[status:DONE statusReason:<nil>] map[status:DROPPED statusReason:No money.]]}}]"},
		"transfers": {m.Transfers.Nodes, "[{ALONG_PAIR {[map[evidence:SELF_REPORT]]}}]"},
	} {
		if fmt.Sprint(pair[0]) != pair[1] {
			w.Errorf("%s: %v", what, pair[0])
		}
	}
}
