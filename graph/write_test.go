package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/search"
	"github.com/praxis-kb/praxis/store"
)

// writing is a server that people write to, with a token for each of them.
type writing struct {
	*testing.T
	store  *store.Store
	desk   *desk.Desk
	server *graph.Server
	dir    string
	url    string
	tokens map[string]string
}

// grounds are a source, a city, two themes, a benchmark with a key factor, and a practice.
const grounds = `mutation { commit(input: {message: "Grounds", changes: [
	{create: {id: "source/s", entity: {source: {name: {language: EN, text: "S"}, kind: WEB_PAGE}}}}
	{create: {id: "source/t", entity: {source: {name: {language: EN, text: "T"}, kind: WEB_PAGE}}}}
	{create: {id: "city/c", entity: {city: {name: {language: EN, text: "C"}, country: "BE", citations: [{source: "source/s", basis: STATED}]}}}}
	{create: {id: "theme/a", entity: {theme: {name: {language: EN, text: "A"}, scheme: THEME, citations: [{source: "source/s", basis: STATED}]}}}}
	{create: {id: "theme/b", entity: {theme: {name: {language: EN, text: "B"}, scheme: THEME, citations: [{source: "source/s", basis: STATED}]}}}}
	{create: {id: "benchmark/b", entity: {benchmark: {name: {language: EN, text: "B"}, kind: GENERAL, status: PUBLISHED, completeness: PARTIAL, citations: [{source: "source/s", basis: STATED}]}}}}
	{create: {id: "practice/p", entity: {practice: {name: {language: NL, text: "Buurt"}, form: IN_PLACE, status: RUNNING,
		summary: {language: NL, text: "Samen"}, city: {to: "city/c"}, themes: [{to: "theme/a"}, {to: "theme/b"}],
		citations: [{source: "source/s", basis: STATED}]}}}}
]}) { sequence userErrors { path message } } }`

