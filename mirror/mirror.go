package mirror

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// How a mirror takes the log up.
const (
	changesAtOnce = 2_000            // in one transaction: a fsync costs as much as a dozen of them
	firstPause    = time.Second      // after a failure; each further one doubles it
	longestPause  = time.Minute      //
	answerTime    = 40 * time.Second // until an answer begins: a server waits up to 25 s for what comes next
)

// ErrBlanked says that the log was blanked in what the mirror has: it has to be made anew.
var ErrBlanked = errors.New("the log differs in what the mirror has")

// Mirror follows a server.
type Mirror struct {
	Of    string // the address of the server, without a slash at its end
	Store *store.Store
	Tell  func(sequence int64) // is told how far it has come; may be nil
}

var client = &http.Client{Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, ResponseHeaderTimeout: answerTime}}

// Follow takes up what the server writes, until the context ends. What is cut off goes on after a pause. It ends with
// ErrBlanked, or with what no pause mends: the log of the server does not go on from this one.
func (m *Mirror) Follow(ctx context.Context) error {
	for pause := firstPause; ctx.Err() == nil; {
		_, err := m.take(ctx, maxWait)
		switch {
		case err == nil:
			pause = firstPause
			continue
		case ctx.Err() != nil:
			return nil
		case final(err):
			return err
		}
		slog.Warn("the mirror will go on", "of", m.Of, "sequence", m.Store.Sequence(), "in", pause, "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, longestPause)
	}
	return nil
}

// CatchUp takes up all that the server has by now. The error is ErrBlanked, or says what failed.
func (m *Mirror) CatchUp(ctx context.Context) error {
	for {
		if taken, err := m.take(ctx, 0); taken == 0 || err != nil {
			return err
		}
	}
}

func final(err error) bool {
	code := kb.CodeOf(err)
	return errors.Is(err, ErrBlanked) || code == kb.Conflict || code == kb.Invalid
}

// take takes up an answer of the server, as far as it comes, and gives how many change sets it had.
func (m *Mirror) take(ctx context.Context, wait time.Duration) (taken int, err error) {
	res, err := m.ask(ctx, wait)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	var sets []*store.ToldSet
	changes := 0
	keep := func() error {
		err := m.Store.TakeUp(ctx, sets)
		if err == nil {
			taken += len(sets)
			if m.Tell != nil && len(sets) > 0 {
				m.Tell(m.Store.Sequence())
			}
		}
		sets, changes = nil, 0
		return err
	}
	err = store.ReadTold(res.Body, func(r *store.LoggedRedaction) error {
		return m.Store.TakeRedactions(ctx, []*store.LoggedRedaction{r})
	}, func(set *store.ToldSet) error {
		sets = append(sets, set)
		if changes += set.Changes(); changes < changesAtOnce {
			return nil
		}
		return keep()
	})
	if kept := keep(); kept != nil && (err == nil || !final(err)) { // what came whole before the answer was cut off stays
		err = kept
	}
	return taken, err
}

// ask asks for what comes after what the mirror has.
func (m *Mirror) ask(ctx context.Context, wait time.Duration) (*http.Response, error) {
	at := int(m.Store.Sequence())
	q := url.Values{"after": {fmt.Sprint(at)}, "wait": {fmt.Sprint(int(wait.Seconds()))}}
	if at > 0 {
		hash, err := m.Store.HashAt(ctx, at)
		if err != nil {
			return nil, err
		}
		q.Set("hash", hash)
	}
	number, err := m.Store.LastRedaction(ctx)
	if err != nil {
		return nil, err
	}
	q.Set("redactions", fmt.Sprint(number))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.Of+"/log.jsonl?"+q.Encode(), nil)
	if err != nil {
		return nil, kb.Errorf(kb.Invalid, "%s is no address of a server: write one such as https://praxis.example", m.Of)
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	if res.StatusCode == http.StatusOK {
		return res, nil
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusConflict {
		return nil, ErrBlanked
	}
	var said struct{ Message string }
	json.NewDecoder(io.LimitReader(res.Body, 4<<10)).Decode(&said) // it need not say anything
	err = fmt.Errorf("%s answers %s: %s", m.Of, res.Status, cmp.Or(said.Message, "nothing more"))
	if res.StatusCode == http.StatusNotFound {
		err = kb.Errorf(kb.Invalid, "%s has no log: it is no praxis, or an older one", m.Of)
	}
	return nil, err
}

// Renew makes a mirror anew from the beginning of the log, where something was blanked in it, beside what is there, and
// puts it in its place. further are folders that were made of what was there, and go with it. The store must be closed.
// The error is Conflict where the log is another one.
func Renew(ctx context.Context, dir, of string, s *schema.Schema, further ...string) error {
	part := filepath.Join(dir, "renewed")
	if err := os.RemoveAll(part); err != nil {
		return err
	}
	defer os.RemoveAll(part)
	if err := renewed(ctx, dir, part, of, s); err != nil {
		return err
	}
	for _, folder := range append(further, store.PastFolder, store.File+"-wal", store.File+"-shm") {
		if err := os.RemoveAll(filepath.Join(dir, folder)); err != nil {
			return err
		}
	}
	return os.Rename(filepath.Join(part, store.File), filepath.Join(dir, store.File))
}

func renewed(ctx context.Context, dir, part, of string, s *schema.Schema) error {
	old, err := store.Open(ctx, dir, s)
	if err != nil {
		return err
	}
	defer old.Close()
	fresh, err := store.Open(ctx, part, s)
	if err != nil {
		return err
	}
	defer fresh.Close()
	if err := (&Mirror{Of: of, Store: fresh}).CatchUp(ctx); err != nil {
		return err
	}
	return fresh.GoesOn(ctx, old)
}
