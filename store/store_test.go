package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

var declared = schema.MustRead(praxis.Declaration)

var ctx = context.Background()

func mustOpen(t testing.TB, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, dir, declared)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// set is a change set of these changes, made at a fixed time.
func set(changes ...kb.Change) kb.ChangeSet {
	return kb.ChangeSet{
		Time: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), Author: "test", Message: "a test", Changes: changes,
	}
}

func mustCommit(t testing.TB, s *store.Store, changes ...kb.Change) store.Receipt {
	t.Helper()
	receipt, err := s.Commit(ctx, set(changes...))
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// put brings in an entity with a name and, unless it is a source, a citation of source/s.
func put(id string, fields ...any) kb.Change {
	body := map[string]any{"name": id}
	if !strings.HasPrefix(id, "source/") {
		body["citations"] = []any{map[string]any{"source": "source/s", "basis": "STATED"}}
	}
	required := map[string][]any{
		"source": {"kind", "WEB_PAGE"}, "theme": {"scheme", "THEME"}, "city": {"country", "BE"}, "practice": {"form", "IN_PLACE"},
	}
	path, _ := kb.SplitID(id)
	for _, pairs := range [][]any{required[path], fields} {
		for i := 0; i+1 < len(pairs); i += 2 {
			body[pairs[i].(string)] = pairs[i+1]
		}
	}
	return kb.Change{Op: kb.Put, ID: id, Body: body}
}

func join(from, kind, to string) kb.Change {
	return kb.Change{Op: kb.Join, ID: from, Kind: kind, To: to}
}

func part(from, kind, to string) kb.Change {
	return kb.Change{Op: kb.Part, ID: from, Kind: kind, To: to}
}

func revision(t testing.TB, s *store.Store, id string) int {
	t.Helper()
	e, err := s.Entity(ctx, id)
	if err != nil || e == nil {
		t.Fatalf("%s: %v, %v", id, e, err)
	}
	return e.Meta().Revision
}

func TestCommitAppliesTogether(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	receipt := mustCommit(t, s,
		join("practice/p", "practice.about", "theme/a"), // a change set may name what it brings in itself
		put("practice/p"), put("theme/a"), put("source/s"))
	if receipt.Sequence != 1 || receipt.Changed != 4 {
		t.Errorf("receipt %+v", receipt)
	}
	if r := revision(t, s, "practice/p"); r != 1 {
		t.Errorf("revision %d after one change set", r)
	}
	mustCommit(t, s, put("theme/b"), join("practice/p", "practice.about", "theme/b"))
	if p, b := revision(t, s, "practice/p"), revision(t, s, "theme/b"); p != 2 || b != 1 {
		t.Errorf("a link raises the revision of its start only: %d, %d", p, b)
	}
	again := mustCommit(t, s, put("theme/b"), join("practice/p", "practice.about", "theme/b"))
	if again.Changed != 0 || again.Sequence != 2 || s.Sequence() != 2 {
		t.Errorf("what stands already is no change: %+v", again)
	}
}

func TestCommitOnceForEachKey(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	cs := set(put("source/s"))
	cs.Key = "mine"
	first, err := s.Commit(ctx, cs)
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.Commit(ctx, cs)
	if err != nil || !second.Repeated || second.Sequence != first.Sequence {
		t.Errorf("%+v, %v", second, err)
	}
	cs.Changes = []kb.Change{put("source/other")}
	if _, err := s.Commit(ctx, cs); kb.CodeOf(err) != kb.Conflict {
		t.Errorf("another change set under the same key: %v", err)
	}
	if e, _ := s.Entity(ctx, "source/other"); e != nil {
		t.Error("the second change set was applied")
	}
}

func TestCommitRefuses(t *testing.T) {
	cases := map[string]struct {
		changes []kb.Change
		want    string // in the problems
	}{
		"an unknown type":         {[]kb.Change{{Op: kb.Put, ID: "fair/x", Body: map[string]any{}}}, `"fair/x" is no id`},
		"a bad slug":              {[]kb.Change{put("city/Bad_Slug")}, "is no id"},
		"an unknown field":        {[]kb.Change{put("city/x", "mayor", "M")}, "City has no such field"},
		"a missing field":         {[]kb.Change{{Op: kb.Put, ID: "city/x", Body: map[string]any{"citations": cited()}}}, "name: it is required"},
		"an unknown value":        {[]kb.Change{put("practice/x", "status", "RESTING")}, `"RESTING" is none of PLANNED`},
		"a wrong kind of value":   {[]kb.Change{put("city/x", "latitude", "north")}, "north is no number"},
		"a number out of range":   {[]kb.Change{put("key-factor/x", "kind", "KEY", "number", 0)}, "number: 0 is out of range"},
		"a text that is too long": {[]kb.Change{put("city/x", "summary", strings.Repeat("a", 2001))}, "at most 2000 fit"},
		"a place off the globe":   {[]kb.Change{put("city/x", "latitude", 4000)}, "latitude: 4000 is out of range"},
		"a blank name":            {[]kb.Change{put("city/x", "name", "  ")}, "name/en: it is empty"},
		"a control character":     {[]kb.Change{put("city/x", "summary", "a\x00b")}, "it has a control character"},
		"no UTF-8":                {[]kb.Change{put("city/x", "summary", "a\xff")}, "it is not written in UTF-8"},
		"a period turned round":   {[]kb.Change{put("project/x", "period", map[string]any{"from": "2022", "until": "2020"})}, "it ends (2020) before it begins (2022)"},
		"a bad date":              {[]kb.Change{put("source/x", "published", "2021-13")}, `"2021-13" is no date`},
		"a bad address":           {[]kb.Change{put("source/x", "url", "javascript:alert(1)")}, "is no address"},
		"a bad language":          {[]kb.Change{put("city/x", "name", map[string]any{"original": "xx!", "xx!": "X"})}, "is no language tag"},
		"no original":             {[]kb.Change{put("city/x", "name", map[string]any{"fr": "X"})}, "which language it was written in"},
		"no source":               {[]kb.Change{put("city/x", "citations", []any{})}, "nothing stands without a source"},
		"a date without a source": {[]kb.Change{put("practice/x", "statusAsOf", "2021")}, "statusAsOf: it needs a citation of its own"},
		"a number without a source": {[]kb.Change{put("city/x", "observations", []any{map[string]any{"indicator": "theme/a", "value": "1"}})},
			"observations/0/citations: it has 0 items; at least 1 are needed"},
		"an inference without a reason": {[]kb.Change{put("city/x", "citations", []any{map[string]any{"source": "source/s", "basis": "INFERRED"}})},
			"an inference gives its reason"},
		"an unknown source":      {[]kb.Change{put("city/x", "citations", []any{map[string]any{"source": "source/gone", "basis": "STATED"}})}, "there is no source/gone"},
		"a dangling link":        {[]kb.Change{join("practice/p", "practice.about", "theme/gone")}, "themes: there is no theme/gone"},
		"a link from nothing":    {[]kb.Change{join("practice/gone", "practice.about", "theme/a")}, "no such entity to link from"},
		"a kind of another type": {[]kb.Change{join("city/c", "practice.about", "theme/a")}, `City has no link of kind "practice.about"`},
		"an end of another type": {[]kb.Change{join("practice/p", "practice.about", "city/c")}, "it cannot lead to city/c"},
		"properties where there are none": {[]kb.Change{{Op: kb.Join, ID: "practice/p", Kind: "practice.about", To: "theme/a",
			Properties: map[string]any{"note": "x"}}}, "links of this kind carry nothing"},
		"an alignment without a source": {[]kb.Change{put("benchmark/b", "kind", "GENERAL", "completeness", "INCOMPLETE"),
			{Op: kb.Join, ID: "practice/p", Kind: "practice.alignsWith", To: "benchmark/b", Properties: map[string]any{"relation": "MEETS"}}},
			"it needs a citation of its own"},
		"a second place": {[]kb.Change{put("city/d"), join("practice/p", "practice.doneIn", "city/c"), join("practice/p", "practice.doneIn", "city/d")},
			"city: it leads to one place only"},
		"a missing place": {[]kb.Change{put("key-factor/x", "kind", "KEY")}, "benchmark: it is required"},
		"a cycle":         {[]kb.Change{join("theme/a", "theme.broader", "theme/b"), join("theme/b", "theme.broader", "theme/a")}, "it would lie within itself"},
		"itself":          {[]kb.Change{join("theme/a", "theme.broader", "theme/a")}, "it would lead back to theme/a itself"},
		"nothing at all":  {nil, "changes: there are none"},
	}
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, put("source/s"), put("theme/a"), put("theme/b"), put("city/c"), put("practice/p"))
	before, _ := s.Hash(ctx)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := s.Commit(ctx, set(c.changes...))
			if kb.CodeOf(err) != kb.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	if after, _ := s.Hash(ctx); after != before || s.Sequence() != 1 {
		t.Error("a refused change set left something behind")
	}
}

