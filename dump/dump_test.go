package dump_test

import (
	"bytes"
	"context"
	"testing"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/dump"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/seed"
	"github.com/praxis-kb/praxis/store"
)

var (
	ctx      = context.Background()
	declared = schema.MustRead(praxis.Declaration)
)

const base = "https://praxis.example/"

// withCorpus is a store with the corpus, for all tests of a package at once: none writes.
func withCorpus(t testing.TB) *store.Store {
	t.Helper()
	st, err := store.Open(ctx, t.TempDir(), declared)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	if _, err := seed.Load(ctx, st, seed.Corpus(), "seed", "seed", store.Now()); err != nil {
		t.Fatal(err)
	}
	return st
}

func write(t testing.TB, st *store.Store, format string, f dump.Filter) []byte {
	t.Helper()
	from, err := st.Dump(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	var out bytes.Buffer
	if err := dump.Write(ctx, &out, format, from, dump.Options{Schema: declared, Base: base, Filter: f}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestTheSameGraphGivesTheSameBytes writes each format twice.
func TestTheSameGraphGivesTheSameBytes(t *testing.T) {
	st := withCorpus(t)
	for _, f := range dump.Formats {
		first, second := write(t, st, f.Name, dump.Filter{}), write(t, st, f.Name, dump.Filter{})
		if len(first) == 0 || !bytes.Equal(first, second) {
			t.Errorf("%s: two dumps of one state differ (%d and %d bytes)", f.Name, len(first), len(second))
		}
	}
}

func TestAnUnknownFormatIsRefused(t *testing.T) {
	if err := dump.Write(ctx, nil, "pdf", nil, dump.Options{}); kb.CodeOf(err) != kb.Invalid {
		t.Error(err)
	}
}
