// Package web is the pages. It speaks GraphQL only: each page asks one document of the public contract, shows the answer
// by one template of the same name, and links to the console with that very question.
package web

import (
	"context"
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzhttp"

	"github.com/praxis-kb/praxis/language"
	"github.com/praxis-kb/praxis/web/form"
)

// API answers questions of the public contract.
type API interface {
	// Ask answers a query with its whole JSON answer.
	Ask(ctx context.Context, query string, variables map[string]any) []byte
	// Write runs a mutation by the account of the context, and answers likewise.
	Write(ctx context.Context, mutation string, variables map[string]any) []byte
}

//go:embed pages/*.html pages/*.graphql assets/*
var files embed.FS

// Options are what who runs the server says of it.
type Options struct {
	Base    string // the path that all addresses begin with, such as /
	Public  string // the address that people see, without a slash at its end; empty where it is not known
	Contact string // how readers reach who runs it: an e-mail address, or that of a page; empty where it is not said
	People  People // who may sign in and write; nil where pages are only read
}

// Site answers pages.
type Site struct {
	Options
	api       API
	templates *template.Template
	types     asked[map[string]*entityType] // by the first part of ids
	from      asked[origin]                 // what the data set says of where it comes from
	inputs    asked[form.Contract]          // what forms are made from
	edition   string                        // of what pages load
}

// New makes the pages over an API.
func New(api API, options Options) http.Handler {
	s := &Site{api: api, Options: options, edition: edition()}
	s.templates = template.Must(template.ParseFS(files, "pages/*.html"))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.page("home", nothing))
	mux.HandleFunc("GET /search", s.search)
	mux.HandleFunc("GET /search.json", s.search)
	mux.HandleFunc("GET /search.csv", s.search)
	s.consoles(mux)
	mux.HandleFunc("GET /toolkit/{slug}/print", s.printed)
	mux.HandleFunc("GET /toolkit/{slug}", s.toolkitPage)
	mux.HandleFunc("GET /compare", s.shortlist("compare"))
	mux.HandleFunc("GET /brief", s.shortlist("brief"))
	mux.HandleFunc("GET /fit", s.fit)
	mux.HandleFunc("GET /theme", s.page("themes", nothing))
	mux.HandleFunc("GET /about", s.page("about", nothing))
	mux.HandleFunc("GET /diff", s.diff)
	mux.HandleFunc("GET /release", s.page("releases", nothing))
	mux.HandleFunc("GET /release/{name}", s.releasePage)
	mux.HandleFunc("GET /dataset.jsonld", s.describe)
	mux.HandleFunc("GET /data", s.data(""))
	for _, ending := range append(dataForms, linksetEnding) {
		mux.HandleFunc("GET /data."+ending, s.data(ending))
	}
	mux.HandleFunc("GET /accessibility", s.page("accessibility", nothing))
	mux.HandleFunc("GET /api", s.apiPage)
	mux.HandleFunc("GET /feed.atom", s.feed)
	mux.HandleFunc("GET /robots.txt", s.robots)
	mux.HandleFunc("GET /sitemap.xml", s.sitemap)
	mux.HandleFunc("GET /sitemap/{file}", s.sitemapOf)
	s.pictures(mux)
	s.writing(mux)
	s.wholes(mux)
	mux.HandleFunc("GET /{type}", s.list)
	mux.HandleFunc("GET /{type}/{slug}", s.entity)
	mux.HandleFunc("GET /{type}/{slug}/history", s.history)
	mux.HandleFunc("GET /{type}/{slug}/{field}", s.field)
	all := s.assets() // have no language, and their addresses are no pages
	all.Handle("/", s.inLanguage(s.sameSite(s.known(mux))))
	return gzhttp.GzipHandler(secure(all))
}

func nothing(*http.Request) map[string]any { return nil }

// secure sets what keeps a page from loading or sending anything elsewhere.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

type languageKey struct{}

// inLanguage takes the language from the first part of the address, /fr/practice/x, and else from what the browser
// accepts. The address without a language is the same page for everybody's own.
func (s *Site) inLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tag, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		spoken := language.In(tag).Tag == tag
		if !spoken {
			w.Header().Add("Vary", "Accept-Language")
			tag = language.Accepted(r.Header.Get("Accept-Language"))
		}
		r = r.WithContext(context.WithValue(r.Context(), languageKey{}, tongue{tag, spoken}))
		if spoken {
			r.URL.Path = "/" + rest
		}
		next.ServeHTTP(w, r)
	})
}

// tongue is the language of a page, and whether its address names it.
type tongue struct {
	tag   string
	named bool
}

// ask asks a document in the language of the request and reads the data of its answer.
func (s *Site) ask(r *http.Request, question string, variables map[string]any, data any) error {
	given := map[string]any{"language": strings.ToUpper(tongueOf(r).tag)}
	for name, value := range variables {
		given[name] = value
	}
	return s.askPlain(r.Context(), question, given, data)
}

func (s *Site) askPlain(ctx context.Context, question string, variables map[string]any, data any) error {
	return read(s.api.Ask(ctx, question, variables), data)
}

// read reads the data of an answer.
func read(text []byte, data any) error {
	answer := struct {
		Data   any
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}{Data: data}
	if err := json.Unmarshal(text, &answer); err != nil {
		return err
	}
	if len(answer.Errors) > 0 {
		first := answer.Errors[0]
		return &refusal{first.Extensions.Code, first.Message, ran(text)}
	}
	return nil
}

// ran says whether an answer is one to a question that was asked, and not refused as it stands: that has no data at all.
func ran(text []byte) bool {
	var answer struct{ Data json.RawMessage }
	return json.Unmarshal(text, &answer) == nil && answer.Data != nil
}

// refusal is what the API says where it does not answer.
type refusal struct {
	code, message string
	ran           bool // it met the fault while it answered
}

func (e *refusal) Error() string { return e.message }

func tongueOf(r *http.Request) tongue {
	t, _ := r.Context().Value(languageKey{}).(tongue)
	return t
}

// document is the question of a page; empty where a page has none of its own.
func document(name string) string {
	text, err := files.ReadFile("pages/" + name + ".graphql")
	if err != nil {
		return ""
	}
	return spread(strings.TrimSpace(string(text)))
}

// spread adds the fragments that a document spreads.
func spread(question string) string {
	for _, fragment := range fragments() {
		if name, _, _ := strings.Cut(strings.TrimPrefix(fragment, "fragment "), " on "); strings.Contains(question, "..."+name) {
			question += "\n" + fragment
		}
	}
	return question
}

// fragments are what documents share, one a line; one that spreads another stands before it.
var fragments = sync.OnceValue(func() []string {
	text, err := files.ReadFile("pages/fragments.graphql")
	if err != nil {
		panic(err) // it lies within the program
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
})
