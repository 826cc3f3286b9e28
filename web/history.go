package web

import (
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// history answers the changes of an entity, newest first.
func (s *Site) history(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "history")
	variables := map[string]any{"id": r.PathValue("type") + "/" + r.PathValue("slug")}
	if after := r.FormValue("after"); after != "" {
		variables["after"] = after
	}
	if err := p.ask(document("history"), variables); err != nil {
		s.failed(w, r, err)
		return
	}
	if p.node()["name"] == nil {
		s.notFound(w, r)
		return
	}
	if err := p.nameEnds(); err != nil {
		s.failed(w, r, err)
		return
	}
	p.Title = toString(p.node()["name"]) + ": " + p.T("title.history")
	s.render(w, http.StatusOK, p)
}

// nameEnds finds what the ends of the links of a history are called: the log knows ids alone.
func (p *Page) nameEnds() error {
	ids, changes := map[string]bool{}, nodes(p.node()["history"])
	for _, change := range changes {
		link, _ := change["link"].(map[string]any)
		for _, end := range []string{"from", "to"} {
			if id := toString(link[end]); id != "" {
				ids[id] = true
			}
		}
	}
	var answer struct{ Nodes []map[string]any }
	variables := map[string]any{"ids": slices.Sorted(maps.Keys(ids))}
	if err := p.site.ask(p.request, document("names"), variables, &answer); err != nil {
		return err
	}
	names := map[string]string{}
	for _, node := range answer.Nodes {
		names[toString(node["id"])] = toString(node["name"])
	}
	p.Extra = names
	return nil
}

// Changed is a field that a change touched, before and after.
type Changed struct {
	Field   string
	Differs template.HTML
}

// Changed are the fields that a change touched. Citations follow what they are citations of, and are left out where
// something else changed too.
func (p *Page) Changed(fields any) []Changed {
	var all []Changed
	for _, f := range objects(fields) {
		path := toString(f["path"])
		all = append(all, Changed{p.FieldName(path), difference(written(f["before"]), written(f["after"]))})
	}
	return all
}

// written is a value of a change as people read it: a text as it stands, and all else as JSON.
func written(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case map[string]any:
		if text, ok := v["text"].(string); ok && len(v) <= 2 {
			return text
		}
	}
	text, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

// maxDiffered is from how many letters on two texts are shown whole, one struck out and the other put in: to tell
// longer ones apart costs more than it says.
const maxDiffered = 20_000

// difference marks what was taken out of a text and what was put in.
func difference(before, after string) template.HTML {
	d := diffmatchpatch.New()
	parts := []diffmatchpatch.Diff{{Type: diffmatchpatch.DiffDelete, Text: before}, {Type: diffmatchpatch.DiffInsert, Text: after}}
	if before != "" && after != "" && len(before)+len(after) < maxDiffered {
		parts = d.DiffCleanupSemantic(d.DiffMain(before, after, false))
	}
	var b strings.Builder
	for _, part := range parts {
		text := template.HTMLEscapeString(part.Text)
		switch {
		case text == "":
		case part.Type == diffmatchpatch.DiffDelete:
			b.WriteString("<del>" + text + "</del>")
		case part.Type == diffmatchpatch.DiffInsert:
			b.WriteString("<ins>" + text + "</ins>")
		default:
			b.WriteString(text)
		}
	}
	return template.HTML(b.String())
}
