package graph_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/graph/generated"
	"github.com/praxis-kb/praxis/kb"
)

// written as literals: the least that a type takes. Each is valid GraphQL and, but by chance, nothing that makes sense.
func literal(s *ast.Schema, t *ast.Type) string {
	if t.Elem != nil {
		return "[" + literal(s, t.Elem) + "]"
	}
	d := s.Types[t.NamedType]
	switch d.Kind {
	case ast.Enum:
		return d.EnumValues[0].Name
	case ast.InputObject:
		return "{" + strings.Join(members(s, d), ", ") + "}"
	}
	switch d.Name {
	case "Int":
		return "1"
	case "Float":
		return "1.0"
	case "Boolean":
		return "true"
	case "ID":
		return `"practice/p"`
	case "DateTime":
		return `"2030-01-01T00:00:00Z"`
	case "LanguageTag":
		return "EN"
	}
	return `"2021"`
}

// members are those that an input object must have; of a @oneOf the first.
func members(s *ast.Schema, d *ast.Definition) []string {
	var all []string
	one := d.Directives.ForName("oneOf") != nil
	for _, f := range d.Fields {
		if f.Type.NonNull && f.DefaultValue == nil || one && len(all) == 0 {
			all = append(all, f.Name+": "+literal(s, f.Type))
		}
	}
	return all
}

// mutations are all there are, each as a document that is valid.
func mutations() map[string]string {
	s := generated.NewExecutableSchema(generated.Config{}).Schema()
	all := map[string]string{}
	for _, f := range s.Mutation.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		var arguments []string
		for _, a := range f.Arguments {
			arguments = append(arguments, a.Name+": "+literal(s, a.Type))
		}
		selection := ""
		if d := s.Types[f.Type.Name()]; d.Kind == ast.Object {
			selection = " { __typename }"
		}
		all[f.Name] = "mutation { " + f.Name + "(" + strings.Join(arguments, ", ") + ")" + selection + " }"
	}
	return all
}

// TestEveryMutationAsksWho walks the contract: no mutation is done for nobody, for a token that is not good, or by a
// contributor at once.
func TestEveryMutationAsksWho(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	w := newWriting(t, desk.Options{Now: func() time.Time { return now }}).ground()
	soon := now.Add(time.Hour)
	short, err := w.desk.CreateToken(t.Context(), "short", kb.RoleAdmin, &soon)
	if err != nil {
		t.Fatal(err)
	}
	ended, _ := w.desk.CreateToken(t.Context(), "ended", kb.RoleAdmin, nil)
	if err := w.desk.RevokeToken(t.Context(), strings.Split(ended, "_")[1]); err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * time.Hour)
	foreign, err := newWriting(t, desk.Options{}).desk.CreateToken(t.Context(), "foreign", kb.RoleAdmin, nil)
	if err != nil {
		t.Fatal(err)
	}
	good := w.tokens["eve"]
	for name, token := range map[string]string{"expired": short, "revoked": ended, "foreign": foreign, "forged": good[:len(good)-1] + "x",
		"cut": good[:len(good)-3], "none": "null", "another scheme": "praxis"} {
		w.tokens[name] = token
	}
	all := mutations()
	if len(all) < 30 {
		t.Fatalf("%d mutations", len(all))
	}
	for name, document := range all {
		if status, code := w.send("nobody", document, nil); code != "UNAUTHENTICATED" {
			t.Errorf("%s for nobody: %d %s (%s)", name, status, code, document)
		}
		for _, who := range []string{"expired", "revoked", "foreign", "forged", "cut", "none", "another scheme"} {
			if status, code := w.send(who, document, nil); status != http.StatusUnauthorized || code != "UNAUTHENTICATED" {
				t.Errorf("%s with a token that is %s: %d %s", name, who, status, code)
			}
		}
		var any map[string]any
		if status, code := w.send("ann", document, &any); code == "INTERNAL" || status >= 500 {
			t.Errorf("%s by a contributor: %d %s", name, status, code)
		}
	}
	if w.store.Sequence() != 1 {
		t.Errorf("something was written: %d", w.store.Sequence())
	}
	if status, _ := w.send("expired", "{ dataset { sequence } }", nil); status != http.StatusUnauthorized {
		t.Errorf("a token that is not good reads: %d", status)
	}
}

// TestOneAuthorization sends two tokens: which of them counts is not guessed.
func TestOneAuthorization(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	r, _ := http.NewRequest("POST", w.url, strings.NewReader(`{"query": "{ dataset { sequence } }"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Add("Authorization", "Bearer "+w.tokens["ann"])
	r.Header.Add("Authorization", "Bearer "+w.tokens["eve"])
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusBadRequest {
		t.Errorf("%d", answer.StatusCode)
	}
}

// TestLinesOfForms writes lines as forms of browsers and files of Windows end them.
func TestLinesOfForms(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	w.wrote("eve", `updatePractice(input: {message: "one\r\ntwo", id: "practice/p", practice: {limits: {language: EN, text: "a\r\n\r\nb\rc"}}})`)
	var got struct {
		Practice   struct{ Limits string }
		ChangeSets struct{ Nodes []struct{ Message string } }
	}
	w.send("eve", `{ practice(slug: "p") { limits } changeSets(first: 1) { nodes { message } } }`, &got)
	if got.Practice.Limits != "a\n\nb\nc" || got.ChangeSets.Nodes[0].Message != "one\ntwo" {
		t.Errorf("%+v", got)
	}
}
