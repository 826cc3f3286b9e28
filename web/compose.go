package web

import (
	"html/template"
	"net/http"
	"strings"

	"github.com/praxis-kb/praxis/toolkit"
	"github.com/praxis-kb/praxis/web/form"
)

// Preview is a section of a toolkit as it would read.
type Preview struct {
	Heading string
	Text    template.HTML
	Shows   []string
}

// preview shows the sections that were filled in.
func (p *Page) preview(value map[string]any) []Preview {
	var ids []string
	for _, section := range objects(value["sections"]) {
		for _, embed := range objects(section["embeds"]) {
			ids = append(ids, toString(embed["entity"]))
		}
	}
	names, _ := p.names(ids) // without them, ids are shown
	all := []Preview{}
	for _, section := range objects(value["sections"]) {
		one := Preview{Heading: toString(at(section, "heading", "text"))}
		one.Text, _ = toolkit.Rendered(toString(at(section, "text", "text")))
		for _, embed := range objects(section["embeds"]) {
			id := toString(embed["entity"])
			if names[id] != "" {
				id = names[id]
			}
			one.Shows = append(one.Shows, id+" ("+p.Label("EmbedForm", toString(embed["form"]))+")")
		}
		all = append(all, one)
	}
	return all
}

// Publishing is the form that publishes an edition, beside what changed since the last one.
type Publishing struct {
	*Editing
	Since string // the last edition; empty where there is none
}

// publish shows what differs from the last edition, and publishes the next.
func (s *Site) publish(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "publish")
	id := "toolkit/" + r.PathValue("slug")
	if err := p.ask(document("publish"), map[string]any{"id": id}); err != nil {
		s.failed(w, r, err)
		return
	}
	if p.node() == nil {
		s.notFound(w, r)
		return
	}
	x, err := p.publishing(id)
	if err == nil {
		err = p.differs(x)
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	status := http.StatusOK
	if r.Method == http.MethodPost {
		to, err := p.publishes(x)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		if to != "" {
			http.Redirect(w, r, p.Path(to), http.StatusSeeOther)
			return
		}
		status = http.StatusUnprocessableEntity
	}
	if err := p.nameLinks(x.Form); err != nil {
		s.failed(w, r, err)
		return
	}
	s.render(w, status, p)
}

// publishing is the form for an edition of the toolkit of the page.
func (p *Page) publishing(id string) (*Publishing, error) {
	shape, err := p.site.input(p.request, "PublishToolkitInput")
	if err != nil {
		return nil, err
	}
	x := &Publishing{Editing: &Editing{ID: id, Name: toString(p.node()["name"]), Message: strings.TrimSpace(p.request.PostFormValue("message"))}}
	shape = &form.Shape{Kind: form.Group, Type: shape.Type, Fields: []*form.Shape{shape.Field("edition"), shape.Field("citation")}}
	x.Form = &form.Form{Shape: shape, Value: map[string]any{}, Tongue: p.Tag, Say: p, First: []string{"edition"}}
	p.Extra, p.Title = x, p.With("title.publish", x.Name)
	return x, nil
}

// differs reads what differs from the last edition, where there is one.
func (p *Page) differs(x *Publishing) error {
	for _, edition := range each(p.Data, "node", "editions") {
		if x.Since = toString(edition["name"]); x.Since != "" {
			return p.site.ask(p.request, document("difference"), map[string]any{"id": x.ID, "from": x.Since}, &p.Data)
		}
	}
	return nil
}

// publishes publishes the edition that was named, and gives where to go on; nothing where something is wrong.
func (p *Page) publishes(x *Publishing) (to string, err error) {
	if x.Value, _ = form.Written(x.Shape.Parse(p.request.PostForm, "")).(map[string]any); x.Value == nil {
		x.Value = map[string]any{}
	}
	if sought, err := p.lookUp(x.Form); err != nil || sought {
		return "", err
	}
	input := map[string]any{"id": x.ID, "edition": toString(x.Value["edition"]), "message": x.Message}
	if citation, given := x.Value["citation"]; given {
		input["citation"] = citation
	}
	wrote, err := p.site.write(p.request, "publishtoolkit", input)
	if err != nil {
		return "", err
	}
	if len(wrote.Errors) == 0 {
		return p.wentTo(x.Editing, wrote), nil
	}
	for _, wrong := range wrote.Errors {
		fault := form.Fault{Message: wrong.Message, Language: "en"}
		if len(wrong.Path) > 1 {
			fault.Path = x.Shape.Place(x.Value, wrong.Path[1:])
		}
		if len(wrong.Path) < 2 || wrong.Path[1] == "message" {
			fault.Path = "message"
		}
		if fault.Path == "" { // the date of publication lacks a source
			fault.Path = "citation"
		}
		x.Faults = append(x.Faults, fault)
	}
	return "", nil
}
