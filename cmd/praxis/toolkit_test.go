package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden pages anew")

const kit = "volunteers-for-newcomers"

// TestToolkitPages compares the toolkit of the corpus, in each form, with what is kept. After a change:
// go test ./cmd/praxis -run ToolkitPages -update, and read the difference.
func TestToolkitPages(t *testing.T) {
	s := start(t, "--data", t.TempDir()).searchable(t)
	for golden, address := range map[string]string{"toolkit.html": "/print", "toolkit.md": ".md", "toolkit.fr.md": ".md?lang=fr"} {
		status, got := get(t, s.url+"/toolkit/"+kit+address)
		if status != 200 {
			t.Fatalf("%s: %d", address, status)
		}
		got = regexp.MustCompile(`change set \d+`).ReplaceAllString(got, "change set 37")
		file := filepath.Join("testdata", golden)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not what %s holds:\n%s", address, file, got)
		}
	}
	for address, want := range map[string]int{"/print?edition=1999": 404, "/print?lang=%22": 200, "/print?draft": 200, "": 200} {
		if status, _ := get(t, s.url+"/toolkit/"+kit+address); status != want {
			t.Errorf("%s: %d", address, status)
		}
	}
	if status, _ := get(t, s.url+"/toolkit/none/print"); status != 404 {
		t.Errorf("a toolkit that is not there: %d", status)
	}
}

// TestPrintedStyle checks that the policy lets in the one style that stands in the page.
func TestPrintedStyle(t *testing.T) {
	res, err := http.Get(start(t, "--data", t.TempDir()).searchable(t).url + "/toolkit/" + kit + "/print")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	styles := regexp.MustCompile(`<style>(.*?)</style>`).FindAllSubmatch(page, -1)
	if len(styles) != 1 {
		t.Fatalf("%d styles", len(styles))
	}
	sum := sha256.Sum256(styles[0][1])
	if policy := res.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
		t.Errorf("the policy %q keeps out %s", policy, styles[0][1])
	}
}

func TestHeadingsAreInOrder(t *testing.T) {
	page, err := os.ReadFile("testdata/toolkit.html")
	if err != nil {
		t.Fatal(err)
	}
	level := 0
	for _, m := range regexp.MustCompile(`<h([1-6])`).FindAllSubmatch(page, -1) {
		next := int(m[1][0] - '0')
		if next > level+1 {
			t.Errorf("a heading of level %d follows one of level %d", next, level)
		}
		level = next
	}
	if n := bytes.Count(page, []byte("<h1")); n != 1 {
		t.Errorf("%d titles", n)
	}
}

// TestPrintedEdition publishes the toolkit, changes what it shows, and reads both editions, the table as of then included.
func TestPrintedEdition(t *testing.T) {
	dir := t.TempDir()
	s := start(t, "--data", dir)
	var out bytes.Buffer
	if err := run(context.Background(), []string{"--data", dir, "token", "create", "--name", "office", "--role", "editor"}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	token, _, _ := strings.Cut(out.String(), "\n")
	before := s.markdown(t, "?draft")
	s.mutate(t, token, `publishToolkit(input: {message: "Out", id: "toolkit/volunteers-for-newcomers", edition: "2026",
		citation: {source: "source/praxis-editors", basis: EDITORIAL, by: "praxis editors", reason: {language: EN, text: "The day of publication."}}})`)
	s.mutate(t, token, `updatePractice(input: {message: "Later", id: "practice/tutti-capaci", practice: {summary: {language: EN, text: "Told anew."}}})`)
	s.mutate(t, token, `unlink(input: {message: "Later", from: "practice/tutti-capaci", kind: ALIGNS_WITH, to: "benchmark/city-for-all"})`)

	published, draft := s.markdown(t, "?edition=2026"), s.markdown(t, "?draft")
	if s.markdown(t, "") != published {
		t.Error("the newest edition is not what is read")
	}
	_, body, _ := strings.Cut(published, "## Contents")
	_, was, _ := strings.Cut(before, "## Contents")
	body, _, _ = strings.Cut(body, "## Sources") // where the date is cited now
	if was, _, _ = strings.Cut(was, "## Sources"); body != was || !strings.Contains(published, "- Edition: 2026") {
		t.Errorf("the edition is not as it was published:\n%s", published)
	}
	if !strings.Contains(draft, "Told anew.") || strings.Count(draft, "Tutti Capaci") >= strings.Count(published, "Tutti Capaci") {
		t.Errorf("the draft is not as things stand:\n%s", draft)
	}
}

func (s started) markdown(t *testing.T, query string) string {
	t.Helper()
	status, text := get(t, s.url+"/toolkit/"+kit+".md"+query)
	if status != http.StatusOK {
		t.Fatalf("%s: %d", query, status)
	}
	return text
}

// mutate writes as the holder of a token.
func (s started) mutate(t *testing.T, token, mutation string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": "mutation { " + mutation + " { sequence userErrors { message } } }"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, s.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if answer, _ := io.ReadAll(res.Body); !bytes.Contains(answer, []byte(`"userErrors":[]`)) {
		t.Fatalf("%s", answer)
	}
}

func TestToolkitCommands(t *testing.T) {
	dir := t.TempDir()
	if err := start(t, "--data", dir).stop(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(context.Background(), []string{"--data", dir, "toolkit", "html", kit}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if page := out.String(); !strings.Contains(page, "@media print") || strings.Contains(page, "<link") {
		t.Errorf("the page does not stand alone: %.600s", page)
	}
	err := run(context.Background(), []string{"--data", dir, "toolkit", "md", "none"}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "no such toolkit") {
		t.Errorf("a toolkit that is not there: %v", err)
	}
	err = run(context.Background(), []string{"--data", dir, "toolkit", "pdf", kit, "--chromium", filepath.Join(dir, "no-chromium")}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "no Chromium here") {
		t.Errorf("without a Chromium: %v", err)
	}
}

func TestToolkitPDF(t *testing.T) {
	if _, err := findChromium(""); err != nil {
		t.Skip(err)
	}
	s := start(t, "--data", t.TempDir()).searchable(t)
	file := filepath.Join(t.TempDir(), "kit.pdf")
	if err := run(context.Background(), []string{"toolkit", "pdf", kit, "--url", s.url, "--out", file}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	pdf, err := os.ReadFile(file)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Fatalf("%.20q, %v", pdf, err)
	}
	if pages := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf, -1)); pages < 2 {
		t.Errorf("it has %d pages", pages)
	}
}
