package graph_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/graph"
)

// numbered is where an error that is hidden names itself; no two do so alike.
var numbered = regexp.MustCompile(`finds it as [A-Z2-7]+`)

// answered are the data and the errors of an answer, these in one order: gqlgen's come as its goroutines end.
func answered(t interface{ Fatal(...any) }, a graph.Answer) (data []byte, list []string) {
	var body struct {
		Data   json.RawMessage
		Errors []json.RawMessage
	}
	if err := json.Unmarshal(numbered.ReplaceAll(a.Body, []byte("finds it")), &body); err != nil {
		t.Fatal(string(a.Body), err)
	}
	for _, e := range body.Errors {
		list = append(list, string(e))
	}
	slices.SortFunc(list, cmp.Compare[string])
	return body.Data, list
}

// alike fails where our executor and gqlgen's answer otherwise.
func alike(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, server, reference *graph.Server, query string) (whole bool) {
	request := graph.Request{Query: query}
	ours, theirs := server.Execute(context.Background(), request, false), reference.Execute(context.Background(), request, false)
	data, errors := answered(t, ours)
	wanted, others := answered(t, theirs)
	if !bytes.Equal(data, wanted) {
		t.Fatalf("%s\nours   %s\ngqlgen %s", query, ours.Body, theirs.Body)
	}
	// Of too many errors both list some.
	if len(errors) < mostErrors && !slices.Equal(errors, others) {
		t.Fatalf("%s\nours   %q\ngqlgen %q", query, errors, others)
	}
	return len(data) > 0
}

const mostErrors = 20

func TestExamplesAreAnsweredAsByGqlgen(t *testing.T) {
	server, err := indexed()
	if err != nil {
		t.Fatal(err)
	}
	reference := server.Reference()
	files, _ := filepath.Glob(filepath.Join(examples, "*.graphql"))
	for _, file := range files {
		query, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		alike(t, server, reference, string(query))
	}
}

// TestRandomQueriesAreAnsweredAsByGqlgen asks what nobody thought of.
func TestRandomQueriesAreAnsweredAsByGqlgen(t *testing.T) {
	server, err := indexed()
	if err != nil {
		t.Fatal(err)
	}
	s, err := corpus()
	if err != nil {
		t.Fatal(err)
	}
	reference, api, slugs := server.Reference(), contract(t), slugsOf(t, s)
	asked, whole := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{T: t, api: api, slugs: slugs}
		asked++
		if alike(t, server, reference, w.query()) {
			whole++
		}
	})
	if whole < asked/2 {
		t.Errorf("of %d queries only %d were answered: the others were refused before they were run", asked, whole)
	}
	t.Logf("%d asked, %d answered", asked, whole)
}

// TestWhatFails tells where something fails, and takes away no more than it must.
func TestWhatFails(t *testing.T) {
	server, err := indexed()
	if err != nil {
		t.Fatal(err)
	}
	broken := func(context.Context) (any, error) { panic("broken by a test") }
	defer graph.Replace("Query", "viewer", broken)()
	defer graph.Replace("Practice", "history", broken)()
	for query, want := range map[string]string{
		"{ viewer { role } dataset { licence } }": `{"viewer":null,"dataset":{"licence":"CC BY 4.0"}} [viewer] INTERNAL`,
		// Its list may not be nothing, so all is up to what may be.
		"{ dataset { licence } practices(first: 2) { nodes { h: history { totalCount } } } }":     `{"dataset":{"licence":"CC BY 4.0"},"practices":null} [practices nodes 0 h] INTERNAL [practices nodes 1 h] INTERNAL`,
		`{ city(slug: "mechelen") { id languages(field: "x") } node(id: "city/jelgava") { id } }`: `{"city":null,"node":{"id":"city/jelgava"}} [city languages] INVALID`,
		`{ cities(first: 3000000000) { totalCount } node(id: "city/jelgava") { id } }`:            `{"cities":null,"node":{"id":"city/jelgava"}} [cities] INVALID`,
	} {
		var answer struct {
			Data   json.RawMessage
			Errors []struct {
				Path       []any
				Extensions struct{ Code string }
			}
		}
		a := server.Execute(context.Background(), graph.Request{Query: query}, false)
		if err := json.Unmarshal(a.Body, &answer); err != nil {
			t.Fatal(err)
		}
		got := string(answer.Data)
		for _, e := range answer.Errors {
			got += fmt.Sprint(" ", e.Path, " ", e.Extensions.Code)
		}
		if got != want || a.ETag != "" {
			t.Errorf("%s\ngot  %s\nwant %s", query, got, want)
		}
	}
}

// TestNothingIsAskedAfterTheEnd of the time for an answer.
func TestNothingIsAskedAfterTheEnd(t *testing.T) {
	server, err := indexed()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	defer graph.Replace("Query", "viewer", func(ctx context.Context) (any, error) { <-ctx.Done(); return nil, nil })()
	defer graph.Replace("Query", "dataset", func(context.Context) (any, error) { t.Error("it was asked"); return nil, nil })()
	a := server.Execute(ctx, graph.Request{Query: "{ viewer { role } dataset { licence } }"}, false)
	if !bytes.Contains(a.Body, []byte(`"code":"TIMEOUT"`)) && !bytes.Contains(a.Body, []byte(`"code":"UNAVAILABLE"`)) {
		t.Errorf("%s", a.Body)
	}
}

// TestOnePlanForEachSwitch asks one document with other values of its Boolean variables.
func TestOnePlanForEachSwitch(t *testing.T) {
	server, err := indexed()
	if err != nil {
		t.Fatal(err)
	}
	const query = `query ($with: Boolean! = true, $without: Boolean!) { city(slug: "mechelen") { id ...F @include(if: $with) slug @skip(if: $without) } } fragment F on Node { ... on City { country id } }`
	for _, c := range []struct {
		variables map[string]any
		want      string
	}{
		{map[string]any{"without": true}, `{"id":"city/mechelen","country":"BE"}`},
		{map[string]any{"without": false}, `{"id":"city/mechelen","country":"BE","slug":"mechelen"}`},
		{map[string]any{"without": false, "with": false}, `{"id":"city/mechelen","slug":"mechelen"}`},
		{map[string]any{"without": true}, `{"id":"city/mechelen","country":"BE"}`},
	} {
		want := `{"data":{"city":` + c.want + `}}`
		if a := server.Execute(context.Background(), graph.Request{Query: query, Variables: c.variables}, false); string(a.Body) != want {
			t.Errorf("%v\ngot  %s\nwant %s", c.variables, a.Body, want)
		}
	}
}

// TestEveryFieldIsBound holds the plans to the Go types: each field is a part of its type, a method or a resolver.
func TestEveryFieldIsBound(t *testing.T) {
	if unbound := graph.Unbound(declared); len(unbound) > 0 {
		t.Errorf("nothing answers %v", unbound)
	}
}
