package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/praxis-kb/praxis/web/form"
)

// writing are the pages on which people write: each shows what the API answers them, and sends it one mutation.
func (s *Site) writing(mux *http.ServeMux) {
	mux.HandleFunc("GET /sign-in", s.signIn)
	mux.HandleFunc("POST /sign-in", s.signIn)
	mux.HandleFunc("GET /sign-in/issuer", s.away)
	mux.HandleFunc("GET /sign-in/back", s.cameBack)
	mux.HandleFunc("POST /sign-out", s.signOut)
	for pattern, page := range map[string]http.HandlerFunc{
		"/propose":                s.propose,
		"/propose/{type}":         s.edit,
		"/{type}/{slug}/edit":     s.edit,
		"/benchmark/{slug}/align": s.align,
		"/toolkit/{slug}/publish": s.publish,
		"/proposal":               s.proposals,
		"/proposal/{slug}":        s.proposal,
	} {
		mux.HandleFunc("GET "+pattern, s.forPeople(page))
		mux.HandleFunc("POST "+pattern, s.forPeople(page))
	}
}

// Wrote is what became of what was sent: the payload of the mutations that write.
type Wrote struct {
	Sequence *int
	Repeated bool
	Entities []struct{ ID string }
	Proposal *struct{ ID string }
	Errors   []struct {
		Path          []string
		Message, Code string
	} `json:"userErrors"`
	Conflicts []Conflict
}

// Conflict is where others were first: what differs from what was expected.
type Conflict struct {
	Entity struct{ ID, Name string }
	Fields []any
}

// write runs a document that has one mutation, named done, by the account of the request.
func (s *Site) write(r *http.Request, mutation string, input map[string]any) (*Wrote, error) {
	var answer struct{ Done *Wrote }
	variables, err := plain(map[string]any{"input": input})
	if err != nil {
		return nil, err
	}
	if err := read(s.api.Write(r.Context(), document(mutation), variables), &answer); err != nil {
		return nil, err
	}
	if answer.Done == nil {
		return &Wrote{}, nil
	}
	return answer.Done, nil
}

// plain are variables as JSON has them, with numbers as they are written: whether 5 is an Int or a Float, the schema says.
func plain(variables map[string]any) (map[string]any, error) {
	text, err := json.Marshal(variables)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return out, d.Decode(&out)
}

// shape is the form of what a type is written by; nil where there is no such type.
func (s *Site) shape(r *http.Request, typ string) (*form.Shape, error) {
	return s.input(r, typ+"Input")
}

// input is the form of an input of the contract; nil where there is none.
func (s *Site) input(r *http.Request, name string) (*form.Shape, error) {
	contract, err := s.inputs.once(func() (*form.Contract, error) {
		var answer form.Answer
		err := s.askPlain(r.Context(), form.Question, nil, &answer)
		return form.Read(answer), err
	})
	if err != nil {
		return nil, err
	}
	return contract.Input(name), nil
}

// mendable tells whether a field of an entity is one that people write.
func (s *Site) mendable(r *http.Request, id, field string) bool {
	path, _, _ := strings.Cut(id, "/")
	t, err := s.typeOf(r.Context(), path)
	if t == nil || err != nil {
		return false
	}
	shape, err := s.shape(r, t.Name)
	return err == nil && shape != nil && shape.Field(field) != nil
}

func camel(name string) string { return strings.ToLower(name[:1]) + name[1:] }
