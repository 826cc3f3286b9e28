package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// linked is a graph that names three addresses of one host. What checks need is in the corpus; it is left out here, so that
// nobody but that host is asked.
const linked = `about: addresses
entities:
  - {id: source/link-checks, name: The link checks, kind: DATASET}
  - {id: source/here, name: Here, kind: WEB_PAGE, url: "%[1]s/here"}
  - {id: source/gone, name: Gone, kind: WEB_PAGE, url: "%[1]s/gone"}
  - {id: theme/dead-address, name: Dead address, scheme: INDICATOR, citations: [{source: source/here}]}
  - {id: city/a, name: A, summary: A city., country: IT, website: "%[1]s/gone", citations: [{source: source/gone}]}
  - {id: practice/p, name: P, form: MODEL, contact: {office: An office, url: "%[1]s/gone"}, citations: [{source: source/here}, {source: source/gone, field: contact}]}
`

// TestCheckLinks lets a page die and come back, and looks at what is kept of it, and at what the pages say.
func TestCheckLinks(t *testing.T) {
	var back atomic.Bool
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone" && !back.Load() {
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "linked.yaml")
	if err := os.WriteFile(file, []byte(fmt.Sprintf(linked, site.URL)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t, "import", "--data", data, file); err != nil {
		t.Fatalf("%s %v", out, err)
	}
	check := func(want string, flags ...string) {
		t.Helper()
		out, err := command(t, append([]string{"check-links", "--data", data, "--pause", "0s"}, flags...)...)
		if err != nil || !strings.Contains(out, want) {
			t.Fatalf("without %q: %s %v", want, out, err)
		}
	}
	check("2 private", "--dry-run")
	check("2 addresses: 1 answer, 1 are dead, 0 unclear, 0 private, 0 not asked\n3 entities would be changed", "--private", "--dry-run")
	check("dead\t"+site.URL+"/gone\t404 Not Found\tcity/a practice/p source/gone\n", "--private", "--dry-run")
	check("3 entities changed", "--private")
	check("nothing was written", "--private") // it is known
	says := func(page string, dead int) {
		t.Helper()
		s := start(t, "--data", data, "--empty")
		_, body := get(t, s.url+page)
		if got := strings.Count(body, `class="dead">(did not answer on`); got != dead {
			t.Errorf("%s says %d times that an address is dead", page, got)
		}
		if err := s.stop(); err != nil {
			t.Error(err)
		}
	}
	says("/city/a", 2) // its website, and the source that it cites
	says("/source/gone", 1)
	says("/source/here", 0)
	for _, page := range []string{"/practice/p", "/compare?p=p", "/brief?p=p"} {
		says(page, 2) // the office to ask, and the source that tells of it
	}
	back.Store(true)
	check("3 entities changed", "--private")
	says("/city/a", 0)
}

// TestCheckLinksOffline keeps nothing where nothing answers: it is not all the world that has died.
func TestCheckLinksOffline(t *testing.T) {
	site := httptest.NewServer(http.NotFoundHandler())
	defer site.Close()
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "linked.yaml")
	os.WriteFile(file, []byte(fmt.Sprintf(linked, site.URL)), 0o600)
	if out, err := command(t, "import", "--data", data, file); err != nil {
		t.Fatalf("%s %v", out, err)
	}
	if out, err := command(t, "check-links", "--data", data, "--pause", "0s", "--private"); err == nil || !strings.Contains(err.Error(), "connected") {
		t.Errorf("%s %v", out, err)
	}
}
