package web

import (
	"net/http"
	"strconv"
)

// styles are the forms of references that files have, by their ending: what the question calls them.
var styles = map[string]string{"bib": "bibtex", "ris": "ris", "csl.json": "csl"}

// References is how what the page shows is cited, in all forms; nil where it shows nothing that can be.
func (p *Page) References() map[string]any {
	var answer map[string]any
	variables := map[string]any{"id": p.node()["id"]}
	if at, err := strconv.Atoi(p.request.FormValue("at")); err == nil {
		p.at = at
	}
	if p.at != 0 {
		variables["at"] = p.at
	}
	if err := p.site.ask(p.request, document("citing"), variables, &answer); err != nil || answer["sentence"] == nil {
		return nil
	}
	return answer
}

// reference is the file of a form; empty where the page is not cited in it.
func (p *Page) reference(ending string) string {
	if styles[ending] == "" {
		return ""
	}
	form, _ := p.References()[styles[ending]].(map[string]any)
	return toString(form["text"])
}

// data answers what the data is as a whole, how to get it and how to cite it.
func (s *Site) data(ending string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p := s.newPage(r, "data")
		if err := p.ask(document("data"), nil); err != nil {
			s.failed(w, r, err)
			return
		}
		p.Title = p.T("title.data")
		p.offer("data", dataForms...)
		s.answerAs(w, p, ending)
	}
}

// dataForms are the forms of the page of the data as a whole.
var dataForms = []string{"json", "bib", "ris", "csl.json"}
