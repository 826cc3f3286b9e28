package store

import (
	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// operation is a change in the form in which it is applied and logged: everything canonical, nothing to interpret.
type operation struct {
	index    int // its place in the change set
	op       kb.Op
	id       string
	to       string
	expected *int
	body     string
	read     map[string]any // the body, while it is applied
	link     linkRow
}

// linkRow is a link as the log keeps it.
type linkRow struct {
	Kind       string `json:"kind"`
	Qualifier  string `json:"qualifier"`
	Position   int    `json:"position,omitempty"`
	Properties string `json:"properties,omitempty"` // canonical JSON
	Citations  string `json:"citations,omitempty"`  // canonical JSON
}

// operations are the changes that are well formed by themselves.
func operations(cs *kb.ChangeSet, problems kb.Problems) ([]operation, error) {
	wrong := map[int]bool{}
	for _, p := range problems {
		wrong[p.Change] = true
	}
	ops := make([]operation, 0, len(cs.Changes))
	for i := range cs.Changes {
		if wrong[i] {
			continue
		}
		o, err := newOperation(i, &cs.Changes[i])
		if err != nil {
			return nil, err
		}
		ops = append(ops, o)
	}
	return ops, nil
}

func newOperation(i int, c *kb.Change) (operation, error) {
	o := operation{index: i, op: c.Op, id: c.ID, to: c.To, expected: c.ExpectedRevision}
	o.link = linkRow{Kind: c.Kind, Qualifier: c.Qualifier, Position: c.Position}
	for _, part := range []struct {
		value any
		empty bool
		into  *string
	}{
		{c.Body, c.Op != kb.Put, &o.body},
		{c.Properties, len(c.Properties) == 0, &o.link.Properties},
		{c.Citations, len(c.Citations) == 0, &o.link.Citations},
	} {
		if part.empty {
			continue
		}
		text, err := kb.Canonical(part.value)
		if err != nil {
			return o, err
		}
		*part.into = string(text)
	}
	return o, nil
}

// logged is a line of the log: an operation that changed something.
type logged struct {
	index              int
	action, id, target string
	link, body         string
	revision           int // of the entity, after the change set
	schema             int // the number of the schema that link and body are written in
}

func (o *operation) logLine(action string) logged {
	l := logged{index: o.index, action: action, id: o.id, target: o.to, body: o.body}
	if o.link.Kind != "" {
		text, _ := json.Marshal(o.link) // a struct of texts and a number cannot fail
		l.link = string(text)
	}
	return l
}

// fromLog is the operation that a line of the log stands for, brought up to the schema of today.
func fromLog(l logged) (operation, error) {
	body, err := kb.Upcast(l.id, l.body, l.schema)
	if err != nil {
		return operation{}, err
	}
	ops := map[string]kb.Op{
		"CREATE": kb.Put, "UPDATE": kb.Put, "ARCHIVE": kb.Archive, "RESTORE": kb.Restore,
		"LINK": kb.Join, "UNLINK": kb.Part, "ALIAS": kb.Alias,
	}
	o := operation{index: l.index, op: ops[l.action], id: l.id, to: l.target, body: body}
	if l.link == "" {
		return o, nil
	}
	return o, json.Unmarshal([]byte(l.link), &o.link)
}
