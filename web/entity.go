package web

import (
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
	variables := map[string]any{"id": id}
	if after := r.FormValue("after"); after != "" && strings.Contains(question, "$after") {
		variables["after"] = after
	}
	if err := p.ask(question, variables); err != nil {
		s.unanswered(w, r, err)
		return
	}
	node := p.node()
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
		p.Extra = map[string]any{"Type": t, "Parts": p.parts(t)}
	}
	p.offer(id, "json", "jsonld", "csv", "bib", "ris", "csl.json")
	s.answerAs(w, p, ending)
}

func endingOf(ending string) string {
	if ending == "" {
		return ""
	}
	return "." + ending
}

// Summary is the first words of what the page is about, for those who list pages.
func (p *Page) Summary() string {
	summary := toString(p.node()["summary"])
	if letters := []rune(summary); len(letters) > 200 {
		return string(letters[:199]) + "…"
	}
	return summary
}
