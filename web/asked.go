package web

import "sync/atomic"

// asked is what is asked of the API once, since it stays as it is while the program runs. A failure is not kept. Nobody
// waits for another: those who come first may each ask.
type asked[T any] struct{ answer atomic.Pointer[T] }

func (a *asked[T]) once(ask func() (*T, error)) (*T, error) {
	if known := a.answer.Load(); known != nil {
		return known, nil
	}
	found, err := ask()
	if err != nil {
		return nil, err
	}
	a.answer.Store(found)
	return found, nil
}
