package web

import (
	"crypto/rand"
	"log/slog"
	"maps"
	"net/http"
	"slices"
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

// pressed does what the button asks for, and gives the page to go on at, if it is another.
func (p *Page) pressed(e *Editing, sent map[string][]string) (to string, err error) {
	if p.request.Method != http.MethodPost {
		return "", nil
	}
	do := p.request.PostFormValue("do")
	switch do {
	case "back":
		return "", nil
	case "", "check", "find", "preview", "write":
		e.Value, _ = form.Written(e.Value).(map[string]any)
		if e.Value == nil {
			e.Value = map[string]any{}
		}
	default:
		e.Focus = e.Shape.Act(e.Value, do)
		return "", nil
	}
	if sought, err := p.lookUp(e.Form); err != nil || sought || do == "find" {
		return "", err
	}
	if do == "preview" {
		e.Shown = p.preview(e.Value)
		return "", nil
	}
	if e.Faults = e.Shape.Lacking(e.Value, "", p); len(e.Faults) > 0 {
		return "", nil
	}
	changes := p.withSources(e)
	if len(changes) == 0 {
		e.Whole = append(e.Whole, form.Fault{Message: p.T("writing.nothingChanged")})
		return "", nil
	}
	input := map[string]any{"message": e.Message, "changes": changes}
	if do == "write" {
		input["key"] = e.Key
	} else {
		input["dryRun"] = true
		if e.Message == "" { // all else that is wrong is told as well
			e.Faults = []form.Fault{{Path: "message", Message: p.T("writing.missing")}}
			input["message"] = "…"
		}
	}
	wrote, err := p.site.write(p.request, "commit", input)
	if err != nil {
		return "", err
	}
	return p.became(e, wrote, do == "write", sent), nil
}

// withSources are the changes of a form, behind those that bring in the sources that it cites and that are not here yet.
func (p *Page) withSources(e *Editing) []form.Change {
	filled := e.Value
	named, sources := form.BringIn(filled, p.Tag)
	e.Value, _ = named.(map[string]any)
	changes := e.changes()
	e.Value, e.brought = filled, len(sources)
	if len(changes) == 0 {
		return nil
	}
	return append(sources, changes...)
}

// became is where to go on after something was written, or was tried.
func (p *Page) became(e *Editing, wrote *Wrote, kept bool, sent map[string][]string) (to string) {
	switch {
	case len(wrote.Conflicts) > 0:
		p.meet(e, wrote)
	case len(wrote.Errors)+len(e.Faults) > 0:
		p.blame(e, wrote)
	case kept && wrote.Proposal != nil:
		return "proposal/" + wrote.Proposal.ID
	case kept && e.ID != "":
		return e.ID
	case kept && len(wrote.Entities) > 0: // sources that it cites come first
		return wrote.Entities[len(wrote.Entities)-1].ID
	default:
		p.confirm(e, sent)
	}
	return ""
}

// blame puts what the API says is wrong at its place.
func (p *Page) blame(e *Editing, wrote *Wrote) {
	for _, wrong := range wrote.Errors {
		fault := form.Fault{Message: wrong.Message, Language: "en"}
		if len(wrong.Path) > 2 { // input, changes, which
			if change, _ := strconv.Atoi(wrong.Path[2]); change >= e.brought {
				fault.Path = e.place(change-e.brought, wrong.Path[3:])
			}
		}
		if slices.Contains(wrong.Path, "message") || len(wrong.Path) == 1 {
			fault.Path = "message"
		}
		if fault.Path == "" {
			e.Whole = append(e.Whole, fault)
		} else {
			e.Faults = append(e.Faults, fault)
		}
	}
}

// meet puts what was filled in on what others have written meanwhile, and shows what that is.
func (p *Page) meet(e *Editing, wrote *Wrote) {
	e.Conflicts = wrote.Conflicts
	e.Value = e.Shape.Rebased(e.Value, e.then.Input, e.now.Input)
	e.then, e.At = e.now, e.nowAt
}

// confirm shows what would change.
func (p *Page) confirm(e *Editing, sent map[string][]string) {
	p.Name, e.Key = "check", rand.Text()
	if err := p.nameLinks(e.Form); err != nil {
		slog.WarnContext(p.request.Context(), "what is linked is shown by its id", "error", err)
	}
	e.Changed = e.changed()
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if name == "do" || name == "key" {
			continue
		}
		for _, value := range sent[name] {
			e.Sent = append(e.Sent, Choice{Label: name, Value: value})
		}
	}
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

// Wrong is all that is wrong, each with the control that it is at.
func (e *Editing) Wrong() []Choice {
	var all []Choice
	for _, f := range e.Whole {
		all = append(all, Choice{Label: f.Message, Value: f.Language})
	}
	for _, f := range e.Faults {
		c := form.Control{Path: f.Path}
		label := e.Say.FieldName(c.Field())
		all = append(all, Choice{Label: label + ": " + f.Message, Value: f.Language, Address: "#" + c.ID()})
	}
	return all
}
