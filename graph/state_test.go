package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// TestAnAnswerIsOfOneState asks while somebody commits: each change set raises all revisions together, so an answer that
// mixes two states shows different ones, and a stale one shows those of an older sequence.
func TestAnAnswerIsOfOneState(t *testing.T) {
	s, server := fresh(t)
	const sources, commits = 12, 120
	commit := func(n int) {
		cs := kb.ChangeSet{Time: store.Now(), Author: "test", Message: "test"}
		for i := range sources {
			cs.Changes = append(cs.Changes, kb.Change{Op: kb.Put, ID: fmt.Sprintf("source/s%d", i),
				Body: map[string]any{"name": fmt.Sprint("S", n), "kind": "WEB_PAGE"}})
		}
		if _, err := s.Commit(context.Background(), cs); err != nil {
			t.Error(err)
		}
	}
	commit(0)
	var query strings.Builder
	for i := range sources {
		fmt.Fprintf(&query, " a%d: source(slug: \"s%d\") { revision }", i, i)
	}
	request := graph.Request{Query: "{" + query.String() + " dataset { sequence } }"}
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				before := s.Sequence()
				var answer struct{ Data map[string]map[string]int64 }
				body := server.Execute(context.Background(), request, false).Body
				if err := json.Unmarshal(body, &answer); err != nil {
					t.Error(err)
					return
				}
				sequence := answer.Data["dataset"]["sequence"]
				if sequence < before {
					t.Errorf("asked at %d, answered %d", before, sequence)
				}
				for name, value := range answer.Data {
					if revision, ok := value["revision"]; ok && revision != sequence {
						t.Errorf("%s is at revision %d in an answer of sequence %d", name, revision, sequence)
						return
					}
				}
			}
		})
	}
	for n := 1; n <= commits; n++ {
		commit(n)
	}
	close(done)
	readers.Wait()
}

// TestATagNamesTheData tells the tags of two databases with the same number of change sets apart.
func TestATagNamesTheData(t *testing.T) {
	tag := func(name string) string {
		s, server := fresh(t)
		_, err := s.Commit(context.Background(), kb.ChangeSet{Time: store.Now(), Author: "test", Message: name,
			Changes: []kb.Change{{Op: kb.Put, ID: "source/s", Body: map[string]any{"name": name, "kind": "WEB_PAGE"}}}})
		if err != nil {
			t.Fatal(err)
		}
		return server.Execute(context.Background(), graph.Request{Query: `{ source(slug: "s") { name } }`}, false).ETag
	}
	if a, b := tag("one"), tag("two"); a == "" || a == b {
		t.Errorf("%q and %q", a, b)
	}
}
