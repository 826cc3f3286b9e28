package web

import "net/http"

// field answers all that one field of an entity leads to, page by page: /city/jelgava/practices. The address is a path
// through the graph.
func (s *Site) field(w http.ResponseWriter, r *http.Request) {
	t, err := s.typeOf(r.Context(), r.PathValue("type"))
	if err != nil {
		s.failed(w, r, err)
		return
	}
	field := r.PathValue("field")
	if !t.leadsOn(field) {
		s.notFound(w, r)
		return
	}
	p := s.newPage(r, "field")
	variables := map[string]any{"id": t.Path + "/" + r.PathValue("slug")}
	if after := r.FormValue("after"); after != "" {
		variables["after"] = after
	}
	if err := p.ask(t.fieldDocument(field), variables); err != nil {
		s.unanswered(w, r, err)
		return
	}
	if p.node() == nil {
		s.notFound(w, r)
		return
	}
	p.Extra = map[string]string{"Field": field, "Title": p.FieldName(field)}
	p.Title = toString(p.node()["name"]) + ": " + p.FieldName(field)
	s.render(w, http.StatusOK, p)
}

// sharedLists are the lists that every entity has; the fragment of what all have asks for their beginnings.
var sharedLists = map[string]bool{"documents": true, "embeddedIn": true}

// leadsOn says whether a field of the type is a list of entities.
func (e *entityType) leadsOn(field string) bool {
	if e == nil {
		return false
	}
	for _, f := range e.Fields {
		if f.Name == field {
			return f.kind == pageField
		}
	}
	return sharedLists[field]
}
