package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// keyOf is the key under which a proposal is committed: by it a crash between the commit and the desk's note of it
// heals itself.
func keyOf(p *kb.Proposed) string { return "proposal:" + p.ID }

// asked is what the key is compared by: a proposal is committed once, however often it was rebased.
func asked(p *kb.Proposed) []byte { return hashed(keyOf(p)) }

// heal notes that an open proposal stands in the log already.
func (d *Desk) heal(ctx context.Context, p *kb.Proposed) error {
	if p.State != kb.ProposalStateOpen {
		return nil
	}
	sequence, committed, err := d.store.Repeated(ctx, keyOf(p), asked(p))
	if err != nil || !committed {
		return err
	}
	return d.note(ctx, p, sequence)
}

// note notes that a proposal was accepted.
func (d *Desk) note(ctx context.Context, p *kb.Proposed, sequence int64) error {
	_, err := d.db.ExecContext(ctx, "UPDATE proposal SET state = 'ACCEPTED', sequence = ? WHERE number = ?", sequence, p.ID)
	if err != nil {
		return err
	}
	again, err := d.readProposals(ctx, "number = ?", p.ID)
	if err == nil && len(again) == 1 {
		comments := p.Comments
		*p = *again[0]
		p.Comments = comments
	}
	return err
}

// Accept writes a proposal as one change set, under the name of who made it. Errors are NotFound, Unknown, Forbidden or
// Conflict, where it is no longer open.
func (d *Desk) Accept(ctx context.Context, id string) (*Outcome, error) {
	d.deciding.Lock()
	defer d.deciding.Unlock()
	p, err := d.open(ctx, id, Decide)
	if err != nil {
		return nil, err
	}
	actor := ActorOf(ctx)
	if d.reviewed && p.Author == actor.Name {
		return nil, kb.Errorf(kb.Forbidden, "two pairs of eyes are asked for: another editor than %s accepts it", p.Author)
	}
	edits, err := d.settled(ctx, p.Edits)
	if err != nil {
		return nil, err
	}
	if _, err := d.db.ExecContext(ctx, "UPDATE proposal SET by = ?, decided = ? WHERE number = ? AND state = 'OPEN'", actor.Name, written(d.now()), p.ID); err != nil {
		return nil, err
	}
	outcome, err := d.commit(ctx, kb.ChangeSet{Author: p.Author, Message: p.Message, Origin: keyOf(p), Key: keyOf(p), Asked: asked(p)}, edits, nil)
	if err != nil {
		return nil, err
	}
	if outcome.Proposal = p; len(outcome.Problems) > 0 {
		return outcome, nil
	}
	return outcome, d.note(ctx, p, outcome.Sequence)
}

// Reject turns a proposal down, with the reason.
func (d *Desk) Reject(ctx context.Context, id, reason string) (*kb.Proposed, error) {
	d.deciding.Lock()
	defer d.deciding.Unlock()
	p, err := d.open(ctx, id, Decide)
	if err != nil {
		return nil, err
	}
	reason = strings.TrimSpace(reason)
	if fault := kb.FaultOfProse(reason, MaxComment); fault != "" {
		return nil, kb.Errorf(kb.Invalid, "reason: say why, in at most %d characters: it %s", MaxComment, fault)
	}
	return d.close(ctx, p, kb.ProposalStateRejected, reason)
}

// Withdraw takes one's own proposal back.
func (d *Desk) Withdraw(ctx context.Context, id string) (*kb.Proposed, error) {
	d.deciding.Lock()
	defer d.deciding.Unlock()
	p, err := d.open(ctx, id, Propose)
	if err != nil {
		return nil, err
	}
	if p.Author != ActorOf(ctx).Name {
		return nil, kb.Errorf(kb.Forbidden, "%s made it: who made a proposal takes it back, and an editor rejects it with a reason", p.Author)
	}
	return d.close(ctx, p, kb.ProposalStateWithdrawn, "")
}

// Rebase puts a proposal on what stands now: what others changed since is expected, and what it changes stays as it was
// proposed. Who made it may do so, and who decides.
func (d *Desk) Rebase(ctx context.Context, id string) (*kb.Proposed, error) {
	d.deciding.Lock()
	defer d.deciding.Unlock()
	p, err := d.open(ctx, id, Propose)
	if err != nil {
		return nil, err
	}
	for i := range p.Edits {
		if p.Edits[i].Op != kb.EditTranslate { // its revision says what it was made from
			p.Edits[i].ExpectedRevision = nil
		}
	}
	dr, err := newDraft(ctx, d.store, p.Edits)
	if err != nil {
		return nil, err
	}
	edits, err := json.Marshal(dr.expect(p.Edits))
	if err != nil {
		return nil, err
	}
	if _, err := d.db.ExecContext(ctx, "UPDATE proposal SET edits = ?, base = ? WHERE number = ? AND state = 'OPEN'", string(edits), d.store.Sequence(), p.ID); err != nil {
		return nil, err
	}
	return d.proposal(ctx, "number = ?", p.ID)
}

