package graph

import (
	"context"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/graph/generated"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Reference is the same server without an executor of its own: gqlgen answers.
func (s *Server) Reference() *Server {
	r := *s
	r.planner, r.answers = nil, newAnswers(answersKept)
	return &r
}

// Replace answers a field otherwise, until it is mended by what this gives.
func Replace(object, name string, answer func(context.Context) (any, error)) (mend func()) {
	f := generated.Objects[object].Fields[name]
	whole := f.Resolve
	f.Resolve = func(ctx context.Context, _ generated.ResolverRoot, _ any, _ map[string]any) (any, error) {
		return answer(ctx)
	}
	return func() { f.Resolve = whole }
}

// Unbound are the fields that a plan could not answer.
func Unbound(own *schema.Schema) (all []string) {
	p := newPlanner(generated.NewExecutableSchema(generated.Config{}).Schema(), own)
	s := &selection{planner: p}
	for name := range generated.Objects {
		for _, f := range p.api.Types[name].Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			bound := s.field(p.api.Types[name], &ast.Field{Alias: f.Name, Name: f.Name})
			if bound.how == part && bound.index == nil {
				all = append(all, name+"."+f.Name)
			}
		}
	}
	return all
}
