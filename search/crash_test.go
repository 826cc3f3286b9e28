package search_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/search"
	"github.com/praxis-kb/praxis/store"
)

// victimFolder names, in the environment, the data folder of a process that is to be killed.
const victimFolder = "PRAXIS_TEST_VICTIM"

// telling is a log that says on the standard output that it was read.
type telling struct{ *store.Store }

func (t telling) Entity(ctx context.Context, id string) (kb.Entity, error) {
	fmt.Println("read", id)
	return t.Store.Entity(ctx, id)
}

// beVictim makes an index of a folder, and then writes and follows, until it is killed.
func beVictim(dir string) {
	s, err := store.Open(ctx, dir, declared)
	if err != nil {
		panic(err)
	}
	x, err := search.Open(filepath.Join(dir, "index"), declared, telling{s})
	if err != nil {
		panic(err)
	}
	go func() { panic(x.Follow(ctx)) }()
	for n := 0; ; n++ {
		if err := x.Wait(ctx, s.Sequence()); err != nil {
			panic(err)
		}
		if err := commit(s, put(fmt.Sprint("practice/later-", n), fmt.Sprint("Buddies ", n)), join(fmt.Sprint("practice/later-", n), "practice.about", "theme/reading")); err != nil {
			panic(err)
		}
	}
}

// killedAfter runs a victim and kills it after it has read a number of entities.
func killedAfter(t *testing.T, dir string, reads int) {
	t.Helper()
	victim := exec.Command(os.Args[0])
	victim.Env = append(os.Environ(), victimFolder+"="+dir)
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range reads {
		if !lines.Scan() {
			t.Fatal("it ended by itself:", victim.Wait())
		}
	}
	victim.Process.Kill()
	victim.Wait() // says that it was killed
}

// TestKilled kills a process while it makes the index and while it follows: what the next one opens answers as an index
// that is made of the log alone.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(ctx, dir, declared)
	if err != nil {
		t.Fatal(err)
	}
	changes := []kb.Change{put("source/s", "S"), put("theme/learning", "Learning"), put("theme/reading", "Reading"), join("theme/reading", "theme.broader", "theme/learning")}
	const many = 300
	for i := range many {
		changes = append(changes, put(fmt.Sprintf("practice/p%d", i), fmt.Sprint("Buddies ", i)))
	}
	mustCommit(t, s, changes...)
	s.Close()
	for _, reads := range []int{1, many / 2, many, many + 10, 11, 30} {
		killedAfter(t, dir, reads)
		s, err := store.Open(ctx, dir, declared)
		if err != nil {
			t.Fatal(err)
		}
		survivor, stop := follow(t, s, filepath.Join(dir, "index"))
		fresh, stopFresh := follow(t, s, filepath.Join(t.TempDir(), "index"))
		if a, b := snapshot(t, survivor), snapshot(t, fresh); a != b {
			t.Errorf("killed after %d reads:\n%s\nfresh:\n%s", reads, a, b)
		}
		stop()
		stopFresh()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if reads <= many {
			os.RemoveAll(filepath.Join(dir, "index")) // to be killed while it is made once more
		}
	}
}

// TestOneProcess opens a folder that is in use: the second is told so, and the first loses nothing.
func TestOneProcess(t *testing.T) {
	s, dir := mustOpen(t), filepath.Join(t.TempDir(), "index")
	mustCommit(t, s, put("source/s", "S"), put("practice/p", "Buddies"))
	x, stop := follow(t, s, dir)
	if _, err := search.Open(dir, declared, s); kb.CodeOf(err) != kb.Unavailable {
		t.Errorf("opened twice: %v", err)
	}
	if got := found(t, x, "buddies"); len(got) != 1 {
		t.Errorf("found %v", got)
	}
	stop()
	if _, stop := follow(t, s, dir); stop == nil {
		t.Error("it is still taken")
	}
}

// faulty fails in the middle of what is read for a build, as a fault of ours would.
type faulty struct{ *store.Store }

func (faulty) PresentAfter(context.Context, int64, int, []string) ([]kb.Present, error) {
	panic("a fault")
}

// TestAFaultOfABuildIsTold holds that a fault while the index is made ends the follower, and not the program.
func TestAFaultOfABuildIsTold(t *testing.T) {
	x, err := search.Open(t.TempDir(), declared, faulty{mustOpen(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := x.Follow(ctx); err == nil || !strings.Contains(err.Error(), "a fault") {
		t.Errorf("it says %v", err)
	}
}
