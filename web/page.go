package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/praxis-kb/praxis/language"
)

// Page is what every template is given: the answer of the page's document, and what the page says by itself in the
// language of the reader.
type Page struct {
	*language.Language
	site     *Site
	request  *http.Request
	Name     string         // of the document and the template
	Title    string         // as the browser shows it; a page with an entity takes its name
	Data     map[string]any // the answer
	Extra    any            // what the page makes of the answer
	Question string         // the document that the page asked
	Filled   map[string]any // and its variables
	// Alternates are the other forms of this page.
	Alternates []Alternate
	sources    *bibliography
	called     map[string]string // what the entities are called that a form leads to
	at         int               // the change set that the page is of; 0 is the last one
}

func (s *Site) newPage(r *http.Request, name string) *Page {
	return &Page{Language: language.In(tongueOf(r).tag), site: s, request: r, Name: name, sources: &bibliography{}}
}

// page answers a page that is a template, and a document where it asks anything.
func (s *Site) page(name string, variables func(*http.Request) map[string]any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p := s.newPage(r, name)
		if question := document(name); question != "" {
			if err := p.ask(question, variables(r)); err != nil {
				s.failed(w, r, err)
				return
			}
		}
		p.Title = p.T("title." + name)
		s.render(w, http.StatusOK, p)
	}
}

// ask asks the document of the page. While the index is being made, the page does without what only that can answer, which
// its document asks for where it is whole.
func (p *Page) ask(question string, variables map[string]any) error {
	p.Question, p.Filled = question, variables
	err := p.site.ask(p.request, question, variables, &p.Data)
	var refused *refusal
	if errors.As(err, &refused) && refused.code == "UNAVAILABLE" && strings.Contains(question, "$whole") && variables["whole"] == nil {
		with := maps.Clone(variables)
		if with == nil {
			with = map[string]any{}
		}
		with["whole"] = false
		return p.ask(question, with)
	}
	return err
}

func (s *Site) render(w http.ResponseWriter, status int, p *Page) {
	var b bytes.Buffer
	if err := s.templates.ExecuteTemplate(&b, p.Name+".html", p); err != nil {
		slog.ErrorContext(p.request.Context(), "page", "page", p.Name, "error", err)
		http.Error(w, "something went wrong here", http.StatusInternalServerError)
		return
	}
	p.linkAlternates(w)
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", p.Tag)
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

func (s *Site) notFound(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "missing")
	p.Title = p.T("title.missing")
	s.render(w, http.StatusNotFound, p)
}

// unanswered answers where a page asked for what its address names, an id and perhaps a cursor, and was refused. What is no
// id, or a cursor that somebody cut short, leads nowhere. A question that is refused before it is asked is a fault of the
// page, whatever the address names, and the log tells of it.
func (s *Site) unanswered(w http.ResponseWriter, r *http.Request, err error) {
	var refused *refusal
	if invalid(err) {
		s.notFound(w, r)
		return
	}
	if errors.As(err, &refused) && refused.code == "INVALID" {
		err = fmt.Errorf("the question of the page is refused: %s", refused.message)
	}
	s.failed(w, r, err)
}

// invalid says whether something that a question was asked about is refused, and not the question itself.
func invalid(err error) bool {
	var refused *refusal
	return errors.As(err, &refused) && refused.ran && (refused.code == "INVALID" || refused.code == "CURSOR_INVALID")
}

// retryAfter is in how many seconds a page that cannot be answered now is worth asking for again.
const retryAfter = "10"

func (s *Site) failed(w http.ResponseWriter, r *http.Request, err error) {
	p, status := s.newPage(r, "failed"), http.StatusInternalServerError
	p.Title = p.T("title.failed")
	var refused *refusal
	if errors.As(err, &refused) && refused.code != "INTERNAL" {
		status, p.Extra = http.StatusBadRequest, refused.message
		if refused.code == "UNAVAILABLE" || refused.code == "TIMEOUT" {
			status = http.StatusServiceUnavailable
			w.Header().Set("Retry-After", retryAfter)
		}
		if refused.code == "TIMEOUT" && ofTheWhole(r) {
			p.Extra = p.T("whole.working")
		}
	} else {
		slog.ErrorContext(r.Context(), "page", "path", r.URL.Path, "error", err)
	}
	s.render(w, status, p)
}

// T is what the page says under a key.
func (p *Page) T(key string) string { return p.Say(key, nil) }

// Has says whether the page says anything under a key.
func (p *Page) Has(key string) bool { return p.T(key) != key }

// With is what the page says under a key, about something with a name.
func (p *Page) With(key, name string) string { return p.Say(key, map[string]string{"Name": name}) }

// Path is the address of something of ours, in the language that the address of this page names.
func (p *Page) Path(path string) string { return p.prefix() + path }

func (p *Page) prefix() string {
	if t := tongueOf(p.request); t.named {
		return p.site.Base + t.tag + "/"
	}
	return p.site.Base
}

// Table is the table of alignments of the benchmark of the page, for spreadsheets. It is no page, and has one language.
func (p *Page) Table() string { return p.TableOf(toString(p.node()["id"])) }

// TableOf is that of any benchmark.
func (p *Page) TableOf(id string) string { return p.site.Base + id + "/alignments.csv" }

// Asset is the address of a file that pages load.
func (p *Page) Asset(name string) string {
	return p.site.Base + "assets/" + p.site.edition + "/" + name
}

// Languages are the languages that the page exists in, each with its address.
func (p *Page) Languages() []Choice {
	query := ""
	if p.request.URL.RawQuery != "" {
		query = "?" + p.request.URL.RawQuery
	}
	var all []Choice
	for _, tag := range language.Tags {
		all = append(all, Choice{Value: tag, Label: language.In(tag).NameOf(tag), Selected: tag == p.Tag,
			Address: p.site.Base + tag + p.request.URL.Path + query})
	}
	return all
}

// AnyLanguage is the address of the page in the language that each reader's browser asks for.
func (p *Page) AnyLanguage() string {
	address := url.URL{Path: p.site.Base + strings.TrimPrefix(p.request.URL.Path, "/"), RawQuery: p.request.URL.RawQuery}
	return address.String()
}

// Canonical is the address of the page as others know it, in the language that its address names.
func (p *Page) Canonical() string {
	path := p.Path(strings.TrimPrefix(p.request.URL.Path, "/")) + query(p.request)
	return p.public(strings.TrimPrefix(path, p.site.Base))
}

// Contact is how readers reach who runs the server; nil where that is not said.
func (p *Page) Contact() *Choice {
	switch at := p.site.Contact; {
	case at == "":
		return nil
	case strings.Contains(at, "://"):
		return &Choice{Label: at, Address: at}
	default:
		return &Choice{Label: at, Address: "mailto:" + at}
	}
}

// Choice is one of several, with the address that chooses it.
type Choice struct {
	Value, Label, Address string
	Count                 int
	Selected              bool
}

// Console is where the console opens with the question of this page, filled in.
func (p *Page) Console() string {
	values := url.Values{"query": {p.Question}}
	variables := map[string]any{"language": strings.ToUpper(p.Tag)}
	for name, value := range p.Filled {
		variables[name] = value
	}
	if text, err := json.Marshal(variables); err == nil && p.Question != "" {
		values.Set("variables", string(text))
	}
	return p.Path("console") + "?" + values.Encode()
}
