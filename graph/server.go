package graph

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/graph/generated"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/search"
	"github.com/praxis-kb/praxis/store"
)

// Server answers GraphQL requests, over HTTP and within the process.
type Server struct {
	store     *store.Store
	index     *search.Index
	resolver  *Resolver
	contract  *ast.Schema
	planner   *planner // nil in tests that ask gqlgen
	executor  *executor.Executor
	documents graphql.Cache[*ast.QueryDocument]
	answers   *answers
	running   chan struct{} // a place for each answer that is being made
	streams   chan struct{} // a place for each subscription
	closing   chan struct{} // closed when streams are to end
	end       func()
	version   string
	rates     *rates
}

// Request is a GraphQL request.
type Request struct {
	Query         string         `json:"query"`
	OperationName string         `json:"operationName"`
	Variables     map[string]any `json:"variables"`
	Extensions    map[string]any `json:"extensions"`
}

// Answer is what a request is answered.
type Answer struct {
	Body  []byte // JSON: data and errors
	ETag  string // of the question and the state that it was asked of; empty where there were errors
	fault fault
}

// Whole tells whether the answer has no errors.
func (a Answer) Whole() bool { return a.fault == none }

// New makes a server over a store and the index that follows it. version is that of the program, as dataset answers it.
func New(s *store.Store, x *search.Index, version string) *Server {
	resolver := &Resolver{store: s, index: x, schema: s.Schema(), version: version, home: "http://127.0.0.1:8080"}
	api := generated.NewExecutableSchema(generated.Config{Resolvers: resolver})
	srv := &Server{
		store:     s,
		index:     x,
		resolver:  resolver,
		contract:  api.Schema(),
		planner:   newPlanner(api.Schema(), s.Schema()),
		executor:  executor.New(api),
		documents: lru.New[*ast.QueryDocument](documentsKept),
		answers:   newAnswers(answersKept),
		running:   make(chan struct{}, maxRunning),
		streams:   make(chan struct{}, maxStreams),
		closing:   make(chan struct{}),
		version:   version,
	}
	srv.end = sync.OnceFunc(func() { close(srv.closing) })
	srv.executor.SetQueryCache(srv.documents)
	srv.executor.SetErrorPresenter(present)
	srv.executor.SetRecoverFunc(recovered)
	srv.executor.AroundRootFields(resolver.mayWrite)
	srv.executor.Use(extension.Introspection{})
	return srv
}

// WithDesk lets people write: without a desk a server only reads.
func (s *Server) WithDesk(d *desk.Desk) *Server {
	s.resolver.desk = d
	return s
}

// WithHome says at which address all that is answered can be found, without a slash at its end.
func (s *Server) WithHome(address string) *Server {
	s.resolver.home = address
	return s
}

// WithRate bounds what one account or address may ask in a minute, in values as cost counts them.
func (s *Server) WithRate(perMinute int) *Server {
	s.rates = newRates(perMinute)
	return s
}

// WithCache bounds the bytes of answers that are kept, which each commit makes worthless.
func (s *Server) WithCache(bytes int) *Server {
	s.answers = newAnswers(bytes)
	return s
}

// Execute answers a request. Only queries are answered where the request may not write. Only what readers without an
// account are answered is kept.
func (s *Server) Execute(ctx context.Context, r Request, mayWrite bool) Answer {
	state := s.state()
	if a, ok := s.answers.get(s.cacheKey(r, state), state); ok && anonymous(ctx) {
		return a
	}
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(ctx), maxTime)
	defer cancel()
	select {
	case s.running <- struct{}{}:
		defer func() { <-s.running }()
	case <-ctx.Done():
		return *refuse(timedOut, present(ctx, kb.Errorf(kb.Unavailable, "too many questions are being answered: ask again in a moment")))
	}
	op, refusal := s.prepare(ctx, r, mayWrite)
	if refusal != nil {
		return *refusal
	}
	ctx = kb.WithLanguage(ctx, languageOf(op))
	switch op.Operation.Operation {
	case ast.Mutation:
		return s.run(ctx, op)
	case ast.Subscription:
		return *refuse(notStreamed, gqlerror.Errorf("what is followed is answered as a stream: accept %s", eventsType))
	}
	return s.answer(ctx, r, op, state)
}

func anonymous(ctx context.Context) bool { return desk.ActorOf(ctx).Name == "" }

// answer makes an answer of one state. One that was begun before a commit and ended after it may mix the two: it is made
// anew, and the last time while no commit can be made.
func (s *Server) answer(ctx context.Context, r Request, op *graphql.OperationContext, at state) Answer {
	var a Answer
	for try := 1; ; try++ {
		if try < maxTries {
			a = s.run(ctx, op)
		} else {
			s.store.Still(func() { at, a = s.state(), s.run(ctx, op) })
		}
		now := s.state()
		if now != at && try < maxTries && ctx.Err() == nil {
			at = now
			continue
		}
		if a.fault == none && anonymous(ctx) && !ofTheDesk(op) && (now == at || try == maxTries) {
			key := s.cacheKey(r, at)
			a.ETag = `"` + key + `"`
			s.answers.put(key, at, a)
		}
		return a
	}
}

