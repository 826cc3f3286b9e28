package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/kb"
)

// TestInputIsWhatWasWritten holds that what an entity answers as its input can be sent back, and changes nothing; that
// the past answers as well; and that a dry run tells what is wrong and keeps nothing.
func TestInputIsWhatWasWritten(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	w.wrote("eve", `updatePractice(input: {message: "m", id: "practice/p", practice: {
		summary: {language: NL, text: "Samen", translations: [{language: EN, text: "Together"}]},
		actors: [{to: "city/c", role: LEAD, since: "2019", note: {language: EN, text: "As far as is known."}, citations: [{source: "source/s", basis: STATED, place: "p. 3"}]}],
		results: [{statement: {language: EN, text: "It helped."}, method: SELF_REPORT, citations: [{source: "source/s", basis: STATED}]}]}})`)
	first := w.inputOf("node(id: \"practice/p\")")
	if first.Input["city"] == nil || first.Input["evidence"] != nil || fmt.Sprint(first.Input["name"]) != "map[language:nl text:Buurt]" {
		t.Errorf("the input: %v", first.Input)
	}
	ctx := desk.WithActor(context.Background(), desk.Actor{Name: "eve", Role: kb.RoleEditor})
	sent := w.server.Execute(ctx, graph.Request{
		Query:     "mutation M($in: UpdatePracticeInput!) { updatePractice(input: $in) " + payload + "}",
		Variables: map[string]any{"in": map[string]any{"id": "practice/p", "message": "again", "practice": first.Input}},
	}, true)
	var answer struct {
		Data struct{ UpdatePractice written }
	}
	if err := json.Unmarshal(sent.Body, &answer); err != nil || !sent.Whole() {
		t.Fatalf("%s (%v)", sent.Body, err)
	}
	if again := w.inputOf("node(id: \"practice/p\")"); len(answer.Data.UpdatePractice.Errors) > 0 || again.Revision != first.Revision {
		t.Errorf("sent back it changes something: %+v, revision %d and then %d", answer.Data.UpdatePractice, first.Revision, again.Revision)
	}
	before := w.store.Sequence()
	w.wrote("eve", `updatePractice(input: {message: "m", id: "practice/p", practice: {themes: [{to: "theme/b"}]}})`)
	then, now := w.inputOf(fmt.Sprintf("node(id: \"practice/p\", at: %d)", before)), w.inputOf("node(id: \"practice/p\")")
	if fmt.Sprint(then.Input) != fmt.Sprint(first.Input) || fmt.Sprint(now.Input["themes"]) != "[map[to:theme/b]]" {
		t.Errorf("then %v, now %v", then.Input, now.Input["themes"])
	}

	before = w.store.Sequence()
	wrong := w.write("ann", `commit(input: {message: "m", dryRun: true, changes: [{update: {id: "practice/p", entity: {practice: {name: null}}}}]})`)
	right := w.write("ann", `commit(input: {message: "m", dryRun: true, changes: [{update: {id: "practice/p", entity: {practice: {themes: []}}}}]})`)
	if len(wrong.Errors) != 1 || len(right.Errors) != 0 || right.Proposal != nil || right.Sequence != nil || w.store.Sequence() != before {
		t.Errorf("a dry run: %+v, %+v", wrong, right)
	}
}

type asInput struct {
	Revision int
	Input    map[string]any
}

func (w *writing) inputOf(node string) asInput {
	w.Helper()
	var answer struct{ Node asInput }
	w.send("nobody", "{ "+node+" { ... on Entity { revision input } } }", &answer)
	return answer.Node
}