// open is a proposal that waits, for who may do something about it.
func (d *Desk) open(ctx context.Context, id string, act Act) (*kb.Proposed, error) {
	if err := ActorOf(ctx).May(act); err != nil {
		return nil, err
	}
	p, err := d.known(ctx, id)
	if err == nil && p.State != kb.ProposalStateOpen {
		err = kb.Errorf(kb.Conflict, "proposal %s is no longer open: it is %s", p.ID, p.State)
	}
	return p, err
}

func (d *Desk) close(ctx context.Context, p *kb.Proposed, state kb.ProposalState, reason string) (*kb.Proposed, error) {
	var why any
	if reason != "" {
		why = reason
	}
	done, err := d.db.ExecContext(ctx, "UPDATE proposal SET state = ?, by = ?, decided = ?, reason = ? WHERE number = ? AND state = 'OPEN'",
		state, ActorOf(ctx).Name, written(d.now()), why, p.ID)
	if err != nil {
		return nil, err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return nil, kb.Errorf(kb.Conflict, "proposal %s was decided at the same moment", p.ID)
	}
	return d.proposal(ctx, "number = ?", p.ID)
}

// Preview is what a proposal would change as things stand now, and what is in its way.
type Preview struct {
	Changes   []*kb.ProposedChange
	Problems  kb.Problems
	Conflicts []*kb.WriteConflict
}

// Preview works a proposal out. One that was decided has nothing in its way.
func (d *Desk) Preview(ctx context.Context, p *kb.Proposed) (*Preview, error) {
	edits, err := d.settled(ctx, p.Edits)
	if err != nil {
		return nil, err
	}
	dr, problems, err := d.rehearse(ctx, kb.ChangeSet{Author: p.Author, Message: p.Message}, edits)
	if err != nil {
		return nil, err
	}
	v := &Preview{}
	if p.State == kb.ProposalStateOpen {
		v.Problems = problems
		if v.Conflicts, err = dr.conflicts(problems); err != nil {
			return nil, err
		}
	}
	v.Changes, err = dr.proposed()
	return v, err
}

// proposed are the changes of a draft that would change something.
func (d *draft) proposed() ([]*kb.ProposedChange, error) {
	all := []*kb.ProposedChange{}
	for i := range d.changes {
		c, err := d.difference(&d.changes[i])
		if err != nil {
			return nil, err
		}
		if c != nil {
			all = append(all, c)
		}
	}
	return all, nil
}

var actions = map[kb.Op]kb.ChangeAction{
	kb.Archive: kb.ChangeActionArchive, kb.Restore: kb.ChangeActionRestore, kb.Alias: kb.ChangeActionAlias,
	kb.Join: kb.ChangeActionLink, kb.Part: kb.ChangeActionUnlink,
}

// difference is what a change would change; nil where it is so already.
func (d *draft) difference(c *kb.Change) (*kb.ProposedChange, error) {
	now, err := d.store.Entity(d.ctx, c.ID)
	if err != nil {
		return nil, err
	}
	p := &kb.ProposedChange{Action: actions[c.Op], EntityID: c.ID, Entity: now, Fields: []*kb.FieldChange{}}
	switch c.Op {
	case kb.Put:
		before := map[string]any{}
		if p.Action = kb.ChangeActionCreate; now != nil {
			p.Action = kb.ChangeActionUpdate
			if before, err = d.store.Body(d.ctx, now); err != nil {
				return nil, err
			}
		}
		if p.Fields, err = kb.Differences(before, c.Body); err != nil || len(p.Fields) == 0 {
			return nil, err
		}
	case kb.Join, kb.Part:
		stands, same, err := d.stands(now, c)
		if err != nil || c.Op == kb.Join && same || c.Op == kb.Part && !stands {
			return nil, err
		}
		kind := d.schema.Kind(c.Kind)
		if kind == nil {
			return nil, nil
		}
		properties, err := kb.Canonical(c.Properties)
		if err != nil {
			return nil, err
		}
		p.Link = &kb.ChangedLink{ID: kb.LinkID(c.ID, c.Kind, c.To, c.Qualifier), Kind: kind.Enum(), From: c.ID, To: c.To, Qualifier: c.Qualifier}
		if len(c.Properties) > 0 {
			p.Link.Properties = kb.JSON(properties)
		}
	}
	return p, nil
}

// stands tells whether a link stands, and whether it carries the same.
func (d *draft) stands(from kb.Entity, c *kb.Change) (stands, same bool, err error) {
	if from == nil {
		return false, false, nil
	}
	links, _, err := d.store.Joins(d.ctx, from)
	if err != nil {
		return false, false, err
	}
	for _, l := range links {
		if l.Kind != c.Kind || l.To != c.To || l.Qualifier != c.Qualifier {
			continue
		}
		before, err := kb.Canonical([]any{l.Position, l.Properties, l.Citations})
		if err != nil {
			return true, false, err
		}
		after, err := kb.Canonical([]any{c.Position, c.Properties, c.Citations})
		return true, bytes.Equal(before, after), err
	}
	return false, false, nil
}
