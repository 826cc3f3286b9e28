package web

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/praxis-kb/praxis/web/form"
)

// align is the form in which practices are aligned with what a benchmark asks for: many at once, or as a table from a
// spreadsheet. An empty cell of the matrix leads here with its practice and its key factor.
func (s *Site) align(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "edit")
	now, _, err := p.stateOf("benchmark/"+r.PathValue("slug"), nil)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if now == nil {
		s.notFound(w, r)
		return
	}
	shape, err := s.input(r, "AlignInput")
	if err != nil {
		s.failed(w, r, err)
		return
	}
	lines := *shape.Field("lines")
	lines.Item.Field("practice").Leads = []string{"Practice"}
	lines.Item.Field("with").Leads = []string{"KeyFactor", "Benchmark"}
	e := &Editing{ID: now.ID, Name: now.Name, Table: true, Key: r.PostFormValue("key"), Message: strings.TrimSpace(r.PostFormValue("message"))}
	e.Form = &form.Form{Shape: &form.Shape{Kind: form.Group, Type: "AlignInput", Fields: []*form.Shape{&lines}}, Tongue: p.Tag, Say: p, First: []string{"lines"}}
	e.Value = map[string]any{"lines": []any{aligned(r)}}
	if r.Method == http.MethodPost {
		if e.Value, _ = e.Shape.Parse(r.PostForm, "").(map[string]any); e.Value == nil {
			e.Value = map[string]any{}
		}
	}
	p.aligns(e)
	p.Title = p.With("title.align", now.Name)
	if r.PostFormValue("do") == "table" {
		s.alignTable(w, p, e)
		return
	}
	s.filled(w, p, e)
}

// aligned is the line that the address asks for.
func aligned(r *http.Request) map[string]any {
	line := map[string]any{"relation": "ILLUSTRATES", "citations": []any{map[string]any{"basis": "STATED"}}}
	for name, value := range map[string]string{"practice": r.URL.Query().Get("practice"), "with": r.URL.Query().Get("with")} {
		if form.IsID(value) {
			line[name] = value
		}
	}
	return line
}

// aligns lets each line that is filled in be a link.
func (p *Page) aligns(e *Editing) {
	lines := func() []map[string]any { return objects(e.Value["lines"]) }
	e.changes = func() []form.Change {
		var all []form.Change
		for _, line := range lines() {
			carried := map[string]any{"relation": line["relation"], "note": line["note"]}
			all = append(all, form.Change{"link": map[string]any{
				"from": toString(line["practice"]), "kind": "ALIGNS_WITH", "to": toString(line["with"]),
				"properties": map[string]any{"alignment": carried}, "citations": line["citations"],
			}})
		}
		return all
	}
	e.place = func(change int, path []string) string {
		row := fmt.Sprintf("lines.%d", change)
		for len(path) > 0 && path[0] != "citations" && path[0] != "relation" && path[0] != "note" {
			path = path[1:] // the kind of link and where it leads
		}
		if len(path) == 0 {
			return row
		}
		return row + "." + e.Shape.Field("lines").Item.Place(lines()[min(change, len(lines())-1)], path)
	}
	e.changed = func() []Changed {
		var ids []string
		for _, line := range lines() {
			ids = append(ids, toString(line["practice"]), toString(line["with"]))
		}
		names, _ := p.names(ids) // without them, ids are shown
		called := func(id any) string { return cmp.Or(names[toString(id)], toString(id)) }
		var all []Changed
		for _, line := range lines() {
			said := e.Shape.Field("lines").Item.Words(map[string]any{"relation": line["relation"], "note": line["note"], "citations": line["citations"]}, p)
			all = append(all, Changed{called(line["practice"]) + " → " + called(line["with"]), difference("", said)})
		}
		return all
	}
}

// alignTable takes a table of alignments in.
func (s *Site) alignTable(w http.ResponseWriter, p *Page, e *Editing) {
	table := p.request.PostFormValue("csv")
	if file, _, err := p.request.FormFile("table"); err == nil {
		defer file.Close()
		text, err := io.ReadAll(file)
		if err != nil {
			s.failed(w, p.request, err)
			return
		}
		table = string(text)
	}
	wrote, err := s.write(p.request, "aligntable", map[string]any{"message": e.Message, "csv": table})
	if err != nil {
		s.failed(w, p.request, err)
		return
	}
	if len(wrote.Errors) == 0 {
		http.Redirect(w, p.request, p.Path(p.wentTo(e, wrote)), http.StatusSeeOther)
		return
	}
	for _, wrong := range wrote.Errors {
		where := strings.Join(wrong.Path, " ")
		e.Whole = append(e.Whole, form.Fault{Message: where + ": " + wrong.Message, Language: "en"})
	}
	p.Extra = e
	s.render(w, http.StatusUnprocessableEntity, p)
}

func (p *Page) wentTo(e *Editing, wrote *Wrote) string {
	if wrote.Proposal != nil {
		return "proposal/" + wrote.Proposal.ID
	}
	return e.ID
}
