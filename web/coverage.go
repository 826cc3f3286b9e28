package web

// Factors are key factors of one kind under a title.
type Factors struct {
	Title string
	Nodes []map[string]any
}

// Factors are the key factors of the benchmark of the page, and then its context factors.
func (p *Page) Factors() []Factors {
	groups := []Factors{{Title: p.T("benchmark.keyFactors")}, {Title: p.T("benchmark.contextFactors")}}
	for _, f := range nodes(p.node()["keyFactors"]) {
		group := &groups[0]
		if f["kind"] == "CONTEXT" {
			group = &groups[1]
		}
		group.Nodes = append(group.Nodes, f)
	}
	var all []Factors
	for _, group := range groups {
		if len(group.Nodes) > 0 {
			all = append(all, group)
		}
	}
	return all
}

// Coverage is which practice shows which key factor of a benchmark, with the gaps both ways.
type Coverage struct {
	Factors   []map[string]any
	Practices []Covering
	Bare      []map[string]any // factors that no practice shows
	Loose     []map[string]any // practices that show the benchmark, and none of its factors
}

// Covering is a practice with a cell for each factor and one for the benchmark as a whole; a cell is the edge of the
// alignment, or nil.
type Covering struct {
	Node  map[string]any
	Cells []map[string]any
}

// Coverage reads the table from the links of the benchmark of the page.
func (p *Page) Coverage() Coverage {
	c := Coverage{Factors: nodes(p.node()["keyFactors"])}
	var columns []map[string]map[string]any
	for _, f := range c.Factors {
		column := cells(f["practices"])
		columns = append(columns, column)
		if len(column) == 0 {
			c.Bare = append(c.Bare, f)
		}
	}
	columns = append(columns, cells(p.node()["alignments"]))
	for _, practice := range nodes(p.node()["practices"]) {
		row := Covering{Node: practice}
		shown := 0
		for i, column := range columns {
			cell := column[toString(practice["id"])]
			row.Cells = append(row.Cells, cell)
			if cell != nil && i < len(c.Factors) {
				shown++
			}
		}
		c.Practices = append(c.Practices, row)
		if shown == 0 && len(c.Factors) > 0 {
			c.Loose = append(c.Loose, practice)
		}
	}
	return c
}

// cells are the edges of alignments by the id of the practice.
func cells(connection any) map[string]map[string]any {
	of, _ := connection.(map[string]any)
	all := map[string]map[string]any{}
	for _, edge := range objects(of["edges"]) {
		practice, _ := edge["node"].(map[string]any)
		all[toString(practice["id"])] = edge
	}
	return all
}
