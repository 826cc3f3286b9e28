package graph

import (
	"context"
	"fmt"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

func (r queryResolver) Proposals(ctx context.Context, state *kb.ProposalState, first *int, before *string) ([]*kb.Proposed, error) {
	n := orDefault(first, kb.DefaultPage)
	if n < 1 || n > kb.MaxPage {
		return nil, kb.Errorf(kb.Invalid, "first is %d; it may be 1 to %d", n, kb.MaxPage)
	}
	if r.desk == nil {
		return nil, errReadsOnly
	}
	return r.desk.Proposals(ctx, state, n, deref(before))
}

func (r queryResolver) Proposal(ctx context.Context, id string) (*kb.Proposed, error) {
	if r.desk == nil {
		return nil, nil
	}
	return r.desk.Proposal(ctx, id)
}

// inChanges is the place of an edit of a proposal.
func inChanges(p kb.Problem) []string { return []string{"changes", fmt.Sprint(p.Change)} }

func (r proposalResolver) Changes(ctx context.Context, p *kb.Proposed) ([]*kb.ProposedChange, error) {
	v, err := r.desk.Preview(ctx, p)
	if err != nil {
		return nil, err
	}
	return v.Changes, nil
}

func (r proposalResolver) Problems(ctx context.Context, p *kb.Proposed) ([]*kb.UserError, error) {
	v, err := r.desk.Preview(ctx, p)
	if err != nil {
		return nil, err
	}
	return userErrors(v.Problems, inChanges), nil
}

func (r proposalResolver) Conflicts(ctx context.Context, p *kb.Proposed) ([]*kb.WriteConflict, error) {
	v, err := r.desk.Preview(ctx, p)
	if err != nil {
		return nil, err
	}
	return orEmpty(v.Conflicts), nil
}

func (r mutationResolver) AcceptProposal(ctx context.Context, input map[string]any) (*kb.ProposalPayload, error) {
	if r.desk == nil {
		return nil, errReadsOnly
	}
	o, err := r.desk.Accept(ctx, text(input, "id"))
	if o == nil || err != nil {
		return decided(nil, err, "id")
	}
	p := &kb.ProposalPayload{Proposal: o.Proposal, UserErrors: userErrors(o.Problems, inChanges), Conflicts: orEmpty(o.Conflicts)}
	if o.Sequence > 0 {
		p.Sequence = o.Proposal.Sequence
	}
	return p, nil
}

func (r mutationResolver) RejectProposal(ctx context.Context, input map[string]any) (*kb.ProposalPayload, error) {
	return r.decide("reason", func(d *desk.Desk) (*kb.Proposed, error) {
		return d.Reject(ctx, text(input, "id"), text(input, "reason"))
	})
}

func (r mutationResolver) WithdrawProposal(ctx context.Context, input map[string]any) (*kb.ProposalPayload, error) {
	return r.decide("id", func(d *desk.Desk) (*kb.Proposed, error) { return d.Withdraw(ctx, text(input, "id")) })
}

func (r mutationResolver) RebaseProposal(ctx context.Context, input map[string]any) (*kb.ProposalPayload, error) {
	return r.decide("id", func(d *desk.Desk) (*kb.Proposed, error) { return d.Rebase(ctx, text(input, "id")) })
}

func (r mutationResolver) CommentOnProposal(ctx context.Context, input map[string]any) (*kb.ProposalPayload, error) {
	return r.decide("text", func(d *desk.Desk) (*kb.Proposed, error) {
		return d.Comment(ctx, text(input, "id"), text(input, "text"))
	})
}

// decide acts upon a proposal; said is the field of the input that may hold something wrong.
func (r mutationResolver) decide(said string, act func(*desk.Desk) (*kb.Proposed, error)) (*kb.ProposalPayload, error) {
	if r.desk == nil {
		return nil, errReadsOnly
	}
	p, err := act(r.desk)
	return decided(p, err, said)
}

// decided is the answer of an act upon a proposal. What whoever acts can mend is said in the answer; that they may not
// act at all is an error.
func decided(p *kb.Proposed, err error, said string) (*kb.ProposalPayload, error) {
	payload := &kb.ProposalPayload{Proposal: p, UserErrors: []*kb.UserError{}, Conflicts: []*kb.WriteConflict{}}
	if code := kb.UserErrorCode(kb.CodeOf(err)); err != nil && code.IsValid() {
		if code != kb.UserErrorCodeInvalid {
			said = "id" // there is none, or it is no longer open
		}
		payload.UserErrors = append(payload.UserErrors, &kb.UserError{Path: []string{"input", said}, Message: err.Error(), Code: code})
		return payload, nil
	}
	if err != nil {
		return nil, err
	}
	return payload, nil
}

// Viewer is who asks.
func (r queryResolver) Viewer(ctx context.Context) (*kb.Viewer, error) {
	actor := desk.ActorOf(ctx)
	v := &kb.Viewer{Role: actor.Role, Reviewed: r.desk != nil && r.desk.Reviewed()}
	if actor.Name != "" {
		v.Name = &actor.Name
	}
	return v, nil
}
