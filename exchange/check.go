package exchange

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/linkcheck"
	"github.com/praxis-kb/praxis/store"
)

// checkRow decides what is to become of a row.
func (p *plan) checkRow(i int32) error {
	rec, err := p.record(i)
	if err != nil {
		return err
	}
	if err := p.refer(i, rec); err != nil {
		return err
	}
	p.whole(i, rec)
	r := &p.rows[i]
	if r.fate == refused {
		return nil
	}
	now, err := p.dump.One(p.ctx, r.id)
	if err != nil {
		return err
	}
	if now == nil || now.Archived { // an alias goes before what is archived
		if to, err := p.store.Entity(p.ctx, r.id); err != nil || to != nil && to.Meta().ID != r.id {
			if err == nil {
				p.leave(r, "it leads to %s now", to.Meta().ID)
			}
			return err
		}
	}
	if now != nil {
		return p.against(i, rec, now)
	}
	r.fate = created
	if err := p.compare(i, rec); err != nil {
		return err
	}
	if p.im.DryRun && r.fate == created {
		p.say(r, Finding{Code: Creates, Reason: "it is new"})
	}
	return nil
}

// record gives a row with the ends of its links found, in the form that is stored, and refuses it where it is invalid.
func (p *plan) record(i int32) (*Record, error) {
	rec, err := p.found(i)
	if err != nil || p.rows[i].fate == refused {
		return rec, err
	}
	cs := kb.ChangeSet{Time: p.im.At, Author: p.im.Author, Message: p.im.Name, Changes: rec.changes()}
	problems := kb.Check(p.schema, &cs)
	rec.Body, rec.Links = cs.Changes[0].Body, cs.Changes[1:]
	for _, problem := range problems {
		p.refuse(i, problem.Path, problem.Code, "%s", problem.Message)
	}
	return rec, nil
}

// found gives a row with the ends of its links found, and refuses it where they are not.
func (p *plan) found(i int32) (*Record, error) {
	rec, err := p.spill.record(p.rows[i].where)
	if err != nil {
		return nil, err
	}
	for n := range rec.Links {
		if other, ok := p.aliases[rec.Links[n].To]; ok {
			rec.Links[n].To = p.rows[other].id
		}
		if problem := p.find(&rec.Links[n]); problem != "" && p.rows[i].fate == undecided {
			p.refuse(i, p.schema.Kind(rec.Links[n].Kind).Field.Name, kb.NotFound, "%s", problem)
		}
	}
	return rec, nil
}

// refer notes which rows a row names, and refuses it where it names what is nowhere.
func (p *plan) refer(i int32, rec *Record) error {
	if p.rows[i].fate == refused {
		return nil
	}
	t := kb.TypeOf(p.schema, rec.ID)
	for _, ref := range kb.References(p.schema, t, rec.Body) {
		if err := p.name(i, ref.Path, ref.ID, true); err != nil {
			return err
		}
	}
	for _, c := range rec.Links {
		f := p.schema.Kind(c.Kind).Field
		if f.Relation.Tree {
			p.lies(c.Kind, rec.ID, c.To)
		}
		if err := p.name(i, f.Name, c.To, required(f)); err != nil {
			return err
		}
		for _, cited := range kb.Cite(f.Name, c.Citations) {
			if err := p.name(i, cited.Path, cited.Source, true); err != nil {
				return err
			}
		}
	}
	return p.checkAliases(i, rec)
}

// checkAliases refuses an alias that is the id of something that stands.
func (p *plan) checkAliases(i int32, rec *Record) error {
	for _, alias := range rec.Aliases {
		e, err := p.store.Entity(p.ctx, alias)
		if err != nil {
			return err
		}
		if e != nil && e.Meta().ID == alias && e.Meta().ArchivedAt == nil || kb.TypeOf(p.schema, alias) != kb.TypeOf(p.schema, rec.ID) {
			p.refuse(i, aliasesMember, kb.Invalid, "%s cannot lead here: it stands, or is no id of this type", alias)
		}
	}
	return nil
}

func required(f *schema.Field) bool {
	return f.NonNull && !f.List || f.List && f.Min != nil && *f.Min > 0
}

func (p *plan) name(i int32, path, id string, needed bool) error {
	r := &p.rows[i]
	other, here := p.byID[id]
	if !here {
		other, here = p.aliases[id]
	}
	if here {
		if other != i {
			r.refs = append(r.refs, other)
			if needed {
				r.needs = append(r.needs, other)
			}
		}
		return nil
	}
	stands, err := p.stands(id)
	if err == nil && !stands {
		p.refuse(i, path, kb.Invalid, "there is no %s", id)
	}
	return err
}

// maxRemembered bounds the ids whose look-up is remembered: sources and themes are named again and again.
const maxRemembered = 50_000

func (p *plan) stands(id string) (bool, error) {
	if stands, ok := p.exists[id]; ok {
		return stands, nil
	}
	e, err := p.store.Entity(p.ctx, id)
	if len(p.exists) == maxRemembered {
		clear(p.exists)
	}
	p.exists[id] = e != nil
	return e != nil, err
}

