package web

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// maxShown is how much of an answer the console shows, in bytes: more is no page that a person reads.
const maxShown = 200_000

// The pages that have a document of their own.

type count struct {
	Type, Path string
	Count      int
}

func (s *Site) home(w http.ResponseWriter, r *http.Request) {
	question := document("home.graphql")
	var data struct {
		Dataset struct {
			Sequence, LinkCount, CitationCount int
			Licence, LicenceURL                string
			Counts                             []count
		}
		Practices struct {
			TotalCount int
			Nodes      []struct {
				ID, Name, Summary, Status string
				City                      *struct{ ID, Name string }
			}
		}
	}
	if err := s.ask(r.Context(), question, nil, &data); err != nil {
		s.failed(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "home.html", page{Title: "praxis — good practices for inclusive cities", Question: question, Body: data})
}

func (s *Site) list(w http.ResponseWriter, r *http.Request) {
	t, err := s.typeOf(r.Context(), r.PathValue("type"))
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if t == nil {
		s.notFound(w, r, r.URL.Path)
		return
	}
	question := t.listDocument()
	var data struct {
		List struct {
			TotalCount int
			PageInfo   struct {
				HasNextPage bool
				EndCursor   string
			}
			Nodes []struct{ ID, Name, Summary string }
		}
	}
	variables := map[string]any{}
	if after := r.FormValue("after"); after != "" {
		variables["after"] = after
	}
	if err := s.ask(r.Context(), question, variables, &data); err != nil {
		if variables["after"] != nil { // most likely a cursor that somebody cut short
			s.notFound(w, r, r.URL.Path)
		} else {
			s.failed(w, r, err)
		}
		return
	}
	s.render(w, r, http.StatusOK, "list.html", page{Title: t.words(), Question: question,
		Body: map[string]any{"Type": t, "List": data.List}})
}

func (s *Site) entity(w http.ResponseWriter, r *http.Request) {
	t, err := s.typeOf(r.Context(), r.PathValue("type"))
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if t == nil {
		s.notFound(w, r, r.URL.Path)
		return
	}
	id := t.Path + "/" + r.PathValue("slug")
	question := t.entityDocument()
	var data struct{ Node map[string]any }
	if err := s.ask(r.Context(), question, map[string]any{"id": id}, &data); err != nil {
		s.failed(w, r, err)
		return
	}
	if data.Node == nil {
		s.notFound(w, r, id)
		return
	}
	if present, _ := data.Node["id"].(string); present != id {
		http.Redirect(w, r, s.base+present, http.StatusMovedPermanently)
		return
	}
	name, _ := data.Node["name"].(string)
	s.render(w, r, http.StatusOK, "entity.html", page{Title: name, Question: t.filledIn(question, id),
		Body: map[string]any{"Type": t, "Node": data.Node, "Sections": t.sections(data.Node)}})
}

// console answers a query in plain HTML: it works without scripts and with a screen reader. It can only ask.
func (s *Site) console(w http.ResponseWriter, r *http.Request) {
	query := r.FormValue("query")
	answer := ""
	if query != "" {
		var b bytes.Buffer
		if err := json.Indent(&b, s.api.Ask(r.Context(), query, nil), "", "  "); err != nil {
			s.failed(w, r, err)
			return
		}
		if answer = b.String(); len(answer) > maxShown {
			answer = answer[:maxShown] + "\n… the page shows the first part only; ask the API for the whole"
		}
	}
	if query == "" {
		query = document("home.graphql")
	}
	s.render(w, r, http.StatusOK, "console.html", page{Title: "Console", Body: map[string]string{"Query": query, "Answer": answer}})
}
