package exchange_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/store"
)

// crashDir tells the test program that it is the one to be killed.
const crashDir = "PRAXIS_TEST_IMPORT_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		importSlowly(dir)
		return
	}
	os.Exit(m.Run())
}

// crashRows are several batches of practices, each a variant of one further down.
const crashRows = 2_600

func crashText() string {
	lines := []string{aSource}
	for i := range crashRows {
		lines = append(lines, practice(fmt.Sprint("p", i), fmt.Sprint("P ", i), fmt.Sprintf(`"variantOf":["practice/p%d"]`, (i+700)%crashRows)))
	}
	return strings.Join(lines, "\n")
}

// importSlowly says how far the import has come, and waits to be told to go on.
func importSlowly(dir string) {
	s, err := store.Open(ctx, dir, declared)
	if err != nil {
		panic(err)
	}
	c := newCollection()
	in := bufio.NewReader(os.Stdin)
	c.Progress = func(stage string, done, _ int) {
		if stage == "write" && done%400 == 0 {
			fmt.Println(s.Sequence())
			in.ReadString('\n')
		}
	}
	if _, err := c.run(s, "a.jsonl", crashText()); err != nil {
		panic(err)
	}
}

// TestKilledInTheMiddle kills an import further on each time, lets it finish, and compares with one that was not killed.
func TestKilledInTheMiddle(t *testing.T) {
	dir := t.TempDir()
	for round := range 4 {
		killAfter(t, dir, 2+round)
	}
	s := mustOpen(t, dir)
	partly := s.Sequence()
	if partly == 0 {
		t.Fatal("nothing was in when it was killed")
	}
	c := newCollection(func(im *exchange.Import) { im.OnExisting = exchange.OnExistingFail })
	r := c.mustRun(t, s, "a.jsonl", crashText())
	if r.Created == 0 || r.Created == crashRows+1 || r.Created+r.Updated+r.Same != crashRows+1 {
		t.Errorf("%+v", r)
	}
	whole := mustOpen(t, t.TempDir())
	newCollection().mustRun(t, whole, "a.jsonl", crashText())
	same(t, "after the kills", export(t, whole, "jsonl"), export(t, s, "jsonl"))
	report, err := store.Verify(ctx, dir, declared)
	if err != nil || len(report.Differences) > 0 {
		t.Errorf("%+v, %v", report, err)
	}
}

func killAfter(t *testing.T, dir string, steps int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range steps {
		if !lines.Scan() {
			t.Fatal("it ended by itself")
		}
		in.Write([]byte("\n"))
	}
	cmd.Process.Kill()
	cmd.Wait()
}