// whole checks what only all links of a row together show.
func (p *plan) whole(i int32, rec *Record) {
	n := map[string]int{}
	for _, c := range rec.Links {
		n[c.Kind]++
	}
	for _, f := range kb.TypeOf(p.schema, rec.ID).Fields {
		if !f.StartsHere() || p.rows[i].fate == refused {
			continue
		}
		switch count := n[f.Relation.Kinds[0].Stored]; {
		case count == 0 && required(f):
			p.refuse(i, f.Name, kb.Invalid, "it is required")
		case count > 1 && !f.List:
			p.refuse(i, f.Name, kb.Invalid, "it leads to one place only, and %d are named", count)
		}
	}
}

// against compares a row with what stands, and decides by who wrote that.
func (p *plan) against(i int32, rec *Record, now *store.Dumped) error {
	r := &p.rows[i]
	var standing map[string]any
	if err := kb.Decode(now.Body, &standing); err != nil {
		return err
	}
	rec.Body = linkcheck.Carry(standing, rec.Body)
	fields, err := p.differences(rec, now)
	if err != nil {
		return err
	}
	r.archived = now.Archived
	if len(fields) == 0 {
		r.fate = same
		return nil
	}
	cut, err := p.asWrittenBy(r.id, now.Revision, p.origin)
	machine := cut // what this very file wrote needs no second look into the log
	if err == nil && !cut {
		machine, err = p.asWrittenBy(r.id, now.Revision, machines...)
	}
	switch {
	case err != nil:
		return err
	case cut: // an earlier run was cut short
		r.fate = updated
	case p.im.OnExisting == OnExistingFail:
		p.refuse(i, "id", kb.Conflict, "it stands already, and says something else: %s", strings.Join(fields, ", "))
	case p.im.OnExisting == OnExistingSkip:
		r.fate = skipped
		p.say(r, Finding{Code: Skipped, Reason: "it stands already"})
	case !machine:
		p.leave(r, "people edited it (revision %d): %s", now.Revision, strings.Join(fields, ", "))
	default:
		r.fate = updated
	}
	if p.im.DryRun && r.fate == updated {
		p.say(r, Finding{Code: Updates, Reason: strings.Join(fields, ", ")})
	}
	return nil
}

// machines are the origins of what no person wrote: any collection, and the corpus.
var machines = []string{"import", "seed"}

// asWrittenBy says whether an entity, now at a revision, is as change sets of some origins left it, but for what a check of
// its addresses found.
func (p *plan) asWrittenBy(id string, now int, origins ...string) (bool, error) {
	wrote, err := p.store.WrittenBy(p.ctx, id, origins...)
	if err != nil || wrote == 0 {
		return false, err
	}
	edited, err := linkcheck.Edited(p.ctx, p.store, id, now, wrote)
	return !edited, err
}

func (p *plan) leave(r *row, format string, args ...any) {
	r.fate = left
	p.say(r, Finding{Code: Left, Reason: fmt.Sprintf(format, args...)})
}

// differences names what a row says otherwise than what stands: fields, and links by their fields.
func (p *plan) differences(rec *Record, now *store.Dumped) ([]string, error) {
	body, err := kb.Canonical(rec.Body)
	if err != nil {
		return nil, err
	}
	var fields []string
	if !bytes.Equal(body, now.Body) {
		changes, err := (&kb.Logged{Before: now.Body, After: body}).Fields()
		if err != nil {
			return nil, err
		}
		for _, c := range changes {
			fields = append(fields, c.Path)
		}
	}
	for _, f := range kb.TypeOf(p.schema, rec.ID).Fields {
		if f.StartsHere() && !p.sameLinks(rec, now, f.Relation.Kinds[0].Stored) {
			fields = append(fields, f.Name)
		}
	}
	if rec.Archived != now.Archived {
		fields = append(fields, archivedMember)
	}
	for _, alias := range rec.Aliases {
		if to, err := p.store.Entity(p.ctx, alias); err != nil {
			return nil, err
		} else if to == nil || to.Meta().ID != rec.ID {
			fields = append(fields, aliasesMember)
			break
		}
	}
	return fields, nil
}

// sameLinks tells whether the links of a kind are those that stand, in the same order.
func (p *plan) sameLinks(rec *Record, now *store.Dumped, kind string) bool {
	itself := func(id string) string { return id }
	standing := linkText(now.Links, kind, itself)
	return linkText(rec.Links, kind, itself) == standing || linkText(rec.Links, kind, p.present) == standing
}

func linkText(links []kb.Change, kind string, present func(id string) string) string {
	var text strings.Builder
	for _, c := range links {
		if c.Kind != kind {
			continue
		}
		properties, _ := kb.Canonical(c.Properties) // both were checked
		citations, _ := kb.Canonical(c.Citations)
		fmt.Fprintf(&text, "%s %s %s %s\n", present(c.To), c.Qualifier, properties, citations)
	}
	return text.String()
}

// present is the id that an id leads to now.
func (p *plan) present(id string) string {
	if e, err := p.store.Entity(p.ctx, id); err == nil && e != nil {
		return e.Meta().ID
	}
	return id
}