func cited() []any { return []any{map[string]any{"source": "source/s", "basis": "STATED"}} }

func TestCommitTellsAllProblemsAtOnce(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	_, err := s.Commit(ctx, set(put("source/s"),
		put("city/a", "country", "BEL", "website", "ftp://x"), put("city/b", "mayor", 1), join("city/b", "city.in", "territory/gone")))
	var e *kb.Error
	if !errors.As(err, &e) || len(e.Problems) != 4 {
		t.Fatalf("got %v, want four problems", err)
	}
	if e.Problems[0].ID != "city/a" || e.Problems[0].Path != "country" || e.Problems[0].Change != 1 {
		t.Errorf("the first problem is at %+v", e.Problems[0])
	}
}

func TestCommitGuardsRevisions(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, put("source/s"), put("city/c"))
	one := 1
	edit := put("city/c", "name", "C")
	edit.ExpectedRevision = &one
	mustCommit(t, s, edit)
	late := put("city/c", "name", "D")
	late.ExpectedRevision = &one
	if _, err := s.Commit(ctx, set(late)); kb.CodeOf(err) != kb.Conflict || !strings.Contains(err.Error(), "it is at revision 2") {
		t.Errorf("got %v", err)
	}
}

func TestArchivedIsHiddenWithItsLinks(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, put("source/s"), put("theme/a"), put("practice/p"), join("practice/p", "practice.about", "theme/a"))
	mustCommit(t, s, kb.Change{Op: kb.Archive, ID: "theme/a"})
	if n := count(t, s, "practice/p", "themes"); n != 0 {
		t.Errorf("%d links lead to what is archived", n)
	}
	if e, _ := s.Entity(ctx, "theme/a"); e == nil || e.Meta().ArchivedAt == nil {
		t.Error("what is archived still answers to its id")
	}
	mustCommit(t, s, kb.Change{Op: kb.Restore, ID: "theme/a"})
	if n := count(t, s, "practice/p", "themes"); n != 1 {
		t.Errorf("%d links after it was brought back", n)
	}
}

