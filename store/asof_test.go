package store_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// TestThePastStaysBlanked goes back before a text was blanked: it is blanked there too, and says so.
func TestThePastStaysBlanked(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	mustCommit(t, s, put("source/s"), put("practice/p", "summary", "Jane Doe began it"))
	mustCommit(t, s, put("practice/p", "summary", "Others began it"))
	mustCommit(t, s, put("city/c"))
	before, err := s.HashAt(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Redact(ctx, store.Redaction{Text: "Jane Doe", By: "Desk", Reason: "asked", At: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	folder, err := store.AsOf(ctx, dir, 1, declared)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(folder, store.File)); err != nil || bytes.Contains(text, []byte("Jane")) {
		t.Errorf("it still has the text (%v)", err)
	}
	then := mustOpen(t, folder)
	e, err := then.Entity(ctx, "practice/p")
	if err != nil || e.(*kb.Practice).Summary.String() != "[redacted 1] began it" {
		t.Errorf("%+v %v", e, err)
	}
	if all, err := then.Redactions(ctx, "practice/p"); err != nil || len(all) != 1 {
		t.Errorf("it says %+v %v of what was blanked", all, err)
	}
	after, err := s.HashAt(ctx, 1)
	if past, err2 := then.HashAt(ctx, 1); err != nil || err2 != nil || past != after || after == before {
		t.Errorf("the hashes are %s before, %s after, %s in the past", before, after, past)
	}
	if again, err := store.AsOf(ctx, dir, 1, declared); err != nil || again != folder {
		t.Errorf("made again, it lies in %s: %v", again, err)
	}
}

// TestTheChainIsMadeForOldFiles takes the hashes out, as a file has them that an older program wrote.
func TestTheChainIsMadeForOldFiles(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	mustCommit(t, s, put("source/s"), put("city/c"))
	mustCommit(t, s, put("city/c", "summary", "\"<é>\u2028"))
	want, err := s.HashAt(ctx, 2)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	db, err := sql.Open("praxis", filepath.Join(dir, store.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE changeset SET hash = NULL"); err != nil {
		t.Fatal(err)
	}
	again := mustOpen(t, dir)
	if got, err := again.HashAt(ctx, 2); err != nil || got != want {
		t.Errorf("the hash is %s, not %s: %v", got, want, err)
	}
}

// TestAnybodyCanCheckTheChain works the hash of a change set out of the lines that stand in the documentation.
func TestAnybodyCanCheckTheChain(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, put("source/s", "url", "https://example.org/?a=1&b=<2>"))
	lines := "\n" + `{"sequence":1,"time":"2026-11-22T10:00:00.000000000Z","author":"test","message":"a test"}` + "\n" +
		`{"sequence":1,"n":0,"action":"CREATE","entity":"source/s","revision":1,"schema":1,"body":{"kind":"WEB_PAGE","name":{"en":"source/s","original":"en"},"url":"https://example.org/?a=1&b=<2>"}}` + "\n"
	sum := sha256.Sum256([]byte(lines))
	if got, err := s.HashAt(ctx, 1); err != nil || got != hex.EncodeToString(sum[:]) {
		t.Errorf("the hash is %s: %v", got, err)
	}
}
