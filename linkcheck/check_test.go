package linkcheck_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/praxis-kb/praxis/linkcheck"
)

// site answers as hosts do, and counts how many questions it has at once.
func site(t *testing.T) (*httptest.Server, *atomic.Int32) {
	t.Helper()
	var now, most atomic.Int32
	mux := http.NewServeMux()
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	mux.HandleFunc("/here", status(200))
	mux.HandleFunc("/never", status(404))
	mux.HandleFunc("/gone", status(410))
	mux.HandleFunc("/broken", status(500))
	mux.HandleFunc("/members", status(403))
	mux.HandleFunc("HEAD /get-only", status(405))
	mux.HandleFunc("GET /get-only", status(200))
	mux.HandleFunc("HEAD /lies", status(404))
	mux.HandleFunc("GET /lies", status(200))
	mux.Handle("/moved", http.RedirectHandler("/here", http.StatusMovedPermanently))
	mux.Handle("/today", http.RedirectHandler("/here", http.StatusFound))
	mux.Handle("/moved-away", http.RedirectHandler("/never", http.StatusMovedPermanently))
	mux.Handle("/round", http.RedirectHandler("/round", http.StatusFound))
	mux.Handle("/mail", http.RedirectHandler("mailto:a@b.org", http.StatusFound))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer now.Add(-1)
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s, &most
}

func options() linkcheck.Options {
	return linkcheck.Options{Parallel: 4, Timeout: 10 * time.Second, Private: true, Agent: "test"}
}

func TestWhatBecameOfAnAddress(t *testing.T) {
	s, most := site(t)
	unused, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	unused.Close() // nobody answers there any more
	wants := []struct {
		address string
		state   linkcheck.State
		words   string
	}{
		{s.URL + "/here", linkcheck.Alive, "200 OK"},
		{s.URL + "/never", linkcheck.Dead, "404 Not Found"},
		{s.URL + "/gone", linkcheck.Dead, "410 Gone"},
		{s.URL + "/broken", linkcheck.Unclear, "500 Internal Server Error"},
		{s.URL + "/members", linkcheck.Unclear, "403 Forbidden"},
		{s.URL + "/get-only", linkcheck.Alive, "200 OK"},
		{s.URL + "/lies", linkcheck.Alive, "200 OK"},
		{s.URL + "/moved", linkcheck.Alive, "200 OK"},
		{s.URL + "/today", linkcheck.Alive, "200 OK"},
		{s.URL + "/moved-away", linkcheck.Dead, "404 Not Found"},
		{s.URL + "/round", linkcheck.Unclear, "more than 5 redirects"},
		{s.URL + "/mail", linkcheck.Unclear, `it leads to an address of the kind "mailto"`},
		{"http://" + unused.Addr().String() + "/", linkcheck.Dead, "nobody answers there"},
		{"http://", linkcheck.Unclear, "no address that can be asked"},
	}
	var addresses []string
	for _, want := range wants {
		addresses = append(addresses, want.address)
	}
	told := 0
	for i, got := range linkcheck.Check(t.Context(), addresses, options(), func(linkcheck.Answer) { told++ }) {
		if want := wants[i]; got.Address != want.address || got.State != want.state || got.Words != want.words {
			t.Errorf("%s: %s, %q; want %s, %q", got.Address, got.State, got.Words, want.state, want.words)
		}
		if moved := got.Moved != ""; moved != (got.Address == s.URL+"/moved") {
			t.Errorf("%s: moved to %q", got.Address, got.Moved)
		}
	}
	if told != len(wants) || most.Load() != 1 {
		t.Errorf("told %d times, and asked the host %d things at once", told, most.Load())
	}
}

// TestAsksNothingPrivate holds that neither an address nor a name leads into networks that are not public.
func TestAsksNothingPrivate(t *testing.T) {
	s, most := site(t)
	o := options()
	o.Private = false
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	addresses := []string{
		s.URL + "/here", "http://localhost:" + port + "/here", "http://[::1]:" + port + "/", "http://[::ffff:127.0.0.1]:" + port + "/", "http://0.0.0.0:" + port + "/",
		"http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data", "http://100.64.0.1/", "http://[fd00::1]/", "http://[fe80::1]/", "http://[64:ff9b::7f00:1]/",
	}
	for _, got := range linkcheck.Check(t.Context(), addresses, o, nil) {
		if got.State != linkcheck.Private {
			t.Errorf("%s: %s, %s", got.Address, got.State, got.Words)
		}
	}
	if most.Load() != 0 {
		t.Error("the server was asked")
	}
}

// TestEndsInTime lets a host keep silent: what was cut short, or never asked, is not taken for dead.
func TestEndsInTime(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	defer silent.Close()
	for _, got := range linkcheck.Check(ctx, []string{silent.URL + "/a", silent.URL + "/b", silent.URL + "/c"}, options(), nil) {
		if got.State != linkcheck.NotAsked {
			t.Errorf("%s: %s, %s", got.Address, got.State, got.Words)
		}
	}
}

// TestASilentHostIsLeftAlone asks a host no more than three times in vain.
func TestASilentHostIsLeftAlone(t *testing.T) {
	var asked atomic.Int32
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		<-r.Context().Done()
	}))
	defer silent.Close()
	o := options()
	o.Timeout = 20 * time.Millisecond
	var addresses []string
	for _, name := range "abcdefgh" {
		addresses = append(addresses, silent.URL+"/"+string(name))
	}
	for _, got := range linkcheck.Check(t.Context(), addresses, o, nil) {
		if got.State != linkcheck.Unclear {
			t.Errorf("%s: %s, %s", got.Address, got.State, got.Words)
		}
	}
	if n := asked.Load(); n > 6 { // HEAD and GET
		t.Errorf("it was asked %d times", n)
	}
}
