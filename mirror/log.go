// Package mirror lets a copy of the graph follow it elsewhere: a server tells its log over HTTP, and a mirror takes it up,
// replays it and holds that it comes to the same.
package mirror

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// The bounds of what is told at once.
const (
	setsAtOnce = 1_000            // change sets in an answer: a mirror asks again
	maxTellers = 8                // answers at once: each keeps a reader of the database busy
	maxWait    = 25 * time.Second // for what comes next, below what proxies put up with
	setTime    = time.Minute      // for a reader to take a change set
	media      = "application/jsonl; charset=utf-8"
)

// Log answers the log of a store as JSON Lines: after a change set (after), at most a thousand change sets (first); with
// the redactions that have a higher number than one (redactions) before them. hash is that of the change set after
// which to begin, and is refused with 409 where the log has another one there. wait is how many seconds to wait for
// what comes next, where nothing has come yet; when ending is closed nobody waits any more.
func Log(s *store.Store, ending <-chan struct{}) http.Handler {
	places := make(chan struct{}, maxTellers)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked, err := read(r)
		if err == nil {
			err = asked.check(r.Context(), s)
		}
		if err != nil {
			refuse(w, err)
			return
		}
		asked.awaitNews(r.Context(), s, ending)
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
		default:
			w.Header().Set("Retry-After", "5")
			refuse(w, kb.Errorf(kb.Unavailable, "many are reading the log: ask again in a few seconds"))
			return
		}
		asked.tell(w, r, s)
	})
}

// question is what is asked of a log.
type question struct {
	after, first, redactions, wait int
	hash                           string
}

func read(r *http.Request) (question, error) {
	q := question{first: setsAtOnce, hash: r.FormValue("hash")}
	for _, part := range []struct {
		name string
		into *int
	}{{"after", &q.after}, {"first", &q.first}, {"redactions", &q.redactions}, {"wait", &q.wait}} {
		text := r.FormValue(part.name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return q, kb.Errorf(kb.Invalid, "%s is %q: write a whole number, 0 or more", part.name, text)
		}
		*part.into = n
	}
	q.first = min(q.first, setsAtOnce)
	return q, nil
}

func (q question) check(ctx context.Context, s *store.Store) error {
	if q.hash == "" || q.after == 0 {
		return nil
	}
	hash, err := s.HashAt(ctx, q.after)
	if kb.CodeOf(err) == kb.Invalid || err == nil && hash != q.hash {
		return kb.Errorf(kb.Conflict, "the log has another change set %d here, or none, or something in it was blanked: read it from its beginning and compare", q.after)
	}
	return err
}

// awaitNews waits for a change set, where the last one is known already.
func (q question) awaitNews(ctx context.Context, s *store.Store, ending <-chan struct{}) {
	if q.wait == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, min(time.Duration(q.wait)*time.Second, maxWait))
	defer cancel()
	for {
		news := s.News()
		if s.Sequence() > int64(q.after) {
			return
		}
		select {
		case <-news:
		case <-ending:
			return
		case <-ctx.Done():
			return
		}
	}
}

func (q question) tell(w http.ResponseWriter, r *http.Request, s *store.Store) {
	last := int(s.Sequence())
	upTo := min(q.after+q.first, last)
	w.Header().Set("Content-Type", media)
	w.Header().Set("Cache-Control", "no-cache")
	if upTo < last {
		w.Header().Set("Link", fmt.Sprintf(`<?after=%d>; rel="next"`, upTo))
	}
	if r.Method == http.MethodHead {
		return
	}
	slow := http.NewResponseController(w)
	// What fails from here on cuts the answer off, which its reader sees: a change set ends with its hash.
	s.Tell(r.Context(), w, q.after, upTo, q.redactions, func() { slow.SetWriteDeadline(time.Now().Add(setTime)) })
}

// refuse says why a question is not answered.
func refuse(w http.ResponseWriter, err error) {
	status := map[kb.Code]int{kb.Invalid: http.StatusBadRequest, kb.Conflict: http.StatusConflict, kb.Unavailable: http.StatusServiceUnavailable}[kb.CodeOf(err)]
	said := err.Error()
	if status == 0 {
		status, said = http.StatusInternalServerError, "something went wrong here"
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"code": kb.CodeOf(err), "message": said})
}
