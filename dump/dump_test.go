package dump_test

import (
	"bytes"
	"context"
	"os"
	"sync"
	"testing"
	"time"

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

// withCorpus is a store with the corpus, the same for all tests: none writes.
func withCorpus(t testing.TB) *store.Store {
	t.Helper()
	st, err := corpus()
	if err != nil {
		t.Fatal(err)
	}
	return st
}

var folder string

var corpus = sync.OnceValues(func() (*store.Store, error) {
	st, err := store.Open(ctx, folder, declared)
	if err == nil {
		_, err = seed.Load(ctx, st, seed.Corpus(), "seed", "seed", time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))
	}
	return st, err
})

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "praxis-dump-"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
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

// TestTheBaseEndsWithASlash writes the same for an address as people write it, without.
func TestTheBaseEndsWithASlash(t *testing.T) {
	from, err := withCorpus(t).Dump(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	city := dump.Filter{Types: []*schema.Type{declared.Type("City")}}
	var out bytes.Buffer
	if err := dump.Write(ctx, &out, "nt", from, dump.Options{Schema: declared, Base: "https://praxis.example", Filter: city}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), write(t, withCorpus(t), "nt", city)) || !bytes.Contains(out.Bytes(), []byte("<https://praxis.example/city/capaci>")) {
		t.Error("ids are not below the address")
	}
}

func TestAnUnknownFormatIsRefused(t *testing.T) {
	if err := dump.Write(ctx, nil, "pdf", nil, dump.Options{}); kb.CodeOf(err) != kb.Invalid {
		t.Error(err)
	}
}
