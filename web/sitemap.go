package web

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// maxMapped is how many addresses a map may have: the protocol allows 50,000.
const maxMapped = 50_000

type siteIndex struct {
	XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []siteNode `xml:"sitemap"`
}

type siteMap struct {
	XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []siteNode `xml:"url"`
}

type siteNode struct {
	Address string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

// robots tells machines where the map is, and to keep out of what has no end.
func (s *Site) robots(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintf(w, "User-agent: *\nDisallow: %[1]ssearch\nDisallow: %[1]sconsole\nDisallow: %[1]ssign-in\nDisallow: %[1]spropose\nDisallow: %[1]s*/edit\nSitemap: %[2]s\n", s.Base, p.public("sitemap.xml"))
}

// sitemap answers a map of the maps, one for each type.
func (s *Site) sitemap(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "")
	types, err := s.allTypes(r.Context())
	if err != nil {
		s.failed(w, r, err)
		return
	}
	var index siteIndex
	for path := range types {
		index.Maps = append(index.Maps, siteNode{Address: p.public("sitemap/" + path + ".xml")})
	}
	slices.SortFunc(index.Maps, func(a, b siteNode) int { return strings.Compare(a.Address, b.Address) })
	answerXML(w, index)
}

// sitemapOf answers the addresses of all entities of a type.
func (s *Site) sitemapOf(w http.ResponseWriter, r *http.Request) {
	path, ending, _ := strings.Cut(r.PathValue("file"), ".")
	t, err := s.typeOf(r.Context(), path)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if t == nil || ending != "xml" {
		s.notFound(w, r)
		return
	}
	p := s.newPage(r, "")
	var all siteMap
	variables := map[string]any{}
	for more := true; more && len(all.Pages) < maxMapped; {
		if err := p.ask(t.mapDocument(), variables); err != nil {
			s.failed(w, r, err)
			return
		}
		list, _ := p.Data["list"].(map[string]any)
		for _, node := range nodes(list) {
			one := siteNode{Address: p.public(toString(node["id"]))}
			if at, err := time.Parse(time.RFC3339, toString(node["updatedAt"])); err == nil {
				one.Changed = at.Format(time.RFC3339)
			}
			all.Pages = append(all.Pages, one)
		}
		info, _ := list["pageInfo"].(map[string]any)
		variables["after"], more = info["endCursor"], info["hasNextPage"] == true
	}
	answerXML(w, all)
}

// mapDocument asks for the ids of all of the type, page by page.
func (e *entityType) mapDocument() string {
	return fmt.Sprintf("query Map($after: String, $language: LanguageTag!) @inContext(language: $language) { list: %s(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { id updatedAt } } }", e.Plural)
}

func answerXML(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	fmt.Fprint(w, xml.Header)
	xml.NewEncoder(w).Encode(value) // the connection is all that can fail
}
