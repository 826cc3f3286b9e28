package main

import (
	"io"
	"net/http"
	"path"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxFirstPage is what the first page of results may weigh with all that it loads, in bytes as they are sent: a phone in
// a town hall. maxScripts is how much of it may be scripts of ours.
const (
	maxFirstPage = 60_000
	maxScripts   = 15_000
)

func TestFirstPageIsLight(t *testing.T) {
	s := startFound(t)
	_, body := get(t, s.url+"/en/search?q=language")
	weight, scripts := sent(t, s.url+"/en/search?q=language"), 0
	for address := range filesOf(t, s, body) {
		if strings.Contains(address, "//") {
			t.Errorf("%s is loaded from elsewhere", address)
			continue
		}
		bytes := sent(t, s.url+address)
		weight += bytes
		if path.Ext(address) == ".js" {
			scripts += bytes
		}
	}
	if weight > maxFirstPage || scripts > maxScripts || scripts == 0 {
		t.Errorf("the first page of results weighs %d bytes, %d of them scripts", weight, scripts)
	}
	t.Logf("%d bytes, %d of them scripts", weight, scripts)
}

// named is what a script imports, or a style sheet loads. Letters that are not Latin-1 are loaded where a page has them.
var named = regexp.MustCompile(`(?:from|import\(|url\()\s*"([^"]+)"`)

// filesOf are the addresses that a page loads, and those that these load in turn.
func filesOf(t *testing.T, s started, body string) map[string]bool {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	var load func(address string)
	load = func(address string) {
		if all[address] || address == "" {
			return
		}
		all[address] = true
		if ext := path.Ext(address); ext != ".js" && ext != ".css" {
			return
		}
		_, text := get(t, s.url+address)
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			if file := m[1]; path.Ext(file) != ".woff2" || strings.Contains(file, "latin") {
				load(path.Join(path.Dir(address), file))
			}
		}
	}
	for _, n := range elements(root, atom.Link, atom.Script) {
		load(attribute(n, "src"))
		if rel := attribute(n, "rel"); rel == "stylesheet" || rel == "icon" {
			load(attribute(n, "href"))
		}
	}
	return all
}

// TestAssetsAreOfOneEdition holds that whatever a page loads may be kept for good, and that a page of an older program
// gets nothing of this one in its place.
func TestAssetsAreOfOneEdition(t *testing.T) {
	s := start(t, "--data", t.TempDir())
	_, body := get(t, s.url+"/about")
	all := filesOf(t, s, body)
	if len(all) < 8 {
		t.Errorf("only %v", all)
	}
	for address := range all {
		res, err := http.Get(s.url + address)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if kept := res.Header.Get("Cache-Control"); res.StatusCode != http.StatusOK || !strings.Contains(kept, "immutable") {
			t.Errorf("%s: %d, %s", address, res.StatusCode, kept)
		}
		older := path.Join("/assets/00000000", path.Base(address))
		if status, _ := get(t, s.url+older); status != http.StatusNotFound {
			t.Errorf("%s: %d", older, status)
		}
	}
}

// sent is how many bytes of an answer are sent to a browser, which takes it compressed, and that it sets no cookies.
func sent(t *testing.T, address string) int {
	t.Helper()
	req, _ := http.NewRequest(http.MethodGet, address, nil)
	req.Header.Set("Accept-Encoding", "gzip")
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if len(res.Cookies()) > 0 {
		t.Errorf("%s sets cookies", address)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return len(body)
}
