package dump_test

import (
	"bytes"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/praxis-kb/praxis/dump"
	"github.com/praxis-kb/praxis/store"
)

// TestTheDatabaseFollowsFromTheLogAlone puts the file in another place, serves it, and dumps it anew: the same bytes.
func TestTheDatabaseFollowsFromTheLogAlone(t *testing.T) {
	first := write(t, withCorpus(t), "sqlite", dump.Filter{})
	dir := t.TempDir()
	file, data := filepath.Join(dir, "praxis.db"), filepath.Join(dir, "data")
	if err := os.WriteFile(file, first, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(ctx, file, data, declared); err != nil {
		t.Fatal(err)
	}
	again, err := store.Open(ctx, data, declared)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if second := write(t, again, "sqlite", dump.Filter{}); !bytes.Equal(first, second) {
		t.Errorf("%d bytes and %d bytes differ", len(first), len(second))
	}
	if again.Sequence() != withCorpus(t).Sequence() {
		t.Error("the log is not all there")
	}
}

// TestAPartOfTheDatabase has no log, in which all else could still be read, and nothing that the filter leaves out.
func TestAPartOfTheDatabase(t *testing.T) {
	st := withCorpus(t)
	f, err := dump.ReadFilter(declared, url.Values{"basis": {"STATED"}, "territory": {"territory/italy"}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "part.db")
	if err := os.WriteFile(file, write(t, st, "sqlite", f), 0o644); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("praxis", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for query, want := range map[string]int{
		"SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'": 0,
		"SELECT count(*) FROM pragma_foreign_key_check":                             0,
		"SELECT count(*) FROM change":                                               0,
		"SELECT count(*) FROM citation WHERE basis <> 'STATED'":                     0,
		"SELECT count(*) FROM citation":                                             len(cited(filtered(t, st, "basis=STATED&territory=italy"))),
		"SELECT count(*) FROM entity":                                               len(filtered(t, st, "basis=STATED&territory=italy")),
		"SELECT count(*) FROM city WHERE id = 'city/capaci'":                        1,
	} {
		var got int
		if err := db.QueryRow(query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %d, want %d (%v)", query, got, want, err)
		}
	}
	if err := store.Restore(ctx, file, t.TempDir(), declared); err == nil {
		t.Error("a part without a log is taken for a database to serve")
	}
}
