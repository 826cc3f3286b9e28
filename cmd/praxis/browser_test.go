package main

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// browserFolder is where npm installs what the tests load into pages, and where screenshots are kept.
const browserFolder = "browser"

// patience is how long a page may take before a test gives up; nothing waits for as long as it comes.
const patience = time.Minute

// browser is Chromium on a server of the whole program. It reaches no host but that server.
type browser struct {
	context.Context
	url       string
	data      string // the folder of the server
	axe       string
	mu        sync.Mutex
	elsewhere []string // what pages asked of other hosts
}

// TestBrowser opens pages in Chromium as people do.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("Chromium takes a minute: leave out -short to run it")
	}
	b := openBrowser(t)
	for name, test := range map[string]func(*testing.T, *tab){
		"an officer finds a practice":            officer,
		"an officer takes a brief along":         takesBrief,
		"a researcher takes a page's question":   researcher,
		"an author looks for gaps":               author,
		"search by keyboard alone":               keyboardOnly,
		"a suggestion is chosen by keyboard":     suggested,
		"a city is chosen by its name":           cityByName,
		"keys can be switched off":               keysOff,
		"back and forward through facets":        facets,
		"without scripts":                        withoutScripts,
		"a picture is brought closer":            closer,
		"a legend chooses what a picture shows":  chosen,
		"a brief of five fills two pages":        briefPrints,
		"the console answers and shows its docs": console,
		"the whole graph is drawn":               wholeGraph,
		"axe tells of a barrier":                 seesBarriers,
	} {
		t.Run(name, func(t *testing.T) { test(t, b.tab(t)) })
	}
	t.Run("axe", b.accessible)
	b.keptToItself(t)
}

// openBrowser starts server and browser, or skips where there is no browser or no npm.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		t.Skip("there is no Chromium or Chrome: install one to run the tests in a browser")
	}
	axe := installAxe(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox,
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"), chromedp.WindowSize(1280, 900),
		chromedp.Flag("disable-features", "BackForwardCache,Translate")) // a page taken from that cache tells nobody that it has come
	allocated, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	data := t.TempDir()
	return &browser{Context: ctx, url: start(t, "--data", data).searchable(t).url, data: data, axe: axe}
}

// installAxe installs axe-core as the lock file names it, and gives its source.
func installAxe(t *testing.T) string {
	t.Helper()
	file := filepath.Join(browserFolder, "node_modules", "axe-core", "axe.min.js")
	if _, err := os.Stat(file); err != nil {
		if _, err := exec.LookPath("npm"); err != nil {
			t.Skip("npm is not installed: it brings axe-core, which looks for barriers in pages")
		}
		install := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
		install.Dir = browserFolder
		if out, err := install.CombinedOutput(); err != nil {
			t.Fatalf("npm ci: %v\n%s", err, out)
		}
	}
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// tab is a page of the browser. It fails the test where a script of the page fails.
type tab struct {
	context.Context
	t *testing.T
	*browser
}

func (b *browser) tab(t *testing.T) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.Context)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, patience)
	t.Cleanup(cancel)
	chromedp.ListenTarget(ctx, func(event any) {
		switch event := event.(type) {
		case *network.EventRequestWillBeSent:
			b.asked(event.Request.URL)
		case *runtime.EventExceptionThrown:
			t.Errorf("a script failed: %s", event.ExceptionDetails.Error())
		}
	})
	return &tab{ctx, t, b}
}

// asked keeps what is asked of another host than the server.
func (b *browser) asked(address string) {
	u, err := url.Parse(address)
	if err == nil && (u.Scheme == "data" || u.Scheme == "blob" || strings.HasPrefix(address, b.url+"/")) {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.elsewhere = append(b.elsewhere, address)
}

// keptToItself fails where a page asked another host for anything, or left a cookie.
func (b *browser) keptToItself(t *testing.T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.elsewhere) > 0 {
		t.Errorf("asked of other hosts: %v", b.elsewhere)
	}
	var cookies []*network.Cookie
	err := chromedp.Run(b.Context, chromedp.ActionFunc(func(ctx context.Context) (err error) {
		cookies, err = storage.GetCookies().Do(ctx)
		return err
	}))
	if err != nil || len(cookies) > 0 {
		t.Errorf("cookies: %v, %v", cookies, err)
	}
}

// do does what people do, and fails the test where that cannot be done.
func (b *tab) do(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.Context, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// open opens a page by its address.
func (b *tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.url + path))
}

// status opens a page, and tells how the server answered.
func (b *tab) status(path string) int64 {
	b.t.Helper()
	answer, err := chromedp.RunResponse(b.Context, chromedp.Navigate(b.url+path))
	if err != nil {
		b.t.Fatal(err)
	}
	return answer.Status
}

// leave does what leads to another page, and waits until that has come.
func (b *tab) leave(actions ...chromedp.Action) {
	b.t.Helper()
	answer, err := chromedp.RunResponse(b.Context, actions...)
	if err != nil {
		b.t.Fatal(err)
	}
	if answer != nil && answer.Status != 200 {
		b.t.Fatalf("%s: %d", answer.URL, answer.Status)
	}
}

// click follows the link, or presses the button, that is found first.
func (b *tab) click(selector string) {
	b.t.Helper()
	b.leave(chromedp.Click(selector, chromedp.ByQuery))
}

// until waits for what a page says of itself in JavaScript.
func (b *tab) until(condition string) {
	b.t.Helper()
	if err := chromedp.Run(b.Context, chromedp.Poll(condition, nil, chromedp.WithPollingTimeout(patience/2))); err != nil {
		b.t.Fatalf("never came: %s (%v), at %s", condition, err, b.read("location.href"))
	}
}

// read is a text of the page, by JavaScript.
func (b *tab) read(expression string) string {
	b.t.Helper()
	var text string
	b.do(chromedp.Evaluate("String("+expression+")", &text))
	return text
}

// is fails where the page says otherwise.
func (b *tab) is(expression, want string) {
	b.t.Helper()
	if got := b.read(expression); got != want {
		b.t.Errorf("%s is %q, want %q", expression, got, want)
	}
}

// scriptless switches the scripts of pages off.
func (b *tab) scriptless() { b.do(emulation.SetScriptExecutionDisabled(true)) }
