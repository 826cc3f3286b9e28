package exchange_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

var (
	ctx      = context.Background()
	declared = schema.MustRead(praxis.Declaration)
	when     = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
)

func mustOpen(t testing.TB, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, dir, declared)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// corpus are the files that praxis comes with.
func corpus(t testing.TB) (names []string) {
	t.Helper()
	_, names, err := exchange.Files("../seed/corpus")
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// collection is a way to import a text that notes what is said of its rows.
type collection struct {
	exchange.Import
	found []exchange.Finding
	bad   map[string]*bytes.Buffer
}

func newCollection(set ...func(*exchange.Import)) *collection {
	c := &collection{Import: exchange.Import{Name: "test", Author: "test", At: when}, bad: map[string]*bytes.Buffer{}}
	for _, f := range set {
		f(&c.Import)
	}
	c.Tell = func(f exchange.Finding) { c.found = append(c.found, f) }
	return c
}

func skipping(im *exchange.Import) { im.Policy = exchange.Skip }

func (c *collection) run(s *store.Store, name, text string) (exchange.Report, error) {
	return c.Run(ctx, s, fstest.MapFS{name: {Data: []byte(text)}}, []string{name}, func(name string) (io.WriteCloser, error) {
		c.bad[name] = &bytes.Buffer{}
		return nopCloser{c.bad[name]}, nil
	})
}

func (c *collection) mustRun(t testing.TB, s *store.Store, name, text string) exchange.Report {
	t.Helper()
	report, err := c.run(s, name, text)
	if err != nil {
		t.Fatalf("%v\n%v", err, c.found)
	}
	return report
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func exporter(t testing.TB, s *store.Store) *exchange.Exporter {
	t.Helper()
	dump, err := s.Dump(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(dump.Close)
	return &exchange.Exporter{Schema: declared, From: dump, Base: "https://praxis.example/"}
}

func export(t testing.TB, s *store.Store, format string) string {
	t.Helper()
	var out bytes.Buffer
	x := exporter(t, s)
	defer x.From.(*store.Dump).Close()
	if err := x.Write(ctx, &out, format); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// withCorpus is a store with the corpus, an archived practice that still has its links and is the source of an alias,
// and texts that formats are tempted to read as something else.
func withCorpus(t testing.TB) *store.Store {
	t.Helper()
	s := mustOpen(t, t.TempDir())
	c := newCollection()
	if _, err := c.Run(ctx, s, os.DirFS("../seed/corpus"), corpus(t), nil); err != nil {
		t.Fatalf("%v\n%v", err, c.found)
	}
	changes := []kb.Change{
		{Op: kb.Archive, ID: "practice/buddies-with-refugees"},
		{Op: kb.Archive, ID: "source/vvsg-buddy-schemes"}, // cited still
		{Op: kb.Archive, ID: "theme/volunteering"},
		{Op: kb.Alias, ID: "theme/volunteering", To: "theme/social-contact"},
		{Op: kb.Alias, ID: "city/malines", To: "city/mechelen"},
	}
	for i, text := range awkward {
		changes = append(changes, kb.Change{Op: kb.Put, ID: fmt.Sprintf("source/awkward-%d", i), Body: map[string]any{"name": text, "kind": "WEB_PAGE",
			"publisher": text, "summary": map[string]any{"original": "fr", "fr": text, "en": text}, "identifiers": []any{map[string]any{"scheme": text, "value": text}}}})
	}
	if _, err := s.Commit(ctx, kb.ChangeSet{Time: when, Author: "test", Message: "test", Changes: changes}); err != nil {
		t.Fatal(err)
	}
	return s
}

var awkward = []string{"yes", "null", "~", "2021", "1e3", "0x1F", "- a", "a: b", "a #b", "#b", "'", `"`, `"a" b`, "[a]", "{a}", "|", ">", "a|b", "a,b;c", "%a", "@a", "`a",
	"&a", "*a", "!a", "a\nb", "a\n\nb\n", "\ta", " a ", "a\\nb", "ἀγορά", "😀", "<b>&amp;", "=1+1", "true", "2021-05-03", "12:30", ":", "?", "? a", "a:", "---", "...", "a\u2028b", "\ufeffa", "é", "a \n b", "a\n  b\nc", "\na"}

// TestRoundTrip exports, imports into an empty store, and exports again: the bytes are the same, in every format.
func TestRoundTrip(t *testing.T) {
	s := withCorpus(t)
	whole := export(t, s, "jsonl")
	for _, format := range exchange.Formats {
		t.Run(format, func(t *testing.T) {
			text := export(t, s, format)
			again := mustOpen(t, t.TempDir())
			newCollection().mustRun(t, again, "all."+format, text)
			same(t, format, text, export(t, again, format))
			same(t, "jsonl", whole, export(t, again, "jsonl"))
			if r := newCollection().mustRun(t, again, "all."+format, text); r.Left != 1 || r.Same+r.Left != r.Rows { // what is archived, and whose id leads elsewhere, is left
				t.Errorf("what is there already is not found to be the same: %+v", r)
			}
		})
	}
	t.Run("csv", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "tables")
		if err := exporter(t, s).Tables(ctx, dir); err != nil {
			t.Fatal(err)
		}
		again := mustOpen(t, t.TempDir())
		files, names, err := exchange.Files(dir)
		if err != nil {
			t.Fatal(err)
		}
		c := newCollection()
		if _, err := c.Run(ctx, again, files, names, nil); err != nil {
			t.Fatalf("%v\n%v", err, c.found)
		}
		same(t, "jsonl", whole, export(t, again, "jsonl"))
	})
}

func TestTheSameGraphGivesTheSameArchive(t *testing.T) {
	s := withCorpus(t)
	var first, second bytes.Buffer
	if err := errors.Join(exporter(t, s).Zip(ctx, &first), exporter(t, s).Zip(ctx, &second)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two archives of one state differ")
	}
}

// same shows the first line that differs.
func same(t testing.TB, what, want, got string) {
	t.Helper()
	if want == got {
		return
	}
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			t.Fatalf("%s: line %d differs:\nwant %.2000s\ngot  %.2000s", what, i+1, w[i], strings.Join(g[i:min(i+1, len(g))], ""))
		}
	}
	t.Fatalf("%s: %d lines, want %d", what, len(g), len(w))
}
