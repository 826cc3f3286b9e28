package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/web/form"
)

// proposals lists what waits, and what was decided: all for who decides, one's own for who proposes.
func (s *Site) proposals(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "proposals")
	variables := map[string]any{}
	state := strings.ToUpper(r.FormValue("state"))
	if state == "" {
		state = "OPEN"
	}
	if state != "ALL" {
		variables["state"] = state
	}
	if before := r.FormValue("before"); before != "" {
		variables["before"] = before
	}
	if err := p.ask(document("proposals"), variables); err != nil {
		s.failed(w, r, err)
		return
	}
	var states []Choice
	for _, one := range []string{"OPEN", "ACCEPTED", "REJECTED", "WITHDRAWN", "ALL"} {
		label := p.T("proposal.all")
		if one != "ALL" {
			label = p.Label("ProposalState", one)
		}
		states = append(states, Choice{Label: label, Address: p.Path("proposal") + "?state=" + strings.ToLower(one), Selected: one == state})
	}
	p.Extra = states
	p.Title = p.T("title.proposals")
	s.render(w, http.StatusOK, p)
}

// Decision is a proposal with what was said of it by whoever looks at it, and why that could not be done.
type Decision struct {
	Text  string
	Wrong []form.Fault
}

// acts are what may be done about a proposal, each by the document of its name.
var acts = []string{"accept", "reject", "withdraw", "rebase", "comment"}

// proposal shows a proposal as its difference against what stands now, and does what its buttons ask for.
func (s *Site) proposal(w http.ResponseWriter, r *http.Request) {
	p, id := s.newPage(r, "proposal"), r.PathValue("slug")
	decision := &Decision{Text: strings.TrimSpace(r.PostFormValue("text"))}
	p.Extra = decision
	done, err := s.decide(r, id, decision)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if done {
		http.Redirect(w, r, p.Path("proposal/"+id), http.StatusSeeOther)
		return
	}
	if err := p.ask(document("proposal"), map[string]any{"id": id}); err != nil {
		s.failed(w, r, err)
		return
	}
	if p.Data["proposal"] == nil {
		s.notFound(w, r)
		return
	}
	var ids []string
	for _, change := range each(p.Data, "proposal", "changes") {
		if to := toString(at(change, "link", "to")); to != "" {
			ids = append(ids, to)
		}
	}
	if p.called, err = p.names(ids); err != nil {
		s.failed(w, r, err)
		return
	}
	p.Title = p.With("title.proposal", id)
	status := http.StatusOK
	if len(decision.Wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	s.render(w, status, p)
}

// decide does what a button of a proposal asks for, and tells whether it was done; why not stands in the decision then.
func (s *Site) decide(r *http.Request, id string, decision *Decision) (done bool, err error) {
	act := r.PostFormValue("do")
	if !slices.Contains(acts, act) {
		return false, nil
	}
	input := map[string]any{"id": id}
	if field := map[string]string{"reject": "reason", "comment": "text"}[act]; field != "" {
		input[field] = decision.Text
	}
	wrote, err := s.write(r, act, input)
	if err != nil {
		return false, err
	}
	for _, wrong := range wrote.Errors {
		decision.Wrong = append(decision.Wrong, form.Fault{Message: wrong.Message, Language: "en"})
	}
	return len(wrote.Errors) == 0, nil
}

// Proposed are the fields that a change of a proposal would change.
func (p *Page) Proposed(change any) []Changed {
	c, _ := change.(map[string]any)
	return p.ChangedOf(toString(c["entityId"]), c["fields"])
}

// ChangedOf are the fields that a change of an entity touched, in words.
func (p *Page) ChangedOf(id string, fields any) []Changed {
	path, _, _ := strings.Cut(id, "/")
	t, err := p.site.typeOf(p.request.Context(), path)
	if err != nil || t == nil {
		return p.Changed(fields)
	}
	shape, err := p.site.shape(p.request, t.Name)
	if err != nil || shape == nil {
		return p.Changed(fields)
	}
	var all []Changed
	for _, f := range objects(fields) {
		name, language, _ := strings.Cut(toString(f["path"]), "/")
		field := shape.Field(name)
		if field == nil {
			continue // kept by the server beside what is written
		}
		label := p.FieldName(name)
		if language != "" {
			label += " (" + p.NameOf(language) + ")"
		}
		all = append(all, Changed{label, difference(field.Words(f["before"], p), field.Words(f["after"], p))})
	}
	return all
}

// Carried writes what a changed link carries.
func (p *Page) Carried(change any) string {
	properties := at(change, "link", "properties")
	if m, ok := properties.(map[string]any); ok {
		return written(m)
	}
	return ""
}
