package main

import (
	"context"
	"slices"
	"testing"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

const practices = 200

func loadFew(t *testing.T) (done loaded, hash string) {
	ctx := context.Background()
	s, err := store.Open(ctx, t.TempDir(), schema.MustRead(praxis.Declaration))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if done, err = load(ctx, s, sizesOf(practices)); err != nil {
		t.Fatal(err)
	}
	for _, p := range sizesOf(practices).parts() {
		if n, err := s.Count(ctx, store.Query{Type: s.Schema().ByPath(p.typ)}); err != nil || n != p.n {
			t.Errorf("%s: %d (%v), not %d", p.typ, n, err, p.n)
		}
	}
	if hash, err = s.Hash(ctx); err != nil {
		t.Fatal(err)
	}
	return done, hash
}

func TestTheSameGraphEachTime(t *testing.T) {
	once, first := loadFew(t)
	if again, second := loadFew(t); first != second || once.entities != again.entities || once.changes != again.changes {
		t.Errorf("%+v and %+v differ", once, again)
	}
}

// TestEveryKindOfLink holds the generator to the schema: a new kind between its types has to be made too.
func TestEveryKindOfLink(t *testing.T) {
	made, types := map[string]bool{}, []string{}
	for _, p := range sizesOf(practices).parts() {
		types = append(types, p.typ)
		for n := range p.n {
			for _, c := range p.make(n) {
				if c.Op == kb.Join {
					made[c.Kind] = true
				}
			}
		}
	}
	for _, kind := range schema.MustRead(praxis.Declaration).Kinds {
		within := slices.ContainsFunc(kind.To, func(to *schema.Type) bool { return slices.Contains(types, to.Path) })
		if within && slices.Contains(types, kind.From.Path) && !made[kind.Stored] {
			t.Errorf("no %s is made", kind.Stored)
		}
	}
}
