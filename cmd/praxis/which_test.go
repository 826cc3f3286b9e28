package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// crowded is a graph with more cities, practices and challenges than a list shows, all before the ones that are wanted; two
// cities have one name.
func crowded() string {
	var b strings.Builder
	b.WriteString("about: a crowd\nentities:\n  - {id: source/s, name: S, kind: WEB_PAGE}\n")
	for i := range 120 {
		fmt.Fprintf(&b, `  - {id: city/a-%[1]d, name: Aa %[1]d, country: IT, citations: [{source: source/s}]}
  - {id: challenge/a-%[1]d, name: Aa %[1]d, citations: [{source: source/s}]}
  - {id: practice/a-%[1]d, name: Zell %[1]d, form: MODEL, citations: [{source: source/s}]}
`, i)
	}
	b.WriteString(`  - {id: challenge/z, name: Zz, citations: [{source: source/s}]}
  - {id: city/zell, name: {en: Zell, fr: Celle}, country: DE, citations: [{source: source/s}]}
  - {id: city/zell-am-see, name: Zell am See, country: AT, citations: [{source: source/s}]}
  - {id: city/neustadt, name: Neustadt, country: DE, citations: [{source: source/s}]}
  - {id: city/neustadt-2, name: Néustadt, country: AT, citations: [{source: source/s}]}
  - {id: practice/z, name: Zupf, form: MODEL, challenges: [challenge/z], citations: [{source: source/s}]}
`)
	return b.String()
}

// TestNamesLeadToWhatIsMeant names cities and practices without scripts, among more than a list shows.
func TestNamesLeadToWhatIsMeant(t *testing.T) {
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "crowd.yaml")
	if err := os.WriteFile(file, []byte(crowded()), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t, "import", "--data", data, file); err != nil {
		t.Fatalf("%s %v", out, err)
	}
	s := start(t, "--data", data, "--empty")
	s.found(t)
	still := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for asked, want := range map[string]string{
		"/fr/fit?place=zèll&theme=x&share=": "/fr/fit?city=zell&theme=x",
		"/fit?place=CELLE":                  "/fit?city=zell",
		"/fit?place=Any+(city/zell)&p=z":    "/fit?city=zell&p=z",
		"/brief?p=z&place=Zell+am+See":      "/brief?city=zell-am-see&p=z",
		"/brief?p=a-1&add=zupf&city=zell":   "/brief?city=zell&p=a-1&p=z",
		"/compare?p=a-1&add=Zell+119":       "/compare?p=a-1&p=a-119",
	} {
		res, err := still.Get(s.url + asked)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if got := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || got != want {
			t.Errorf("%s: %d %s, want %s", asked, res.StatusCode, got, want)
		}
	}
	for asked, parts := range map[string][]string{
		"/en/fit?place=Neustadt&theme=x": {"Which one do you mean?", `href="/en/fit?city=neustadt&amp;theme=x">Neustadt, Germany<`, `href="/en/fit?city=neustadt-2&amp;theme=x">Néustadt, Austria<`, "describe it below"},
		"/en/fit?place=ze":               {`>Zell, Germany<`, `>Zell am See, Austria<`},
		"/en/fit?place=aa":               {"There are more"},
		"/en/fit?place=Atlantis&share=7": {"Nothing here is called “Atlantis”", `value="Atlantis"`, `value="7"`, `<details class="form noprint" open>`},
		"/en/fit?place=%22(":             {"Nothing here is called"},
		"/en/fit?place=-":                {"Nothing here is called"},
		"/en/fit?city=zell":              {`value="Zell (city/zell)"`},
		"/en/compare?p=z&add=Zell":       {"Which one do you mean?"},
		"/en/":                           {`<a href="/en/challenge/z">Zz</a> <span class="n">1</span>`, `name="place"`},
	} {
		_, body := get(t, s.url+asked)
		for _, part := range parts {
			if !strings.Contains(body, part) {
				t.Errorf("%s does not say %q", asked, part)
			}
		}
	}
	if _, body := get(t, s.url+"/suggest?types=City&q="+url.QueryEscape("ze")); strings.Count(body, `"id"`) != 2 || !strings.Contains(body, `"kind":"City, Germany"`) {
		t.Errorf("among many practices that begin so, these cities are suggested: %s", body)
	}
}
