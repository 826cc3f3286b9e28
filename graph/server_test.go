package graph_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/search"
	"github.com/praxis-kb/praxis/seed"
	"github.com/praxis-kb/praxis/store"
)

var declared = schema.MustRead(praxis.Declaration)

// corpus is a store with the corpus, loaded once for all tests that only ask.
var corpus = sync.OnceValues(func() (*store.Store, error) {
	dir, err := os.MkdirTemp("", "praxis-graph-")
	if err != nil {
		return nil, err
	}
	folder = dir
	s, err := store.Open(context.Background(), dir, declared)
	if err != nil {
		return nil, err
	}
	_, err = seed.Load(context.Background(), s, seed.Corpus(), "seed", "seed", time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	return s, err
})

// indexed is a server over the corpus with its index, made once.
var indexed = sync.OnceValues(func() (*graph.Server, error) {
	s, err := corpus()
	if err != nil {
		return nil, err
	}
	x, stop, err := follow(s, filepath.Join(folder, "index"))
	if err != nil {
		return nil, err
	}
	stopIndex = stop
	return graph.New(s, x, "test"), nil
})

// follow makes an index that follows a store, and waits until it has caught up. What it gives ends it.
func follow(s *store.Store, dir string) (*search.Index, func(), error) {
	x, err := search.Open(dir, declared, s)
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { x.Follow(ctx); close(done) }()
	stop := func() {
		cancel()
		<-done
		x.Close()
	}
	return x, stop, x.Wait(ctx, s.Sequence())
}

// fresh is a server over an empty store of its own.
func fresh(t testing.TB) (*store.Store, *graph.Server) {
	t.Helper()
	s, err := store.Open(context.Background(), t.TempDir(), declared)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	x, err := search.Open(filepath.Join(t.TempDir(), "index"), declared, s)
	if err != nil {
		t.Fatal(err)
	}
	return s, graph.New(s, x, "test")
}

var (
	folder    string
	stopIndex = func() {}
)

func TestMain(m *testing.M) {
	code := m.Run()
	stopIndex()
	os.RemoveAll(folder)
	os.Exit(code)
}

func serve(t testing.TB) *httptest.Server {
	t.Helper()
	handler, err := indexed()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// reply is an answer with its status and headers.
type reply struct {
	status int
	header http.Header
	body   []byte
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
}

func (r *reply) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	code, _ := r.Errors[0].Extensions["code"].(string)
	return code
}

func do(t testing.TB, method, address string, body io.Reader, headers ...string) *reply {
	t.Helper()
	req, err := http.NewRequest(method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	r := &reply{status: res.StatusCode, header: res.Header}
	if r.body, err = io.ReadAll(res.Body); err != nil {
		t.Fatal(err)
	}
	json.Unmarshal(r.body, r)
	return r
}

// ask posts a query.
func ask(t testing.TB, server *httptest.Server, query string, variables map[string]any) *reply {
	t.Helper()
	text, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return do(t, "POST", server.URL, strings.NewReader(string(text)), "Content-Type", "application/json")
}

// data asks and reads the data; errors fail the test.
func data(t testing.TB, server *httptest.Server, query string, variables map[string]any, into any) {
	t.Helper()
	r := ask(t, server, query, variables)
	if len(r.Errors) > 0 || r.status != http.StatusOK {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if err := json.Unmarshal(r.Data, into); err != nil {
		t.Fatal(err)
	}
}

// TestHostile sends what would hurt a server that is not on its guard. Each is refused with a code of ours, and quickly:
// the time is only logged, since a busy machine is no fault.
func TestHostile(t *testing.T) {
	server := serve(t)
	nest := func(n int) string {
		return "{ city(slug: \"mechelen\") {" + strings.Repeat(" territory { cities { nodes {", n) + " id " + strings.Repeat("} } }", n) + " } }"
	}
	fragments := func(n int) string { // each spells out twice the one before
		var b strings.Builder
		b.WriteString("{ ...f" + itoa(0) + " } ")
		for i := range n {
			b.WriteString("fragment f" + itoa(i) + " on Query { ...f" + itoa(i+1) + " ...f" + itoa(i+1) + " } ")
		}
		return b.String() + "fragment f" + itoa(n) + " on Query { __typename }"
	}
	aliases := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(" a" + itoa(i) + ": dataset { sequence }")
		}
		return "{" + b.String() + "}"
	}
	cases := map[string]struct{ query, code string }{
		"depth":                     {nest(30), "QUERY_TOO_COSTLY"},
		"root fields":               {aliases(1000), "QUERY_TOO_COSTLY"},
		"a few hundred root fields": {aliases(200), "QUERY_TOO_COSTLY"},
		"a field repeated":          {"{ dataset {" + strings.Repeat(" sequence", 3000) + "} }", "QUERY_TOO_COSTLY"},
		"an unknown field repeated": {"{ dataset {" + strings.Repeat(" nothing", 500) + "} }", "QUERY_TOO_COSTLY"},
		"a token flood":             {"{" + strings.Repeat(" a", 100_000) + "}", "QUERY_TOO_COSTLY"},
		"directives":                {"{ dataset { sequence" + strings.Repeat(" @include(if: true)", 500) + " } }", "QUERY_TOO_COSTLY"},
		"unknown directives":        {"{ dataset { sequence" + strings.Repeat(" @aa", 500) + " } }", "QUERY_TOO_COSTLY"},
		"fragments that double":     {fragments(30), "QUERY_TOO_COSTLY"},
		"fragments in a circle":     {"{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }", "INVALID"},
		"many operations":           {strings.Repeat("query { __typename } ", 300), "QUERY_TOO_COSTLY"},
		"long lists in lists":       {"{ practices(first: 100) { nodes { themes(first: 100) { nodes { practices(first: 100) { nodes { id } } } } } } }", "QUERY_TOO_COSTLY"},
		"a huge first":              {"{ practices(first: 100000000) { nodes { id } } }", "INVALID"},
		"a negative first":          {"{ practices(first: -5) { nodes { id } } }", "INVALID"},
		"introspection in itself":   {"{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } }", "INVALID"},
		"introspection in aliases":  {"{__schema{types{" + manyFields + "}}} fragment T on __Type{fields{name description args{name description defaultValue}} ofType{fields{name description args{name description defaultValue}}}}", "QUERY_TOO_COSTLY"},
		"counts in aliases":         {"{ themes(first: 100) { nodes {" + manyCounts + "} } }", "QUERY_TOO_COSTLY"},
		"sources of sources":        {"{ practices(first: 100) { nodes {" + manyCitations + "} } }", "QUERY_TOO_COSTLY"},
		"a long name":               {"{ ...F } fragment F on " + strings.Repeat("a", 200_000) + " { id }", "QUERY_TOO_COSTLY"},
		"a long text":               {`{ themes(filter: {text: "` + strings.Repeat("a", 200_000) + `"}) { totalCount } }`, "QUERY_TOO_COSTLY"},
		"many ids":                  {`{ nodes(ids: ["` + strings.Repeat(`a/b","`, 200) + `a/b"]) { id } }`, "INVALID"},
		"a deep filter":             {"{ practices(filter: {not: {not: {not: {not: {not: {text: \"a\"}}}}}}) { nodes { id } } }", "INVALID"},
		"a wide neighbourhood":      {`{ neighbourhood(of: "theme/language-learning", depth: 99) { nodes { id } } }`, "INVALID"},
		"a number over 32 bits":     {"{ changeSets(since: 3000000000) { totalCount } }", "INVALID"},
		"SQL in a slug":             {`{ city(slug: "x' OR 1=1 --") { id } }`, ""},
		"a document that is none":   {"{ practices(", "INVALID"},
		"control characters":        {"{ city(slug: \"\\u0000\") { id } }", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			r := ask(t, server, c.query, nil)
			if r.code() != c.code || r.status >= 500 {
				t.Errorf("%d %q, want %q: %.300s", r.status, r.code(), c.code, r.body)
			}
			if len(r.body) > 20_000 {
				t.Errorf("a refusal of %d bytes", len(r.body))
			}
			t.Logf("%s", time.Since(start))
		})
	}
}

