package desk

import (
	"fmt"

	"github.com/praxis-kb/praxis/kb"
)

// inBenchmark is the kind of link by which a key factor belongs to a benchmark.
const inBenchmark = "key-factor.partOf"

// editions keeps what others published as they did: a key factor joins a published benchmark only where its list is not
// whole here and a source states it there. What we add ourselves goes into an edition of ours. The rule holds for what
// people write; the corpus and imports bring in what was published, and are read before they are loaded.
func (d *draft) editions() {
	for i, c := range d.changes {
		if c.Op != kb.Join || c.Kind != inBenchmark || d.err != nil {
			continue
		}
		if why := d.closed(c); why != "" {
			d.edit = d.edits[i]
			d.wrong(c.ID, "benchmark", kb.Invalid, "%s is published, and %s: make an edition of yours with createEdition, and add it there", c.To, why)
		}
	}
}

// closed says why a published benchmark does not take a key factor; it is empty where it does.
func (d *draft) closed(c kb.Change) string {
	benchmark, factor := d.bodyOf(c.To), d.bodyOf(c.ID)
	status := fmt.Sprint(benchmark["status"])
	published := status == kb.BenchmarkStatusPublished.String() || status == kb.BenchmarkStatusSuperseded.String()
	switch {
	case !published || !d.isNew(c):
		return ""
	case benchmark["completeness"] == kb.CompletenessComplete.String() && !d.made(c.To):
		return "all its key factors are here"
	case !stated(factor):
		return "no source states this as a key factor of it"
	}
	return ""
}

// made tells whether the edits make an entity, with all that belongs to it.
func (d *draft) made(id string) bool {
	e := d.entities[id]
	return e != nil && e.now == nil
}

// bodyOf is what an entity says, as the edits so far leave it; nil where there is none.
func (d *draft) bodyOf(id string) map[string]any {
	if e := d.entities[id]; e != nil {
		return e.body
	}
	now, err := d.entity(id)
	if err != nil || now == nil {
		d.err = err
		return nil
	}
	if e := d.entities[now.Meta().ID]; e != nil {
		return e.body
	}
	body, err := d.store.Body(d.ctx, now)
	d.err = err
	return body
}

// isNew tells whether a link is not there yet, so that the change adds it.
func (d *draft) isNew(c kb.Change) bool {
	e := d.entities[c.ID]
	if e == nil || e.now == nil {
		return true
	}
	stands, _, err := d.stands(e.now, &c)
	d.err = err
	return !stands
}

// stated tells whether a source says what a body says, and nothing of it as a whole is our own classification.
func stated(body map[string]any) bool {
	list, _ := body["citations"].([]any)
	found := false
	for _, item := range list {
		c, _ := item.(map[string]any)
		if c["basis"] == kb.BasisEditorial.String() && c["field"] == nil {
			return false
		}
		found = found || c["basis"] == kb.BasisStated.String()
	}
	return found
}
