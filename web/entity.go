package web

import (
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strings"
)

// entity answers the page of an entity: by the document and template of its type, where there are any, and else by what
// the contract tells of the type, so that a type that is added to the schema has a page at once. An ending asks for the
// same in another form.
func (s *Site) entity(w http.ResponseWriter, r *http.Request) {
	t, err := s.typeOf(r.Context(), r.PathValue("type"))
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if t == nil {
		s.notFound(w, r)
		return
	}
	slug, ending, _ := strings.Cut(r.PathValue("slug"), ".")
	id := t.Path + "/" + slug
	p := s.newPage(r, t.Path)
	question := document(t.Path)
	if question == "" {
		p.Name, question = "entity", t.entityDocument()
	}
	if err := p.ask(question, map[string]any{"id": id}); err != nil {
		s.failed(w, r, err)
		return
	}
	node, _ := p.Data["node"].(map[string]any)
	if node == nil {
		s.notFound(w, r)
		return
	}
	if present, _ := node["id"].(string); present != id { // by an alias
		http.Redirect(w, r, p.Path(present)+endingOf(ending), http.StatusMovedPermanently)
		return
	}
	p.Title, _ = node["name"].(string)
	if p.Name == "entity" {
		p.Extra = map[string]any{"Type": t, "Sections": t.sections(node)}
	}
	s.answerAs(w, p, ending)
}

func endingOf(ending string) string {
	if ending == "" {
		return ""
	}
	return "." + ending
}

// Alternate is the same in another form.
type Alternate struct{ Label, Type, Address string }

// forms are the forms of an entity beside its page.
var forms = []struct{ ending, label, media string }{
	{"json", "JSON", "application/json"},
	{"jsonld", "JSON-LD", "application/ld+json"},
	{"bib", "BibTeX", "application/x-bibtex"},
}

// Alternates are the other forms of this page.
func (p *Page) Alternates() []Alternate {
	node, _ := p.Data["node"].(map[string]any)
	id, _ := node["id"].(string)
	if id == "" {
		return nil
	}
	var all []Alternate
	for _, f := range forms {
		all = append(all, Alternate{f.label, f.media, p.Path(id) + "." + f.ending})
	}
	return all
}

// answerAs answers a page, or what it shows in another form, which is named by an ending.
func (s *Site) answerAs(w http.ResponseWriter, p *Page, ending string) {
	for _, a := range p.Alternates() {
		w.Header().Add("Link", fmt.Sprintf(`<%s>; rel="alternate"; type="%s"`, a.Address, a.Type))
	}
	switch ending {
	case "":
		s.render(w, http.StatusOK, p)
	case "json":
		answerJSON(w, "application/json", p.Data)
	case "jsonld":
		answerJSON(w, "application/ld+json", p.markup())
	case "bib":
		w.Header().Set("Content-Type", "application/x-bibtex; charset=utf-8")
		fmt.Fprint(w, p.bibtex())
	default:
		s.notFound(w, p.request)
	}
}

func answerJSON(w http.ResponseWriter, media string, value any) {
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	e.Encode(value) // the connection is all that can fail
}

// Summary is the first words of what the page is about, for those who list pages.
func (p *Page) Summary() string {
	node, _ := p.Data["node"].(map[string]any)
	summary, _ := node["summary"].(string)
	if letters := []rune(summary); len(letters) > 200 {
		return string(letters[:199]) + "…"
	}
	return summary
}

// Markup is the page for machines, after schema.org. A data block is no script: nothing runs it.
func (p *Page) Markup() template.JS {
	if p.Data["node"] == nil {
		return ""
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
	"practice": "Article", "toolkit": "HowTo", "one-stop-shop": "GovernmentService", "document": "CreativeWork", "source": "CreativeWork",
	"theme": "DefinedTerm", "project": "Project", "activity": "Event", "benchmark": "CreativeWork",
}

func (p *Page) markup() map[string]any {
	node, _ := p.Data["node"].(map[string]any)
	id, _ := node["id"].(string)
	path, _, _ := strings.Cut(id, "/")
	kind := kinds[path]
	if kind == "" {
		kind = "Thing"
	}
	m := map[string]any{"@context": "https://schema.org", "@type": kind, "@id": p.public(id), "url": p.public(id), "name": node["name"], "inLanguage": p.Tag}
	if summary, ok := node["summary"].(string); ok {
		m["description"] = summary
	}
	if updated, ok := node["updatedAt"].(string); ok && (kind == "Article" || kind == "HowTo" || kind == "CreativeWork") {
		m["dateModified"] = updated
	}
	if latitude, ok := node["latitude"].(float64); ok {
		m["geo"] = map[string]any{"@type": "GeoCoordinates", "latitude": latitude, "longitude": node["longitude"]}
	}
	return m
}

// public is the address of something of ours as others know it.
func (p *Page) public(path string) string {
	root := p.site.public
	if root == "" {
		root = "http://" + p.request.Host + strings.TrimSuffix(p.site.base, "/")
	}
	return root + "/" + path
}

// bibtex is the page as it is cited, with the sequence that it was read at.
func (p *Page) bibtex() string {
	node, _ := p.Data["node"].(map[string]any)
	id, _ := node["id"].(string)
	key := strings.NewReplacer("/", "-").Replace(id)
	updated, _ := node["updatedAt"].(string)
	year := ""
	if len(updated) >= 4 {
		year = updated[:4]
	}
	clean := strings.NewReplacer("{", "", "}", "", "\\", "", "\n", " ").Replace
	return fmt.Sprintf("@misc{praxis-%s,\n  title = {{%s}},\n  author = {{praxis}},\n  year = {%s},\n  note = {Revision %d. CC BY 4.0},\n  url = {%s}\n}\n",
		key, clean(fmt.Sprint(node["name"])), year, p.Int(node["revision"]), p.public(id))
}