// What is asked many times over, under other names each time.
var (
	manyFields = repeat(90, func(n string) string { return n + ":fields{type{...T}} " })
	manyCounts = repeat(60, func(n string) string {
		return n + `:practices(first:0,filter:{targetGroups:{where:{practicesFor:{where:{themes:{where:{text:"a b c d e"}}}}}}}){totalCount} `
	})
	manyCitations = repeat(98, func(n string) string { return n + ":citations{source{id}} " })
)

func repeat(n int, of func(string) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(of("a" + itoa(i)))
	}
	return b.String()
}

// TestManyWordsInVariables sends a filter as large as a request may be.
func TestManyWordsInVariables(t *testing.T) {
	r := ask(t, serve(t), "query ($f: ThemeFilter) { themes(filter: $f) { totalCount } }", map[string]any{"f": map[string]any{"text": strings.Repeat("a", 200_000)}})
	if r.code() != "QUERY_TOO_COSTLY" {
		t.Errorf("%.300s", r.body)
	}
}

func itoa(n int) string {
	return string(rune('a'+n/26/26%26)) + string(rune('a'+n/26%26)) + string(rune('a'+n%26))
}

func TestARefusalForCostTellsWhy(t *testing.T) {
	server := serve(t)
	r := ask(t, server, "{ cities(first: 100) { nodes { practices(first: 100) { nodes { benchmarks(first: 100) { nodes { practices { nodes { name } } } } } } } } }", nil)
	if r.status != http.StatusBadRequest || r.code() != "QUERY_TOO_COSTLY" {
		t.Fatalf("%d %s", r.status, r.body)
	}
	e := r.Errors[0].Extensions
	if e["limit"] != 200_000.0 || e["cost"].(float64) < 20_000_000 || !strings.HasPrefix(e["field"].(string), "cities.nodes.practices.nodes.benchmarks") {
		t.Errorf("%v", e)
	}
}

