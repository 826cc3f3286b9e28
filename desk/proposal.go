package desk

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/praxis-kb/praxis/kb"
)

// MaxComment bounds what is said of a proposal at once, in characters: a page.
const MaxComment = 4_000

// propose keeps edits as a proposal, if they could be made as things stand.
func (d *Desk) propose(ctx context.Context, actor Actor, s Submission) (*Outcome, error) {
	asked, err := fingerprint(s.Message, s.Edits)
	if err != nil {
		return nil, err
	}
	var key any
	if s.Key != "" {
		key = hashed(actor.Name + "\x00" + s.Key)
		if p, err := d.repeated(ctx, key, asked); p != nil || err != nil {
			return &Outcome{Proposal: p, Repeated: true}, err
		}
	}
	begun := d.store.Sequence()
	dr, problems, err := d.rehearse(ctx, kb.ChangeSet{Author: actor.Name, Message: s.Message}, s.Edits)
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		conflicts, err := dr.conflicts(problems)
		return &Outcome{Problems: problems, Conflicts: conflicts}, err
	}
	edits, err := json.Marshal(dr.expect(s.Edits))
	if err != nil {
		return nil, err
	}
	d.deciding.Lock()
	defer d.deciding.Unlock()
	if p, err := d.repeated(ctx, key, asked); p != nil || err != nil {
		return &Outcome{Proposal: p, Repeated: true}, err // at the same moment
	}
	var number int64
	err = d.db.QueryRowContext(ctx, "INSERT INTO proposal (author, message, created, base, edits, key, asked) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING number",
		actor.Name, s.Message, written(d.now()), begun, string(edits), key, asked).Scan(&number)
	if err != nil {
		return nil, err
	}
	p, err := d.proposal(ctx, "number = ?", number)
	return &Outcome{Proposal: p, IDs: dr.order}, err
}

// repeated is the proposal that was made under a key before. Something else under the same key is a Conflict.
func (d *Desk) repeated(ctx context.Context, key any, asked []byte) (*kb.Proposed, error) {
	p, err := d.proposal(ctx, "key = ?", key)
	if p == nil || err != nil {
		return nil, err
	}
	var same bool
	err = d.db.QueryRowContext(ctx, "SELECT asked IS NULL OR asked = ? FROM proposal WHERE number = ?", asked, p.ID).Scan(&same)
	if err == nil && !same {
		return nil, kb.Errorf(kb.Conflict, "the key was used for another proposal, %s: choose a new key", p.ID)
	}
	return p, err
}

// rehearse works edits out and tries them, and keeps nothing.
func (d *Desk) rehearse(ctx context.Context, cs kb.ChangeSet, edits []kb.Edit) (*draft, kb.Problems, error) {
	dr, err := newDraft(ctx, d.store, edits)
	if err != nil {
		return nil, nil, err
	}
	cs.Time, cs.Changes = d.now(), dr.changes
	if len(dr.changes) > 0 {
		_, err = d.store.Rehearse(ctx, cs)
	}
	problems, err := dr.outcome(err)
	return dr, problems, err
}

// expect ties what replaces or hides to the revision that it was made from. What only adds goes with any.
func (d *draft) expect(edits []kb.Edit) []kb.Edit {
	tied := append([]kb.Edit(nil), edits...)
	for i, e := range tied {
		now := d.presentOf(e.ID)
		if replaces := e.Op == kb.EditUpdate || e.Op == kb.EditArchive; !replaces || e.ExpectedRevision != nil || now == nil || now.now == nil {
			continue
		}
		revision := now.now.Meta().Revision
		tied[i].ExpectedRevision = &revision
	}
	return tied
}

// presentOf is what an id leads to, as the edits leave it, where they read it.
func (d *draft) presentOf(id string) *drafted {
	if e := d.entities[id]; e != nil {
		return e
	}
	return d.entities[d.present(id)]
}

