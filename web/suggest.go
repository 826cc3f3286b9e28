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

// suggest answers the names that go on from what was typed, for the script of the search box; those of some types for
// that of a form.
func (s *Site) suggest(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "suggest")
	values := r.URL.Query()
	variables := map[string]any{"q": values.Get("q")}
	if types := filled(strings.Split(values.Get("types"), " ")); !slices.Contains(types, "Entity") { // which is all of them
		for i, typ := range types {
			types[i] = p.EnumName(typ)
		}
		variables["types"] = types
	}
	if err := s.askPlain(r.Context(), document("suggest"), variables, &p.Data); err != nil {
		s.failed(w, r, err)
		return
	}
	all := []suggestion{}
	for _, one := range each(p.Data, "suggest") {
		all = append(all, suggestion{
			Text: toString(one["text"]), Language: toString(one["language"]),
			Kind:    p.kind(at(one, "entity")),
			ID:      toString(at(one, "entity", "id")),
			Address: p.Path(toString(at(one, "entity", "id"))),
		})
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(w).Encode(all) // the connection is all that can fail
}

// kind says what something suggested is, and of a city in which country it lies: names come twice.
func (p *Page) kind(entity any) string {
	label := p.Label("EntityType", p.EnumName(at(entity, "__typename")))
	if code := toString(at(entity, "country")); code != "" {
		label += ", " + p.Country(code)
	}
	return label
}
