package main

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
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