// settled are the edits of a proposal with expectations raised where others changed only what the edits do not touch.
func (d *Desk) settled(ctx context.Context, edits []kb.Edit) ([]kb.Edit, error) {
	all := append([]kb.Edit(nil), edits...)
	for i, e := range all {
		if e.Op != kb.EditUpdate || e.ExpectedRevision == nil {
			continue
		}
		now, err := d.store.Entity(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		if now == nil || now.Meta().Revision == *e.ExpectedRevision {
			continue
		}
		then, err := d.store.BodyAt(ctx, now.Meta().ID, *e.ExpectedRevision)
		if err != nil {
			return nil, err
		}
		body, err := d.store.Body(ctx, now)
		if err != nil {
			return nil, err
		}
		moved, err := kb.Differences(then, body)
		if err != nil {
			return nil, err
		}
		if !touches(e.Fields, moved) {
			revision := now.Meta().Revision
			all[i].ExpectedRevision = &revision
		}
	}
	return all, nil
}

func touches(fields map[string]any, moved []*kb.FieldChange) bool {
	for _, m := range moved {
		top, _, _ := strings.Cut(m.Path, "/")
		if _, named := fields[top]; named {
			return true
		}
	}
	return false
}

// Proposals are those that the viewer may see, the newest first: all for who decides, their own for who proposes.
func (d *Desk) Proposals(ctx context.Context, state *kb.ProposalState, first int, before string) ([]*kb.Proposed, error) {
	where, args := "true", []any{}
	actor := ActorOf(ctx)
	if err := actor.May(Propose); err != nil {
		return nil, err
	}
	if actor.May(Decide) != nil {
		where, args = where+" AND author = ?", append(args, actor.Name)
	}
	if state != nil {
		where, args = where+" AND state = ?", append(args, state.String())
	}
	if before != "" {
		number, err := strconv.ParseInt(before, 10, 64)
		if err != nil {
			return nil, kb.Errorf(kb.Invalid, "before %q is no number of a proposal", before)
		}
		where, args = where+" AND number < ?", append(args, number)
	}
	return d.proposals(ctx, where+" ORDER BY number DESC LIMIT ?", append(args, first)...)
}

// Proposal is one proposal, or nil where there is none that the viewer may see.
func (d *Desk) Proposal(ctx context.Context, id string) (*kb.Proposed, error) {
	actor := ActorOf(ctx)
	if actor.May(Propose) != nil {
		return nil, nil
	}
	p, err := d.proposal(ctx, "number = ?", id)
	if p == nil || err != nil || p.Author != actor.Name && actor.May(Decide) != nil {
		return nil, err
	}
	return p, nil
}

func (d *Desk) proposal(ctx context.Context, where string, args ...any) (*kb.Proposed, error) {
	all, err := d.proposals(ctx, where, args...)
	if len(all) == 0 {
		return nil, err
	}
	return all[0], err
}

func (d *Desk) proposals(ctx context.Context, where string, args ...any) ([]*kb.Proposed, error) {
	all, err := d.readProposals(ctx, where, args...)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if err := d.heal(ctx, p); err != nil {
			return nil, err
		}
		if p.Comments, err = d.comments(ctx, p.ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (d *Desk) readProposals(ctx context.Context, where string, args ...any) ([]*kb.Proposed, error) {
	rows, err := d.db.QueryContext(ctx, "SELECT number, author, message, state, created, base, edits, by, decided, reason, sequence FROM proposal WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []*kb.Proposed{}
	for rows.Next() {
		p, err := scanProposal(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

func scanProposal(rows *sql.Rows) (*kb.Proposed, error) {
	var p kb.Proposed
	var created, edits string
	var decided sql.NullString
	if err := rows.Scan(&p.ID, &p.Author, &p.Message, &p.State, &created, &p.MadeFrom, &edits, &p.DecidedBy, &decided, &p.Reason, &p.Sequence); err != nil {
		return nil, err
	}
	var err error
	if p.CreatedAt, err = time.Parse(time.RFC3339Nano, created); err != nil {
		return nil, err
	}
	if p.DecidedAt, err = read(decided); err != nil {
		return nil, err
	}
	if p.State == kb.ProposalStateOpen { // who began to accept it, and was kept from it
		p.DecidedBy, p.DecidedAt = nil, nil
	}
	return &p, json.Unmarshal([]byte(edits), &p.Edits)
}

func (d *Desk) comments(ctx context.Context, id string) ([]*kb.ProposalComment, error) {
	rows, err := d.db.QueryContext(ctx, "SELECT author, time, text FROM comment WHERE proposal = ? ORDER BY n", id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []*kb.ProposalComment{}
	for rows.Next() {
		var c kb.ProposalComment
		var at string
		if err := rows.Scan(&c.Author, &at, &c.Text); err != nil {
			return nil, err
		}
		if c.Time, err = time.Parse(time.RFC3339Nano, at); err != nil {
			return nil, err
		}
		all = append(all, &c)
	}
	return all, rows.Err()
}

// Comment says something of a proposal.
func (d *Desk) Comment(ctx context.Context, id, text string) (*kb.Proposed, error) {
	p, err := d.known(ctx, id)
	if err != nil {
		return nil, err
	}
	text = strings.TrimSpace(text)
	if fault := kb.FaultOfProse(text, MaxComment); fault != "" {
		return nil, kb.Errorf(kb.Invalid, "text: say something, in at most %d characters: it %s", MaxComment, fault)
	}
	_, err = d.db.ExecContext(ctx, `INSERT INTO comment (proposal, n, author, time, text)
		SELECT ?1, (SELECT count(*) FROM comment WHERE proposal = ?1), ?2, ?3, ?4`, p.ID, ActorOf(ctx).Name, written(d.now()), text)
	if err != nil {
		return nil, err
	}
	return d.proposal(ctx, "number = ?", id)
}

// known is a proposal that the viewer may see. Errors are NotFound, Unknown or Forbidden.
func (d *Desk) known(ctx context.Context, id string) (*kb.Proposed, error) {
	if err := ActorOf(ctx).May(Propose); err != nil {
		return nil, err
	}
	p, err := d.Proposal(ctx, id)
	if err == nil && p == nil {
		err = kb.Errorf(kb.NotFound, "there is no proposal %q that you may see", id)
	}
	return p, err
}
