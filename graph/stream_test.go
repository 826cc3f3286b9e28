package graph_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/praxis-kb/praxis/desk"
)

// follow reads the data lines of a stream.
func (w *writing) stream(query string) (lines <-chan string, status int) {
	w.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	w.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "POST", w.url, strings.NewReader(`{"query": "`+query+`"}`))
	if err != nil {
		w.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	// Sooner than the first beat: a client must know that it is followed for before anything happens.
	client := http.Client{Transport: &http.Transport{ResponseHeaderTimeout: 10 * time.Second}}
	response, err := client.Do(r)
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { response.Body.Close() })
	all := make(chan string, 10)
	go func() {
		defer close(all)
		for scan := bufio.NewScanner(response.Body); scan.Scan(); {
			if data, ok := strings.CutPrefix(scan.Text(), "data: "); ok {
				all <- data
			}
		}
	}()
	return all, response.StatusCode
}

func TestChangeSetsAreFollowedAsTheyHappen(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	lines, status := w.stream("subscription { changeSets(after: 0) { sequence author message } }")
	if got := <-lines; status != http.StatusOK || got != `{"data":{"changeSets":{"sequence":1,"author":"eve","message":"Grounds"}}}` {
		t.Errorf("%d %s", status, got)
	}
	fromNow, _ := w.stream("subscription { changeSets { sequence } }")
	w.wrote("fay", `archive(input: {message: "Gone", id: "benchmark/b"})`)
	if got := <-fromNow; got != `{"data":{"changeSets":{"sequence":2}}}` {
		t.Errorf("from now on: %s", got)
	}
	if got := <-lines; got != `{"data":{"changeSets":{"sequence":2,"author":"fay","message":"Gone"}}}` {
		t.Errorf("%s", got)
	}
	w.server.EndStreams()
	if got, more := <-lines; more {
		t.Errorf("it goes on with %s", got)
	}
}

func TestOnlySubscriptionsAreStreamed(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	if _, status := w.stream("{ viewer { role } }"); status != http.StatusNotAcceptable {
		t.Errorf("a query: %d", status)
	}
	var got any
	if status, _ := w.send("nobody", "subscription { changeSets { sequence } }", &got); status != http.StatusNotAcceptable {
		t.Errorf("a subscription without a stream: %d", status)
	}
}