func count(t testing.TB, s *store.Store, id, field string) int {
	t.Helper()
	e, err := s.Entity(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.Count(ctx, store.Query{Parent: e, Field: declared.ByPath(e.Meta().Type).Field(field)})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAliasLeadsOn(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, put("source/s"), put("city/levadia"))
	mustCommit(t, s, kb.Change{Op: kb.Alias, ID: "city/livadia", To: "city/levadia"})
	e, err := s.Entity(ctx, "city/livadia")
	if err != nil || e == nil || e.Meta().ID != "city/levadia" {
		t.Errorf("got %v, %v", e, err)
	}
	if _, err := s.Commit(ctx, set(put("city/livadia"))); kb.CodeOf(err) != kb.Invalid {
		t.Errorf("an alias was given to another entity: %v", err)
	}
	if _, err := s.Commit(ctx, set(kb.Change{Op: kb.Alias, ID: "city/levadia", To: "city/levadia"})); kb.CodeOf(err) != kb.Invalid {
		t.Errorf("what stands became an alias: %v", err)
	}
}

func TestHistoryTellsWhatChanged(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, put("source/s"), put("theme/a"), put("practice/p"))
	mustCommit(t, s, put("practice/p", "name", map[string]any{"original": "en", "en": "practice/p", "fr": "P"}, "limits", "few"))
	mustCommit(t, s, join("practice/p", "practice.about", "theme/a"))
	changes, _, _, err := s.History(ctx, "practice/p", kb.PageArguments{})
	if err != nil || len(changes) != 3 {
		t.Fatalf("%d changes, %v", len(changes), err)
	}
	if changes[0].Action != kb.ChangeActionLink || changes[0].Link.To != "theme/a" {
		t.Errorf("the newest is %+v", changes[0])
	}
	fields, err := changes[1].Fields()
	if err != nil || len(fields) != 2 || fields[0].Path != "limits" || fields[1].Path != "name/fr" || string(fields[1].After) != `"P"` {
		t.Errorf("changed fields %+v, %v", fields, err)
	}
	theme, _, _, err := s.History(ctx, "theme/a", kb.PageArguments{})
	if err != nil || len(theme) != 2 {
		t.Errorf("a link shows in the history of both ends: %d changes, %v", len(theme), err)
	}
}