func TestNothingInternalLeaks(t *testing.T) {
	s, handler := fresh(t)
	server := httptest.NewServer(handler)
	defer server.Close()
	s.Close() // every question fails now
	r := ask(t, server, "{ dataset { sequence } cities { nodes { id } } }", nil)
	if r.code() != "INTERNAL" || strings.Contains(string(r.body), "sql") || strings.Contains(string(r.body), os.TempDir()) {
		t.Errorf("%s", r.body)
	}
}

func TestHTTP(t *testing.T) {
	server := serve(t)
	good := `{"query": "{ viewer { role } }"}`
	get := "?query=" + url.QueryEscape("{ viewer { role } }")
	cases := map[string]struct {
		method, query, body string
		headers             []string
		status              int
		header              string // name: value that must be answered
	}{
		"a post":                   {"POST", "", good, []string{"Content-Type", "application/json"}, 200, "Content-Type: application/json; charset=utf-8"},
		"a post with a charset":    {"POST", "", good, []string{"Content-Type", "application/json; charset=UTF-8"}, 200, ""},
		"the newer type":           {"POST", "", good, []string{"Content-Type", "application/json", "Accept", "application/graphql-response+json"}, 200, "Content-Type: application/graphql-response+json; charset=utf-8"},
		"a get":                    {"GET", get, "", nil, 200, "X-Content-Type-Options: nosniff"},
		"no query":                 {"GET", "", "", nil, 400, ""},
		"another method":           {"PUT", get, "", nil, 405, "Allow: GET, POST"},
		"a form":                   {"POST", "", "query=%7B__typename%7D", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, ""},
		"a multipart form":         {"POST", "", "--x--", []string{"Content-Type", "multipart/form-data; boundary=x"}, 415, ""},
		"plain text":               {"POST", "", good, []string{"Content-Type", "text/plain"}, 415, ""},
		"no type":                  {"POST", "", good, nil, 415, ""},
		"another charset":          {"POST", "", good, []string{"Content-Type", "application/json; charset=latin1"}, 415, ""},
		"an answer we cannot give": {"GET", get, "", []string{"Accept", "text/html"}, 406, ""},
		"the plain type refused":   {"GET", get, "", []string{"Accept", "application/json;q=0.0"}, 406, ""},
		"the newer type preferred": {"GET", get, "", []string{"Accept", "application/json;q=0.1, application/graphql-response+json"}, 200, "Content-Type: application/graphql-response+json; charset=utf-8"},
		"a large body":             {"POST", "", `{"query": "{ __typename #` + strings.Repeat("x", 300_000) + `"}`, []string{"Content-Type", "application/json"}, 413, ""},
		"an array":                 {"POST", "", "[" + good + "]", []string{"Content-Type", "application/json"}, 400, ""},
		"something after it":       {"POST", "", good + "x", []string{"Content-Type", "application/json"}, 400, ""},
		"broken JSON":              {"POST", "", `{"query": `, []string{"Content-Type", "application/json"}, 400, ""},
		"not valid, plain":         {"POST", "", `{"query": "{ nothing }"}`, []string{"Content-Type", "application/json"}, 200, ""},
		"not valid, the newer":     {"POST", "", `{"query": "{ nothing }"}`, []string{"Content-Type", "application/json", "Accept", "application/graphql-response+json"}, 400, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r := do(t, c.method, server.URL+c.query, strings.NewReader(c.body), c.headers...)
			if r.status != c.status {
				t.Errorf("status %d, want %d: %s", r.status, c.status, r.body)
			}
			if key, value, ok := strings.Cut(c.header, ": "); ok && r.header.Get(key) != value {
				t.Errorf("%s is %q", key, r.header.Get(key))
			}
			if r.status != 200 && len(r.Errors) == 0 {
				t.Errorf("no error is told: %s", r.body)
			}
		})
	}
}

