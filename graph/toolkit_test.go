package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/desk"
)

// composed is a toolkit with two sections that show a practice and a city.
const composed = `createToolkit(input: {message: "Begin", id: "toolkit/k", toolkit: {
	name: {language: EN, text: "Kit"}, status: PLANNED, citations: [{source: "source/s", basis: STATED}],
	sections: [
		{heading: {language: EN, text: "Why"}, text: {language: EN, text: "Because."}, embeds: [{entity: "practice/p", form: FULL}]}
		{heading: {language: EN, text: "Where"}, embeds: [{entity: "city/c", form: CARD}]}
	]}})`

func newToolkit(t *testing.T) *writing {
	t.Helper()
	w := newWriting(t, desk.Options{}).ground()
	w.wrote("eve", composed)
	return w
}

func publishing(edition string) string {
	return fmt.Sprintf(`publishToolkit(input: {message: "Out", id: "toolkit/k", edition: %q, citation: {source: "source/t", basis: EDITORIAL, by: "eve", reason: {language: EN, text: "We publish it."}}})`, edition)
}

func (w *writing) publish(edition string) {
	w.Helper()
	w.wrote("eve", publishing(edition))
}

// said asks as a reader and gives the answer without spaces and quotes, which is enough to look into.
func (w *writing) said(query string) string {
	w.Helper()
	var data map[string]any
	if status, code := w.send("nobody", query, &data); code != "" {
		w.Fatalf("%d %s: %s", status, code, query)
	}
	return fmt.Sprint(data)
}

func (w *writing) says(query string, wanted ...string) {
	w.Helper()
	answer := w.said(query)
	for _, text := range wanted {
		if !strings.Contains(answer, text) {
			w.Errorf("no %q in %s", text, answer)
		}
	}
}

func TestWhatSectionsShowIsLinked(t *testing.T) {
	w := newToolkit(t)
	w.says(`{ toolkit(slug: "k") { contents { nodes { ... on Entity { id } } } } practice(slug: "p") { embeddedIn { nodes { id } } } }`,
		"id:practice/p", "id:city/c", "embeddedIn:map[nodes:[map[id:toolkit/k]]]")
	p := w.write("eve", `unlink(input: {message: "Away", from: "toolkit/k", kind: EMBEDS, to: "city/c"})`)
	if len(p.Errors) != 1 || p.Errors[0].Code != "INVALID" || !strings.Contains(p.Errors[0].Message, "city/c does not stand in its contents") {
		t.Errorf("%+v", p)
	}
	p = w.write("eve", `updateToolkit(input: {message: "More", id: "toolkit/k", toolkit: {sections: [{heading: {language: EN, text: "No"}, embeds: [{entity: "city/none", form: CARD}]}]}})`)
	if len(p.Errors) == 0 {
		t.Errorf("it shows what is not there: %+v", p)
	}
}

func TestAnEditionIsFrozen(t *testing.T) {
	w := newToolkit(t)
	w.publish("2023")
	w.wrote("eve", `updatePractice(input: {message: "Later", id: "practice/p", practice: {summary: {language: NL, text: "Nieuw"}, city: null}})`)
	w.wrote("eve", `updateToolkit(input: {message: "Next", id: "toolkit/k", toolkit: {edition: "2024", sections: [
		{heading: {language: EN, text: "Why"}, text: {language: EN, text: "Because it works."}, embeds: [{entity: "practice/p", form: FULL}]}]}})`)

	const shown = ` { name toolkit { status sections { text } } embedded { ... on Practice { summary city { name } citations { source { id } } } } } }`
	for _, question := range []string{`edition: "2023"`, `draft: false`} {
		w.says(`{ toolkitEdition(id: "toolkit/k", `+question+`)`+shown, "name:2023", "Because.", "summary:Samen", "city:map[name:C]", "source/s", "status:DELIVERED")
	}
	w.says(`{ toolkitEdition(id: "toolkit/k", draft: true)`+shown, "name:2024", "Because it works.", "summary:Nieuw", "city:<nil>")
	w.says(`{ toolkit(slug: "k") { editions { name } } }`, "editions:[map[name:2023]]")
	w.says(`{ toolkitEdition(id: "toolkit/k", edition: "1999") { name } }`, "toolkitEdition:<nil>")

	if p := w.write("eve", publishing("2023")); len(p.Errors) != 1 || p.Errors[0].Path[1] != "edition" {
		t.Errorf("an edition was published twice: %+v", p)
	}
	w.publish("2024")
	w.says(`{ toolkit(slug: "k") { editions { name } } }`, "editions:[map[name:2024] map[name:2023]]")
	w.says(`{ toolkitDifference(id: "toolkit/k", from: "2023", to: "2024") { from { name } to { name }
		sections { kind heading fields { path before after } } embedded { kind entity { id } fields { path after } } } }`,
		"map[fields:[] heading:Where kind:REMOVED]", "heading:Why kind:CHANGED", "path:text/en", "after:Because it works.",
		"map[entity:map[id:city/c] fields:[] kind:REMOVED]", "entity:map[id:practice/p]", "path:summary/nl")
}

