// Package web is the pages. It speaks GraphQL only: each page asks one document of the public contract and shows the
// answer, and links to the console with that very question.
package web

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// API answers questions of the public contract.
type API interface {
	// Ask answers a query with its whole JSON answer.
	Ask(ctx context.Context, query string, variables map[string]any) []byte
}

//go:embed pages/*.html pages/*.graphql assets/*
var files embed.FS

// Site answers pages.
type Site struct {
	api       API
	base      string // the path that all addresses begin with, such as /
	templates *template.Template
	mu        sync.Mutex
	types     map[string]*entityType // by the first part of ids
}

// New makes the pages over an API.
func New(api API, base string) http.Handler {
	s := &Site{api: api, base: base}
	s.templates = template.Must(template.New("").Funcs(template.FuncMap{
		"path": func(id string) string { return base + id },
		"base": func() string { return base },
	}).ParseFS(files, "pages/*.html"))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("GET /console", s.console)
	mux.HandleFunc("GET /assets/{file}", s.asset)
	mux.HandleFunc("GET /toolkit/{slug}/print", s.printed)
	mux.HandleFunc("GET /toolkit/{slug}", s.toolkitPage)
	mux.HandleFunc("GET /{type}", s.list)
	mux.HandleFunc("GET /{type}/{slug}", s.entity)
	return secure(mux)
}

// secure sets what keeps a page from loading or sending anything elsewhere.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// page is what every template is given.
type page struct {
	Title    string
	Question string // the document that the page asked
	Console  string // where the console opens with it
	Body     any
}

func (s *Site) render(w http.ResponseWriter, r *http.Request, status int, name string, p page) {
	if p.Question != "" {
		p.Console = s.base + "console?query=" + url.QueryEscape(p.Question)
	}
	var b bytes.Buffer
	if err := s.templates.ExecuteTemplate(&b, name, p); err != nil {
		slog.ErrorContext(r.Context(), "page", "page", name, "error", err)
		http.Error(w, "something went wrong here", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

func (s *Site) notFound(w http.ResponseWriter, r *http.Request, what string) {
	s.render(w, r, http.StatusNotFound, "missing.html", page{Title: "Nothing here", Body: what})
}

// ask asks a question and reads the data of its answer.
func (s *Site) ask(ctx context.Context, question string, variables map[string]any, data any) error {
	answer := struct {
		Data   any
		Errors []struct{ Message string }
	}{Data: data}
	if err := json.Unmarshal(s.api.Ask(ctx, question, variables), &answer); err != nil {
		return err
	}
	if len(answer.Errors) > 0 {
		return errorText(answer.Errors[0].Message)
	}
	return nil
}

type errorText string

func (e errorText) Error() string { return string(e) }

func (s *Site) asset(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "max-age=3600")
	http.ServeFileFS(w, r, files, "assets/"+r.PathValue("file"))
}

func (s *Site) failed(w http.ResponseWriter, r *http.Request, err error) {
	slog.ErrorContext(r.Context(), "page", "path", r.URL.Path, "error", err)
	s.render(w, r, http.StatusInternalServerError, "missing.html", page{Title: "Something went wrong", Body: "Try again in a moment."})
}

func document(name string) string {
	text, err := files.ReadFile("pages/" + name)
	if err != nil {
		panic(err) // the documents are built in
	}
	return strings.TrimSpace(string(text))
}
