package web

// Matrix is how practices are aligned with a benchmark: a column for the benchmark itself and one for each key factor, a
// row for each practice.
type Matrix struct {
	Columns []Column
	Rows    []Covered
}

// Column is what practices are aligned with, and how many are.
type Column struct {
	Name, Address string
	Count         int
}

// Covered is a practice with its alignment in each column; empty where there is none.
type Covered struct {
	Name, Address string
	Relations     []string
}

// Matrix is that of the benchmark of the page; nil where neither practice nor key factor is known.
func (p *Page) Matrix() *Matrix {
	data := p.question("matrix")
	m := &Matrix{}
	if whole := each(data, "node", "alignments", "edges"); len(whole) > 0 {
		m.add(p, at(data, "node"), whole)
	}
	for _, factor := range each(data, "node", "keyFactors", "nodes") {
		m.add(p, factor, each(factor, "alignments", "edges"))
	}
	if len(m.Columns) == 0 {
		return nil
	}
	for i := range m.Rows {
		m.Rows[i].Relations = append(m.Rows[i].Relations, make([]string, len(m.Columns)-len(m.Rows[i].Relations))...)
	}
	return m
}

func (m *Matrix) add(p *Page, target any, edges []map[string]any) {
	m.Columns = append(m.Columns, Column{toString(at(target, "name")), p.Path(toString(at(target, "id"))), len(edges)})
	for _, edge := range edges {
		row := m.row(p, at(edge, "node"))
		row.Relations = append(row.Relations, make([]string, max(0, len(m.Columns)-len(row.Relations)))...)
		row.Relations[len(m.Columns)-1] = toString(edge["relation"])
	}
}

func (m *Matrix) row(p *Page, practice any) *Covered {
	address := p.Path(toString(at(practice, "id")))
	for i := range m.Rows {
		if m.Rows[i].Address == address {
			return &m.Rows[i]
		}
	}
	m.Rows = append(m.Rows, Covered{Name: toString(at(practice, "name")), Address: address})
	return &m.Rows[len(m.Rows)-1]
}

// Symbol stands for a relation in a cell of a matrix; its label stands beside it for those who hear the page.
func (p *Page) Symbol(relation string) string {
	return map[string]string{"ILLUSTRATES": "●", "MEETS": "■", "PARTLY_MEETS": "◧", "COUNTER_EXAMPLE": "✕"}[relation]
}

// Relations are those that a matrix can show, for its legend.
func (p *Page) Relations() []string {
	return []string{"ILLUSTRATES", "MEETS", "PARTLY_MEETS", "COUNTER_EXAMPLE"}
}
