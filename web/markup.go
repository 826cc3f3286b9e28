package web

import (
	"bytes"
	"encoding/json"
	"html/template"
	"strings"

	"github.com/praxis-kb/praxis/dataset"
)

// Markup is the page for machines, after schema.org. A data block is no script: nothing runs it.
func (p *Page) Markup() template.JS {
	if p.Name == "data" {
		var b bytes.Buffer
		json.HTMLEscape(&b, p.site.description(p).SchemaOrg())
		return template.JS(b.String())
	}
	text, err := json.Marshal(p.markup())
	if err != nil {
		return ""
	}
	return template.JS(text) // json.Marshal escapes <, > and &
}

// kinds are what schema.org calls our types; all others are things.
var kinds = map[string]string{
	"city": "City", "territory": "AdministrativeArea", "association": "GovernmentOrganization", "organisation": "Organization",
	"practice": "Article", "toolkit": "LearningResource", "one-stop-shop": "GovernmentService", "document": "CreativeWork", "source": "CreativeWork",
	"theme": "DefinedTerm", "project": "Project", "activity": "Event", "benchmark": "CreativeWork",
}

// pageKinds are what schema.org calls our pages that are about no one entity; all others are web pages.
var pageKinds = map[string]string{
	"home": "WebSite", "list": "CollectionPage", "field": "CollectionPage", "themes": "CollectionPage", "search": "SearchResultsPage",
	"about": "AboutPage", "data": "Dataset",
}

func (p *Page) markup() map[string]any {
	m := map[string]any{"@context": "https://schema.org"}
	if len(p.Alternates) > 0 && p.node() != nil {
		p.markEntity(m)
		return m
	}
	m["inLanguage"] = p.Tag
	m["@type"], m["name"], m["url"] = "WebPage", p.Title, p.public(strings.TrimPrefix(p.request.URL.Path, "/"))
	if kind := pageKinds[p.Name]; kind != "" {
		m["@type"] = kind
	}
	switch p.Name {
	case "home":
		m["potentialAction"] = map[string]any{"@type": "SearchAction", "target": p.public("search") + "?q={q}", "query-input": "required name=q"}
		m["creator"], m["isAccessibleForFree"] = p.publisher(), true
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
	if kind == "Article" { // which we write; of documents and sources we only tell
		m["dateModified"], m["headline"], m["inLanguage"] = node["updatedAt"], node["name"], p.Tag
		m["author"], m["license"] = p.publisher(), dataset.LicenceURL
	}
	if days, _ := node["days"].([]any); len(days) > 0 {
		m["startDate"], m["endDate"] = days[0], days[len(days)-1]
	}
	if latitude, ok := node["latitude"].(float64); ok {
		m["geo"] = map[string]any{"@type": "GeoCoordinates", "latitude": latitude, "longitude": node["longitude"]}
	}
	if city, ok := node["city"].(map[string]any); ok && (kind == "Event" || kind == "Article") {
		place := map[string]any{"@type": "City", "@id": p.public(toString(city["id"])), "name": city["name"]}
		m[map[string]string{"Event": "location", "Article": "contentLocation"}[kind]] = place
	}
	if same := sameAs(node); len(same) > 0 {
		m["sameAs"] = same
	}
}

// sameAs are the addresses elsewhere of what an entity is: its own site, and its item in Wikidata.
func sameAs(node map[string]any) []string {
	all := filled([]string{toString(node["website"])})
	for _, identifier := range objects(node["identifiers"]) {
		if identifier["scheme"] == "wikidata" {
			all = append(all, "http://www.wikidata.org/entity/"+toString(identifier["value"]))
		}
	}
	return all
}

// publisher is who the page is by.
func (p *Page) publisher() map[string]any {
	return map[string]any{"@type": "Organization", "name": "praxis", "url": p.public("")}
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
