package graph_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

type proposal struct {
	ID, State, Author string
	DecidedBy, Reason *string
	Sequence          *int
	Comments          []struct{ Author, Text string }
	Problems          []struct{ Code, Message string }
	Conflicts         []struct{ Fields []struct{ Path string } }
	Changes           []struct {
		Action, EntityID string
		Fields           []struct{ Path string }
	}
}

const proposalFields = ` { id state author decidedBy reason sequence comments { author text } problems { code message } conflicts { fields { path } } changes { action entityId fields { path } } } `

func (w *writing) proposal(who, id string) *proposal {
	w.Helper()
	var got struct{ Proposal *proposal }
	w.send(who, `{ proposal(id: "`+id+`")`+proposalFields+`}`, &got)
	return got.Proposal
}

// decide acts upon a proposal and gives it, with what is wrong.
func (w *writing) decide(who, act string) (p *proposal, errors []string, code string) {
	w.Helper()
	var all map[string]struct {
		Proposal   *proposal
		UserErrors []struct {
			Path []string
			Code string
		}
	}
	if _, code = w.send(who, `mutation { `+act+` { proposal`+proposalFields+` userErrors { path code } } }`, &all); code != "" {
		return nil, nil, code
	}
	for _, one := range all {
		for _, e := range one.UserErrors {
			errors = append(errors, strings.Join(append(e.Path, e.Code), " "))
		}
		p = one.Proposal
	}
	return p, errors, ""
}

const limits = `updatePractice(input: {message: "Limits", id: "practice/p", practice: {limits: {language: EN, text: "%s"}}})`

func TestAProposalIsAcceptedAsOneChangeSet(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	id := w.wrote("ann", fmt.Sprintf(limits, "Small")).Proposal.ID
	if p := w.proposal("eve", id); len(p.Changes) != 1 || p.Changes[0].Action != "UPDATE" || p.Changes[0].Fields[0].Path != "limits" || len(p.Problems) > 0 {
		t.Fatalf("%+v", p)
	}
	if w.proposal("carl", id) != nil || w.proposal("nobody", id) != nil {
		t.Error("another's proposal is seen")
	}
	if _, _, code := w.decide("ann", `acceptProposal(input: {id: "`+id+`"})`); code != "FORBIDDEN" {
		t.Errorf("a contributor accepts: %s", code)
	}
	w.decide("eve", `commentOnProposal(input: {id: "`+id+`", text: "Which year?"})`)
	p, errors, _ := w.decide("eve", `acceptProposal(input: {id: "`+id+`"})`)
	if len(errors) > 0 || p.State != "ACCEPTED" || *p.Sequence != 2 || *p.DecidedBy != "eve" || len(p.Comments) != 1 {
		t.Fatalf("%v %+v", errors, p)
	}
	set, err := w.store.ChangeSet(context.Background(), 2)
	if err != nil || set.Author != "ann" || set.Origin == nil || *set.Origin != "proposal:"+id {
		t.Errorf("%+v %v", set, err)
	}
	if _, errors, _ := w.decide("eve", `rejectProposal(input: {id: "`+id+`", reason: "no"})`); len(errors) != 1 || errors[0] != "input id CONFLICT" {
		t.Errorf("what was accepted is rejected: %v", errors)
	}
}

func TestAProposalOnMovedGround(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	id := w.wrote("ann", fmt.Sprintf(limits, "Small")).Proposal.ID
	w.wrote("eve", `updatePractice(input: {message: "m", id: "practice/p", practice: {problem: {language: EN, text: "Else"}}})`)
	if p := w.proposal("ann", id); len(p.Problems) > 0 {
		t.Errorf("what others changed elsewhere is in its way: %+v", p.Problems)
	}
	w.wrote("eve", fmt.Sprintf(limits, "Large"))
	p := w.proposal("ann", id)
	if len(p.Problems) != 1 || p.Problems[0].Code != "CONFLICT" || len(p.Conflicts) != 1 {
		t.Fatalf("%+v", p)
	}
	if p, errors, _ := w.decide("eve", `acceptProposal(input: {id: "`+id+`"})`); len(errors) == 0 || p.State != "OPEN" || p.DecidedBy != nil {
		t.Errorf("it is accepted over another's change: %+v %v", p, errors)
	}
	if p, errors, _ := w.decide("ann", `rebaseProposal(input: {id: "`+id+`"})`); len(errors) > 0 || len(p.Problems) > 0 || p.Changes[0].Fields[0].Path != "limits/en" {
		t.Errorf("%+v %v", p, errors)
	}
	if p, errors, _ := w.decide("eve", `acceptProposal(input: {id: "`+id+`"})`); len(errors) > 0 || p.State != "ACCEPTED" {
		t.Errorf("%+v %v", p, errors)
	}
}

