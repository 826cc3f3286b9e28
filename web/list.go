package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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
	var refused *refusal
	if err := p.ask(t.listDocument(), variables); errors.As(err, &refused) && variables["after"] != nil {
		s.notFound(w, r) // most likely a cursor that somebody cut short
		return
	} else if err != nil {
		s.failed(w, r, err)
		return
	}
	p.Title, p.Extra = p.Plural(t.Path), t
	p.offer(t.Path, "json", "csv")
	s.answerAs(w, p, ending)
}

// maxShown is how much of an answer the console shows, in bytes: more is no page that a person reads.
const maxShown = 200_000

// console answers a query in plain HTML: it works without scripts and with a screen reader. It can only ask.
func (s *Site) console(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "console")
	p.Title = p.T("title.console")
	query, given, answer := r.FormValue("query"), r.FormValue("variables"), ""
	variables := map[string]any{}
	switch {
	case query == "":
		query, given = document("home"), `{"language": "`+strings.ToUpper(p.Tag)+`"}`
	case given != "" && json.Unmarshal([]byte(given), &variables) != nil:
		answer = p.T("console.variables")
	default:
		var b bytes.Buffer
		if err := json.Indent(&b, s.api.Ask(r.Context(), query, variables), "", "  "); err != nil {
			s.failed(w, r, err)
			return
		}
		if answer = b.String(); len(answer) > maxShown {
			answer = fmt.Sprintf("%s\n… %s", answer[:maxShown], p.T("console.cut"))
		}
	}
	p.Extra = map[string]string{"Query": query, "Variables": given, "Answer": answer}
	s.render(w, http.StatusOK, p)
}

func (s *Site) asset(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "max-age=3600")
	http.ServeFileFS(w, r, files, "assets/"+r.PathValue("file"))
}
