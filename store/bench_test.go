package store_test

import (
	"fmt"
	"testing"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// crowd is a store with practices in a city, about three of ten themes each.
func crowd(b *testing.B) (*store.Store, []kb.Entity) {
	s := mustOpen(b, b.TempDir())
	changes := []kb.Change{put("source/s"), put("city/c")}
	for i := range 10 {
		changes = append(changes, put(fmt.Sprintf("theme/t%d", i)))
	}
	for i := range kb.MaxPage {
		id := fmt.Sprintf("practice/p%d", i)
		changes = append(changes, put(id), join(id, "practice.doneIn", "city/c"))
		for n := range 3 {
			changes = append(changes, join(id, "practice.about", fmt.Sprintf("theme/t%d", (i+n)%10)))
		}
	}
	mustCommit(b, s, changes...)
	most := kb.MaxPage
	list, err := s.List(ctx, store.Query{Type: declared.Type("Practice"), Page: kb.PageArguments{First: &most}})
	if err != nil {
		b.Fatal(err)
	}
	var practices []kb.Entity
	for _, e := range list.Edges {
		practices = append(practices, e.Node)
	}
	return s, practices
}

func BenchmarkLinks(b *testing.B) {
	s, practices := crowd(b)
	themes := declared.Type("Practice").Field("themes")
	ways := map[string]func(p kb.Entity) error{
		"a page, kept":  func(p kb.Entity) error { _, err := s.List(ctx, store.Query{Parent: p, Field: themes}); return err },
		"a page, read":  func(p kb.Entity) error { _, err := s.ReadList(ctx, store.Query{Parent: p, Field: themes}); return err },
		"one, kept":     func(p kb.Entity) error { _, err := s.ToOne(ctx, p, "city"); return err },
		"a count, kept": func(p kb.Entity) error { _, err := s.Count(ctx, store.Query{Parent: p, Field: themes}); return err },
	}
	for name, way := range ways {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				if err := way(practices[n%len(practices)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCommit is a durable write of one change: one flush of the write-ahead log, and two at each checkpoint.
func BenchmarkCommit(b *testing.B) {
	s, _ := crowd(b)
	for n := 0; b.Loop(); n++ {
		if _, err := s.Commit(ctx, set(put("theme/t0", "summary", fmt.Sprint(n)))); err != nil {
			b.Fatal(err)
		}
	}
}
