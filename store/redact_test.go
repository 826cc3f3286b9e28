package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// TestRedact blanks a name everywhere and a text of one entity, and looks for both in the bytes of the files.
func TestRedact(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	mustCommit(t, s, put("source/s"), put("city/c"), put("challenge/x"), put("practice/p", "summary", "Jane \"J\" Doe began it", "limits", "One lone limit"))
	mustCommit(t, s, put("practice/p", "summary", "Jane \"J\" Doe and others began it", "limits", "Another lone limit"),
		kb.Change{Op: kb.Join, ID: "city/c", Kind: "city.faces", To: "challenge/x", Properties: map[string]any{"note": "Jane \"J\" Doe said so"}, Citations: cited()})
	if err := s.ReadSome(ctx, 100); err != nil { // into the index of words
		t.Fatal(err)
	}
	cs := set(put("city/d"))
	cs.Message = "As Jane \"J\" Doe asked"
	if _, err := s.Commit(ctx, cs); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	done, err := s.Redact(ctx, store.Redaction{Text: `Jane "J" Doe`, By: "Data protection desk", Reason: "asked for by the person", At: at})
	if err != nil || done.Lines != 4 || done.Present != 2 {
		t.Fatalf("%+v %v", done, err)
	}
	if done, err = s.Redact(ctx, store.Redaction{ID: "practice/p", Path: "limits", By: "Data protection desk", Reason: "an order", At: at}); err != nil || done.Lines != 2 {
		t.Fatalf("%+v %v", done, err)
	}
	e, err := s.Entity(ctx, "practice/p")
	if err != nil {
		t.Fatal(err)
	}
	p := e.(*kb.Practice)
	if p.Summary.String() != "[redacted 1] and others began it" || p.Limits.String() != "[redacted 2]" {
		t.Errorf("%s, %s", p.Summary, p.Limits)
	}
	if all, err := s.Redactions(ctx, "practice/p"); err != nil || len(all) != 2 || all[1].By != "Data protection desk" {
		t.Errorf("%+v %v", all, err)
	}
	report, err := store.Verify(ctx, dir, declared)
	if err != nil || len(report.Differences) > 0 || len(report.Redactions) != 2 {
		t.Errorf("%+v %v", report, err)
	}
	s.Close()
	files, _ := filepath.Glob(filepath.Join(dir, "praxis.db*"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || bytes.Contains(text, []byte("Doe")) || bytes.Contains(text, []byte("lone limit")) || bytes.Contains(text, []byte("jane")) {
			t.Errorf("%s still has it (%v)", file, err)
		}
	}
}

func TestRedactRefuses(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustCommit(t, s, put("source/s"), put("city/c"))
	for want, r := range map[string]store.Redaction{
		"name a text":      {By: "b", Reason: "r"},
		"too short":        {Text: "a ", By: "b", Reason: "r"},
		"who blanks it":    {Text: "city", By: "b"},
		"there never was":  {ID: "city/none", Path: "summary", By: "b", Reason: "r"},
		"no such text":     {ID: "city/c", Path: "summary", By: "b", Reason: "r"},
		"name the entity ": {Path: "summary", By: "b", Reason: "r"},
	} {
		if _, err := s.Redact(ctx, r); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
	if all, err := s.Redactions(ctx, ""); err != nil || len(all) != 0 {
		t.Errorf("%v %v", all, err)
	}
}