func newWriting(t *testing.T, o desk.Options) *writing {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	s, err := store.Open(ctx, dir, declared)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d, err := desk.Open(ctx, dir, s, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	x, err := search.Open(filepath.Join(dir, "index"), declared, s)
	if err != nil {
		t.Fatal(err)
	}
	api := graph.New(s, x, "test").WithDesk(d).WithRate(10_000_000)
	server := httptest.NewServer(d.Known(api))
	t.Cleanup(server.Close)
	w := &writing{t, s, d, api, dir, server.URL, map[string]string{"nobody": ""}}
	for name, role := range map[string]kb.Role{"ann": kb.RoleContributor, "carl": kb.RoleContributor, "eve": kb.RoleEditor, "fay": kb.RoleEditor} {
		if w.tokens[name], err = d.CreateToken(ctx, name, role, nil); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// send sends a document as somebody and gives status, code of the first error, and data.
func (w *writing) send(who, query string, into any) (status int, code string) {
	w.Helper()
	body, _ := json.Marshal(map[string]any{"query": query})
	r, _ := http.NewRequest("POST", w.url, strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	if token := w.tokens[who]; token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		w.Fatal(err)
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	var answer struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		w.Fatalf("%d %s", response.StatusCode, text)
	}
	if len(answer.Errors) > 0 {
		return response.StatusCode, answer.Errors[0].Extensions.Code
	}
	if err := json.Unmarshal(answer.Data, into); err != nil {
		w.Fatalf("%s: %v", text, err)
	}
	return response.StatusCode, ""
}

type written struct {
	Sequence *int
	Repeated bool
	Entity   *struct {
		ID       string
		Revision int
	}
	Proposal *struct{ ID, State string }
	Errors   []struct {
		Path          []string
		Code, Message string
	} `json:"userErrors"`
	Conflicts []struct {
		Revision, ExpectedRevision int
		Fields                     []struct{ Path string }
	}
}

const payload = ` { sequence repeated entity { id revision } proposal { id state } userErrors { path code message } conflicts { revision expectedRevision fields { path } } } `

// write sends one mutation, without its payload, and gives what became of it.
func (w *writing) write(who, mutation string) written {
	w.Helper()
	var all map[string]written
	if status, code := w.send(who, "mutation { "+mutation+payload+"}", &all); code != "" {
		w.Fatalf("%s: %d %s", mutation, status, code)
	}
	for _, one := range all {
		return one
	}
	return written{}
}

// wrote is write where nothing may be wrong.
func (w *writing) wrote(who, mutation string) written {
	w.Helper()
	p := w.write(who, mutation)
	if len(p.Errors) > 0 {
		w.Fatalf("%s: %+v", mutation, p.Errors)
	}
	return p
}

func (w *writing) ground() *writing {
	w.Helper()
	var got any
	if _, code := w.send("eve", grounds, &got); code != "" {
		w.Fatal(code)
	}
	if w.store.Sequence() != 1 {
		w.Fatal(got)
	}
	return w
}

func TestWhoMayWrite(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	const mutation = `updateCity(input: {message: "m", id: "city/c", city: {website: "https://c.example/"}})`
	var all map[string]written
	if _, code := w.send("nobody", "mutation { "+mutation+payload+"}", &all); code != "UNAUTHENTICATED" {
		t.Errorf("nobody writes: %s", code)
	}
	if p := w.wrote("ann", mutation); p.Proposal == nil || p.Sequence != nil || w.store.Sequence() != 1 {
		t.Errorf("a contributor writes at once: %+v", p)
	}
	if p := w.wrote("eve", mutation); p.Sequence == nil || *p.Sequence != 2 || p.Entity.Revision != 2 {
		t.Errorf("an editor does not: %+v", p)
	}
	good := w.tokens["eve"]
	for name, token := range map[string]string{"misspelt": good + "x", "foreign": "ghp_123", "another's secret": good[:17] + w.tokens["ann"][17:], "empty": " "} {
		w.tokens["eve"] = token
		if status, code := w.send("eve", "{ viewer { role } }", &all); status != http.StatusUnauthorized || code != "UNAUTHENTICATED" {
			t.Errorf("%s token: %d %s", name, status, code)
		}
	}
	w.tokens["eve"] = good
	if err := w.desk.RevokeToken(context.Background(), strings.Split(good, "_")[1]); err != nil {
		t.Fatal(err)
	}
	if status, _ := w.send("eve", "{ viewer { role } }", &all); status != http.StatusUnauthorized {
		t.Errorf("revoked token: %d", status)
	}
}

func TestTokensExpireAndAreKeptHashed(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	w := newWriting(t, desk.Options{Now: func() time.Time { return now }})
	ctx, soon := context.Background(), now.Add(time.Hour)
	token, err := w.desk.CreateToken(ctx, "guest", kb.RoleEditor, &soon)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := w.desk.Authenticate(ctx, token); err != nil || a.Name != "guest" {
		t.Errorf("%+v %v", a, err)
	}
	now = now.Add(time.Hour)
	if _, err := w.desk.Authenticate(ctx, token); kb.CodeOf(err) != kb.Unknown {
		t.Errorf("an expired token is good: %v", err)
	}
	all, err := w.desk.Tokens(ctx)
	if err != nil || len(all) != 5 {
		t.Fatalf("%d tokens, %v", len(all), err)
	}
	for _, one := range all {
		if one.Name == "guest" && (one.Used == nil || strings.Contains(fmt.Sprint(one), token[20:])) {
			t.Errorf("%+v", one)
		}
	}
}

func TestAllThatIsWrongIsSaidAtOnce(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	p := w.write("eve", `commit(input: {message: "m", changes: [
		{create: {id: "city/d", entity: {city: {name: {language: EN, text: "D"}, country: "BEL"}}}}
		{update: {id: "practice/none", entity: {practice: {limits: null}}}}
		{create: {id: "practice/q", entity: {practice: {form: MODEL, name: {language: EN, text: "Q"}, themes: [{to: "theme/none"}], citations: [{source: "source/s", basis: INFERRED}]}}}}
		{link: {from: "practice/p", kind: ABOUT, to: "city/c"}}
		{archive: {id: "city/c", expectedRevision: 7}}
		{update: {id: "practice/p", entity: {practice: {problem: {language: EN, text: "a", translations: [{language: EN, text: "b"}]}}}}}
		{link: {from: "practice/p", kind: FACES, to: "city/c"}}
	]})`)
	var at []string
	for _, e := range p.Errors {
		at = append(at, strings.Join(e.Path[2:], "/")+" "+e.Code)
	}
	for _, want := range []string{"0/country INVALID", "0/citations INVALID", "1/id NOT_FOUND", "2/themes INVALID", "2/citations/0 INVALID", "3/themes INVALID", "4/expectedRevision CONFLICT",
		"5/problem INVALID", "6/kind INVALID"} {
		if !slices.Contains(at, want) {
			t.Errorf("%s is not said: %v", want, at)
		}
	}
	if w.store.Sequence() != 1 || p.Sequence != nil {
		t.Error("something was written")
	}
}

func TestAbsentIsNotNull(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	w.wrote("eve", `updatePractice(input: {message: "m", id: "practice/p", practice: {limits: {language: EN, text: "L"}, themes: [{to: "theme/b"}]}})`)
	w.wrote("eve", `updatePractice(input: {message: "m", id: "practice/p", practice: {summary: null, name: {language: FR, text: "Quartier"}}})`)
	var got struct {
		Practice struct {
			Name            string
			Summary, Limits *string
			Languages       []string
			City            struct{ ID string }
			Themes          struct{ Nodes []struct{ ID string } }
		}
	}
	w.send("nobody", `{ practice(slug: "p") { name summary limits languages(field: "name") city { id } themes { nodes { id } } } }`, &got)
	if p := got.Practice; p.Name != "Buurt" || p.Summary != nil || p.Limits == nil || len(p.Languages) != 2 || p.City.ID != "city/c" || len(p.Themes.Nodes) != 1 || p.Themes.Nodes[0].ID != "theme/b" {
		t.Errorf("%+v", p)
	}
}

func TestConflictsCarryWhatStands(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	w.wrote("eve", `updatePractice(input: {message: "m", id: "practice/p", expectedRevision: 1, practice: {limits: {language: EN, text: "First"}}})`)
	p := w.write("fay", `updatePractice(input: {message: "m", id: "practice/p", expectedRevision: 1, practice: {limits: {language: EN, text: "Second"}}})`)
	if len(p.Conflicts) != 1 || p.Conflicts[0].Revision != 2 || p.Conflicts[0].ExpectedRevision != 1 || len(p.Conflicts[0].Fields) != 1 || p.Conflicts[0].Fields[0].Path != "limits" {
		t.Errorf("%+v", p)
	}
	if p := w.wrote("fay", `updatePractice(input: {message: "m", id: "practice/p", practice: {problem: {language: EN, text: "Third"}}})`); p.Sequence == nil {
		t.Error("what expects nothing is refused")
	}
}

func TestTheSameSentAgainIsWrittenOnce(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	const create = `createCity(input: {message: "m", key: "k", city: {name: {language: EL, text: "Λιβαδειά"}, country: "GR", citations: [{source: "source/s", basis: STATED}]}})`
	first := w.wrote("eve", create)
	if first.Entity.ID != "city/livadeia" {
		t.Errorf("the id is %s", first.Entity.ID)
	}
	if again := w.wrote("eve", create); !again.Repeated || *again.Sequence != *first.Sequence || again.Entity.ID != first.Entity.ID {
		t.Errorf("%+v", again)
	}
	if other := w.write("fay", create); len(other.Errors) == 0 || other.Errors[0].Code != "CONFLICT" {
		t.Errorf("the key of one account holds for another: %+v", other)
	}
	var all map[string]written
	if _, code := w.send("eve", `mutation { archive(input: {message: "m", key: "k", id: "city/c"})`+payload+`}`, &all); code != "CONFLICT" {
		t.Errorf("something else under the same key: %s", code)
	}
	if first, again := w.wrote("ann", create2), w.wrote("ann", create2); first.Proposal.ID != again.Proposal.ID || !again.Repeated {
		t.Error("a proposal is made twice")
	}
}

const create2 = `createCity(input: {message: "m", key: "k", city: {name: {language: EN, text: "Two"}, country: "GR", citations: [{source: "source/s", basis: STATED}]}})`

func TestTranslationsGoStale(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	w.wrote("eve", `translate(input: {message: "m", id: "practice/p", path: "summary", language: EN, text: "Together"})`)
	stale := func() bool {
		var got struct {
			Practice struct{ Translations []struct{ Stale bool } }
		}
		w.send("nobody", `{ practice(slug: "p") { translations { stale } } }`, &got)
		if len(got.Practice.Translations) != 1 {
			t.Fatalf("%+v", got)
		}
		return got.Practice.Translations[0].Stale
	}
	if stale() {
		t.Error("it is stale at once")
	}
	w.wrote("eve", `updatePractice(input: {message: "m", id: "practice/p", practice: {summary: {language: NL, text: "Samen leven"}}})`)
	if !stale() {
		t.Error("it is not stale after its original changed")
	}
	w.wrote("eve", `translate(input: {message: "m", id: "practice/p", path: "summary", language: EN, text: "Living together"})`)
	if stale() {
		t.Error("it is stale after it was made anew")
	}
	if p := w.write("eve", `translate(input: {message: "m", id: "practice/p", path: "sumary", language: EN, text: "x"})`); len(p.Errors) == 0 {
		t.Error("a text that is not there is translated")
	}
}

func TestMerge(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	w.wrote("eve", `createPractice(input: {message: "m", id: "practice/q", practice: {form: MODEL, name: {language: EN, text: "Quarter"}, citations: [{source: "source/t", basis: STATED}], themes: [{to: "theme/b"}]}})`)
	w.wrote("eve", `merge(input: {message: "m", id: "practice/p", into: "practice/q"})`)
	w.wrote("eve", `merge(input: {message: "m", id: "theme/a", into: "theme/b"})`)
	w.wrote("eve", `merge(input: {message: "m", id: "source/s", into: "source/t"})`)
	var got struct {
		Node struct {
			ID               string
			AlternativeNames []struct{ Text string }
			City             struct{ ID string }
			Themes           struct{ Nodes []struct{ ID string } }
			Citations        []struct{ Source struct{ ID string } }
		}
		City struct {
			Citations []struct{ Source struct{ ID string } }
		}
	}
	w.send("nobody", `{ node(id: "practice/p") { id ... on Practice { alternativeNames { text } city { id } themes { nodes { id } } citations { source { id } } } }
		city(slug: "c") { citations { source { id } } } }`, &got)
	if n := got.Node; n.ID != "practice/q" || len(n.AlternativeNames) != 1 || n.City.ID != "city/c" || len(n.Themes.Nodes) != 1 || n.Themes.Nodes[0].ID != "theme/b" {
		t.Errorf("%+v", n)
	}
	if c := got.City.Citations; len(c) != 1 || c[0].Source.ID != "source/t" {
		t.Errorf("what cited the merged source cites %+v", c)
	}
}

func TestAlignManyAtOnce(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	w.wrote("eve", `align(input: {message: "m", lines: [{practice: "practice/p", with: "benchmark/b", relation: MEETS, note: {language: EN, text: "So"}, citations: [{source: "source/s", basis: STATED}]}]})`)
	var got struct {
		Benchmark struct {
			Alignments struct {
				Edges []struct{ Relation, Note string }
			}
		}
	}
	w.send("nobody", `{ benchmark(slug: "b") { alignments { edges { relation note } } } }`, &got)
	if e := got.Benchmark.Alignments.Edges; len(e) != 1 || e[0].Relation != "MEETS" || e[0].Note != "So" {
		t.Errorf("%+v", e)
	}
	p := w.write("eve", `align(input: {message: "m", lines: [{practice: "practice/p", with: "benchmark/b"}, {practice: "practice/p", with: "theme/a", relation: MEETS}]})`)
	if len(p.Errors) == 0 || p.Errors[0].Path[2] != "1" {
		t.Errorf("%+v", p.Errors)
	}
	w.wrote("eve", `align(input: {message: "m", lines: [{practice: "practice/p", with: "benchmark/b"}]})`)
	if w.send("nobody", `{ benchmark(slug: "b") { alignments { edges { relation note } } } }`, &got); len(got.Benchmark.Alignments.Edges) != 0 {
		t.Error("a line without a relation takes nothing away")
	}
}
