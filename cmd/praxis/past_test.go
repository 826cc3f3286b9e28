package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func must(t *testing.T, args ...string) string {
	t.Helper()
	out, err := command(t, args...)
	if err != nil {
		t.Fatalf("%v: %v", args, explain(err))
	}
	return out
}

// TestThePastIsServed serves a state of the past beside the present: what is kept from then is what it exports, pages say
// which state they show, search finds in it, and nothing is written.
func TestThePastIsServed(t *testing.T) {
	dir := t.TempDir()
	kept := filepath.Join(t.TempDir(), "kept.jsonl")
	first := filepath.Join(t.TempDir(), "city.yaml")
	if err := os.WriteFile(first, []byte("about: A city\nentities:\n  - id: source/s\n    name: A source\n    kind: WEB_PAGE\n  - id: city/levadia\n    name: Levadia\n    country: GR\n    citations: [{source: source/s, basis: STATED}]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	must(t, "--data", dir, "import", first)
	must(t, "--data", dir, "export", kept)
	at := strings.Fields(must(t, "--data", dir, "log", "-n", "1"))[0]
	present := start(t, "--data", dir)
	then := filepath.Join(t.TempDir(), "then.jsonl")
	must(t, "--data", dir, "export", "--at", at, then)
	want, err := os.ReadFile(kept)
	got, err2 := os.ReadFile(then)
	if err != nil || err2 != nil || !bytes.Equal(want, got) {
		t.Errorf("the past exports\n%s\nand was\n%s (%v, %v)", got, want, err, err2)
	}
	past := start(t, "--data", dir, "--at", at)
	past.found(t)
	_, page := get(t, past.url+"/en/city/levadia")
	if !strings.Contains(page, "This is the past: the data as of") || !strings.Contains(page, "change set "+at+" of ") {
		t.Errorf("the page does not say that it shows the past:\n%s", page)
	}
	if _, page := get(t, present.url+"/en/city/levadia"); strings.Contains(page, "This is the past") {
		t.Error("the present says that it is the past")
	}
	if status, _ := get(t, past.url+"/practice/bapa-bxl"); status != http.StatusNotFound {
		t.Errorf("what came later is answered %d", status)
	}
	if _, body := get(t, past.url+"/search.json?q=levadia"); !strings.Contains(body, "city/levadia") {
		t.Errorf("search finds %s", body)
	}
	res, err := http.Post(past.url+"/graphql", "application/json", strings.NewReader(`{"query": "mutation { archive(input: {message: \"x\", id: \"city/levadia\"}) { sequence } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err != nil || !strings.Contains(string(body), "this server shows the past, as of change set "+at) {
		t.Errorf("writing is answered %s %v", body, err)
	}
	if err := run(context.Background(), []string{"--data", dir, "serve", "--addr", "127.0.0.1:0", "--at", "100000"}, io.Discard, io.Discard); err == nil || !strings.Contains(explain(err), "there is no change set 100000") {
		t.Errorf("a state to come: %v", err)
	}
}
