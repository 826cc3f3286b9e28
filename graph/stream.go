package graph

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/praxis-kb/praxis/kb"
)

const (
	maxStreams = 200              // each holds a connection for as long as it likes
	beatEvery  = 15 * time.Second // proxies end connections that are silent for longer
)

// stream answers a subscription as server-sent events, after the distinct connections of the GraphQL over SSE protocol:
// an event "next" for each answer, and "complete" at the end.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	request, refusal := readRequest(w, r)
	var op *graphql.OperationContext
	ctx := graphql.StartOperationTrace(r.Context())
	if refusal == nil {
		op, refusal = s.prepare(ctx, *request, r.Method == http.MethodPost)
	}
	if refusal == nil && op.Operation.Operation != ast.Subscription {
		refusal = refuse(notStreamed, gqlerror.Errorf("only a subscription is answered as a stream: accept %s", plainType))
	}
	if refusal != nil {
		write(w, r, plainType, *refusal)
		return
	}
	select {
	case s.streams <- struct{}{}:
		defer func() { <-s.streams }()
	default:
		write(w, r, plainType, *refuse(timedOut, present(ctx, kb.Errorf(kb.Unavailable, "%d streams are open, and no more are taken: ask the log with changeSets(since:)", maxStreams))))
		return
	}
	s.send(kb.WithLanguage(ctx, languageOf(op)), w, op)
}

// send sends each answer as it comes, and a beat while none does, until the client leaves.
func (s *Server) send(ctx context.Context, w http.ResponseWriter, op *graphql.OperationContext) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	control := http.NewResponseController(w)
	control.SetWriteDeadline(time.Time{}) // a stream has no end of its own
	h := w.Header()
	h.Set("Content-Type", eventsType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	next, ctx := s.executor.DispatchOperation(ctx, op)
	control.Flush() // who follows learns that it does so now, not with the first change
	answers := make(chan *graphql.Response)
	go func() {
		defer close(answers)
		for answer := next(ctx); answer != nil; answer = next(ctx) {
			select {
			case answers <- answer:
			case <-ctx.Done():
				return
			}
		}
	}()
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	for more := true; more; {
		var answer *graphql.Response
		event := ":\n\n"
		select {
		case <-ctx.Done():
			return
		case <-s.closing:
			return
		case <-beat.C:
		case answer, more = <-answers:
			if event = "event: complete\ndata:\n\n"; more {
				event = "event: next\ndata: " + string(body(answer)) + "\n\n"
			}
		}
		if _, err := fmt.Fprint(w, event); err != nil || control.Flush() != nil {
			return
		}
	}
}

// EndStreams ends all subscriptions, so that the server can stop.
func (s *Server) EndStreams() { s.end() }

// Ending is closed when streams end: whoever waits for what comes next waits no longer.
func (s *Server) Ending() <-chan struct{} { return s.closing }

func body(r *graphql.Response) []byte {
	if len(r.Errors) > 0 {
		return refuse(partial, r.Errors...).Body
	}
	return append(append([]byte(`{"data":`), r.Data...), '}')
}

// ChangeSets are the change sets after one, each as it stands in the log.
func (r subscriptionResolver) ChangeSets(ctx context.Context, after *int) (<-chan *kb.LoggedSet, error) {
	at := orDefault(after, int(r.store.Sequence()))
	if at < 0 || at > int(r.store.Sequence()) {
		return nil, kb.Errorf(kb.Invalid, "after is %d, and the log has 1 to %d", at, r.store.Sequence())
	}
	sets := make(chan *kb.LoggedSet)
	go func() {
		defer close(sets)
		for {
			news := r.store.News()
			for ; at < int(r.store.Sequence()); at++ {
				set, err := r.store.ChangeSet(ctx, at+1)
				if err != nil || set == nil {
					return
				}
				select {
				case sets <- set:
				case <-ctx.Done():
					return
				}
			}
			select {
			case <-news:
			case <-ctx.Done():
				return
			}
		}
	}()
	return sets, nil
}
