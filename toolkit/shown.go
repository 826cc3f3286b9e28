package toolkit

import "fmt"

// What is shown of an entity in each form, and thereby which of its sources are named.

func (c *composer) shown(e *entity, form, field string) Shown {
	say := c.doc.Say
	s := Shown{Form: form, Name: c.link(e.Named), Meta: c.meta(e)}
	fields := []string{"name", "city", "territory", "status", "statusAsOf"}
	add := func(label, field, text string) {
		if text != "" {
			s.Parts = append(s.Parts, Part{Label: label, Text: c.text(e.Named, field, text)})
		}
		fields = append(fields, field)
	}
	switch form {
	case "QUOTE":
		add("", field, e.quoted(field))
	case "COVERAGE":
		add("", "statement", e.Statement)
		add(say("unknown"), "completenessNote", e.CompletenessNote)
		fields = append(fields, "completeness")
	default:
		add("", "summary", e.Summary)
	}
	if form == "FULL" {
		add(say("problem"), "problem", e.Problem)
		add(say("asks_for"), "statement", e.Statement)
		add(say("why"), "why", e.Why)
		add(say("works"), "howItWorks", e.HowItWorks)
		add(say("how"), "how", e.How)
		s.Parts = append(s.Parts, c.lists(e)...)
		add(say("limits"), "limits", e.Limits)
		fields = append(fields, "firstSteps", "means", "results", "contact")
	}
	s.Cites = c.cite(s.Name, e.Citations, fields)
	if form == "COVERAGE" {
		s.Table = c.coverage(e, &s)
	}
	return s
}

func (e *entity) quoted(field string) string {
	text, ok := map[string]string{
		"name": e.Name, "statement": e.Statement, "problem": e.Problem, "howItWorks": e.HowItWorks, "limits": e.Limits,
		"why": e.Why, "how": e.How, "completenessNote": e.CompletenessNote,
	}[field]
	if !ok {
		return e.Summary
	}
	return text
}

// meta is where it is done and how it stands.
func (c *composer) meta(e *entity) []Text {
	var all []Text
	for _, place := range []*Named{e.City, e.Territory} {
		if place != nil {
			all = append(all, c.link(*place))
		}
	}
	if e.Status != "" && e.Kind == "Practice" {
		status := c.doc.says.Label("PracticeStatus", e.Status)
		if e.StatusAsOf != "" {
			status = c.doc.says.Say("toolkit.as_of_date", map[string]string{"Status": status, "Date": e.StatusAsOf})
		}
		all = append(all, Text{Text: status})
	}
	return all
}

// lists are the parts of a practice that have several items.
func (c *composer) lists(e *entity) []Part {
	say := c.doc.Say
	steps, means, results := Part{Label: say("steps")}, Part{Label: say("takes")}, Part{Label: say("came")}
	for i, s := range e.FirstSteps {
		steps.Items = append(steps.Items, c.text(e.Named, fmt.Sprintf("firstSteps/%d/text", i), s.Text))
	}
	if m := e.Means; m != nil {
		for _, one := range []struct{ field, text string }{{"staff", m.Staff}, {"volunteers", m.Volunteers}, {"timeToStart", m.TimeToStart}, {"preconditions", m.Preconditions}} {
			if one.text != "" {
				means.Items = append(means.Items, c.text(e.Named, "means/"+one.field, one.text))
			}
		}
	}
	for i, r := range e.Results {
		text := c.text(e.Named, fmt.Sprintf("results/%d/statement", i), r.Statement)
		text.Text += " (" + c.doc.says.Label("EvidenceMethod", r.Method)
		if r.Date != "" {
			text.Text += ", " + r.Date
		}
		text.Text += ")"
		results.Items = append(results.Items, text)
	}
	contact := Part{Label: say("ask")}
	if e.Contact != nil {
		contact.Items = []Text{{Text: e.Contact.Office, Path: e.Contact.URL}}
	}
	var all []Part
	for _, p := range []Part{steps, means, results, contact} {
		if len(p.Items) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// coverage is a row for each key factor, and one for what is aligned with the benchmark as a whole.
func (c *composer) coverage(e *entity, s *Shown) []Row {
	var rows []Row
	for _, f := range e.coverage.KeyFactors.Nodes {
		rows = append(rows, c.row(c.link(f.Named), f.Practices.Edges, s))
	}
	if len(e.coverage.Alignments.Edges) > 0 {
		rows = append(rows, c.row(Text{Text: c.doc.Say("whole")}, e.coverage.Alignments.Edges, s))
	}
	return rows
}

func (c *composer) row(factor Text, edges []aligned, s *Shown) Row {
	row := Row{Factor: factor}
	for _, a := range edges {
		practice := c.link(a.Node)
		row.Practices = append(row.Practices, practice)
		row.Relations = append(row.Relations, c.doc.says.Label("AlignmentRelation", a.Relation))
		s.Cites = merged(s.Cites, c.cite(practice, a.Link.Citations, nil))
	}
	return row
}
