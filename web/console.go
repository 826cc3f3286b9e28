package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
)

// built is GraphiQL as `make console` builds it, each file packed; but for a note it is empty where that was not done.
//
//go:embed console/dist
var built embed.FS

// consolePolicy lets the editor style itself and run its workers; it asks this host only, as all pages.
const consolePolicy = "default-src 'none'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// consoles are the addresses of the console, and of the plain one that needs no scripts.
func (s *Site) consoles(mux *http.ServeMux) {
	mux.HandleFunc("GET /console", s.toConsole)
	mux.HandleFunc("GET /console/{$}", s.console)
	mux.HandleFunc("GET /console/plain", s.plainConsole)
	mux.HandleFunc("GET /console/{file}", consoleFile)
}

// toConsole leads to the one address of the console, which speaks English only, with the question that was given.
func (s *Site) toConsole(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, s.Base+"console/"+query(r), http.StatusFound)
}

func query(r *http.Request) string {
	if r.URL.RawQuery == "" {
		return ""
	}
	return "?" + r.URL.RawQuery
}

// console answers GraphiQL where it is built, and else the plain console.
func (s *Site) console(w http.ResponseWriter, r *http.Request) {
	page, err := built.ReadFile("console/dist/index.html")
	if err != nil {
		s.plainConsole(w, r)
		return
	}
	w.Header().Set("Content-Security-Policy", consolePolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	plain := fmt.Sprintf(`href="plain%s"`, html.EscapeString(query(r)))
	w.Write(bytes.ReplaceAll(page, []byte(`href="plain"`), []byte(plain)))
}

// consoleFile answers a file of the console as it is packed; its name changes with what it holds. The few that do not take
// packed files get it plain.
func consoleFile(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	packed, err := built.ReadFile("console/dist/" + name + ".gz")
	if err != nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", consolePolicy) // a worker is held by its own
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		w.Write(packed)
		return
	}
	if plain, err := gzip.NewReader(bytes.NewReader(packed)); err == nil {
		io.Copy(w, plain)
	}
}

// maxShown is how much of an answer the console shows, in bytes: more is no page that a person reads.
const maxShown = 200_000

// plainConsole answers a query in plain HTML: it works without scripts and with a screen reader. It can only ask.
func (s *Site) plainConsole(w http.ResponseWriter, r *http.Request) {
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
