package web

import (
	"crypto/rand"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/praxis-kb/praxis/web/form"
)

// What the buttons of a form do, whatever it is the form of.

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
	return p.submitted(e, do == "write", sent)
}

// submitted writes what was filled in, or only tries it, and gives the page to go on at, if it is another.
func (p *Page) submitted(e *Editing, write bool, sent map[string][]string) (to string, err error) {
	changes := p.withSources(e)
	if len(changes) == 0 {
		e.Whole = append(e.Whole, form.Fault{Message: p.T("writing.nothingChanged")})
		return "", nil
	}
	input := map[string]any{"message": e.Message, "changes": changes}
	if write {
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
	return p.became(e, wrote, write, sent), nil
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
