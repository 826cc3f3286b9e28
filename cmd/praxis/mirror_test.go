package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/praxis-kb/praxis/store"
)

// followsAs makes this test program `praxis mirror`, so that it can be killed.
const followsAs = "PRAXIS_TEST_FOLLOWS"

func TestMain(m *testing.M) {
	if args := os.Getenv(followsAs); args != "" {
		if err := run(context.Background(), strings.Split(args, "\n"), os.Stdout, io.Discard); err != nil {
			fmt.Println(explain(err))
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// cutting passes on what a server tells, and cuts each answer off after so many bytes.
func cutting(t *testing.T, of string, after *atomic.Int64) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		res, err := http.Get(of + r.URL.RequestURI())
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		defer res.Body.Close()
		w.WriteHeader(res.StatusCode)
		n, err := io.CopyN(w, res.Body, after.Load())
		if err == nil && n == after.Load() {
			panic(http.ErrAbortHandler)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// exported is the graph of a data folder, byte for byte.
func exported(t *testing.T, dir string) string {
	t.Helper()
	return must(t, "--data", dir, "export")
}

func same(t *testing.T, dir, copied string) {
	t.Helper()
	if a, b := exported(t, dir), exported(t, copied); a != b {
		t.Errorf("the mirror exports %d bytes, the server %d", len(b), len(a))
	}
	a, b := must(t, "--data", dir, "verify"), must(t, "--data", copied, "verify")
	if a, b := a[:strings.LastIndex(a, ", in")], b[:strings.LastIndex(b, ", in")]; a != b {
		t.Errorf("verify says\n%s of the server, and\n%s of the mirror", a, b)
	}
}

// TestMirror follows a server whose answers are cut off, is killed, goes on, takes up what is blanked, and leaves alone
// what is not the same log.
func TestMirror(t *testing.T) {
	dir, copied := t.TempDir(), t.TempDir()
	os.Remove(copied) // it is made
	s := start(t, "--data", dir)
	var after atomic.Int64
	after.Store(200_000)
	cut := cutting(t, s.url, &after)
	for tries, err := 0, error(io.EOF); err != nil; tries++ {
		if _, err = command(t, "mirror", cut, "--once", "--data", copied); tries > 30 {
			t.Fatalf("it does not get on: %v", err)
		}
		after.Add(100_000)
	}
	same(t, dir, copied)
	s.stop()

	city := filepath.Join(t.TempDir(), "city.yaml")
	text := "about: A city\nentities:\n  - id: source/mirrored\n    name: Jane Doe told us\n    kind: WEB_PAGE\n"
	if err := os.WriteFile(city, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	must(t, "--data", dir, "import", city)
	s = start(t, "--data", dir)
	killed(t, s.url, copied)
	must(t, "mirror", s.url, "--once", "--data", copied)
	same(t, dir, copied)
	half := filepath.Join(t.TempDir(), "half")
	killed(t, s.url, half)
	must(t, "mirror", s.url, "--once", "--data", half)
	same(t, dir, half)
	more := filepath.Join(t.TempDir(), "more.yaml")
	if err := os.WriteFile(more, []byte(strings.ReplaceAll(text, "mirrored", "more")), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t, "--data", copied, "import", more); err == nil || !strings.Contains(explain(err), "this is a mirror of "+s.url) {
		t.Errorf("a mirror is written to: %s %v", out, err)
	}
	s.stop()

	must(t, "--data", dir, "redact", "--text", "Jane Doe", "--by", "Desk", "--reason", "asked")
	s = start(t, "--data", dir)
	if out := must(t, "mirror", s.url, "--once", "--data", copied); !strings.Contains(out, "made anew") {
		t.Errorf("it says %s of what was blanked", out)
	}
	same(t, dir, copied)
	if text, err := os.ReadFile(filepath.Join(copied, store.File)); err != nil || bytes.Contains(text, []byte("Jane Doe")) {
		t.Errorf("the mirror still has it (%v)", err)
	}
	before := exported(t, copied)
	other := start(t, "--data", t.TempDir())
	if out, err := command(t, "mirror", other.url, "--once", "--data", copied); err == nil || !strings.Contains(explain(err), "is not followed: the log there") {
		t.Errorf("another log: %s %v", out, err)
	}
	if exported(t, copied) != before || store.MirrorOf(copied) != s.url {
		t.Error("another log was taken up")
	}
	if _, err := command(t, "mirror", s.url, "--once", "--data", dir); err == nil {
		t.Error("a folder that is written to is made a mirror")
	}
	mirrored(t, s, copied)
}

// killed follows in a process of its own, which is killed as soon as it has taken something up.
func killed(t *testing.T, url, copied string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), followsAs+"="+strings.Join([]string{"mirror", url, "--data", copied}, "\n"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := make([]byte, 1)
	if _, err := out.Read(said); err != nil { // it says how far it has come
		t.Fatal(err)
	}
	cmd.Process.Kill()
	cmd.Wait()
}

// mirrored serves a mirror: it says of whom it is one, refuses what is written, and goes on following.
func mirrored(t *testing.T, s started, copied string) {
	must(t, "mirror", s.url, "--once", "--data", copied)
	m := start(t, "--data", copied)
	if _, page := get(t, m.url+"/en/about"); !strings.Contains(page, "This is a copy that follows another server.") || !strings.Contains(page, s.url) {
		t.Errorf("the page does not say that it is a copy:\n%s", page)
	}
	res, err := http.Post(m.url+"/graphql", "application/json", strings.NewReader(`{"query": "mutation { archive(input: {message: \"x\", id: \"city/capaci\"}) { sequence } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err != nil || !strings.Contains(string(body), "this server is a mirror and only reads: write to "+s.url) {
		t.Errorf("writing is answered %s %v", body, err)
	}
	for path, want := range map[string]string{
		"/log.jsonl?after=1&first=1":       `{"sequence":2,"hash":"`,
		"/log.jsonl?after=-1":              `after is \"-1\"`,
		"/log.jsonl?after=2&hash=00":       "the log has another change set 2 here",
		"/log.jsonl?after=100000&wait=0":   "",
		"/log.jsonl?after=3&redactions=99": `{"sequence":4,"time":"`,
	} {
		if _, body := get(t, m.url+path); !strings.Contains(body, want) {
			t.Errorf("%s answers %.300s", path, body)
		}
	}
}
