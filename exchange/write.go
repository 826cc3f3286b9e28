package exchange

import (
	"errors"
	"fmt"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/linkcheck"
)

// batchRows is how many rows go into a change set: enough that the flush to disk is a small part of it, and few enough
// that it is small in memory and that whoever reads the log sees where it comes from.
const batchRows = 500

// batch is a change set being gathered.
type batch struct {
	number  int32 // from 1
	rows    []int32
	changes []kb.Change
	of      []int32 // the row of each change
	touched map[string]bool
}

func newBatch() *batch { return &batch{number: 1, touched: map[string]bool{}} }

func (b *batch) add(i int32, changes ...kb.Change) {
	for _, c := range changes {
		b.changes, b.of = append(b.changes, c), append(b.of, i)
		b.touched[c.ID] = true
	}
}

// underWay marks a row whose needs are being written.
const underWay = -1

// write brings in all rows that are to be written: what a row needs before it or together with it, links to rows
// further down after all, and what is archived last, since what is archived takes no links.
func (p *plan) write() error {
	for i := range p.rows {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		if err := p.visit(int32(i)); err != nil {
			return err
		}
		if len(p.batch.rows) >= batchRows {
			if err := p.flush(); err != nil {
				return err
			}
		}
		p.im.Progress.tell("write", i+1, len(p.rows))
	}
	if err := p.flush(); err != nil {
		return err
	}
	if err := p.inBatches(p.later, p.joinLater); err != nil {
		return err
	}
	if err := p.inBatches(p.hidden, p.hide); err != nil {
		return err
	}
	return p.inBatches(p.renamed, p.aliasLater)
}

// inBatches adds something for each of some rows.
func (p *plan) inBatches(rows []int32, add func(i int32) error) error {
	for _, i := range rows {
		if err := add(i); err != nil {
			return err
		}
		if p.batch.rows = append(p.batch.rows, i); len(p.batch.rows) >= batchRows {
			if err := p.flush(); err != nil {
				return err
			}
		}
	}
	return p.flush()
}

func (r *row) writes() bool {
	return r.fate == created || r.fate == updated || r.fate == linked || r.fate == merged
}

// visit adds a row after the rows that it needs. Rows that need each other come into the same change set, since none is
// committed while this goes on.
func (p *plan) visit(i int32) error {
	r := &p.rows[i]
	if r.order != 0 || !r.writes() {
		return nil
	}
	r.order = underWay
	for _, need := range r.needs {
		if err := p.visit(need); err != nil {
			return err
		}
	}
	read := p.record
	if r.fate == created {
		read = p.found // the commit brings it into its form
	}
	rec, err := read(i)
	if err != nil {
		return err
	}
	if r.fate == linked || r.fate == merged {
		if err := p.unite(i, rec); err != nil {
			return err
		}
	} else if err := p.bring(i, rec); err != nil {
		return err
	}
	p.written++
	r.order = p.written
	p.batch.rows = append(p.batch.rows, i)
	return nil
}

// bring adds what brings a row in, or up to date.
func (p *plan) bring(i int32, rec *Record) error {
	r := &p.rows[i]
	if r.fate == updated {
		if err := p.carry(rec); err != nil {
			return err
		}
	}
	if r.archived {
		p.batch.add(i, kb.Change{Op: kb.Restore, ID: r.id})
	}
	p.batch.add(i, kb.Change{Op: kb.Put, ID: r.id, Body: rec.Body})
	if r.fate == updated {
		if err := p.part(i, rec); err != nil {
			return err
		}
	}
	now, later := p.ready(rec.Links)
	p.batch.add(i, now...)
	if later {
		p.later = append(p.later, i)
	}
	if rec.Archived {
		p.hidden = append(p.hidden, i)
	}
	for _, id := range rec.Aliases {
		if _, here := p.byID[id]; here {
			p.renamed = append(p.renamed, i)
		} else {
			p.batch.add(i, kb.Change{Op: kb.Alias, ID: id, To: rec.ID})
		}
	}
	return nil
}

