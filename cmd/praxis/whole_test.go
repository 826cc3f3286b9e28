package main

import (
	"bytes"
	"html"
	"image/png"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// wholeGraph looks whether the whole graph is drawn, and steers it by keyboard.
func wholeGraph(t *testing.T, b *tab) {
	if _, err := os.Stat("../../web/drawing/dist/drawing.js"); err != nil {
		if _, err := exec.LookPath("npm"); err != nil {
			t.Skip("npm is not installed: it builds the picture")
		}
		t.Fatal("the picture is not built: run make drawing first, as make test does")
	}
	b.open("/whole/graph")
	b.until(`document.querySelector("figure[data-graph]").dataset.drawn > 300`)
	b.is(`document.querySelectorAll("[data-legend] li").length === document.querySelectorAll("[data-type] option").length - 1`, "true")
	all := b.drawn()
	b.do(chromedp.SetValue("[data-type]", "TRANSFER", chromedp.ByQuery), chromedp.Evaluate(`document.querySelector("[data-type]").dispatchEvent(new Event("change"))`, nil))
	b.until(painted)
	few := b.drawn()
	b.do(chromedp.SetValue("[data-type]", "", chromedp.ByQuery), chromedp.Evaluate(`document.querySelector("[data-type]").dispatchEvent(new Event("change"))`, nil),
		chromedp.Focus("[data-stage]", chromedp.ByQuery), chromedp.KeyEvent("+"))
	b.until(painted)
	near := b.drawn()
	if all < 5000 || few < 20 || few > all/2 || near == all {
		t.Errorf("%d pixels are drawn of all, %d of transfers, %d from nearer", all, few, near)
	}
	b.do(chromedp.SendKeys("[data-find]", "jelgava"+kb.Enter, chromedp.ByQuery))
	b.until(`document.querySelector("[data-said]").textContent.startsWith("Jelgava (")`)
	b.leave(chromedp.SendKeys("[data-find]", kb.Enter, chromedp.ByQuery))
	b.is("location.pathname", "/city/jelgava")
}

// painted is there once the browser has painted twice, so that what was asked for before can be seen.
const painted = `(window.painted ??= 0, requestAnimationFrame(() => requestAnimationFrame(() => window.painted++)), window.painted > 20 && (window.painted = 0, true))`

// drawn is how many pixels of the picture are not as its corner is.
func (b *tab) drawn() (n int) {
	b.t.Helper()
	var shot []byte
	b.do(chromedp.Screenshot("[data-stage]", &shot, chromedp.ByQuery))
	picture, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		b.t.Fatal(err)
	}
	inside := picture.Bounds().Inset(8)
	ground := picture.At(inside.Min.X, inside.Min.Y)
	for y := inside.Min.Y; y < inside.Max.Y; y++ {
		for x := inside.Min.X; x < inside.Max.X; x++ {
			if picture.At(x, y) != ground {
				n++
			}
		}
	}
	return n
}

// TestWholeGraphTable walks through the table of the whole graph without scripts: it holds each entity once.
func TestWholeGraphTable(t *testing.T) {
	s := start(t, "--data", t.TempDir())
	row := regexp.MustCompile(`<th scope="row"><a href="([^"]+)"`)
	next := regexp.MustCompile(`rel="next" href="([^"#]+)`)
	seen := map[string]bool{}
	for path := "/whole/graph"; path != ""; {
		status, body := get(t, s.url+path)
		if status != http.StatusOK {
			t.Fatalf("%s: %d", path, status)
		}
		for _, found := range row.FindAllStringSubmatch(body, -1) {
			if seen[found[1]] {
				t.Errorf("%s comes twice", found[1])
			}
			seen[found[1]] = true
		}
		if path = ""; next.MatchString(body) {
			path = next.FindStringSubmatch(body)[1]
		}
	}
	_, body := get(t, s.url+"/whole/graph.json")
	if columns := strings.Count(body[:strings.Index(body, `"names"`)], "/"); len(seen) != columns || columns < 300 {
		t.Errorf("the table has %d entities, the picture %d", len(seen), columns)
	}
	for path, want := range map[string]int{"/whole/graph?skip=x": 404, "/whole/graph?skip=-1": 404, "/whole/graph?skip=99999": 200} {
		if status, _ := get(t, s.url+path); status != want {
			t.Errorf("%s: %d", path, status)
		}
	}
}

// TestWholeAsksAlone: each part of the whole picture leads to the console with a question that is answered by itself.
func TestWholeAsksAlone(t *testing.T) {
	s := start(t, "--data", t.TempDir())
	_, body := get(t, s.url+"/el/whole")
	alone := regexp.MustCompile(`href="/el/console\?(query=[^"]+)">Κάντε`)
	found := alone.FindAllStringSubmatch(body, -1)
	if len(found) != 13 {
		t.Fatalf("%d parts can be asked alone", len(found))
	}
	for _, one := range found {
		_, answer := get(t, s.url+"/console/plain?"+html.UnescapeString(one[1]))
		if !strings.Contains(answer, "&#34;dataset&#34;: {") || strings.Contains(answer, "&#34;errors&#34;") {
			t.Errorf("%s is answered %s", one[1], answer[strings.Index(answer, "<main"):])
		}
	}
}
