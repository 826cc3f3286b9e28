package graph_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/graph"
)

var today = regexp.MustCompile(`20\d\d(-\d\d-\d\d)?`)

// TestCite asks how things are cited: who made them, in which state, in which language.
func TestCite(t *testing.T) {
	w := newWriting(t, desk.Options{})
	w.send("eve", grounds, &map[string]any{})
	w.write("eve", `commit(input: {message: "A booklet", changes: [
		{create: {id: "organisation/levadia", entity: {organisation: {name: {language: EL, text: "Δήμος Λεβαδέων"}, kind: COUNCIL, citations: [{source: "source/s", basis: STATED}]}}}}
		{create: {id: "document/d", entity: {document: {name: {language: EN, text: "Guide & map"}, kind: BOOKLET, publishers: [{to: "organisation/levadia"}], citations: [{source: "source/s", basis: STATED}]}}}}
		{update: {id: "practice/p", entity: {practice: {name: {language: NL, text: "Buurthuis"}}}}}
	]})`)
	for question, want := range map[string]string{
		`cite`:                                    `praxis (DAY): Good practices for inclusive cities. Data set, change set 2 of DAY. http://127.0.0.1:8080/. CC BY 4.0.`,
		`cite(id: "practice/p")`:                  `praxis (DAY): Buurthuis. In: Good practices for inclusive cities, change set 2 of DAY. http://127.0.0.1:8080/practice/p. CC`,
		`cite(id: "practice/p", at: 1)`:           `praxis (DAY): Buurt. In: Good practices for inclusive cities, change set 1 of`,
		`cite(id: "document/d")`:                  `Δήμος Λεβαδέων (DAY): Guide & map.`,
		`cite(id: "document/d", style: BIBTEX)`:   `author = {{Δήμος Λεβαδέων}},\n  title = {{Guide \\& map}},`,
		`cite(id: "document/d", style: RIS)`:      `ID  - praxis-document-d-2\r\nAU  - Δήμος Λεβαδέων\r\nTI  - Guide & map\r\n`,
		`cite(id: "document/d", style: CSL_JSON)`: `\"literal\": \"Δήμος Λεβαδέων\"`,
		`cite(id: "document/d", at: 1)`:           `"c":null`,
		`cite(id: "document/nobody")`:             `"c":null`,
		`cite(at: 3)`:                             `at: there is no change set 3: the log has 1 to 2`,
	} {
		answer := w.server.Execute(context.Background(), graph.Request{Query: "{ c: " + question + " { text sequence address } }"}, false)
		if body := today.ReplaceAllString(string(answer.Body), "DAY"); !strings.Contains(body, want) {
			t.Errorf("%s answers %s", question, body)
		}
	}
	german := w.server.Execute(context.Background(), graph.Request{Query: `query @inContext(language: DE) { cite(id: "practice/p") { text } }`}, false)
	if !strings.Contains(string(german.Body), "In: Gute Praktiken für inklusive Städte, Änderungssatz 2 vom ") {
		t.Errorf("in German: %s", german.Body)
	}
}