func TestBackupAndRestore(t *testing.T) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "backup.db")
	s := mustOpen(t, dir)
	mustCommit(t, s, put("source/s"), put("city/c"))
	want, _ := s.Hash(ctx)
	if err := store.Backup(ctx, dir, file); err != nil { // while the store is open
		t.Fatal(err)
	}
	mustCommit(t, s, put("city/d"))
	if err := store.Restore(ctx, file, dir, declared); kb.CodeOf(err) != kb.Unavailable {
		t.Errorf("restored into a folder in use: %v", err)
	}
	s.Close()
	if err := store.Restore(ctx, file, dir, declared); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, dir)
	if got, _ := s.Hash(ctx); got != want {
		t.Error("the restored database is another one")
	}
	if _, err := os.Stat(filepath.Join(dir, store.File+".before-restore")); err != nil {
		t.Error("what was there is gone")
	}
	if err := store.Backup(ctx, dir, file); kb.CodeOf(err) != kb.Invalid {
		t.Errorf("a backup was written over: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	cases := map[string]struct {
		prepare func(t *testing.T, dir string)
		want    string
	}{
		"a folder in use": {func(t *testing.T, dir string) { mustOpen(t, dir) }, "is in use by another praxis"},
		"another file":    {func(t *testing.T, dir string) { write(t, dir, strings.Repeat("no database ", 400)) }, "is damaged, or no database"},
		"a damaged file": {func(t *testing.T, dir string) {
			s := mustOpen(t, dir)
			mustCommit(t, s, put("source/s"))
			s.Close()
			spoil(t, filepath.Join(dir, store.File))
		}, "is damaged"},
		"a newer database": {func(t *testing.T, dir string) {
			s := mustOpen(t, dir)
			s.Close()
			pragma(t, dir, "user_version = 999")
		}, "was written by a newer praxis"},
		"a database of another program": {func(t *testing.T, dir string) {
			s := mustOpen(t, dir)
			s.Close()
			pragma(t, dir, "application_id = 7")
		}, "is a database of another program"},
		"a file where the folder should be": {func(t *testing.T, dir string) {
			os.Remove(dir)
			os.WriteFile(dir, nil, 0o644)
		}, "cannot be written"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			os.MkdirAll(dir, 0o755)
			c.prepare(t, dir)
			s, err := store.Open(ctx, dir, declared)
			if err == nil {
				s.Close()
			}
			if kb.CodeOf(err) != kb.Unavailable || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func write(t *testing.T, dir, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, store.File), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// spoil overwrites the second page and what follows, as a failing disk might.
func spoil(t *testing.T, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := 100; i < len(data); i++ {
		data[i] ^= 0x5a
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func pragma(t *testing.T, dir, text string) {
	t.Helper()
	if err := store.Exec(filepath.Join(dir, store.File), "PRAGMA "+text); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyFindsWhatTheLogDoesNotSay(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	mustCommit(t, s, put("source/s"), put("theme/a"), put("practice/p"), join("practice/p", "practice.about", "theme/a"))
	report, err := store.Verify(ctx, dir, declared)
	if err != nil || len(report.Differences) > 0 || report.Changes != 4 {
		t.Fatalf("%+v, %v", report, err)
	}
	s.Close()
	if err := store.Exec(filepath.Join(dir, store.File), "DELETE FROM link"); err != nil {
		t.Fatal(err)
	}
	report, err = store.Verify(ctx, dir, declared)
	if err != nil || len(report.Differences) != 1 || !strings.Contains(report.Differences[0], "only in the replay") {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestViewsShowTheTypes(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	mustCommit(t, s, put("source/s"), put("practice/p", "problem", "little contact"))
	s.Close()
	got, err := store.QueryText(filepath.Join(dir, store.File), `SELECT id || ' ' || name || ' ' || problem || ' ' || evidence FROM practice`)
	if err != nil || got != "practice/p practice/p little contact NONE_KNOWN" {
		t.Errorf("%q, %v", got, err)
	}
}

func ExampleStore_Commit() {
	dir, _ := os.MkdirTemp("", "praxis-")
	defer os.RemoveAll(dir)
	s, err := store.Open(ctx, dir, declared)
	if err != nil {
		panic(err)
	}
	defer s.Close()
	receipt, err := s.Commit(ctx, kb.ChangeSet{
		Time: store.Now(), Author: "example", Message: "A first source",
		Changes: []kb.Change{{Op: kb.Put, ID: "source/first", Body: map[string]any{"name": "A page", "kind": "WEB_PAGE"}}},
	})
	fmt.Println(receipt.Sequence, receipt.Changed, err)
	// Output: 1 1 <nil>
}