// TestAnswersAreNeverStale asks, changes what was asked for, and asks again.
func TestAnswersAreNeverStale(t *testing.T) {
	s, handler := fresh(t)
	server := httptest.NewServer(handler)
	defer server.Close()
	address := server.URL + "?query=" + url.QueryEscape(`{ source(slug: "s") { name revision } }`)
	tag := ""
	for n, name := range []string{"one", "two", "three"} {
		_, err := s.Commit(context.Background(), kb.ChangeSet{Time: store.Now(), Author: "test", Message: "test",
			Changes: []kb.Change{{Op: kb.Put, ID: "source/s", Body: map[string]any{"name": name, "kind": "WEB_PAGE"}}}})
		if err != nil {
			t.Fatal(err)
		}
		r := do(t, "GET", address, nil, "If-None-Match", tag)
		if r.status != 200 || !strings.Contains(string(r.body), name) || r.header.Get("ETag") == tag {
			t.Fatalf("%d: %d %s", n, r.status, r.body)
		}
		tag = r.header.Get("ETag")
		if again := do(t, "GET", address, nil, "If-None-Match", tag); again.status != http.StatusNotModified || len(again.body) > 0 {
			t.Errorf("asked again: %d %s", again.status, again.body)
		}
	}
	if r := do(t, "GET", server.URL+"?query="+url.QueryEscape("{ nothing }"), nil); r.header.Get("ETag") != "" {
		t.Error("a refusal has an ETag")
	}
}

