package exchange

import (
	"encoding/csv"
	"fmt"
	"io"

	"github.com/praxis-kb/praxis/kb"
)

// What to do with a row that looks like another entity.
const (
	Keep  = "keep"  // it comes in as an entity of its own
	Link  = "link"  // it does not come in; its id leads to the other one from now on
	Merge = "merge" // so too, and what it says that the other one lacks goes into that
	Ask   = "ask"   // nothing comes in until each such row has a decision
)

// Decision says what to do with a row that looks like another entity.
type Decision struct {
	Choice string // Keep, Link or Merge
	Other  string // the id of the other entity
}

// decisionColumns are the columns of a file of decisions.
var decisionColumns = []string{"id", "choice", "other", "score", "why"}

// ReadDecisions reads a file of decisions: a row's id, what to do with it, and with which entity. A row without a choice
// decides nothing. Errors are Invalid and name the line.
func ReadDecisions(in io.Reader) (map[string]Decision, error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord = -1
	lines, err := r.ReadAll()
	if err != nil {
		return nil, kb.Errorf(kb.Invalid, "the decisions: %v", err)
	}
	all := map[string]Decision{}
	for i, cells := range lines {
		if i == 0 || len(cells) < 3 || cells[1] == "" {
			continue
		}
		d := Decision{Choice: cells[1], Other: cells[2]}
		if d.Choice != Keep && d.Choice != Link && d.Choice != Merge {
			return nil, kb.Errorf(kb.Invalid, "the decisions: line %d: choice %q: write keep, link or merge", i+1, d.Choice)
		}
		if _, twice := all[cells[0]]; twice {
			return nil, kb.Errorf(kb.Invalid, "the decisions: line %d: %s is decided already; leave the choice of its other lines empty", i+1, cells[0])
		}
		all[cells[0]] = d
	}
	return all, nil
}

// Question is the line of a file of decisions for a finding; nil where it asks nothing.
func Question(f Finding) []string {
	if f.Code != Duplicate {
		return nil
	}
	return []string{f.ID, "", f.Other, fmt.Sprintf("%.2f", f.Score), f.Reason}
}

// QuestionColumns is the first line of a file of decisions.
func QuestionColumns() []string { return decisionColumns }

// learn puts into the index what stands, of the types that rows are of or lead to, and has something in common with a row.
// So it takes as much memory as there are rows, however much stands.
func (p *plan) learn() error {
	n := 0
	for _, path := range p.compared() {
		err := p.dump.Bodies(p.ctx, path, func(id string, text []byte) error {
			var body map[string]any
			if err := kb.Decode(text, &body); err != nil {
				return err
			}
			p.standing.addMeeting(p.coming, id, traitsOf(body))
			n++
			p.im.Progress.tell("compare", n, 0)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// compared are the types of which all that stands is compared: those of the rows, and those that links look for.
func (p *plan) compared() []string {
	wants := map[string]bool{}
	for i := range p.rows {
		if path, _ := kb.SplitID(p.rows[i].id); path != "" {
			wants[path] = true
		}
	}
	if p.im.Mapping != nil {
		for _, c := range p.im.Mapping.Columns {
			if f := p.im.Mapping.field(c); f.Relation != nil && c.By != "" {
				for _, t := range f.Relation.Ends {
					wants[t.Path] = true
				}
			}
		}
	}
	var paths []string
	for _, t := range p.schema.Entities {
		if wants[t.Path] {
			paths = append(paths, t.Path)
		}
	}
	return paths
}

// compare looks what a new row looks like, and decides what to do with it.
func (p *plan) compare(i int32, rec *Record) error {
	r := &p.rows[i]
	decision, decided := p.im.Decisions[r.id]
	if !decided {
		alike := p.alike(r, traitsOf(rec.Body))
		if len(alike) == 0 {
			return nil
		}
		p.report.Duplicates++
		for _, c := range alike {
			p.say(r, Finding{Code: Duplicate, Reason: string(c.why), Other: c.id, Score: c.score})
		}
		decision = Decision{p.im.Duplicates, alike[0].id}
	}
	switch decision.Choice {
	case Link:
		r.fate = linked
	case Merge:
		r.fate = merged
	case Ask:
		p.report.Asked++
		return nil
	default:
		return nil
	}
	r.other = decision.Other
	if kb.TypeOf(p.schema, r.other) != kb.TypeOf(p.schema, r.id) || r.other == r.id {
		p.refuse(i, "", kb.Invalid, "it cannot be one with %s, which is of another type or itself", r.other)
		return nil
	}
	return p.name(i, "", r.other, true)
}
