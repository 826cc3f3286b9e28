package web

import (
	"encoding/json"
	"net/http"
	"strconv"

	"io/fs"
)

// drawingScript draws the whole graph.
const drawingScript = "drawing.js"

// rowsOfGraph is how many rows of its table a page of the whole graph has.
const rowsOfGraph = 100

// wholeGraph answers the whole graph: its picture, where that is built, and all of it as a table, page by page.
func (s *Site) wholeGraph(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "wholegraph")
	skip, err := strconv.Atoi(r.FormValue("skip"))
	if r.FormValue("skip") != "" && (err != nil || skip < 0) {
		s.notFound(w, r)
		return
	}
	if err := p.ask(document(p.Name), map[string]any{"skip": skip}); err != nil {
		s.failed(w, r, err)
		return
	}
	p.Title = p.T("title.wholegraph")
	s.render(w, http.StatusOK, p)
}

// wholeGraphData answers what the picture is drawn from.
func (s *Site) wholeGraphData(w http.ResponseWriter, r *http.Request) {
	var data struct {
		Dataset struct{ GraphLayout json.RawMessage }
	}
	if err := s.ask(r, document("drawing"), nil, &data); err != nil {
		s.failed(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(data.Dataset.GraphLayout)
}

// Drawn says whether the picture of the whole graph is built.
func (p *Page) Drawn() bool {
	_, err := fs.Stat(drawing, "drawing/dist/"+drawingScript)
	return err == nil
}

// Before and After are the addresses of the pages of the table around this one; empty where there is none.
func (p *Page) Before() string { return p.rowsFrom(p.skipped() - rowsOfGraph) }

func (p *Page) After() string { return p.rowsFrom(p.skipped() + rowsOfGraph) }

func (p *Page) skipped() int {
	n, _ := p.Filled["skip"].(int)
	return n
}

func (p *Page) rowsFrom(skip int) string {
	if skip < 0 || skip >= p.Int(at(p.Data, "dataset", "graphLayout", "nodeCount")) {
		return ""
	}
	return p.Path("whole/graph") + "?skip=" + strconv.Itoa(skip) + "#table"
}

// TypeName is what a type of the contract is called.
func (p *Page) TypeName(name any) string {
	return p.Label("EntityType", p.Upper(kebab(toString(name))))
}
