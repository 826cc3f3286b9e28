package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/alignment"
	"github.com/praxis-kb/praxis/desk"
)

// table is the table of the benchmark as it is now.
func (w *writing) table() string {
	w.Helper()
	var out bytes.Buffer
	if err := alignment.Write(context.Background(), &out, w.store, "benchmark/b"); err != nil {
		w.Fatal(err)
	}
	return out.String()
}

func alignTable(csv string) string {
	text, _ := json.Marshal(csv)
	return `alignTable(input: {message: "m", csv: ` + string(text) + `})`
}

func TestTheTableComesBackAsItWentOut(t *testing.T) {
	w := newWriting(t, desk.Options{}).asks()
	w.wrote("eve", `align(input: {message: "m", lines: [{practice: "practice/p", with: "benchmark/b", relation: PARTLY_MEETS,
		note: {language: NL, text: "=1+1, \"of\"\nnee", translations: [{language: FR, text: "'-a;b"}]},
		citations: [{source: "source/s", basis: STATED, place: "@p. 3"}, {source: "source/t", basis: EDITORIAL, by: "eve", reason: {language: EN, text: "So."}}]}]})`)
	out, sequence := w.table(), w.store.Sequence()
	if strings.Contains(out, "\n=") || strings.Contains(out, ",=") || strings.Contains(out, `"=`) || strings.Contains(out, ",@") {
		t.Error("a spreadsheet would run a formula:", out)
	}
	if p := w.wrote("eve", alignTable(out)); w.store.Sequence() != sequence || w.table() != out {
		t.Errorf("what comes back differs: %+v\n%s\n%s", p, out, w.table())
	}
	for _, gap := range []string{"key-factor/context,Context,,,,"} {
		if !strings.Contains(out, gap) {
			t.Errorf("no line for %s to be filled in: %s", gap, out)
		}
	}
}

func TestATableWrites(t *testing.T) {
	w := newWriting(t, desk.Options{}).asks()
	const head = "key_factor;practice;relation;note_en;citation_1_source;citation_1_basis\n"
	w.wrote("eve", alignTable("\ufeff"+head+"key-factor/two;practice/q;MEETS;So, and so;source/s;STATED\nkey-factor/one;practice/p;NONE;;;\nkey-factor/context;;;;;\n"))
	if c := w.coverage("", "COUNTRY"); fmt.Sprint(c.Rows[:2]) != "[key-factor/one practice/s=ILLUSTRATES key-factor/two practice/q=MEETS practice/s=COUNTER_EXAMPLE]" || c.Rows[1].Cells[0].Note != "So, and so" {
		t.Errorf("%+v", c.Rows)
	}
	for table, want := range map[string]string{
		head + "key-factor/two;practice/q;;;source/s;STATED\nkey-factor/two;practice/q;MEETS;;source/s;STATED\n": "input/csv/line/2/relation input/csv/line/3/practice",
		head + "\n\nkey-factor/none;practice/q;MEETS;;source/s;STATED\n":                                         "input/csv/line/4/alignments",
		head + "key-factor/two;practice/q;MEETS;;;\n":                                                            "input/csv/line/2/alignments/key-factor/two",
		"key_factor,relation,notes\n":                                                                            "input/csv/notes input/csv/practice",
		"":                                                                                                       "input/csv",
		head + "a;\"b":                                                                                           "input/csv",
	} {
		var at []string
		for _, e := range w.write("eve", alignTable(table)).Errors {
			at = append(at, strings.Join(e.Path, "/"))
		}
		if strings.Join(at, " ") != want {
			t.Errorf("%s: wrong at %v, not %s", table, at, want)
		}
	}
}

// TestALargeTableFits sends more by variables than a question may have.
func TestALargeTableFits(t *testing.T) {
	w := newWriting(t, desk.Options{}).asks()
	note := strings.Repeat("So. ", 250)
	csv := "key_factor,practice,relation,note_en,citation_1_source,citation_1_basis\n"
	for range 40 {
		csv += "key-factor/two,,," + note + ",,\n"
	}
	csv += "key-factor/two,practice/q,MEETS," + note + ",source/s,STATED\n"
	body, _ := json.Marshal(map[string]any{"query": `mutation ($csv: String!) { alignTable(input: {message: "m", csv: $csv}) { sequence userErrors { message } } }`, "variables": map[string]any{"csv": csv}})
	r, _ := http.NewRequest("POST", w.url, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+w.tokens["eve"])
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if text, _ := io.ReadAll(response.Body); string(text) != `{"data":{"alignTable":{"sequence":3,"userErrors":[]}}}` {
		t.Errorf("%d bytes: %s", len(csv), text)
	}
}
