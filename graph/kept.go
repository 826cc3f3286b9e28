package graph

import (
	"context"
	"sync"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// kept holds what is worked out of the whole graph, which takes too long to do for each question: once for each state of the
// store, whoever asks first, and until the state is another.
type kept struct {
	mu    sync.Mutex
	state store.State
	works map[string]*work
}

// work is something that is being worked out, or was.
type work struct {
	state store.State
	done  chan struct{}
	value any
	err   error
}

// once gives what is kept under a name, or works it out. It goes on when who asked goes away: the next one will ask again.
func once[T any](ctx context.Context, r *Resolver, name string, find func(context.Context) (T, error)) (T, error) {
	w, begun := r.kept.work(r.store.State(), name)
	if begun {
		go r.kept.do(w, name, func() (any, error) { return find(context.WithoutCancel(ctx)) }, r.store.State)
	}
	var found T
	select {
	case <-w.done:
		found, _ = w.value.(T)
		return found, w.err
	case <-ctx.Done():
		return found, ctx.Err()
	}
}

// work is what is kept under a name for a state; begun where it is new, and must be done.
func (k *kept) work(at store.State, name string) (w *work, begun bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.works == nil || k.state != at {
		k.state, k.works = at, map[string]*work{}
	}
	if w = k.works[name]; w != nil {
		return w, false
	}
	w = &work{state: at, done: make(chan struct{})}
	k.works[name] = w
	return w, true
}

// do works it out. What failed, and what may be of two states, is not kept.
func (k *kept) do(w *work, name string, find func() (any, error), now func() store.State) {
	defer close(w.done)
	defer func() {
		if fault := recover(); fault != nil {
			w.err = kb.Errorf(kb.Internal, "%s: %v", name, fault)
		}
		if w.err == nil && now() == w.state {
			return
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.works[name] == w {
			delete(k.works, name)
		}
	}()
	w.value, w.err = find()
}
