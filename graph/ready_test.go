package graph_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// TestWhatIsKeptIsReady: once commits have calmed down, all that pages of the whole graph ask is worked out; not while they go
// on. It ends with its context.
func TestWhatIsKeptIsReady(t *testing.T) {
	s, server := fresh(t)
	ctx, cancel := context.WithCancel(t.Context())
	tick := server.Ticker()
	commit := func(n int) {
		if _, err := s.Commit(ctx, kb.ChangeSet{Time: store.Now(), Author: "test", Message: "test", Changes: []kb.Change{
			{Op: kb.Put, ID: "source/s", Body: map[string]any{"name": fmt.Sprint("S", n), "kind": "WEB_PAGE"}}}}); err != nil {
			t.Fatal(err)
		}
	}
	all := []string{"centrality", "chains", "completeness", "disagreements", "layout", "pairs", "sources"}
	for n := range 4 {
		commit(n)
		tick(ctx)
		if kept := server.Kept(); len(kept) > 0 {
			t.Fatalf("%v is worked out while commits go on", kept)
		}
	}
	for n := range 3 { // of a state that is ready, and of another one
		tick(ctx)
		tick(ctx)
		if kept := server.Kept(); !slices.Equal(kept, all) {
			t.Errorf("%v is kept, want %v", kept, all)
		}
		if n > 0 {
			commit(3 + n)
		}
	}
	cancel()
	tick(ctx)
	tick(ctx)
	if kept := server.Kept(); len(kept) > 0 {
		t.Errorf("%v is worked out after the end", kept)
	}
	server.KeepReady(ctx) // ends
}