func TestLanguageOfTheOperation(t *testing.T) {
	server := serve(t)
	cases := map[string]string{"": "City of Brussels", `@inContext(language: "fr")`: "Ville de Bruxelles", "@inContext(language: NL)": "Stad Brussel", `@inContext(language: "fr-BE")`: "Ville de Bruxelles"}
	for directive, want := range cases {
		var got struct{ City struct{ Name string } }
		data(t, server, "query "+directive+` { city(slug: "brussels") { name } }`, nil, &got)
		if got.City.Name != want {
			t.Errorf("%s: %q, want %q", directive, got.City.Name, want)
		}
	}
	var got struct{ City struct{ Name string } }
	data(t, server, `query ($l: LanguageTag!) @inContext(language: $l) { city(slug: "brussels") { name } }`, map[string]any{"l": "nl"}, &got)
	if got.City.Name != "Stad Brussel" {
		t.Errorf("by a variable: %q", got.City.Name)
	}
}

// TestVariables asks with a variable of each kind, by POST and by GET.
func TestVariables(t *testing.T) {
	server := serve(t)
	query := `query ($n: Int, $slug: String!, $in: [PracticeStatus!], $order: CityOrder, $share: Float, $yes: Boolean!) {
		city(slug: $slug) { id @include(if: $yes) } cities(first: $n, orderBy: $order) { nodes { id } }
		practices(first: $n, filter: {status: {in: $in}}) { nodes { status } } transferable(to: {foreignShare: $share, population: 80000}, first: $n) { score } }`
	variables := `{"n": 1, "slug": "mechelen", "in": ["RUNNING"], "order": {"field": "ID", "direction": "DESC"}, "share": 32, "yes": true}`
	want := `{"city":{"id":"city/mechelen"},"cities":{"nodes":[{"id":"city/swedish-partner-city"}]},"practices":{"nodes":[{"status":"RUNNING"}]},"transferable":[{"score":`
	body, _ := json.Marshal(map[string]any{"query": query, "variables": json.RawMessage(variables)})
	for _, r := range []*reply{
		do(t, "POST", server.URL, strings.NewReader(string(body)), "Content-Type", "application/json"),
		do(t, "GET", server.URL+"?query="+url.QueryEscape(query)+"&variables="+url.QueryEscape(variables), nil),
	} {
		if !strings.HasPrefix(string(r.Data), want) {
			t.Errorf("%s", r.body)
		}
	}
}

// TestConnectionsTellTheSame compares edges, nodes and pageInfo of a page.
func TestConnectionsTellTheSame(t *testing.T) {
	server := serve(t)
	var got struct {
		Practices struct {
			TotalCount int
			Nodes      []struct{ ID string }
			Edges      []struct {
				Cursor string
				Node   struct{ ID string }
			}
			PageInfo struct {
				HasNextPage            bool
				StartCursor, EndCursor string
			}
		}
	}
	data(t, server, "{ practices(first: 5) { totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage startCursor endCursor } } }", nil, &got)
	p := got.Practices
	if p.TotalCount < 40 || len(p.Nodes) != 5 || len(p.Edges) != 5 || !p.PageInfo.HasNextPage ||
		p.Edges[0].Cursor != p.PageInfo.StartCursor || p.Edges[4].Cursor != p.PageInfo.EndCursor || p.Edges[2].Node.ID != p.Nodes[2].ID {
		t.Errorf("%+v", p)
	}
}

func TestNotFoundIsNull(t *testing.T) {
	server := serve(t)
	r := ask(t, server, `{ city(slug: "atlantis") { id } node(id: "nonsense") { id } nodes(ids: ["city/mechelen", "city/atlantis"]) { id }
		path(from: "city/mechelen", to: "city/atlantis") { length } neighbourhood(of: "city/atlantis") { truncated } }`, nil)
	want := `{"city":null,"node":null,"nodes":[{"id":"city/mechelen"},null],"path":[],"neighbourhood":null}`
	if len(r.Errors) > 0 || string(r.Data) != want {
		t.Errorf("%s", r.body)
	}
}
