package exchange_test

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/piprate/json-gold/ld"

	"github.com/praxis-kb/praxis/kb"
)

// TestForeignJSONLD expands what export writes, so that no term of ours is left in it, and imports that.
func TestForeignJSONLD(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	newCollection().mustRun(t, s, "a.jsonl", there+practice("b", "B", `"variantOf":["practice/there"]`,
		`"actors":[{"to":"city/c","role":"LEAD","citations":[{"source":"source/s","basis":"STATED"}]}]`)+
		"\n"+`{"id":"city/c","name":{"fr":"C"},"country":"BE","latitude":50.5,"citations":[{"source":"source/s"}]}`)
	var document any
	if err := json.Unmarshal([]byte(export(t, s, "jsonld")), &document); err != nil {
		t.Fatal(err)
	}
	expanded, err := ld.NewJsonLdProcessor().Expand(document, ld.NewJsonLdOptions(""))
	if err != nil {
		t.Fatal(err)
	}
	text, err := kb.Canonical(expanded)
	if err != nil || !strings.Contains(string(text), "https://praxis.example/practice/b") {
		t.Fatalf("%v %s", err, text)
	}
	again := mustOpen(t, t.TempDir())
	c := newCollection()
	c.Base = "https://praxis.example/"
	if r := c.mustRun(t, again, "a.jsonld", string(text)); r.Created != 5 {
		t.Errorf("%+v", r)
	}
	same(t, "expanded", export(t, s, "jsonl"), export(t, again, "jsonl"))
}

// TestNoContextIsFetched refuses a document whose meaning another host decides.
func TestNoContextIsFetched(t *testing.T) {
	_, err := newCollection().run(mustOpen(t, t.TempDir()), "a.jsonld", `{"@context": "https://elsewhere.example/", "@id": "city/a"}`)
	if kb.CodeOf(err) != kb.Invalid {
		t.Error(err)
	}
}
