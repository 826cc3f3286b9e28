package graph

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

// The ways to write. Each reads its input into edits, and the desk does the rest.

// submit sends edits to the desk. at names the place of an edit in the input.
func (r *Resolver) submit(ctx context.Context, s desk.Submission, in *reader, at func(kb.Problem) []string) (*kb.WritePayload, error) {
	if r.desk == nil {
		return nil, errReadsOnly
	}
	s.Faults = in.problems
	o, err := r.desk.Submit(ctx, s)
	if err != nil {
		return nil, err
	}
	p := &kb.WritePayload{Repeated: o.Repeated, Proposal: o.Proposal, UserErrors: userErrors(o.Problems, at), Conflicts: orEmpty(o.Conflicts)}
	if o.Sequence > 0 {
		sequence := int(o.Sequence)
		p.Sequence = &sequence
	}
	if p.Entities, err = r.standing(ctx, o.IDs); len(p.Entities) > 0 {
		p.Entity = p.Entities[0]
	}
	return p, err
}

// standing are the entities that ids lead to, each once.
func (r *Resolver) standing(ctx context.Context, ids []string) ([]kb.Entity, error) {
	all, seen := []kb.Entity{}, map[string]bool{}
	for _, id := range ids {
		e, err := r.store.Entity(ctx, id)
		if err != nil {
			return nil, err
		}
		if e != nil && !seen[e.Meta().ID] {
			seen[e.Meta().ID] = true
			all = append(all, e)
		}
	}
	return all, nil
}

func userErrors(problems kb.Problems, at func(kb.Problem) []string) []*kb.UserError {
	all := make([]*kb.UserError, len(problems))
	for i, p := range problems {
		e := &kb.UserError{Path: at(p), Message: p.Message, Code: kb.UserErrorCode(p.Code)}
		if p.ID == kb.WholeSet {
			e.Path = []string{"input"} // its message
		}
		if p.Path != "" {
			e.Path = append(e.Path, strings.Split(p.Path, "/")...)
		}
		if !e.Code.IsValid() {
			e.Code = kb.UserErrorCodeInvalid
		}
		if p.ID != "" && p.ID != kb.WholeSet {
			e.ID = &p.ID
		}
		all[i] = e
	}
	return all
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// single makes one change of those that ChangeInput has. within are the fields of the input that lead to where the
// change's own fields stand.
func (r *Resolver) single(ctx context.Context, name string, input map[string]any, within ...string) (*kb.WritePayload, error) {
	c, err := plain(input)
	if err != nil {
		return nil, err
	}
	s := desk.Submission{Message: text(c, "message"), Key: text(c, "key")}
	delete(c, "message")
	delete(c, "key")
	in := &reader{s: r.schema}
	s.Edits = []kb.Edit{in.change(map[string]any{name: c})}
	return r.submit(ctx, s, in, func(p kb.Problem) []string {
		if p.Path == "id" || p.Path == "expectedRevision" {
			return []string{"input"} // they stand beside the entity's fields
		}
		return append([]string{"input"}, within...)
	})
}

// ofType makes one change of an entity of a type, whose fields stand under the name of the type.
func (r *Resolver) ofType(ctx context.Context, name, typ string, input map[string]any) (*kb.WritePayload, error) {
	change := maps.Clone(input)
	delete(change, typ)
	change["entity"] = map[string]any{typ: input[typ]}
	return r.single(ctx, name, change, typ)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (r mutationResolver) Commit(ctx context.Context, input map[string]any) (*kb.WritePayload, error) {
	c, err := plain(input)
	if err != nil {
		return nil, err
	}
	in := &reader{s: r.schema}
	s := desk.Submission{Message: text(c, "message"), Key: text(c, "key"), DryRun: c["dryRun"] == true}
	changes, _ := c["changes"].([]any)
	for i, item := range changes {
		change, _ := item.(map[string]any)
		in.edit = i
		s.Edits = append(s.Edits, in.change(change))
	}
	return r.submit(ctx, s, in, func(p kb.Problem) []string { return []string{"input", "changes", fmt.Sprint(p.Change)} })
}

func (r mutationResolver) Align(ctx context.Context, input map[string]any) (*kb.WritePayload, error) {
	c, err := plain(input)
	if err != nil {
		return nil, err
	}
	in := &reader{s: r.schema}
	s := desk.Submission{Message: text(c, "message"), Key: text(c, "key")}
	lines, _ := c["lines"].([]any)
	for i, item := range lines {
		line, _ := item.(map[string]any)
		in.edit = i
		s.Edits = append(s.Edits, in.align(line))
	}
	return r.submit(ctx, s, in, func(p kb.Problem) []string { return []string{"input", "lines", fmt.Sprint(p.Change)} })
}
