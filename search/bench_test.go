package search_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/search"
)

// BenchmarkBrowse filters, counts and sorts without a word: each document is looked at.
func BenchmarkBrowse(b *testing.B) {
	s := mustOpen(b)
	changes := []kb.Change{put("source/s", "S"), put("theme/learning", "Learning"), put("theme/reading", "Reading")}
	for i := range 2000 {
		id := fmt.Sprintf("practice/p%d", i)
		changes = append(changes, put(id, fmt.Sprint("Buddies ", i)), join(id, "practice.about", []string{"theme/learning", "theme/reading"}[i%2]))
	}
	mustCommit(b, s, changes...)
	x, _ := follow(b, s, filepath.Join(b.TempDir(), "index"))
	for b.Loop() {
		r, err := x.Search(ctx, search.Ask{Order: "DATE", Filter: map[string][]string{"type": {"practice"}, "theme": {"theme/reading"}}})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.Facets([]string{"theme", "country", "status"}); err != nil {
			b.Fatal(err)
		}
	}
}
