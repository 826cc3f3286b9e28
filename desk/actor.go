package desk

import (
	"context"
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

// Actor is who asks or writes.
type Actor struct {
	Name string // the account, as it stands in the log; empty for a reader
	Role kb.Role
}

// Act is something that not everybody may do.
type Act string

// The acts, each as it reads in a refusal.
const (
	Propose Act = "propose changes"
	Assess  Act = "assess a city"
	Write   Act = "change what stands"
	Decide  Act = "decide on proposals"
	Keep    Act = "keep the tokens of others"
)

// least is the one table of who may do what: the least role for each act. It holds on every way in.
var least = map[Act]kb.Role{
	Propose: kb.RoleContributor,
	Assess:  kb.RoleContributor, // and see and change none but one's own: no role stands above that
	Write:   kb.RoleEditor,
	Decide:  kb.RoleEditor,
	Keep:    kb.RoleAdmin,
}

// May is nil where the actor may do it. Errors are Unknown, where nobody has said who they are, or Forbidden.
func (a Actor) May(act Act) error {
	need := least[act]
	switch {
	case slices.Index(kb.AllRole, a.Role) >= slices.Index(kb.AllRole, need):
		return nil
	case a.Name == "":
		return kb.Errorf(kb.Unknown, "to %s, send a token with the role %s: Authorization: Bearer …", act, need)
	}
	return kb.Errorf(kb.Forbidden, "%s has the role %s; to %s takes %s", a.Name, a.Role, act, need)
}

type actorKey struct{}

// WithActor says who asks.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf is who asks: a reader where nobody was named.
func ActorOf(ctx context.Context) Actor {
	if a, ok := ctx.Value(actorKey{}).(Actor); ok {
		return a
	}
	return Actor{Role: kb.RoleReader}
}
