package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/praxis-kb/praxis/seed"
)

// started is a server of the whole program on a free port, with the corpus.
type started struct {
	url  string
	stop func() error
}

var address = regexp.MustCompile(`pages +(https?://\S+)/\n`)

// start runs `praxis serve` and reads from what it prints where it listens.
func start(t *testing.T, args ...string) started {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	in, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...), out, io.Discard)
		out.CloseWithError(err)
		done <- err
	}()
	var said strings.Builder
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		said.WriteString(line)
		if m := address.FindStringSubmatch(said.String()); m != nil {
			go io.Copy(io.Discard, lines)
			stopped := false
			stop := func() error {
				if stopped {
					return nil
				}
				stopped = true
				cancel()
				return <-done
			}
			t.Cleanup(func() { stop() })
			return started{url: m[1], stop: stop}
		}
		if err != nil {
			t.Fatalf("it did not start: %v\n%s", err, said.String())
		}
	}
}

// loaded is the sequence after the corpus: a change set for each file, and one that says so.
var loaded = func() string {
	files, err := fs.Glob(seed.Corpus(), "*.yaml")
	if err != nil {
		panic(err)
	}
	return strconv.Itoa(len(files) + 1)
}()

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// searchable waits until search has followed the log so far.
func (s started) searchable(t *testing.T) started {
	t.Helper()
	question := fmt.Sprintf("{search(query: \"\", minSequence: %s) {totalCount}}", loaded)
	if status, body := get(t, s.url+"/graphql?query="+url.QueryEscape(question)); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	return s
}

func TestServe(t *testing.T) {
	s := start(t, "--data", t.TempDir(), "--base-path", "/kb").searchable(t)
	cases := map[string]string{
		"/healthz":                    "alive",
		"/readyz":                     `"ready": true`,
		"/metrics":                    "praxis_sequence " + loaded,
		"/":                           "Good practices for inclusive cities",
		"/practice":                   "52 in all",
		"/practice/maison-des-femmes": "Women&#39;s Centre</h1>",
		"/one-stop-shop/welkom-app":   "Welkom-app",
		"/assets/style.css":           "--accent",
		"/assets/europe.svg":          "<svg",
		"/city/jelgava/graph":         `data-id="action-plan/jelgava"`,
		"/map?status=implemented":     `href="/kb/transfer/buddies-to-capaci"`,
		"/search/map?q=buddies":       `href="/kb/search?q=buddies"`,
		"/suggest?q=Jelg":             `"address":"/kb/city/jelgava"`,
		"/fr/suggest?q=Jelg":          `"address":"/kb/fr/city/jelgava"`,
		"/console/plain?query=%7Bdataset%7Bsequence%7D%7D": "&#34;sequence&#34;: " + loaded,
		"/graphql?query=%7Bdataset%7Bsequence%7D%7D":       `{"data":{"dataset":{"sequence":` + loaded + `}}}`,
	}
	for path, want := range cases {
		if status, body := get(t, s.url+path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d, without %q: %.400s", path, status, want, body)
		}
	}
	for _, path := range []string{"/practice/nothing", "/nothing", "/nothing/here", "/assets/none", "/practice/nothing/graph", "/nothing/x/graph", "/console/none.js"} {
		if status, _ := get(t, s.url+path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
	if err := s.stop(); err != nil {
		t.Errorf("it did not stop in peace: %v", err)
	}
}

func TestASecondStartReusesTheData(t *testing.T) {
	dir := t.TempDir()
	start(t, "--data", dir).stop()
	begin := time.Now()
	s := start(t, "--data", dir)
	if status, body := get(t, s.url+"/graphql?query=%7Bdataset%7Bsequence%7D%7D"); status != 200 || !strings.Contains(body, ":"+loaded) {
		t.Errorf("%d %s", status, body)
	}
	t.Logf("start to first answer: %s", time.Since(begin))
}

// command runs another command, and gives what it prints.
func command(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(context.Background(), args, &out, io.Discard)
	return out.String(), err
}

func TestKeepingTheData(t *testing.T) {
	dir, backup := t.TempDir(), filepath.Join(t.TempDir(), "b.db")
	s := start(t, "--data", dir)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"log", "--data", dir, "-n", "3"}, "seed:90-deliverables.yaml"},
		{[]string{"verify", "--data", dir}, "replay to the same state"},
		{[]string{"backup", "--data", dir, backup}, "written:"},
		{[]string{"version"}, "praxis"},
	} {
		if out, err := command(t, c.args...); err != nil || !strings.Contains(out, c.want) {
			t.Errorf("%v while it is served: %v\n%s", c.args, err, out)
		}
	}
	file := filepath.Join(t.TempDir(), "mine.yaml")
	text := "about: my own\nentities:\n  - {id: source/mine, name: Mine, kind: WEB_PAGE}\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := command(t, "import", "--data", dir, file); err == nil || !strings.Contains(err.Error(), "in use by another praxis") {
		t.Errorf("imported into a folder in use: %v", err)
	}
	s.stop()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"import", "--data", dir, file}, "1 rows: 1 new"},
		{[]string{"check", filepath.Dir(file)}, "1 files with 1 entities are sound"},
		{[]string{"log", "--data", dir, "-n", "1"}, "my own [import:mine.yaml:"},
		{[]string{"export", "--data", dir, "--type", "Source"}, `{"id":"source/mine"`},
		{[]string{"restore", "--data", dir, backup}, "restored:"},
		{[]string{"log", "--data", dir, "-n", "2"}, "seed:90-deliverables.yaml"},
	} {
		if out, err := command(t, c.args...); err != nil || !strings.Contains(out, c.want) {
			t.Errorf("%v: %v\n%s", c.args, err, out)
		}
	}
}

