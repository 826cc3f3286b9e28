package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/praxis-kb/praxis/language"
)

// skipped are addresses that lead to choices without end, or are not made by the pages.
var skipped = regexp.MustCompile(`^/(?:search|console|compare|brief|fit|graphql|sign-in|propose|benchmark/[^/]+/align|[a-z]{2}/)|/edit$`)

// startFound starts a server with the corpus, and waits until search has read it.
func startFound(t *testing.T) started {
	t.Helper()
	s := start(t, "--data", t.TempDir()).searchable(t)
	s.found(t)
	return s
}

func (s started) found(t *testing.T) {
	t.Helper()
	for body := ""; !strings.Contains(body, `"caughtUp": true`); {
		_, body = get(t, s.url+"/readyz")
	}
}

// TestEveryPage opens every page that can be come to, and each entity by the map of the site. All links lead somewhere,
// and every page is sound for those who hear it.
func TestEveryPage(t *testing.T) {
	s := startFound(t)
	seen, todo := map[string]bool{}, []string{"/"}
	want := func(address string) {
		if !seen[address] {
			seen[address] = true
			todo = append(todo, address)
		}
	}
	for _, address := range mapped(t, s.url) {
		want(strings.TrimPrefix(address, s.url))
	}
	opened := 0
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		status, body := get(t, s.url+path)
		opened++
		if status != http.StatusOK {
			t.Errorf("%s: %d", path, status)
		}
		if !strings.HasPrefix(body, "<!doctype html>") {
			continue
		}
		if wrong := faults(body); len(wrong) > 0 {
			t.Errorf("%s: %s", path, strings.Join(wrong, "; "))
		}
		for _, address := range links(t, body) {
			if !skipped.MatchString(address) {
				want(address)
			}
		}
	}
	if opened < 1000 {
		t.Errorf("only %d pages were found", opened)
	}
}

// links are the addresses of ours that a page leads to, without their fragments.
func links(t *testing.T, body string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, a := range elements(root, atom.A, atom.Link) {
		address, err := url.Parse(attribute(a, "href"))
		if err != nil {
			t.Errorf("an address that is none: %q", attribute(a, "href"))
		} else if address.Host == "" && address.Path != "" {
			address.Fragment = ""
			all = append(all, address.String())
		}
	}
	return all
}

// mapped are the addresses of the map of the site.
func mapped(t *testing.T, root string) []string {
	t.Helper()
	var index struct {
		Maps []string `xml:"sitemap>loc"`
	}
	var all []string
	_, body := get(t, root+"/sitemap.xml")
	if err := xml.Unmarshal([]byte(body), &index); err != nil || len(index.Maps) < 20 {
		t.Fatalf("%v: %s", err, body)
	}
	for _, address := range index.Maps {
		var pages struct {
			At []string `xml:"url>loc"`
		}
		_, body := get(t, address)
		if err := xml.Unmarshal([]byte(body), &pages); err != nil {
			t.Fatalf("%s: %v", address, err)
		}
		all = append(all, pages.At...)
	}
	return all
}

// forEachKind are pages of every kind that the address bar can name, with one entity of each type.
func forEachKind(t *testing.T, root string) []string {
	t.Helper()
	all := []string{
		"/", "/search", "/search?q=buddy&type=practice&theme=theme/buddy-scheme", "/search?q=nothingwhatever", "/search?type=practice&order=name",
		"/compare", "/compare?p=bapa-bxl&p=milma&p=nothing", "/brief", "/brief?p=bapa-bxl&p=buddies-with-refugees&city=capaci",
		"/fit", "/fit?city=capaci", "/fit?population=x&share=12", "/fit?population=20000&country=italy&share=12,5&theme=buddy-scheme&staff=no&p=milma",
		"/theme", "/about", "/data", "/api", "/accessibility", "/console/plain", "/practice", "/city",
		"/practice/bapa-bxl/history", "/city/capaci/practices",
	}
	seen := map[string]bool{}
	for _, address := range mapped(t, root) {
		path := strings.TrimPrefix(address, root)
		if kind := strings.Split(path, "/")[1]; !seen[kind] {
			seen[kind] = true
			all = append(all, path)
		}
	}
	return all
}

func TestEachKindOfPageInEachLanguage(t *testing.T) {
	s := startFound(t)
	for _, path := range forEachKind(t, s.url) {
		for _, tag := range language.Tags {
			status, body := get(t, s.url+"/"+tag+path)
			if status != http.StatusOK {
				t.Errorf("/%s%s: %d", tag, path, status)
			}
			if wrong := faults(body); len(wrong) > 0 {
				t.Errorf("/%s%s: %s", tag, path, strings.Join(wrong, "; "))
			}
			if !strings.Contains(body, `<html lang="`+tag+`">`) || !strings.Contains(body, `hreflang="x-default"`) {
				t.Errorf("/%s%s does not say its language", tag, path)
			}
		}
	}
}

// unsaid is a key of a text that stands on a page instead of the text.
var unsaid = regexp.MustCompile(`>\s*(?:page|nav|title|practice|city|theme|benchmark|toolkit|scheme|plan|transfer|challenge|source|frame|shop|project|takeaway|fit|brief|compare|history|field|plural|unit|enum|about|data|api|accessibility|list)\.[a-zA-Z.-]+\s*[<:]`)

// TestEveryTextIsSaid looks for keys that no language file has.
func TestEveryTextIsSaid(t *testing.T) {
	s := startFound(t)
	for _, path := range forEachKind(t, s.url) {
		_, body := get(t, s.url+"/en"+path)
		if keys := unsaid.FindAllString(body, -1); len(keys) > 0 {
			t.Errorf("%s says %q", path, keys)
		}
	}
}

// TestAlternates reads the other forms that the header of a page names.
func TestAlternates(t *testing.T) {
	s := startFound(t)
	parse := map[string]func(string) error{
		"application/json":                        func(body string) error { return json.Unmarshal([]byte(body), new(map[string]any)) },
		"application/ld+json":                     func(body string) error { return json.Unmarshal([]byte(body), new(map[string]any)) },
		"text/csv":                                needs("id"),
		"application/x-bibtex":                    needs("@misc{praxis-"),
		"application/x-research-info-systems":     needs("\r\nET  - change set " + loaded + "\r\n"),
		"application/vnd.citationstyles.csl+json": func(body string) error { return json.Unmarshal([]byte(body), new([]any)) },
	}
	link := regexp.MustCompile(`<([^>]+)>; rel="alternate"; type="([^"]+)"`)
	for path, count := range map[string]int{"/practice/bapa-bxl": 6, "/data": 4, "/practice": 2, "/search?q=buddy&type=practice": 2} {
		res, err := http.Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		others := slices.DeleteFunc(res.Header.Values("Link"), func(header string) bool { return !strings.Contains(header, `rel="alternate"`) })
		if len(others) != count {
			t.Errorf("%s names %d other forms", path, len(others))
		}
		for _, header := range others {
			m := link.FindStringSubmatch(header)
			status, body := get(t, s.url+m[1])
			if err := parse[m[2]](body); err != nil || status != http.StatusOK {
				t.Errorf("%s: %d, %v: %.200s", m[1], status, err, body)
			}
		}
	}
}

func needs(part string) func(string) error {
	return func(body string) error {
		if !strings.Contains(body, part) {
			return fmt.Errorf("without %q", part)
		}
		return nil
	}
}
