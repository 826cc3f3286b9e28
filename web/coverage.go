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

// Coverage is the table of what practices show of a benchmark: a column for each thing that it asks for.
type Coverage struct {
	Targets   []map[string]any
	Practices []Covering
}

// Covering is a practice with a cell for each column; a cell is how it is aligned, or nil.
type Covering struct {
	Node  map[string]any
	Cells []map[string]any
}

// Coverage turns the rows of the answer, one for each thing asked for, into rows of practices, in the order in which
// they first come.
func (p *Page) Coverage() Coverage {
	of, _ := p.Data["coverage"].(map[string]any)
	rows := objects(of["rows"])
	var c Coverage
	at := map[any]int{}
	for column, row := range rows {
		target, _ := row["target"].(map[string]any)
		c.Targets = append(c.Targets, target)
		for _, cell := range objects(row["cells"]) {
			practice, _ := cell["practice"].(map[string]any)
			if _, seen := at[practice["id"]]; !seen {
				at[practice["id"]] = len(c.Practices)
				c.Practices = append(c.Practices, Covering{practice, make([]map[string]any, len(rows))})
			}
			c.Practices[at[practice["id"]]].Cells[column] = cell
		}
	}
	return c
}
