package web

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strings"

	"github.com/praxis-kb/praxis/toolkit"
)

// Toolkits are written whole, for print and as Markdown. What may be asked of both: ?lang= for the language of the
// texts, else that of the page, ?edition= for an edition by its name, and ?draft for the toolkit as it stands.

func (s *Site) printed(w http.ResponseWriter, r *http.Request) {
	d := s.toolkit(w, r, r.PathValue("slug"))
	if d == nil {
		return
	}
	policy := w.Header().Get("Content-Security-Policy")
	w.Header().Set("Content-Security-Policy", strings.Replace(policy, "style-src 'self'", "style-src 'self' "+d.StyleHash(), 1))
	s.written(w, r, "text/html", d.HTML)
}

// toolkitPage answers /toolkit/SLUG.md, which the router cannot tell from /toolkit/SLUG.
func (s *Site) toolkitPage(w http.ResponseWriter, r *http.Request) {
	slug, found := strings.CutSuffix(r.PathValue("slug"), ".md")
	if !found {
		r.SetPathValue("type", "toolkit")
		s.entity(w, r)
		return
	}
	if d := s.toolkit(w, r, slug); d != nil {
		s.written(w, r, "text/markdown", d.Markdown)
	}
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// toolkit is what is asked for; nil where it was answered that there is no such thing.
func (s *Site) toolkit(w http.ResponseWriter, r *http.Request, slug string) *toolkit.Document {
	wanted := toolkit.Wanted{
		ID: "toolkit/" + slug, Edition: r.FormValue("edition"), Draft: r.URL.Query().Has("draft"), Language: r.FormValue("lang"), Base: s.Base,
	}
	if !languageTag.MatchString(wanted.Language) {
		wanted.Language = tongueOf(r).tag
	}
	d, err := toolkit.Read(func(question string, variables map[string]any, data any) error {
		return s.askPlain(r.Context(), question, variables, data)
	}, wanted)
	switch {
	case err != nil:
		s.failed(w, r, err)
	case d == nil:
		s.notFound(w, r)
	}
	return d
}

func (s *Site) written(w http.ResponseWriter, r *http.Request, media string, write func(io.Writer) error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		s.failed(w, r, err)
		return
	}
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.Write(b.Bytes())
}
