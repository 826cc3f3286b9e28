package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/dump"
)

// TestRelease names a state, makes its files twice, and reads them from the server: the same bytes, with their hashes,
// whatever was written since.
func TestRelease(t *testing.T) {
	dir := t.TempDir()
	s := start(t, "--data", dir)
	s.stop()
	kept := exported(t, dir)
	must(t, "--data", dir, "release", "2026.1", "--base", "https://praxis.example/")
	again := filepath.Join(t.TempDir(), "again")
	if out := must(t, "--data", dir, "release", "2026.1", "--base", "https://praxis.example", "--out", again); !strings.Contains(out, "of change set "+loaded) {
		t.Errorf("made again it says %s", out)
	}
	files, err := os.ReadDir(again)
	if err != nil || len(files) != len(dump.Formats)+6 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	s = start(t, "--data", dir)
	hashes := map[string]string{}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(again, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		status, served := get(t, s.url+"/release/2026.1/"+f.Name())
		if status != http.StatusOK || served != string(text) {
			t.Errorf("%s: %d, %d bytes, not the %d that are made again", f.Name(), status, len(served), len(text))
		}
		sum := sha256.Sum256(text)
		hashes[f.Name()] = hex.EncodeToString(sum[:])
		if f.Name() == "praxis.jsonl" && string(text) != kept {
			t.Error("the release is not the graph as it was")
		}
	}
	_, sums := get(t, s.url+"/release/2026.1/SHA256SUMS")
	for name, hash := range hashes {
		if name != "SHA256SUMS" && name != "release.json" && !strings.Contains(sums, hash+"  "+name+"\n") {
			t.Errorf("the hash of %s is not in SHA256SUMS", name)
		}
	}
	for path, want := range map[string]string{
		"/en/release": `/release/2026.1">2026.1</a>`, "/en/release/2026.1": hashes["praxis.nt"], "/en/release/2027": "",
		"/release/2026.1/../../praxis.db": "", "/release/.part-1/praxis.jsonl": "", "/release/2026.1/nothing": "",
	} {
		status, body := get(t, s.url+path)
		if want == "" && status == http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s answers %d %.300s", path, status, body)
		}
	}
	var answer struct {
		Data struct {
			Releases []struct {
				Name     string
				Sequence int
				Files    []struct{ Sha256 string }
				Counts   []struct{ Count int }
			}
		}
	}
	_, body := get(t, s.url+"/graphql?query=%7Breleases%7Bname%20sequence%20files%7Bsha256%7D%20counts%7Bcount%7D%7D%7D")
	if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Data.Releases) != 1 || len(answer.Data.Releases[0].Files) != len(files)-1 || answer.Data.Releases[0].Counts[0].Count == 0 {
		t.Errorf("%s %v", body, err)
	}
	s.stop()
	for _, args := range [][]string{{"2026.1", "--at", "3"}, {"Ünser"}, {"x", "--at", "9999"}} {
		if _, err := command(t, append([]string{"--data", dir, "release"}, args...)...); err == nil {
			t.Errorf("%v is released", args)
		}
	}
	must(t, "--data", dir, "redact", "practice/bapa-bxl", "--path", "summary", "--by", "Desk", "--reason", "asked")
	if _, err := os.Stat(filepath.Join(dir, "releases")); err == nil {
		t.Error("the files of releases stay when something is blanked")
	}
}