func TestOnlyThoseWhoMayPublish(t *testing.T) {
	w := newToolkit(t)
	publish := publishing("1")
	if _, code := w.send("nobody", "mutation {"+publish+" { sequence } }", &map[string]any{}); code != "UNAUTHENTICATED" && code != "FORBIDDEN" {
		t.Errorf("a reader published: %q", code)
	}
	if p := w.write("ann", publish); p.Proposal == nil || p.Sequence != nil {
		t.Errorf("a contributor published: %+v", p)
	}
	if p := w.write("eve", `publishToolkit(input: {message: "Out", id: "toolkit/k", edition: "1"})`); len(p.Errors) == 0 || !strings.Contains(p.Errors[0].Message, "citation of its own") {
		t.Errorf("the date stands without a source: %+v", p)
	}
}

// TestAsOf walks the graph as it was, in both directions.
func TestAsOf(t *testing.T) {
	w := newToolkit(t)
	w.wrote("eve", `updatePractice(input: {message: "Later", id: "practice/p", practice: {city: null, themes: [{to: "theme/b"}], summary: null}})`)
	w.wrote("eve", `archive(input: {message: "Gone", id: "theme/a"})`)
	const practice = `{ node(id: "practice/p"%s) { ... on Practice { revision summary city { name } themes { totalCount nodes { name } } citations { source { id } } } } }`
	w.says(fmt.Sprintf(practice, ", at: 1"), "revision:1", "summary:Samen", "city:map[name:C]", "nodes:[map[name:A] map[name:B]] totalCount:2", "source/s")
	w.says(fmt.Sprintf(practice, ""), "revision:2", "summary:<nil>", "city:<nil>", "nodes:[map[name:B]] totalCount:1")
	w.says(`{ node(id: "city/c", at: 1) { ... on City { practices { nodes { name } } } } }`, "nodes:[map[name:Buurt]]")
	w.says(`{ node(id: "theme/a", at: 2) { ... on Theme { archivedAt } } }`, "archivedAt:<nil>")
	w.says(`{ node(id: "toolkit/k", at: 1) { id } }`, "node:<nil>")
	for _, question := range []string{`node(id: "city/c", at: 99) { id }`, `node(id: "city/c", at: 0) { id }`,
		`node(id: "practice/p", at: 1) { ... on Practice { themes(last: 1) { nodes { id } } } }`, `node(id: "practice/p", at: 1) { ... on Practice { benchmarks { nodes { id } } } }`} {
		if _, code := w.send("nobody", "{"+question+"}", &map[string]any{}); code != "INVALID" {
			t.Errorf("%s: %q", question, code)
		}
	}
}

func TestUntranslated(t *testing.T) {
	w := newToolkit(t)
	const question = ` { practice(slug: "p") { untranslated { path language } } }`
	w.says("query @inContext(language: FR)"+question, "map[language:nl path:name]", "path:summary")
	w.says("query @inContext(language: NL)"+question, "untranslated:[]")
}
