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

// elements are those of a document that are of some kinds, in its order.
func elements(root *html.Node, kinds ...atom.Atom) []*html.Node {
	var all []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Namespace == "" && slices.Contains(kinds, n.DataAtom) { // not those of a picture
			all = append(all, n)
		}
	}
	return all
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// faults are what is wrong with a page for those who do not see it as we do.
func faults(body string) []string {
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	var all []string
	if tags := elements(root, atom.Html); attribute(tags[0], "lang") == "" {
		all = append(all, "no language")
	}
	if titles := elements(root, atom.Title); len(titles) != 1 || titles[0].FirstChild == nil {
		all = append(all, "no title, or several")
	}
	all = append(all, wrongHeadings(root)...)
	all = append(all, wrongIDs(root)...)
	all = append(all, unbalanced(body)...)
	if strings.Contains(body, "ZgotmplZ") || strings.Contains(body, "&lt;nil&gt;") || strings.Contains(body, "map[") {
		all = append(all, "a value that no reader understands")
	}
	return all
}

func wrongHeadings(root *html.Node) []string {
	var all []string
	level, first := 0, 0
	for _, h := range elements(root, atom.H1, atom.H2, atom.H3, atom.H4) {
		n := int(h.Data[1] - '0')
		if n == 1 {
			first++
		}
		if n > level+1 {
			all = append(all, fmt.Sprintf("a heading of level %d below one of %d", n, level))
		}
		level = n
	}
	if first != 1 {
		all = append(all, fmt.Sprintf("%d headings of the first level", first))
	}
	return all
}

// wrongIDs are ids given twice, labels and links to none, and fields without a label.
func wrongIDs(root *html.Node) []string {
	var all []string
	ids, labels := map[string]bool{}, map[string]bool{}
	for n := range root.Descendants() {
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				all = append(all, "the id "+id+" twice")
			}
			ids[id] = true
		}
	}
	for _, l := range elements(root, atom.Label) {
		labels[attribute(l, "for")] = true
	}
	for _, f := range elements(root, atom.Input, atom.Select, atom.Textarea) {
		if attribute(f, "type") != "hidden" && !labels[attribute(f, "id")] && f.Parent.DataAtom != atom.Label {
			all = append(all, "the field "+attribute(f, "name")+" without a label")
		}
	}
	for _, a := range elements(root, atom.A) {
		if to, within := strings.CutPrefix(attribute(a, "href"), "#"); within && !ids[to] {
			all = append(all, "a link to #"+to+", which is not there")
		}
		if strings.TrimSpace(text(a)) == "" {
			all = append(all, "a link without words to "+attribute(a, "href"))
		}
	}
	return all
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// void are the elements that have no end.
var void = []string{"meta", "link", "input", "br", "img", "hr"}

// unbalanced are elements that are not ended where they began: a browser mends them, each in its own way. A paragraph
// that something ends which may not stand in it shows as an end too many.
func unbalanced(body string) []string {
	z := html.NewTokenizer(strings.NewReader(body))
	var open []string
	for {
		kind := z.Next()
		name, _ := z.TagName()
		switch {
		case kind == html.ErrorToken:
			if len(open) > 0 {
				return []string{"not ended: " + strings.Join(open, " ")}
			}
			return nil
		case kind == html.StartTagToken && !slices.Contains(void, string(name)):
			if slices.Contains(open, "p") && slices.Contains([]string{"p", "ul", "ol", "dl", "div", "section", "h1", "h2", "h3", "table"}, string(name)) {
				return []string{"a " + string(name) + " in a paragraph"}
			}
			open = append(open, string(name))
		case kind == html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return []string{fmt.Sprintf("an end of %s within %v", name, open)}
			}
			open = open[:len(open)-1]
		}
	}
}

// skipped are addresses that lead to choices without end, or are not made by the pages.
var skipped = regexp.MustCompile(`^/(?:search|console|compare|brief|fit|graphql|[a-z]{2}/)`)

// TestEveryPage opens every page that can be come to, and each entity by the map of the site. All links lead somewhere,
// and every page is sound for those who hear it.
func TestEveryPage(t *testing.T) {
	s := start(t, "--data", t.TempDir()).searchable(t)
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
	s := start(t, "--data", t.TempDir()).searchable(t)
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
	s := start(t, "--data", t.TempDir()).searchable(t)
	for _, path := range forEachKind(t, s.url) {
		_, body := get(t, s.url+"/en"+path)
		if keys := unsaid.FindAllString(body, -1); len(keys) > 0 {
			t.Errorf("%s says %q", path, keys)
		}
	}
}

// TestAlternates reads the other forms that the header of a page names.
func TestAlternates(t *testing.T) {
	s := start(t, "--data", t.TempDir()).searchable(t)
	parse := map[string]func(string) error{
		"application/json":     func(body string) error { return json.Unmarshal([]byte(body), new(map[string]any)) },
		"application/ld+json":  func(body string) error { return json.Unmarshal([]byte(body), new(map[string]any)) },
		"text/csv":             needs("id"),
		"application/x-bibtex": needs("@misc{praxis-practice-bapa-bxl,"),
	}
	link := regexp.MustCompile(`<([^>]+)>; rel="alternate"; type="([^"]+)"`)
	for path, count := range map[string]int{"/practice/bapa-bxl": 4, "/practice": 2, "/search?q=buddy&type=practice": 2} {
		res, err := http.Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if got := len(res.Header.Values("Link")); got != count {
			t.Errorf("%s names %d other forms", path, got)
		}
		for _, header := range res.Header.Values("Link") {
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