func TestTwoPairsOfEyes(t *testing.T) {
	w := newWriting(t, desk.Options{})
	ctx := context.Background()
	if _, err := w.store.Commit(ctx, kb.ChangeSet{Time: store.Now(), Author: "test", Message: "m", Changes: []kb.Change{
		{Op: kb.Put, ID: "source/s", Body: map[string]any{"name": "S", "kind": "WEB_PAGE"}}}}); err != nil {
		t.Fatal(err)
	}
	reviewed := newWriting(t, desk.Options{Reviewed: true})
	p := reviewed.wrote("eve", `createSource(input: {message: "m", id: "source/x", source: {name: {language: EN, text: "X"}, kind: WEB_PAGE}})`)
	if p.Proposal == nil || reviewed.store.Sequence() != 0 {
		t.Fatalf("%+v", p)
	}
	if _, _, code := reviewed.decide("eve", `acceptProposal(input: {id: "`+p.Proposal.ID+`"})`); code != "FORBIDDEN" {
		t.Errorf("one's own is accepted: %s", code)
	}
	if p, _, _ := reviewed.decide("fay", `acceptProposal(input: {id: "`+p.Proposal.ID+`"})`); p == nil || p.State != "ACCEPTED" {
		t.Errorf("%+v", p)
	}
}

func TestRejectAndWithdraw(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	one, two := w.wrote("ann", fmt.Sprintf(limits, "One")).Proposal.ID, w.wrote("ann", fmt.Sprintf(limits, "Two")).Proposal.ID
	if _, errors, _ := w.decide("eve", `rejectProposal(input: {id: "`+one+`", reason: " "})`); len(errors) != 1 || errors[0] != "input reason INVALID" {
		t.Errorf("no reason is asked for: %v", errors)
	}
	if p, _, _ := w.decide("eve", `rejectProposal(input: {id: "`+one+`", reason: "No source says so"})`); p.State != "REJECTED" || *p.Reason != "No source says so" {
		t.Errorf("%+v", p)
	}
	if _, _, code := w.decide("eve", `withdrawProposal(input: {id: "`+two+`"})`); code != "FORBIDDEN" {
		t.Errorf("another's is withdrawn: %s", code)
	}
	if _, errors, _ := w.decide("ann", `commentOnProposal(input: {id: "`+two+`", text: " "})`); len(errors) != 1 || errors[0] != "input text INVALID" {
		t.Errorf("nothing is said: %v", errors)
	}
	if _, errors, _ := w.decide("eve", `rejectProposal(input: {id: "`+one+`", reason: "Again"})`); len(errors) != 1 || errors[0] != "input id CONFLICT" {
		t.Errorf("it was decided: %v", errors)
	}
	if p, _, _ := w.decide("ann", `withdrawProposal(input: {id: "`+two+`"})`); p.State != "WITHDRAWN" {
		t.Errorf("%+v", p)
	}
	if w.store.Sequence() != 1 {
		t.Error("something was written")
	}
}

// TestACrashWhileAcceptingHeals commits what an acceptance would, as a process does that dies before it takes note.
func TestACrashWhileAcceptingHeals(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	id := w.wrote("ann", fmt.Sprintf(limits, "Small")).Proposal.ID
	if p, _, _ := w.decide("eve", `acceptProposal(input: {id: "`+id+`"})`); p.State != "ACCEPTED" {
		t.Fatal(p)
	}
	db, err := sql.Open("sqlite3", filepath.Join(w.dir, desk.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE proposal SET state = 'OPEN', sequence = NULL WHERE number = ?", id); err != nil {
		t.Fatal(err)
	}
	if p := w.proposal("eve", id); p.State != "ACCEPTED" || *p.Sequence != 2 || *p.DecidedBy != "eve" {
		t.Errorf("%+v", p)
	}
	if _, errors, _ := w.decide("eve", `acceptProposal(input: {id: "`+id+`"})`); len(errors) != 1 || w.store.Sequence() != 2 {
		t.Error("it is written twice")
	}
}
