package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"html/template"
	"log/slog"
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
	sources  *bibliography
}

func (s *Site) newPage(r *http.Request, name string) *Page {
	return &Page{Language: language.In(tongueOf(r).tag), site: s, request: r, Name: name, sources: &bibliography{}}
}

// page answers a page that is a document and a template.
func (s *Site) page(name string, variables func(*http.Request) map[string]any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p := s.newPage(r, name)
		if err := p.ask(document(name), variables(r)); err != nil {
			s.failed(w, r, err)
			return
		}
		p.Title = p.T("title." + name)
		s.render(w, http.StatusOK, p)
	}
}

// ask asks the document of the page.
func (p *Page) ask(question string, variables map[string]any) error {
	p.Question, p.Filled = question, variables
	return p.site.ask(p.request, question, variables, &p.Data)
}

func (s *Site) render(w http.ResponseWriter, status int, p *Page) {
	var b bytes.Buffer
	if err := s.templates.ExecuteTemplate(&b, p.Name+".html", p); err != nil {
		slog.ErrorContext(p.request.Context(), "page", "page", p.Name, "error", err)
		http.Error(w, "something went wrong here", http.StatusInternalServerError)
		return
	}
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

func (s *Site) failed(w http.ResponseWriter, r *http.Request, err error) {
	p, status := s.newPage(r, "failed"), http.StatusInternalServerError
	p.Title = p.T("title.failed")
	var refused *refusal
	if errors.As(err, &refused) && refused.code != "INTERNAL" {
		status, p.Extra = http.StatusBadRequest, refused.message
		if refused.code == "UNAVAILABLE" || refused.code == "TIMEOUT" {
			status = http.StatusServiceUnavailable
		}
	} else {
		slog.ErrorContext(r.Context(), "page", "path", r.URL.Path, "error", err)
	}
	s.render(w, status, p)
}

// T is what the page says under a key.
func (p *Page) T(key string) string { return p.Say(key, nil) }

// With is what the page says under a key, about something with a name.
func (p *Page) With(key, name string) string { return p.Say(key, map[string]string{"Name": name}) }

// Path is the address of something of ours, in the language that the address of this page names.
func (p *Page) Path(path string) string { return p.prefix() + path }

func (p *Page) prefix() string {
	if t := tongueOf(p.request); t.named {
		return p.site.base + t.tag + "/"
	}
	return p.site.base
}

// Asset is the address of a file that pages load.
func (p *Page) Asset(name string) string { return p.site.base + "assets/" + name }

// Languages are the languages that the page exists in, each with its address.
func (p *Page) Languages() []Choice {
	query := ""
	if p.request.URL.RawQuery != "" {
		query = "?" + p.request.URL.RawQuery
	}
	var all []Choice
	for _, tag := range language.Tags {
		all = append(all, Choice{Value: tag, Label: language.In(tag).NameOf(tag), Selected: tag == p.Tag,
			Address: p.site.base + tag + p.request.URL.Path + query})
	}
	return all
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

// Text is a text of the answer, marked with its language where that is not the page's. languages are those that it
// exists in, its own first, as the API tells them.
func (p *Page) Text(text any, languages any) template.HTML {
	s, _ := text.(string)
	if s == "" {
		return ""
	}
	escaped := template.HTMLEscapeString(s)
	paragraphs := strings.ReplaceAll(escaped, "\n\n", "</p><p>")
	if in := p.foreign(languages); in != "" {
		return template.HTML(`<span lang="` + template.HTMLEscapeString(in) + `">` + paragraphs + `</span>`)
	}
	return template.HTML(paragraphs)
}

// foreign is the language of a text that does not exist in the page's; empty where it does.
func (p *Page) foreign(languages any) string {
	list, _ := languages.([]any)
	for _, l := range list {
		if l == p.Tag {
			return ""
		}
	}
	if len(list) == 0 {
		return ""
	}
	first, _ := list[0].(string)
	return first
}

// Lang is the attribute for a text that does not exist in the language of the page.
func (p *Page) Lang(languages any) template.HTMLAttr {
	if in := p.foreign(languages); in != "" {
		return template.HTMLAttr(`lang="` + template.HTMLEscapeString(in) + `"`)
	}
	return ""
}

// EnumName writes the name of a type as the enum of types has it: OneStopShop is ONE_STOP_SHOP.
func (p *Page) EnumName(typ any) string { return p.Upper(kebab(toString(typ))) }

func toString(value any) string {
	s, _ := value.(string)
	return s
}
