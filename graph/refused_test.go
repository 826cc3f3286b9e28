package graph_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/praxis-kb/praxis/desk"
)

// TestNoMutationIsForReaders sends one whose input is wrong too: that is not told to who may not write.
func TestNoMutationIsForReaders(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	_, code := w.send("nobody", `mutation { createEdition(input: {message: "m", of: "benchmark/none", edition: "1", source: "source/s", reason: {language: EN, text: "r"}}) { sequence } }`, nil)
	if code != "UNAUTHENTICATED" {
		t.Errorf("%q before it is known who asks", code)
	}
}

// TestEnumsAreWrittenAsDeclared sends values of enums in small letters, as variables.
func TestEnumsAreWrittenAsDeclared(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	for query, variables := range map[string]string{
		`query($v: [PracticeStatus!]) { practices(filter: {status: {in: $v}}) { totalCount } }`: `{"v": ["running"]}`,
		`query($v: PracticeOrder) { practices(orderBy: $v) { totalCount } }`:                    `{"v": {"field": "name"}}`,
		`mutation($v: CreateThemeInput!) { createTheme(input: $v) { sequence } }`:               `{"v": {"message": "m", "theme": {"scheme": "theme"}}}`,
	} {
		body, _ := json.Marshal(map[string]any{"query": query, "variables": json.RawMessage(variables)})
		r, _ := http.NewRequest("POST", w.url, strings.NewReader(string(body)))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+w.tokens["eve"])
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Errors []struct{ Extensions struct{ Code string } }
		}
		if err := json.NewDecoder(answer.Body).Decode(&got); err != nil || len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "INVALID" {
			t.Errorf("%s: %+v %v", query, got, err)
		}
		answer.Body.Close()
	}
}

// TestWhatIsRefused writes what makes no sense, each with the place that is told.
func TestWhatIsRefused(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	for mutation, place := range map[string]string{
		`updatePractice(input: {message: "m", id: "practice/none", practice: {form: MODEL}})`:                                                                                     "input/id",
		`updatePractice(input: {message: "m", id: "practice/p", expectedRevision: 7, practice: {form: MODEL}})`:                                                                   "input/expectedRevision",
		`updatePractice(input: {message: " ", id: "practice/p", practice: {form: MODEL}})`:                                                                                        "input/message",
		`updatePractice(input: {message: "m\u0000", id: "practice/p", practice: {form: MODEL}})`:                                                                                  "input/message",
		`updatePractice(input: {message: "m", id: "practice/p", practice: {limits: {language: EN, text: "\u200b"}}})`:                                                             "input/practice/limits/en",
		`updatePractice(input: {message: "m", id: "practice/p", practice: {limits: {language: EN, text: "a", translations: [{language: EN, text: "b"}]}}})`:                       "input/practice/limits",
		`updatePractice(input: {message: "m", id: "practice/p", practice: {limits: {language: original, text: "a"}}})`:                                                            "input/practice/limits",
		`translate(input: {message: "m", id: "practice/p", path: "summary", language: FR, text: "x", madeFrom: 9})`:                                                               "input/madeFrom",
		`translate(input: {message: "m", id: "practice/p", path: "summary", language: FR, text: "x", madeFrom: 0})`:                                                               "input/madeFrom",
		`link(input: {message: "m", from: "practice/p", kind: ABOUT, to: "theme/a", position: -1})`:                                                                               "input/position",
		`link(input: {message: "m", from: "practice/p", kind: ABOUT, to: "theme/a", position: 2147483647})`:                                                                       "input/position",
		`link(input: {message: "m", from: "practice/p", kind: VARIANT_OF, to: "practice/p", citations: [{source: "source/s", basis: STATED}]})`:                                   "input/variantOf",
		`cite(input: {message: "m", id: "practice/p", citations: [{source: "source/none", basis: STATED}]})`:                                                                      "input/citations/0/source",
		`commit(input: {message: "m", changes: [{archive: {id: "theme/b"}}, {link: {from: "practice/p", kind: ABOUT, to: "theme/none"}}]})`:                                       "input/changes/1/themes",
		`commit(input: {message: "m", changes: [{observe: {id: "practice/p", observations: [{indicator: "theme/a", value: "1", date: "2021", until: "2020", citations: []}]}}]})`: "input/changes/0/observations/0",
	} {
		got := w.write("eve", mutation)
		if len(got.Errors) == 0 || strings.Join(got.Errors[0].Path, "/") != place {
			t.Errorf("%s: %+v, and not %s", mutation, got.Errors, place)
		}
	}
	if w.store.Sequence() != 1 {
		t.Errorf("something was written: %d", w.store.Sequence())
	}
}

// TestNothingToDoIsNoMistake takes away a link that there is none of.
func TestNothingToDoIsNoMistake(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	got := w.wrote("eve", `updatePractice(input: {message: "m", id: "practice/p", practice: {territory: null}})`)
	if got.Sequence == nil || *got.Sequence != 1 {
		t.Errorf("%+v", got)
	}
}

// TestEditsAtOnceAreNotInEachOthersWay lets two editors add to one entity at the same moment.
func TestEditsAtOnceAreNotInEachOthersWay(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	const each = 12
	var all sync.WaitGroup
	for _, who := range []string{"eve", "fay"} {
		for range each {
			all.Go(func() {
				got := w.write(who, `observe(input: {message: "m", id: "practice/p", observations: [{indicator: "theme/a", value: "1", citations: [{source: "source/s", basis: STATED}]}]})`)
				if len(got.Errors) > 0 {
					t.Errorf("%+v", got.Errors)
				}
			})
		}
	}
	all.Wait()
	var got struct {
		Practice struct{ Observations []struct{ Value string } }
	}
	if w.send("eve", `{ practice(slug: "p") { observations { value } } }`, &got); len(got.Practice.Observations) != 2*each {
		t.Errorf("%d of %d are kept", len(got.Practice.Observations), 2*each)
	}
}
