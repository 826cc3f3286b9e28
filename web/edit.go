package web

import (
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/praxis-kb/praxis/web/form"
)

// Editing is the form of an entity: a new one, or one that stands, which is then edited from the state that the form was
// made of.
type Editing struct {
	*form.Form
	Type      *entityType
	ID, Name  string
	New       bool
	At        int // the change set that the form was made of
	Message   string
	Key       string // under which it is written once
	Whole     []form.Fault
	Conflicts []Conflict
	Changed   []Changed
	Sent      []Choice // all that was filled in, to be sent again
	Shown     []Preview
	Table     bool // it may be filled in as a table too
	brought   int  // how many sources are brought in before the changes
	// changes are what was filled in as changes, place is where in the form a path of one of them leads to, and changed is
	// how the changes are shown.
	changes   func() []form.Change
	place     func(change int, path []string) string
	changed   func() []Changed
	then, now state
	nowAt     int // the change set that stood last when now was read
}

// state is an entity as it is written, at a time.
type state struct {
	ID         string
	Name       string
	Revision   int
	Input      map[string]any
	ArchivedAt *string
}

// edit shows the form of an entity and does what its buttons ask for: rows come and go, links are looked up, all that is
// wrong is told, the difference is shown, and then it is written.
func (s *Site) edit(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "edit")
	e, err := p.editing(r)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if e == nil {
		s.notFound(w, r)
		return
	}
	p.edits(e)
	p.Title = p.With("title.edit", e.Name)
	if e.New {
		p.Title = p.With("title.new", p.Label("EntityType", p.EnumName(e.Type.Name)))
	}
	s.filled(w, p, e)
}

// filled does what the button of a form asks for, and answers the page that comes of it.
func (s *Site) filled(w http.ResponseWriter, p *Page, e *Editing) {
	r := p.request
	p.Extra = e
	to, err := p.pressed(e, r.PostForm)
	switch {
	case err != nil:
		s.failed(w, r, err)
	case to != "":
		http.Redirect(w, r, p.Path(to), http.StatusSeeOther)
	default:
		if err := p.nameLinks(e.Form); err != nil {
			s.failed(w, r, err)
			return
		}
		status := http.StatusOK
		if len(e.Faults)+len(e.Whole)+len(e.Conflicts) > 0 {
			status = http.StatusUnprocessableEntity
		}
		s.render(w, status, p)
	}
}

// editing is the form that the address names, with what was sent of it; nil where there is no such type or entity.
func (p *Page) editing(r *http.Request) (*Editing, error) {
	t, err := p.site.typeOf(r.Context(), r.PathValue("type"))
	if t == nil || err != nil {
		return nil, err
	}
	shape, err := p.site.shape(r, t.Name)
	if shape == nil || err != nil {
		return nil, err
	}
	e := &Editing{Type: t, New: r.PathValue("slug") == "", Key: r.PostFormValue("key"), Message: strings.TrimSpace(r.PostFormValue("message"))}
	e.Form = &form.Form{Shape: shape, Tongue: p.Tag, Say: p, Focus: r.URL.Query().Get("field")}
	if e.Focus != "" {
		e.First = []string{e.Focus}
	}
	if !e.New {
		found, err := p.stood(e, t.Path+"/"+r.PathValue("slug"))
		if !found || err != nil {
			return nil, err
		}
	}
	if e.Value = maps.Clone(e.then.Input); e.Value == nil {
		e.Value = map[string]any{"citations": []any{map[string]any{"basis": "STATED"}}}
	}
	if r.Method == http.MethodPost {
		e.Value, _ = shape.Parse(r.PostForm, "").(map[string]any)
	}
	if e.Value == nil {
		e.Value = map[string]any{}
	}
	return e, nil
}

// stood reads what stands now, and what the form was made of.
func (p *Page) stood(e *Editing, id string) (found bool, err error) {
	now, sequence, err := p.stateOf(id, nil)
	if now == nil || err != nil {
		return false, err
	}
	e.now, e.then, e.At = *now, *now, sequence
	e.ID, e.Name, e.nowAt = now.ID, now.Name, sequence
	if at, err := strconv.Atoi(p.request.PostFormValue("at")); err == nil && at != e.At {
		then, _, err := p.stateOf(e.ID, at)
		if then == nil || err != nil {
			return false, err
		}
		e.then, e.At = *then, at
	}
	return true, nil
}

// stateOf reads an entity as it is written: as of a change set, or now.
func (p *Page) stateOf(id string, at any) (*state, int, error) {
	var answer struct {
		Node    *state
		Dataset struct{ Sequence int }
	}
	err := p.site.ask(p.request, document("input"), map[string]any{"id": id, "at": at}, &answer)
	return answer.Node, answer.Dataset.Sequence, err
}

// edits lets what is filled in be changes of the entity.
func (p *Page) edits(e *Editing) {
	typ := camel(e.Type.Name)
	e.changes = func() []form.Change {
		if e.New {
			return form.Create(typ, e.Type.Path, e.Value)
		}
		return e.Shape.Update(typ, e.ID, e.then.Revision, e.then.Input, e.Value)
	}
	e.place = func(_ int, path []string) string { return e.Shape.Place(e.Value, path) }
	e.changed = func() []Changed {
		var all []Changed
		for _, d := range e.Shape.Differences(e.then.Input, e.Value) {
			shape := e.Shape.Field(d.Field)
			all = append(all, Changed{p.FieldName(d.Field), difference(shape.Words(d.Before, p), shape.Words(d.After, p))})
		}
		return all
	}
}
