// Package linkcheck asks the addresses that the graph names whether they still answer, and keeps which of them do not.
// It speaks to whatever hosts these are, and only when it is told to.
package linkcheck

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"syscall"
)

// State is what became of an address.
type State string

// The states there are. Dead is said only where that is sure, and was seen twice: the rest may be the net, the hour, or a
// host that does not speak to programs.
const (
	Alive    State = "alive"
	Dead     State = "dead"     // there is no such page, no such host, or nobody answers there
	Unclear  State = "unclear"  // it answered neither yes nor no
	Private  State = "private"  // it lies in a network that is not public, and was not asked
	NotAsked State = "notAsked" // time was up
)

// Answer is what an address said.
type Answer struct {
	Address string
	State   State
	Words   string // why, as a person reads it: 404 Not Found
	Moved   string // where it leads to for good; empty where it did not move
}

const (
	maxRedirects = 5
	late         = "no answer in time"
)

// asker asks one address at a time over a client that keeps the bounds.
type asker struct {
	client *http.Client
	agent  string
}

func newAsker(o Options) *asker {
	dialer := &net.Dialer{Timeout: o.Timeout}
	if !o.Private {
		dialer.Control = publicOnly
	}
	transport := &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: o.Timeout, MaxIdleConnsPerHost: 1, MaxResponseHeaderBytes: 64 << 10}
	return &asker{&http.Client{Transport: transport, Timeout: o.Timeout, CheckRedirect: notTooFar}, o.Agent}
}

var errTooFar = fmt.Errorf("more than %d redirects", maxRedirects)

func notTooFar(req *http.Request, via []*http.Request) error {
	switch {
	case len(via) > maxRedirects:
		return errTooFar
	case req.URL.Scheme != "http" && req.URL.Scheme != "https":
		return fmt.Errorf("it leads to an address of the kind %q", req.URL.Scheme)
	}
	return nil
}

// ask asks with HEAD, and with GET what does not answer that well: many hosts know GET alone. wait is called in between.
func (a *asker) ask(ctx context.Context, address string, wait func()) Answer {
	answer := a.once(ctx, http.MethodHead, address)
	if answer.State == Alive || answer.State == Private || ctx.Err() != nil {
		return answer
	}
	wait()
	return a.once(ctx, http.MethodGet, address)
}

func (a *asker) once(ctx context.Context, method, address string) Answer {
	answer := Answer{Address: address}
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil || req.URL.Host == "" {
		answer.State, answer.Words = Unclear, "no address that can be asked"
		return answer
	}
	req.Header.Set("User-Agent", a.agent)
	res, err := a.client.Do(req)
	if err != nil {
		answer.State, answer.Words = failure(err)
		return answer
	}
	res.Body.Close() // its text is of no interest
	answer.State, answer.Words = judged(res.StatusCode)
	if at := res.Request.URL.String(); answer.State == Alive && permanent(res) {
		answer.Moved = at
	}
	return answer
}

// permanent says whether all redirects on the way say that they are for good.
func permanent(res *http.Response) bool {
	moved := false
	for before := res.Request.Response; before != nil; before = before.Request.Response {
		if before.StatusCode != http.StatusMovedPermanently && before.StatusCode != http.StatusPermanentRedirect {
			return false
		}
		moved = true
	}
	return moved
}

// judged is what a status says of an address.
func judged(status int) (State, string) {
	words := fmt.Sprintf("%d %s", status, http.StatusText(status))
	switch {
	case status < 400:
		return Alive, words
	case status == http.StatusNotFound || status == http.StatusGone:
		return Dead, words
	}
	return Unclear, words
}

// failure is what it says of an address that no answer came.
func failure(err error) (State, string) {
	var dns *net.DNSError
	var slow net.Error
	var why *url.Error
	switch {
	case errors.Is(err, errPrivate):
		return Private, errPrivate.Error()
	case errors.As(err, &dns) && dns.IsNotFound:
		return Dead, "no such host"
	case errors.Is(err, syscall.ECONNREFUSED):
		return Dead, "nobody answers there"
	case errors.As(err, &slow) && slow.Timeout():
		return Unclear, late
	case errors.As(err, &why):
		return Unclear, why.Err.Error()
	}
	return Unclear, err.Error()
}
