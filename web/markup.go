package web

import (
	"encoding/json"
	"html/template"
	"strings"
)

// Markup is the page for machines, after schema.org. A data block is no script: nothing runs it.
func (p *Page) Markup() template.JS {
	text, err := json.Marshal(p.markup())
	if err != nil {
		return ""
	}
	return template.JS(text) // json.Marshal escapes <, > and &
}

// kinds are what schema.org calls our types; all others are things.
var kinds = map[string]string{
	"city": "City", "territory": "AdministrativeArea", "association": "GovernmentOrganization", "organisation": "Organization",
	"practice": "Article", "toolkit": "HowTo", "one-stop-shop": "GovernmentService", "document": "CreativeWork", "source": "CreativeWork",
	"theme": "DefinedTerm", "project": "Project", "activity": "Event", "benchmark": "CreativeWork",
}

// pageKinds are what schema.org calls our pages that are about no one entity; all others are web pages.
var pageKinds = map[string]string{
	"home": "WebSite", "list": "CollectionPage", "field": "CollectionPage", "themes": "CollectionPage", "search": "SearchResultsPage",
	"about": "AboutPage", "data": "Dataset",
}

func (p *Page) markup() map[string]any {
	m := map[string]any{"@context": "https://schema.org", "inLanguage": p.Tag}
	if len(p.Alternates) > 0 && p.node() != nil {
		p.markEntity(m)
		return m
	}
	m["@type"], m["name"], m["url"] = "WebPage", p.Title, p.public(strings.TrimPrefix(p.request.URL.Path, "/"))
	if kind := pageKinds[p.Name]; kind != "" {
		m["@type"] = kind
	}
	switch p.Name {
	case "home":
		m["potentialAction"] = map[string]any{"@type": "SearchAction", "target": p.public("search") + "?q={q}", "query-input": "required name=q"}
	case "data":
		m["license"], m["description"] = "https://creativecommons.org/licenses/by/4.0/", p.T("about.lead")
	}
	return m
}

func (p *Page) markEntity(m map[string]any) {
	node, kind := p.node(), kinds[p.Kind()]
	if kind == "" {
		kind = "Thing"
	}
	at := p.public(toString(node["id"]))
	m["@type"], m["@id"], m["url"], m["name"] = kind, at, at, node["name"]
	if summary := toString(node["summary"]); summary != "" {
		m["description"] = summary
	}
	if updated := toString(node["updatedAt"]); kind == "Article" || kind == "HowTo" || kind == "CreativeWork" {
		m["dateModified"] = updated
	}
	if latitude, ok := node["latitude"].(float64); ok {
		m["geo"] = map[string]any{"@type": "GeoCoordinates", "latitude": latitude, "longitude": node["longitude"]}
	}
}

// public is the address of something of ours as others know it.
func (p *Page) public(path string) string {
	root := p.site.Public
	if root == "" {
		root = "http://" + p.request.Host + strings.TrimSuffix(p.site.Base, "/")
	}
	return root + "/" + path
}

// Home is the address of the start page as others know it.
func (p *Page) Home() string { return p.public("") }
