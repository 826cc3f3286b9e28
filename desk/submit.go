package desk

import (
	"context"
	"crypto/sha256"

	"github.com/praxis-kb/praxis/kb"
)

// MaxEdits bounds one submission: a table of alignments for a large toolkit; collections come in by import.
const MaxEdits = 2_000

// Submission is what somebody asks to change, together.
type Submission struct {
	Message string
	Key     string // chosen by the client; the same sent again is done once
	Edits   []kb.Edit
	Faults  kb.Problems // that were found when the edits were read: nothing is kept, and all else that is wrong is told too
	DryRun  bool        // nothing is kept
}

// Outcome is what became of a submission. Where there are problems, nothing was kept.
type Outcome struct {
	Sequence  int64    // 0 where it became a proposal
	Repeated  bool     // it had been done before, under the same key
	IDs       []string // of what was edited, in order
	Proposal  *kb.Proposed
	Problems  kb.Problems // Change is the place of the edit
	Conflicts []*kb.WriteConflict
}

// Submit makes edits: at once for those who may change what stands, and as a proposal for those who may propose. Errors
// are Unknown or Forbidden; what is wrong with the edits stands in the outcome, all of it.
func (d *Desk) Submit(ctx context.Context, s Submission) (*Outcome, error) {
	actor := ActorOf(ctx)
	if err := actor.May(Propose); err != nil {
		return nil, err
	}
	if n := len(s.Edits); n == 0 && len(s.Faults) == 0 || n > MaxEdits {
		return nil, kb.Errorf(kb.Invalid, "there are %d changes: send 1 to %d at once; collections come in by `praxis import`", n, MaxEdits)
	}
	if len(s.Faults) > 0 {
		_, problems, err := d.rehearse(ctx, kb.ChangeSet{Author: actor.Name, Message: s.Message}, s.Edits)
		return &Outcome{Problems: append(s.Faults, problems...)}, err
	}
	if s.DryRun {
		return d.tried(ctx, kb.ChangeSet{Author: actor.Name, Message: s.Message}, s.Edits)
	}
	if d.reviewed || actor.May(Write) != nil {
		return d.propose(ctx, actor, s)
	}
	asked, err := fingerprint(s.Message, s.Edits)
	if err != nil {
		return nil, err
	}
	cs := kb.ChangeSet{Author: actor.Name, Message: s.Message, Asked: asked}
	if s.Key != "" {
		cs.Key = actor.Name + "\x00" + s.Key // the keys of one account say nothing of another's
	}
	begun := d.store.Sequence()
	dr, err := newDraft(ctx, d.store, s.Edits)
	if err != nil {
		return nil, err
	}
	d.deciding.Lock()
	defer d.deciding.Unlock()
	if holds, err := d.holds(ctx, dr, begun); err != nil {
		return nil, err
	} else if !holds {
		dr = nil
	}
	return d.commit(ctx, cs, s.Edits, dr)
}

// tried is what would be in the way of edits, of which nothing is kept.
func (d *Desk) tried(ctx context.Context, cs kb.ChangeSet, edits []kb.Edit) (*Outcome, error) {
	dr, problems, err := d.rehearse(ctx, cs, edits)
	if err != nil {
		return nil, err
	}
	conflicts, err := dr.conflicts(problems)
	return &Outcome{Problems: problems, Conflicts: conflicts, IDs: dr.order}, err
}

// commit commits edits as they were worked out, or works them out against what stands. Nobody else writes meanwhile, so
// that edits that name no revision are never in each other's way.
func (d *Desk) commit(ctx context.Context, cs kb.ChangeSet, edits []kb.Edit, dr *draft) (*Outcome, error) {
	if sequence, repeated, err := d.store.Repeated(ctx, cs.Key, cs.Asked); repeated || err != nil {
		return &Outcome{Sequence: sequence, Repeated: true, IDs: idsOf(edits)}, err
	}
	var err error
	if dr == nil {
		if dr, err = newDraft(ctx, d.store, edits); err != nil {
			return nil, err
		}
	}
	dr.guard()
	cs.Time, cs.Changes = d.now(), dr.changes
	if len(dr.problems) > 0 {
		if len(dr.changes) > 0 {
			_, err = d.store.Rehearse(ctx, cs) // for all else that is wrong
		}
		return dr.refused(err)
	}
	receipt, err := d.store.Commit(ctx, cs)
	if err != nil {
		return dr.refused(err)
	}
	return &Outcome{Sequence: receipt.Sequence, Repeated: receipt.Repeated, IDs: dr.order}, nil
}

// guard ties each body to the revision that it was worked out from.
func (d *draft) guard() {
	for _, e := range d.entities {
		if e.put != none && e.now != nil && d.changes[e.put].ExpectedRevision == nil {
			revision := e.now.Meta().Revision
			d.changes[e.put].ExpectedRevision = &revision
		}
	}
}

// refused is the outcome of edits that cannot be made, with where others were before.
func (d *draft) refused(err error) (*Outcome, error) {
	problems, err := d.outcome(err)
	if err != nil {
		return nil, err
	}
	conflicts, err := d.conflicts(problems)
	return &Outcome{Problems: problems, Conflicts: conflicts}, err
}

// conflicts say, for each entity that others changed since the revision that was expected, what differs.
func (d *draft) conflicts(problems kb.Problems) ([]*kb.WriteConflict, error) {
	var all []*kb.WriteConflict
	seen := map[string]bool{}
	for _, p := range problems {
		if p.Code != kb.Conflict || p.Path != "expectedRevision" || seen[p.ID] {
			continue
		}
		seen[p.ID] = true
		for _, c := range d.changes {
			if c.ID != p.ID || c.ExpectedRevision == nil {
				continue
			}
			conflict, err := d.conflict(p.ID, *c.ExpectedRevision)
			if err != nil {
				return nil, err
			}
			if conflict != nil {
				all = append(all, conflict)
			}
			break
		}
	}
	return all, nil
}

func (d *draft) conflict(id string, expected int) (*kb.WriteConflict, error) {
	now, err := d.store.Entity(d.ctx, id)
	if now == nil || err != nil {
		return nil, err
	}
	before, err := d.store.BodyAt(d.ctx, id, expected)
	if err != nil {
		return nil, err
	}
	after, err := d.store.Body(d.ctx, now)
	if err != nil {
		return nil, err
	}
	fields, err := kb.Differences(before, after)
	return &kb.WriteConflict{Entity: now, ExpectedRevision: expected, Revision: now.Meta().Revision, Fields: fields}, err
}

func idsOf(edits []kb.Edit) []string {
	ids := make([]string, len(edits))
	for i, e := range edits {
		ids[i] = e.ID
	}
	return ids
}

// fingerprint tells one submission from another.
func fingerprint(message string, edits []kb.Edit) ([]byte, error) {
	text, err := kb.Canonical(edits)
	sum := sha256.Sum256(append([]byte(message+"\x00"), text...))
	return sum[:], err
}
