package web

import (
	"encoding/json"
	"net/http"
)

// suggestion is a name that goes on from what was typed, with the page of what is called so.
type suggestion struct {
	Text     string `json:"text"`
	Language string `json:"language,omitempty"`
	Kind     string `json:"kind"`
	Address  string `json:"address"`
}

// suggest answers the names that go on from what was typed, for the script of the search box.
func (s *Site) suggest(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "suggest")
	if err := s.askPlain(r.Context(), document("suggest"), map[string]any{"q": r.URL.Query().Get("q")}, &p.Data); err != nil {
		s.failed(w, r, err)
		return
	}
	all := []suggestion{}
	for _, one := range each(p.Data, "suggest") {
		all = append(all, suggestion{
			Text: toString(one["text"]), Language: toString(one["language"]),
			Kind:    p.Label("EntityType", p.EnumName(at(one, "entity", "__typename"))),
			Address: p.Path(toString(at(one, "entity", "id"))),
		})
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(w).Encode(all) // the connection is all that can fail
}