func TestServeRefuses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	newer := t.TempDir()
	os.WriteFile(filepath.Join(newer, "praxis.db"), []byte("no database at all, but long enough to be read as one"), 0o644)
	cases := map[string]struct {
		args []string
		want string
	}{
		"a taken port":    {[]string{"serve", "--data", t.TempDir(), "--addr", taken.Addr().String()}, "is taken by another program"},
		"a bad address":   {[]string{"serve", "--data", t.TempDir(), "--addr", "nowhere"}, "choose another address with --addr"},
		"a damaged file":  {[]string{"serve", "--data", newer, "--addr", "127.0.0.1:0"}, "is damaged, or no database"},
		"a bad base path": {[]string{"serve", "--data", t.TempDir(), "--base-path", "a?b"}, "write a path such as /praxis"},
		"no data":         {[]string{"log", "--data", t.TempDir()}, "there is no database"},
		"an unknown flag": {[]string{"serve", "--port", "1"}, "--port"},
		"no backup":       {[]string{"restore", "--data", t.TempDir(), "nothing.db"}, "nothing.db"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := command(t, c.args...); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// TestStopWaitsForNoMirror stops the server while a mirror waits for what comes next.
func TestStopWaitsForNoMirror(t *testing.T) {
	s := start(t, "--data", t.TempDir())
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /log.jsonl?wait=25&after="+loaded+" HTTP/1.1\r\nHost: x\r\n\r\n")
	if answer, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(answer, "200 OK") {
		t.Errorf("%q, %v", answer, err)
	}
	get(t, s.url+"/readyz") // the one that waits has been read by then
	if err := s.stop(); err != nil {
		t.Errorf("it did not stop in peace: %v", err)
	}
}

// TestStopFinishesWhatIsInFlight stops the server while a slow client still sends its question.
func TestStopFinishesWhatIsInFlight(t *testing.T) {
	s := start(t, "--data", t.TempDir())
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := `{"query": "{ viewer { role } }"}`
	io.WriteString(conn, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 33\r\n\r\n"+body[:10])
	get(t, s.url+"/healthz") // the first part has been read once a later question is answered
	stopped := make(chan error, 1)
	go func() { stopped <- s.stop() }()
	io.WriteString(conn, body[10:]+" ")
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil || !strings.Contains(answer, "200 OK") {
		t.Errorf("%q, %v", answer, err)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}
