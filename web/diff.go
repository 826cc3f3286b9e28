package web

import (
	"net/http"
	"strconv"
)

// diff answers what differs between two change sets. Without any it asks for them.
func (s *Site) diff(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "diff")
	p.Title = p.T("diff.title")
	variables := map[string]any{"asked": false, "from": 0}
	for _, name := range []string{"from", "to"} {
		if n, err := strconv.Atoi(r.FormValue(name)); err == nil {
			variables[name], variables["asked"] = n, true
		}
	}
	if after := r.FormValue("after"); after != "" {
		variables["after"] = after
	}
	if err := p.ask(document("diff"), variables); err != nil {
		s.failed(w, r, err)
		return
	}
	p.Extra = variables
	s.render(w, http.StatusOK, p)
}
