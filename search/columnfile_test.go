package search_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/praxis-kb/praxis/kb"
)

// TestColumnsAreKept starts with the columns that an earlier process kept, without them, and with damaged ones and those
// of another segment: each time it answers the same, keeps what is sound, and makes the rest anew.
func TestColumnsAreKept(t *testing.T) {
	s, dir := mustOpen(t), filepath.Join(t.TempDir(), "index")
	changes := []kb.Change{put("source/s", "S"), put("theme/learning", "Learning"), put("theme/reading", "Reading"), put("territory/t", "Flanders", "level", "COUNTRY"),
		put("city/c", "Mechelen"), join("theme/reading", "theme.broader", "theme/learning"), join("city/c", "city.in", "territory/t")}
	for i := range 200 {
		id := fmt.Sprintf("practice/p%d", i)
		changes = append(changes, put(id, fmt.Sprint("Buddies ", i%7)), join(id, "practice.about", "theme/reading"), join(id, "practice.doneIn", "city/c"))
	}
	mustCommit(t, s, changes...)
	x, stop := follow(t, s, dir)
	answers := snapshot(t, x)
	stop()
	kept := func() (path string, info os.FileInfo) {
		files, _ := filepath.Glob(filepath.Join(dir, "bleve", "columns", "*"))
		if len(files) != 1 {
			t.Fatalf("kept are %v", files)
		}
		info, err := os.Stat(files[0])
		if err != nil {
			t.Fatal(err)
		}
		return files[0], info
	}
	path, _ := kept()
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(path string, data []byte) func() error {
		return func() error { return os.WriteFile(path, data, 0o644) }
	}
	flipped := append([]byte{}, sound...)
	flipped[len(flipped)/2] ^= 1
	for _, now := range []struct {
		what string
		harm func() error
		same bool
	}{
		{"sound", func() error { return nil }, true},
		{"missing", func() error { return os.Remove(path) }, false},
		{"flipped", write(path, flipped), false},
		{"cut short", write(path, sound[:len(sound)/3]), false},
		{"empty", write(path, nil), false},
		{"half written beside it", write(path+".new", sound[:9]), true},
		{"of a segment that is no more", write(filepath.Join(filepath.Dir(path), "ffff.zap"), sound), true},
	} {
		if err := now.harm(); err != nil {
			t.Fatal(err)
		}
		before, _ := os.Stat(path)
		x, stop := follow(t, s, dir)
		if got := snapshot(t, x); got != answers {
			t.Errorf("%s: it answers\n%s\nnot\n%s", now.what, got, answers)
		}
		stop()
		if _, after := kept(); now.same != (before != nil && os.SameFile(before, after) && before.ModTime().Equal(after.ModTime())) {
			t.Errorf("%s: it was made anew, or was not", now.what)
		}
		if again, err := os.ReadFile(path); err != nil || string(again) != string(sound) {
			t.Errorf("%s: what is kept is not what was kept at first: %v", now.what, err)
		}
	}
}

// TestColumnsOfAnotherSegment takes the index of another log, whose segments have the same names, with columns of this one.
func TestColumnsOfAnotherSegment(t *testing.T) {
	var dirs, answers []string
	for _, name := range []string{"Buddies", "Language café"} {
		s, dir := mustOpen(t), filepath.Join(t.TempDir(), "index")
		changes := []kb.Change{put("source/s", "S")}
		for i := range 200 {
			changes = append(changes, put(fmt.Sprintf("practice/p%d", i), fmt.Sprint(name, " ", i%7)))
		}
		mustCommit(t, s, changes...)
		x, stop := follow(t, s, dir)
		answers, dirs = append(answers, snapshot(t, x)), append(dirs, dir)
		stop()
		if len(dirs) == 1 {
			continue
		}
		columns := filepath.Join(dir, "bleve", "columns")
		if err := os.RemoveAll(columns); err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(columns, os.DirFS(filepath.Join(dirs[0], "bleve", "columns"))); err != nil {
			t.Fatal(err)
		}
		x, _ = follow(t, s, dir)
		if got := snapshot(t, x); got != answers[1] {
			t.Errorf("with the columns of another index it answers\n%s\nnot\n%s", got, answers[1])
		}
	}
}