// state is what answers are true for: the last change set, and how far the index has followed.
type state struct {
	log   store.State
	index int64
}

func (s *Server) state() state { return state{s.store.State(), s.index.Sequence()} }

// prepare parses, counts, validates and prices a request, in this order, and refuses it at the first fault.
func (s *Server) prepare(ctx context.Context, r Request, mayWrite bool) (*graphql.OperationContext, *Answer) {
	if _, known := s.documents.Get(ctx, r.Query); !known {
		if err := guard(r.Query); err != nil {
			return nil, refuse(tooCostly, present(ctx, err))
		}
	}
	op, list := s.executor.CreateOperationContext(ctx, &graphql.RawParams{
		Query: r.Query, OperationName: r.OperationName, Variables: r.Variables, Extensions: r.Extensions,
	})
	if len(list) > 0 {
		return nil, refuse(badDocument, presentAll(ctx, list)...)
	}
	if op.Operation.Operation == ast.Mutation && !mayWrite {
		return nil, refuse(mutationByGet, gqlerror.Errorf("a GET may only ask: send a %s by POST", op.Operation.Operation))
	}
	if err := checkEnums(s.contract, op); err != nil {
		return nil, refuse(badDocument, presentAll(ctx, gqlerror.List{err})...)
	}
	if err := checkVariables(op.Variables); err != nil && op.Operation.Operation == ast.Query { // what is written, maxBody bounds
		return nil, refuse(tooCostly, present(ctx, err))
	}
	cost, err := checkCost(op)
	if err != nil {
		return nil, refuse(tooCostly, present(ctx, err))
	}
	if err := s.rates.take(ctx, cost); err != nil {
		return nil, refuse(tooOften, present(ctx, err))
	}
	return op, nil
}

func (s *Server) run(ctx context.Context, op *graphql.OperationContext) Answer {
	data, list := s.data(ctx, op)
	if data == nil || ctx.Err() != nil && op.Operation.Operation == ast.Query { // what was written was written, however late
		return *refuse(timedOut, present(ctx, context.DeadlineExceeded))
	}
	if len(data) > maxAnswer {
		err := kb.Errorf(kb.TooLarge, "the answer has more than %d bytes, which is the most that is sent at once: ask for fewer fields, or in several requests", maxAnswer)
		return *refuse(tooCostly, present(ctx, err))
	}
	if len(list) == 0 {
		return Answer{Body: slices.Concat([]byte(`{"data":`), data, []byte("}"))}
	}
	faults, err := kb.Canonical(list[:min(len(list), maxErrors)])
	if err != nil {
		return *refuse(tooCostly, present(ctx, err))
	}
	return Answer{Body: slices.Concat([]byte(`{"errors":`), faults, []byte(`,"data":`), data, []byte("}")), fault: partial}
}

// data is what an operation answers: by its plan where it has one, else by gqlgen.
func (s *Server) data(ctx context.Context, op *graphql.OperationContext) ([]byte, gqlerror.List) {
	if s.planner != nil && op.Operation.Operation == ast.Query {
		if root := s.planner.plan(op); root != nil {
			return s.execute(ctx, op, root)
		}
	}
	handle, ctx := s.executor.DispatchOperation(ctx, op)
	response := handle(ctx)
	switch {
	case response == nil:
		return nil, nil
	case len(response.Data) == 0:
		return []byte("null"), response.Errors
	}
	return response.Data, response.Errors
}

func refuse(f fault, errors ...*gqlerror.Error) *Answer {
	for _, e := range errors {
		if e.Extensions == nil {
			e.Extensions = map[string]any{"code": kb.Invalid}
		}
	}
	body, err := kb.Canonical(map[string]gqlerror.List{"errors": errors})
	if err != nil {
		body = []byte(`{"errors":[{"message":"the request is refused","extensions":{"code":"INVALID"}}]}`)
	}
	return &Answer{Body: body, fault: f}
}

// cacheKey names a question asked of a state: the document, its operation, its variables and the state. The
// language stands in the document.
func (s *Server) cacheKey(r Request, at state) string {
	key := make([]byte, 0, 256+len(r.Query))
	key = append(key, at.log.Mark[:]...)
	key = binary.BigEndian.AppendUint64(key, uint64(at.log.Sequence))
	key = binary.BigEndian.AppendUint64(key, uint64(at.index))
	key = append(append(append(key, s.version...), 0), r.OperationName...)
	key = append(key, 0)
	if len(r.Variables) > 0 {
		variables, _ := kb.Canonical(r.Variables) // it came as JSON
		key = append(key, variables...)
	}
	sum := sha256.Sum256(append(append(key, 0), r.Query...))
	return hex.EncodeToString(sum[:16])
}
