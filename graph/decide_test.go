package graph_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/store"
)

// TestAProposalIsDecidedOnce lets four decide on each of some proposals at the same moment.
func TestAProposalIsDecidedOnce(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	for i := range 8 {
		id := w.wrote("ann", fmt.Sprintf(limits, fmt.Sprint("Small ", i))).Proposal.ID
		var all sync.WaitGroup
		var counting sync.Mutex
		decisions := 0
		for act, who := range map[string]string{
			`acceptProposal(input: {id: "` + id + `"})`:                   "eve",
			`rejectProposal(input: {id: "` + id + `", reason: "no"})`:     "fay",
			`withdrawProposal(input: {id: "` + id + `"})`:                 "ann",
			`one: acceptProposal(input: {id: "` + id + `"})`:              "fay",
			`two: rejectProposal(input: {id: "` + id + `", reason: "n"})`: "eve",
		} {
			all.Go(func() {
				_, errors, _ := w.decide(who, act)
				counting.Lock()
				defer counting.Unlock()
				if len(errors) == 0 {
					decisions++
				}
			})
		}
		all.Wait()
		if p := w.proposal("eve", id); decisions != 1 || (p.State == "ACCEPTED") != (p.Sequence != nil) {
			t.Errorf("%d decisions: %+v", decisions, p)
		}
	}
}

func TestAKeyIsOfOneProposal(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	keyed := `updatePractice(input: {message: "m", key: "k", id: "practice/p", practice: {limits: {language: EN, text: "%s"}}})`
	first := w.wrote("ann", fmt.Sprintf(keyed, "a"))
	if again := w.wrote("ann", fmt.Sprintf(keyed, "a")); !again.Repeated || again.Proposal.ID != first.Proposal.ID {
		t.Errorf("%+v", again)
	}
	var got any
	if _, code := w.send("ann", "mutation { "+fmt.Sprintf(keyed, "b")+payload+"}", &got); code != "CONFLICT" {
		t.Errorf("something else under the same key: %q", code)
	}
}

// TestWhatHidesIsTiedToWhatItSaw lets others change what somebody proposed to archive, by its id and by an old one.
func TestWhatHidesIsTiedToWhatItSaw(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	w.wrote("eve", `commit(input: {message: "m", changes: [{create: {id: "practice/q", entity: {practice: {name: {language: EN, text: "Q"}, summary: {language: EN, text: "Q"}, form: MODEL, citations: [{source: "source/s", basis: STATED}]}}}}]})`)
	w.wrote("eve", `merge(input: {message: "m", id: "practice/q", into: "practice/p"})`)
	for i, proposed := range []string{
		`archive(input: {message: "m", id: "practice/p"})`,
		`archive(input: {message: "m", id: "practice/q"})`,
		`updatePractice(input: {message: "m", id: "practice/q", practice: {limits: {language: EN, text: "mine"}}})`,
	} {
		id := w.wrote("ann", proposed).Proposal.ID
		w.wrote("eve", fmt.Sprintf(limits, fmt.Sprint("theirs ", i)))
		if _, errors, _ := w.decide("eve", `acceptProposal(input: {id: "`+id+`"})`); len(errors) != 1 || !strings.HasSuffix(errors[0], "CONFLICT") {
			t.Errorf("%s: %v", proposed, errors)
		}
	}
}

// TestOldIdsLeadOn merges what was merged, writes by each old id, and replays the log.
func TestOldIdsLeadOn(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	for i := range 4 {
		w.wrote("eve", fmt.Sprintf(`createPractice(input: {message: "m", id: "practice/n%d", practice: {name: {language: EN, text: "N"}, summary: {language: EN, text: "N"}, form: MODEL, citations: [{source: "source/s", basis: STATED}]}})`, i))
	}
	for i := range 3 {
		w.wrote("eve", fmt.Sprintf(`merge(input: {message: "m", id: "practice/n%d", into: "practice/n%d"})`, i, i+1))
	}
	for i := range 4 {
		got := w.wrote("eve", fmt.Sprintf(`updatePractice(input: {message: "m", id: "practice/n%d", practice: {limits: {language: EN, text: "By %[1]d"}}})`, i))
		if got.Entity.ID != "practice/n3" {
			t.Errorf("n%d leads to %s", i, got.Entity.ID)
		}
	}
	w.wrote("eve", `link(input: {message: "m", from: "practice/p", kind: VARIANT_OF, to: "practice/n0", citations: [{source: "source/s", basis: STATED}]})`)
	w.wrote("eve", `link(input: {message: "m", from: "practice/n1", kind: ABOUT, to: "theme/a"})`)
	w.wrote("eve", `restore(input: {message: "m", id: "practice/n1"})`)
	w.wrote("eve", `merge(input: {message: "m", id: "practice/n3", into: "practice/n1"})`)
	w.wrote("eve", `archive(input: {message: "m", id: "practice/n0"})`)
	report, err := store.Verify(context.Background(), w.dir, declared)
	if err != nil || len(report.Differences) > 0 {
		t.Errorf("%+v %v", report, err)
	}
}

func TestNoNewLinkToWhatIsArchived(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	w.wrote("eve", `archive(input: {message: "m", id: "city/c"})`)
	w.wrote("eve", `updatePractice(input: {message: "m", id: "practice/p", practice: {themes: [{to: "theme/b"}]}})`)
	got := w.write("eve", `createPractice(input: {message: "m", id: "practice/x", practice: {name: {language: EN, text: "X"}, form: IN_PLACE, city: {to: "city/c"}, citations: [{source: "source/s", basis: STATED}]}})`)
	if len(got.Errors) != 1 || got.Errors[0].Code != "INVALID" {
		t.Errorf("%+v", got)
	}
}

// TestRedactProposals blanks a name with quotes, and a text of an entity, and looks for both in the bytes of the file.
func TestRedactProposals(t *testing.T) {
	ctx := context.Background()
	w := newWriting(t, desk.Options{}).ground()
	id := w.wrote("ann", `updatePractice(input: {message: "Jane \"Doe\" asked", id: "practice/p", practice: {limits: {language: EN, text: "says Jane \"Doe\""}, problem: {language: EN, text: "A lone problem"}}})`).Proposal.ID
	w.decide("eve", `commentOnProposal(input: {id: "`+id+`", text: "Who is Jane \"Doe\"?"})`)
	if n, err := w.desk.Redact(ctx, desk.Blank{Text: `Jane "Doe"`}); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if n, err := w.desk.Redact(ctx, desk.Blank{ID: "practice/p", Path: "problem"}); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if p := w.proposal("eve", id); p == nil || len(p.Changes) != 1 || len(p.Comments) != 1 || p.Comments[0].Text != "Who is [redacted]?" {
		t.Errorf("%+v", p)
	}
	if _, errors, _ := w.decide("eve", `acceptProposal(input: {id: "`+id+`"})`); len(errors) > 0 {
		t.Errorf("it cannot be accepted any more: %v", errors)
	}
	files, _ := filepath.Glob(filepath.Join(w.dir, "desk.db*"))
	for _, file := range files {
		if text, err := os.ReadFile(file); err != nil || bytes.Contains(text, []byte("Jane")) || bytes.Contains(text, []byte("lone problem")) {
			t.Errorf("%s still has it (%v)", file, err)
		}
	}
}
