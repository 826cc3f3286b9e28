package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// wholes are the addresses of the whole picture, and of the whole graph.
func (s *Site) wholes(mux *http.ServeMux) {
	mux.HandleFunc("GET /whole", s.page("whole", nothing))
	mux.HandleFunc("GET /whole/graph", s.wholeGraph)
	mux.HandleFunc("GET /whole/graph.json", s.wholeGraphData)
}

// ofTheWhole says whether a page is one of the whole graph, which is worked out on after somebody has stopped waiting.
func ofTheWhole(r *http.Request) bool {
	return r.URL.Path == "/whole" || strings.HasPrefix(r.URL.Path, "/whole/")
}

// Part is what the page answers under a name of its question, with the address of the console that asks for it alone.
type Part struct {
	Title, Text, Console string
	Data                 map[string]any
}

// Part is a part of the whole picture. The key of its texts is its name; with fills them.
func (p *Page) Part(name string, with ...string) Part {
	filled := map[string]string{}
	for i := 0; i+1 < len(with); i += 2 {
		filled[with[i]] = with[i+1]
	}
	data, _ := at(p.Data, "dataset", name).(map[string]any)
	return Part{p.T("whole." + name + "Title"), p.Say("whole."+name, filled), p.alone(name), data}
}

// alone is where the console opens with one part of the question of the page: the line that begins with its name.
func (p *Page) alone(name string) string {
	var lines []string
	for _, line := range strings.Split(p.Question, "\n") {
		if within := strings.HasPrefix(line, "    "); !within || strings.HasPrefix(line, "    "+name+":") {
			lines = append(lines, line)
		}
	}
	variables, _ := json.Marshal(map[string]string{"language": strings.ToUpper(p.Tag)}) // a text cannot fail
	return p.Path("console") + "?" + url.Values{"query": {strings.Join(lines, "\n")}, "variables": {string(variables)}}.Encode()
}

// Tally is the rows of a table, each with how many there are.
func (p *Page) Tally(rows any) []Choice {
	var all []Choice
	for _, row := range each(map[string]any{"rows": rows}, "rows") {
		all = append(all, Choice{Label: toString(row["label"]), Address: p.valued(row["value"]), Count: p.Int(row["count"])})
	}
	return all
}

// valued is the page of a value that is something of ours, or of all of a type; empty where it is a word.
func (p *Page) valued(value any) string {
	text := toString(value)
	if strings.Contains(text, "/") || p.Has("plural."+text) && text != "" {
		return p.Path(text)
	}
	return ""
}

// Matrix is a table of two dimensions.
type Matrix struct {
	Columns []Choice
	Rows    []MatrixRow
	Omitted int // rows
}

// MatrixRow is a row of it, with a cell for each column.
type MatrixRow struct {
	Choice
	Cells []MatrixCell
}

// MatrixCell is a count with how dark it is shown: 0 where nothing is, up to 4.
type MatrixCell struct{ Count, Shade int }

// Matrix lays a table out.
func (p *Page) Matrix(data map[string]any) Matrix {
	m := Matrix{Columns: p.Tally(data["columns"]), Omitted: p.Int(data["omittedRows"])}
	for _, row := range p.Tally(data["rows"]) {
		m.Rows = append(m.Rows, MatrixRow{row, make([]MatrixCell, len(m.Columns))})
	}
	most := 1
	for _, cell := range each(data, "cells") {
		count := p.Int(cell["count"])
		m.Rows[p.Int(cell["row"])].Cells[p.Int(cell["column"])].Count = count
		most = max(most, count)
	}
	for _, row := range m.Rows {
		for i, cell := range row.Cells {
			row.Cells[i].Shade = (4*cell.Count + most - 1) / most
		}
	}
	return m
}

// Stack is a part of a bar: where it begins and how wide it is, in thousandths of the whole.
type Stack struct{ From, Width, Shade int }

// Stacked are the parts of a row of a matrix as one bar.
func (r MatrixRow) Stacked() []Stack {
	var all []Stack
	from := 0
	for i, cell := range r.Cells {
		width := 1000 * cell.Count / max(r.Count, 1)
		all = append(all, Stack{from, width, i})
		from += width
	}
	return all
}

// Percent writes a part of 1 in hundredths.
func (p *Page) Percent(value any) string {
	share, _ := value.(float64)
	return p.Say("whole.percent", map[string]string{"Number": p.Number(int(share*100 + 0.5))})
}

// PercentOf is how many some are of all, in hundredths.
func (p *Page) PercentOf(part, all any) string {
	return p.Percent(float64(p.Int(part)) / float64(max(p.Int(all), 1)))
}

// CountOf is how many a table has of a value.
func (p *Page) CountOf(categories any, value string) any {
	for _, c := range each(map[string]any{"of": categories}, "of") {
		if c["value"] == value {
			return c["count"]
		}
	}
	return nil
}

// Bias says which column of a table has most, and how much of what is known; nothing where nothing is known.
func (p *Page) Bias(data map[string]any) string {
	known, most := p.Int(data["total"]), map[string]any(nil)
	for _, c := range each(data, "columns") { // that with most comes first
		if c["value"] == nil {
			known -= p.Int(c["count"])
		} else if most == nil {
			most = c
		}
	}
	if most == nil {
		return ""
	}
	share := p.Percent(float64(p.Int(most["count"])) / float64(known))
	return p.Say("whole.bias", map[string]string{"Share": share, "Name": toString(most["label"])})
}

// Equal is how many equal sources would be as concentrated as an index says.
func (p *Page) Equal(herfindahl any) string {
	h, _ := herfindahl.(float64)
	if h == 0 {
		return "0"
	}
	return p.Number(int(1/h + 0.5))
}

// Rank writes a PageRank in thousandths.
func (p *Page) Rank(value any) string {
	rank, _ := value.(float64)
	return p.Decimal(fmt.Sprintf("%.1f", 1000*rank))
}

// Thousandths is a part of 1 as the width of a bar.
func (p *Page) Thousandths(value any) int {
	share, _ := value.(float64)
	return int(1000 * share)
}

// Listed is a list of the answer of the whole picture.
func (p *Page) Listed(name string) []map[string]any { return each(p.Data, "dataset", name) }

// Contents are the parts of the whole picture, by where they stand.
func (p *Page) Contents() []Choice {
	var all []Choice
	for _, part := range [][2]string{{"places", "places"}, {"themes", "themes"}, {"sources-share", "sources"}, {"bases", "bases"}, {"disagreements", "disagreements"},
		{"completeness", "completeness"}, {"evidence", "evidence"}, {"languages-of", "languages"}, {"practices", "practices"}, {"transfers", "transfers"},
		{"chains", "chains"}, {"central", "centralPractices"}} {
		all = append(all, Choice{Value: part[0], Label: p.T("whole." + part[1] + "Title")})
	}
	return all
}
