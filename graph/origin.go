package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

// Origin says where what is served comes from, where it is not written here and so only read.
type Origin struct {
	PastOf   int    // the last change set of the log that a state of the past was taken from; 0 where it is the present
	MirrorOf string // the address of the server that this one is a copy of; empty where it is none
}

// WithOrigin closes the server to writing, where what it serves is written elsewhere.
func (s *Server) WithOrigin(o Origin) *Server {
	s.resolver.origin = o
	return s
}

// mayWrite keeps from every mutation who may not even propose, before anything is read for them; and everybody, where
// what is served is written elsewhere.
func (r *Resolver) mayWrite(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Mutation {
		err := r.readOnly()
		if err == nil {
			err = desk.ActorOf(ctx).May(desk.Propose)
		}
		if err != nil {
			graphql.AddError(ctx, err)
			return graphql.Null
		}
	}
	return next(ctx)
}

// errReadsOnly is what a server without a desk says.
var errReadsOnly = kb.Errorf(kb.Forbidden, "this server only reads")

// readOnly says why nothing can be written here, and where it can.
func (r *Resolver) readOnly() error {
	switch o := r.origin; {
	case o.PastOf > 0:
		return kb.Errorf(kb.Forbidden, "this server shows the past, as of change set %d of %d, and only reads: write to the one that serves the present", r.store.Sequence(), o.PastOf)
	case o.MirrorOf != "":
		return kb.Errorf(kb.Forbidden, "this server is a mirror and only reads: write to %s", o.MirrorOf)
	}
	return nil
}

// describe says on the data set where it comes from.
func (o Origin) describe(d *kb.Dataset) {
	if o.PastOf > 0 {
		d.PastOf = &o.PastOf
	}
	if o.MirrorOf != "" {
		d.MirrorOf = &o.MirrorOf
	}
}
