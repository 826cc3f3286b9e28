package web

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
)

// propose leads to the form of what somebody wants to bring in.
func (s *Site) propose(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "propose")
	types, err := s.allTypes(r.Context())
	if err != nil {
		s.failed(w, r, err)
		return
	}
	var all []Choice
	for _, t := range slices.Collect(maps.Values(types)) {
		all = append(all, Choice{Label: p.Label("EntityType", p.EnumName(t.Name)), Address: p.Path("propose/" + t.Path)})
	}
	slices.SortFunc(all, func(a, b Choice) int { return cmp.Compare(a.Label, b.Label) })
	p.Extra = all
	p.Title = p.T("title.propose")
	s.render(w, http.StatusOK, p)
}