// carry lets a row keep what a check of addresses found of what it takes the place of.
func (p *plan) carry(rec *Record) error {
	now, err := p.store.Entity(p.ctx, rec.ID)
	if err != nil || now == nil {
		return err
	}
	standing, err := p.store.Body(p.ctx, now)
	rec.Body = linkcheck.Carry(standing, rec.Body)
	return err
}

// part takes away the links that the row no longer has.
func (p *plan) part(i int32, rec *Record) error {
	now, err := p.store.Entity(p.ctx, rec.ID)
	if err != nil || now == nil {
		return err
	}
	standing, err := p.store.LinksFrom(p.ctx, now)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, c := range rec.Links {
		wanted[c.Kind+" "+p.present(c.To)+" "+c.Qualifier] = true
	}
	for _, c := range standing {
		if !wanted[c.Kind+" "+c.To+" "+c.Qualifier] {
			p.batch.add(i, c)
		}
	}
	return nil
}

// ready are the links whose ends are there by then; later says that there are others.
func (p *plan) ready(links []kb.Change) (now []kb.Change, later bool) {
	for _, c := range links {
		if other, here := p.byID[c.To]; here && p.rows[other].writes() && p.rows[other].order == 0 {
			later = true
		} else {
			now = append(now, c)
		}
	}
	return now, later
}

// joinLater adds the links of a row whose ends came in after it.
func (p *plan) joinLater(i int32) error {
	rec, err := p.record(i)
	if err != nil || p.rows[i].fate == refused {
		return err
	}
	if p.rows[i].fate == merged {
		into, err := p.store.Entity(p.ctx, rec.ID)
		if err != nil || into == nil {
			return err
		}
		if rec.Links, err = p.lacking(rec.Links, into); err != nil {
			return err
		}
	}
	for _, c := range rec.Links {
		other, here := p.byID[c.To]
		switch {
		case !here || p.rows[other].order <= p.rows[i].order && p.rows[other].fate != refused:
		case p.rows[other].fate == refused:
			p.say(&p.rows[i], Finding{Path: p.schema.Kind(c.Kind).Field.Name, Code: Left,
				Reason: fmt.Sprintf("the link to %s, which is refused, is left out", c.To)})
		default:
			p.batch.add(i, c)
		}
	}
	return nil
}

func (p *plan) hide(i int32) error {
	if p.rows[i].fate != refused {
		p.batch.add(i, kb.Change{Op: kb.Archive, ID: p.rows[i].id})
	}
	return nil
}

// aliasLater makes ids that rows of their own have lead to a row: they are free once those rows are archived.
func (p *plan) aliasLater(i int32) error {
	rec, err := p.record(i)
	if err != nil || p.rows[i].fate == refused {
		return err
	}
	for _, id := range rec.Aliases {
		p.batch.add(i, kb.Change{Op: kb.Alias, ID: id, To: rec.ID})
	}
	return nil
}

// flush commits the change set that was gathered. Rows that the store refuses are dropped from it under the policy Skip.
func (p *plan) flush() error {
	b := p.batch
	if len(b.changes) == 0 {
		p.batch = newBatch()
		p.batch.number = b.number
		return nil
	}
	message := p.about
	if message == "" {
		message = "Import " + p.im.Name
	}
	_, err := p.store.Commit(p.ctx, kb.ChangeSet{Time: p.im.At, Author: p.im.Author, Message: message, Origin: p.origin, Changes: b.changes})
	p.batch = newBatch()
	p.batch.number = b.number + 1
	if err == nil {
		return nil
	}
	var refusal *kb.Error
	if !errors.As(err, &refusal) || len(refusal.Problems) == 0 || p.im.Policy != Skip {
		return fmt.Errorf("after %d change sets: %w", b.number-1, err)
	}
	return p.without(b, refusal.Problems)
}

// without gathers a refused change set anew, without the rows that are wrong.
func (p *plan) without(b *batch, problems kb.Problems) error {
	for _, problem := range problems {
		p.refuse(b.of[problem.Change], problem.Path, problem.Code, "%s", problem.Message)
	}
	for _, i := range b.rows {
		p.rows[i].order = 0
	}
	for _, i := range b.rows {
		if err := p.visit(i); err != nil {
			return err
		}
	}
	return p.flush()
}
