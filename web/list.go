package web

import (
	"net/http"
	"strings"
)

// list answers all entities of a type, page by page.
func (s *Site) list(w http.ResponseWriter, r *http.Request) {
	path, ending, _ := strings.Cut(r.PathValue("type"), ".")
	t, err := s.typeOf(r.Context(), path)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if t == nil {
		s.notFound(w, r)
		return
	}
	p := s.newPage(r, "list")
	variables := map[string]any{}
	if after := r.FormValue("after"); after != "" {
		variables["after"] = after
	}
	if err := p.ask(t.listDocument(), variables); err != nil {
		s.unanswered(w, r, err)
		return
	}
	p.Title, p.Extra = p.Plural(t.Path), t
	p.offer(t.Path, "json", "csv")
	s.answerAs(w, p, ending)
}
