package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// suggestion is a name that goes on from what was typed, with the page of what is called so.
type suggestion struct {
	Text     string `json:"text"`
	Language string `json:"language,omitempty"`
	Kind     string `json:"kind"`
	ID       string `json:"id"`
	Address  string `json:"address"`
}

// mostSuggested is how many names are asked for where only some types are wanted.
const mostSuggested = 20

// suggest answers the names that go on from what was typed, for the script of the search box; those of some types for
// that of a form.
func (s *Site) suggest(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "suggest")
	values := r.URL.Query()
	variables, types := map[string]any{"q": values.Get("q")}, filled(strings.Split(values.Get("types"), " "))
	if len(types) > 0 {
		variables["first"] = mostSuggested
	}
	if err := s.askPlain(r.Context(), document("suggest"), variables, &p.Data); err != nil {
		s.failed(w, r, err)
		return
	}
	all := []suggestion{}
	for _, one := range each(p.Data, "suggest") {
		if len(types) > 0 && !slices.Contains(types, toString(at(one, "entity", "__typename"))) {
			continue
		}
		all = append(all, suggestion{
			Text: toString(one["text"]), Language: toString(one["language"]),
			Kind:    p.Label("EntityType", p.EnumName(at(one, "entity", "__typename"))),
			ID:      toString(at(one, "entity", "id")),
			Address: p.Path(toString(at(one, "entity", "id"))),
		})
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(w).Encode(all) // the connection is all that can fail
}
