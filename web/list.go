package web

import (
	"bytes"
	"encoding/csv"
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
	p.Title, p.Extra = p.Label("EntityType", p.Upper(t.Path)), t
	switch ending {
	case "":
		s.render(w, http.StatusOK, p)
	case "json":
		answerJSON(w, "application/json", p.Data)
	case "csv":
		p.csv(w)
	default:
		s.notFound(w, r)
	}
}

// csv writes a page of a list as a table.
func (p *Page) csv(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	out := csv.NewWriter(w)
	out.Write([]string{"id", "name", "summary"})
	list, _ := p.Data["list"].(map[string]any)
	nodes, _ := list["nodes"].([]any)
	for _, item := range nodes {
		n, _ := item.(map[string]any)
		out.Write([]string{cell(n["id"]), cell(n["name"]), cell(n["summary"])})
	}
	out.Flush()
}

// cell is a value as a cell of a table. What a spreadsheet would take for a formula is made a text.
func cell(value any) string {
	text, _ := value.(string)
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
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
