package web

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

// maxEntries is how many entries a feed has: a reader that comes once a week misses nothing.
const maxEntries = 40

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	Title    string      `xml:"title"`
	ID       string      `xml:"id"`
	Updated  string      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	Author   string      `xml:"author>name"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title     string   `xml:"title"`
	ID        string   `xml:"id"`
	Updated   string   `xml:"updated"`
	Published string   `xml:"published"`
	Link      atomLink `xml:"link"`
	Summary   string   `xml:"summary,omitempty"`
}

// feed answers what changed last as Atom: all of it, or what is about a theme or holds some words.
func (s *Site) feed(w http.ResponseWriter, r *http.Request) {
	p, values := s.newPage(r, "feed"), r.URL.Query()
	about, theme := map[string]any{"text": values.Get("q")}, values.Get("theme")
	if theme != "" {
		about["themes"] = map[string]any{"in": []string{"theme/" + theme}}
	}
	variables := map[string]any{"about": about, "everything": theme == "", "text": about["text"]}
	if err := p.ask(document("feed"), variables); err != nil {
		s.failed(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	w.Header().Set("Content-Language", p.Tag)
	fmt.Fprint(w, xml.Header)
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	e.Encode(p.atom(values)) // the connection is all that can fail
}

func (p *Page) atom(values url.Values) atomFeed {
	var newest []map[string]any
	for _, list := range p.Data {
		newest = append(newest, nodes(list)...)
	}
	slices.SortFunc(newest, func(a, b map[string]any) int {
		return cmp.Or(cmp.Compare(toString(b["updatedAt"]), toString(a["updatedAt"])), cmp.Compare(toString(a["id"]), toString(b["id"])))
	})
	self := p.public(p.tongued("feed.atom"))
	if len(values) > 0 {
		self += "?" + values.Encode()
	}
	f := atomFeed{Language: p.Tag, Title: "praxis", ID: self, Author: "praxis", Updated: "1970-01-01T00:00:00Z",
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: self}, {Rel: "alternate", Type: "text/html", Href: p.public("")}}}
	for i, node := range newest {
		if i == 0 {
			f.Updated = toString(node["updatedAt"])
		}
		if i < maxEntries {
			f.Entries = append(f.Entries, p.entry(node))
		}
	}
	return f
}

func (p *Page) entry(node map[string]any) atomEntry {
	kind := p.Label("EntityType", p.EnumName(node["__typename"]))
	id := toString(node["id"])
	return atomEntry{
		Title: kind + ": " + toString(node["name"]), ID: p.public(id), Link: atomLink{Href: p.public(p.tongued(id))},
		Updated: toString(node["updatedAt"]), Published: toString(node["createdAt"]), Summary: toString(node["summary"]),
	}
}

// tongued is a path with the language that the address of the page names.
func (p *Page) tongued(path string) string {
	if t := tongueOf(p.request); t.named {
		return t.tag + "/" + path
	}
	return path
}
