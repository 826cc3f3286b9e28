package store_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/store"
)

// crashDir tells the test program that it is the one to be killed.
const crashDir = "PRAXIS_TEST_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		commitForEver(dir)
	}
	os.Exit(m.Run())
}

// commitForEver commits and writes down each sequence once it is acknowledged, until it is killed.
func commitForEver(dir string) {
	s, err := store.Open(ctx, dir, declared)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if s.Sequence() == 0 {
		s.Commit(ctx, set(put("source/s"), put("theme/a")))
	}
	for n := s.Sequence(); ; n++ {
		id := fmt.Sprintf("practice/p%d", n)
		receipt, err := s.Commit(ctx, set(put(id), join(id, "practice.about", "theme/a"), put("theme/a", "summary", id)))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(receipt.Sequence)
	}
}

// TestKilledInTheMiddle kills a process that commits, again and again: what was acknowledged is there, whole, and the
// log replays to the state.
func TestKilledInTheMiddle(t *testing.T) {
	dir := t.TempDir()
	last := int64(0)
	for round := range 8 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crashDir+"="+dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range 20 + 13*round {
			if !lines.Scan() {
				t.Fatal("it ended by itself")
			}
			last, _ = strconv.ParseInt(strings.TrimSpace(lines.Text()), 10, 64)
		}
		cmd.Process.Kill()
		for lines.Scan() { // what it had acknowledged before it died
			last, _ = strconv.ParseInt(strings.TrimSpace(lines.Text()), 10, 64)
		}
		cmd.Wait()
	}
	s := mustOpen(t, dir)
	if s.Sequence() < last {
		t.Errorf("sequence %d, and %d was acknowledged", s.Sequence(), last)
	}
	if n := count(t, s, "theme/a", "practices"); int64(n) != s.Sequence()-1 {
		t.Errorf("%d practices after %d change sets", n, s.Sequence())
	}
	report, err := store.Verify(ctx, dir, declared)
	if err != nil || len(report.Differences) > 0 {
		t.Errorf("%+v, %v", report, err)
	}
}
