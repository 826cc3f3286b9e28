package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// What the three users come for, and what those need who use a page otherwise than by a pointer.

const found = `document.querySelector("[role=status]").textContent`

func officer(t *testing.T, b *tab) {
	b.open("/")
	b.leave(chromedp.SendKeys("#q", "language volunteers"+kb.Enter, chromedp.ByQuery))
	before := b.read(found)
	b.click(`.facet a[href*="type=practice"]`)
	if after := b.read(found); after == before {
		t.Errorf("choosing practices left %s", after)
	}
	b.is(`document.querySelectorAll(".chips [href]").length > 0`, "true")
	b.click(`.results a[href="/practice/jelgava-language-volunteers"]`)
	b.is(`document.querySelector("h1").textContent.includes("volunteers")`, "true")
	b.is(`document.querySelectorAll(".sources li").length > 0`, "true")
	b.click(`a[href="/practice/jelgava-language-volunteers/graph"]`)
	b.is(`document.querySelectorAll("svg.picture a").length > 5`, "true")
	b.click(`svg a[data-id="city/jelgava"]`)
	b.is(`location.pathname`, "/city/jelgava")
}

// takesBrief goes from the first screen to what fits the officer's city, with reasons and cautions, and to a brief of it.
func takesBrief(t *testing.T, b *tab) {
	b.open("/")
	b.leave(chromedp.SendKeys("#mine", "capaci"+kb.Enter, chromedp.ByQuery))
	b.is(`location.search`, "?city=capaci")
	b.is(`document.querySelectorAll(".reasons li").length > 10 && document.querySelectorAll(".caution").length > 0`, "true")
	practice := b.read(`document.querySelector(".results h3 a").textContent`)
	b.click(`.results a[href*="/brief?"]`)
	b.is(`document.querySelector(".sheet h2 a").textContent`, practice)
	b.is(`document.querySelectorAll(".sheet .reasons li").length > 0`, "true")
	b.click(`a[href*="/compare?"]`)
	b.is(`document.querySelectorAll(".compare thead th a").length > 0`, "true")
}

func researcher(t *testing.T, b *tab) {
	consoleIsBuilt(t)
	b.open("/practice/maison-des-femmes")
	b.do(chromedp.Click("details.question summary", chromedp.ByQuery))
	b.click("details.question a")
	b.until(`document.querySelector(".graphiql-query-editor .view-lines")?.textContent.includes("Practice")`)
	b.do(chromedp.Click(".graphiql-execute-button", chromedp.ByQuery, chromedp.NodeVisible))
	b.until(`document.querySelector(".result-window .view-lines")?.textContent.includes("maison-des-femmes")`)
}

func author(t *testing.T, b *tab) {
	b.open("/benchmark")
	b.click(`a[href="/benchmark/city-for-all"]`)
	b.is(`document.querySelectorAll(".matrix tbody tr").length > 5 && document.querySelectorAll(".matrix td .quiet").length > 0`, "true")
	b.click(`main a[href^="/practice/"]`)
	b.is(`location.pathname.startsWith("/practice/")`, "true")
	b.open("/toolkit")
	b.click(`main a[href^="/toolkit/"]`)
	b.is(`document.querySelectorAll("main h2").length > 1`, "true")
}

func keyboardOnly(t *testing.T, b *tab) {
	b.open("/about-nothing")
	b.do(chromedp.KeyEvent("/"))
	b.until(`document.activeElement.id === "q"`)
	b.leave(chromedp.KeyEvent("refugees" + kb.Enter))
	b.do(chromedp.KeyEvent("j"), chromedp.KeyEvent("j"))
	want := b.read(`document.querySelectorAll(".results h2 a")[1].href`)
	b.is(`document.activeElement.href`, want)
	b.do(chromedp.KeyEvent("k"))
	b.is(`document.activeElement.href === document.querySelector(".results h2 a").href`, "true")
	b.do(chromedp.KeyEvent("?"))
	b.until(`document.getElementById("keys").open`)
	b.do(chromedp.KeyEvent(kb.Escape))
	b.until(`!document.getElementById("keys").open`)
	b.leave(chromedp.KeyEvent("j"), chromedp.KeyEvent(kb.Enter))
	b.is(`document.querySelectorAll("h1").length`, "1")
	b.do(chromedp.KeyEvent(kb.Tab))
	b.is(`document.activeElement.className`, "skip")
}

func suggested(t *testing.T, b *tab) {
	b.open("/")
	b.do(chromedp.SendKeys("#q", "Jelg", chromedp.ByQuery))
	b.until(`document.querySelector("[data-asked=Jelg] [role=option]")?.offsetParent`)
	b.is(`document.getElementById("q").ariaExpanded`, "true")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.is(`document.getElementById(document.getElementById("q").getAttribute("aria-activedescendant")).ariaSelected`, "true")
	b.do(chromedp.KeyEvent(kb.Escape))
	b.is(`document.getElementById("q").ariaExpanded`, "false")
	b.do(chromedp.KeyEvent("a"))
	b.until(`document.querySelector("[data-asked=Jelga] [role=option]")?.offsetParent`)
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	want := b.read(`new URL(document.querySelector("[role=option]").dataset.address, location).pathname`)
	b.leave(chromedp.KeyEvent(kb.Enter))
	b.is(`location.pathname`, want)
}

// cityByName fills the box of the home page in by a suggestion, in another language than the page's, and is shown what fits.
func cityByName(t *testing.T, b *tab) {
	b.open("/en/")
	b.do(chromedp.SendKeys("#mine", "Brusel", chromedp.ByQuery))
	b.until(`document.querySelector("[data-asked=Brusel] [role=option]")?.offsetParent`)
	b.is(`document.querySelector("#mine ~ [role=listbox]").textContent.includes("Practice")`, "false")
	b.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	b.is(`document.querySelector("#mine").value.endsWith("(city/brussels)")`, "true")
	b.leave(chromedp.KeyEvent(kb.Enter))
	b.is(`location.pathname + location.search`, "/en/fit?city=brussels")
	b.is(`document.querySelectorAll("ol.results > li").length > 0`, "true")
}

func keysOff(t *testing.T, b *tab) {
	b.open("/search?q=language")
	b.do(chromedp.KeyEvent("?"))
	b.until(`document.getElementById("keys").open`)
	b.do(chromedp.Click("#keys input", chromedp.ByQuery), chromedp.Click("#keys button", chromedp.ByQuery))
	b.open("/search?q=language")
	b.do(chromedp.KeyEvent("j"), chromedp.KeyEvent("/"))
	b.is(`document.activeElement === document.body`, "true")
	b.do(chromedp.Evaluate(`localStorage.clear()`, nil))
}

func facets(t *testing.T, b *tab) {
	b.open("/search?q=language")
	all := b.read(found)
	b.click(`.facet a[href*="type=practice"]`)
	practices := b.read(found)
	b.click(`details[open].facet a[href*="theme="]`)
	both := b.read(found)
	if all == practices || practices == both {
		t.Errorf("the facets change nothing: %s, %s, %s", all, practices, both)
	}
	for _, step := range []struct {
		way  chromedp.Action
		want string
	}{{chromedp.NavigateBack(), practices}, {chromedp.NavigateBack(), all}, {chromedp.NavigateForward(), practices}, {chromedp.NavigateForward(), both}} {
		b.do(step.way)
		b.is(found, step.want)
	}
}

func withoutScripts(t *testing.T, b *tab) {
	b.scriptless()
	b.open("/")
	b.is(`document.querySelectorAll("svg.map a").length > 10`, "true")
	b.leave(chromedp.SendKeys("#q", "women"+kb.Enter, chromedp.ByQuery))
	b.click(`.facet a[href*="type=practice"]`)
	b.click(`.results h2 a`)
	b.click(`a[href$="/graph"]`)
	b.is(`document.querySelectorAll("svg.spread a text").length === document.querySelectorAll(".cards li a").length`, "true")
	b.click(`svg.spread a`)
	b.open("/console/plain?query=%7Bdataset%7Bsequence%7D%7D")
	b.is(`document.querySelector("main pre").textContent.includes("sequence")`, "true")
	b.leave(chromedp.Submit("main form", chromedp.ByQuery))
	b.is(`document.querySelector("main pre").textContent.includes("sequence")`, "true")
}

func closer(t *testing.T, b *tab) {
	b.open("/map")
	b.until(`!document.querySelector(".zoom").hidden`)
	whole := b.read(`document.querySelector("svg.map").getAttribute("viewBox")`)
	b.do(chromedp.Focus(".picture .scroll", chromedp.ByQuery), chromedp.KeyEvent("+"))
	near := b.read(`document.querySelector("svg.map").getAttribute("viewBox")`)
	b.do(chromedp.KeyEvent(kb.ArrowLeft))
	if moved := b.read(`document.querySelector("svg.map").getAttribute("viewBox")`); near == whole || moved == near {
		t.Errorf("whole %s, closer %s, moved %s", whole, near, moved)
	}
	b.do(chromedp.Click(`[data-key="0"]`, chromedp.ByQuery))
	b.is(`document.querySelector("svg.map").getAttribute("viewBox")`, whole)
}

// chosen unticks a kind in the legend of a picture, and ticks it again.
func chosen(t *testing.T, b *tab) {
	for page, kind := range map[string]string{"/map": "planned", "/city/jelgava/graph": "practice"} {
		b.open(page)
		box := `.legend [data-kind="` + kind + `"] input`
		seen := `[...document.querySelectorAll('svg.picture a[data-kinds]')].filter(a => a.checkVisibility()).length`
		b.until(`document.querySelector('` + box + `')`)
		all := b.read(seen)
		b.do(chromedp.Click(box, chromedp.ByQuery))
		few := b.read(seen)
		b.is(`[...document.querySelectorAll('svg.picture [data-kinds~="`+kind+`"]')].some(part => part.checkVisibility())`, "false")
		b.do(chromedp.Click(box, chromedp.ByQuery))
		if few == "0" || few == all {
			t.Errorf("%s: %s of %s are left", page, few, all)
		}
		b.is(seen, all)
	}
}

// briefPrints prints the longest brief there may be, in the language with the longest words too.
func briefPrints(t *testing.T, b *tab) {
	for _, tag := range []string{"en", "el"} {
		b.open("/" + tag + "/brief?p=bapa-bxl&p=buddies-with-refugees&p=milma&p=tutti-capaci&p=camim&city=jelgava")
		b.is(`document.querySelectorAll(".sheet").length`, "5")
		var pages int
		b.do(chromedp.ActionFunc(func(ctx context.Context) error {
			pdf, _, err := page.PrintToPDF().WithPaperWidth(8.27).WithPaperHeight(11.69).WithPreferCSSPageSize(true).Do(ctx)
			pages = bytes.Count(pdf, []byte("/Type /Page\n"))
			return err
		}))
		if pages != 2 {
			t.Errorf("a brief of five in %s fills %d pages", tag, pages)
		}
	}
}

func console(t *testing.T, b *tab) {
	consoleIsBuilt(t)
	b.open("/console?query=%7Bdataset%7Blicence%7D%7D")
	b.until(`document.querySelector(".graphiql-query-editor .view-lines")?.textContent.includes("licence")`)
	b.do(chromedp.Click(".graphiql-execute-button", chromedp.ByQuery, chromedp.NodeVisible))
	b.until(`document.querySelector(".result-window .view-lines")?.textContent.includes("CC")`)
	b.do(chromedp.Click(`[aria-label="Show Documentation Explorer"]`, chromedp.ByQuery))
	b.until(`document.querySelector(".graphiql-doc-explorer-content")?.textContent.includes("Query")`)
	b.do(chromedp.Click(`[aria-label="Show Examples"]`, chromedp.ByQuery))
	b.until(`document.querySelectorAll(".examples a").length >= 50`)
}

// consoleIsBuilt skips where the console cannot be built, and fails where it was forgotten.
func consoleIsBuilt(t *testing.T) {
	if _, err := os.Stat("../../web/console/dist/index.html"); err == nil {
		return
	}
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm is not installed: it builds the console")
	}
	t.Fatal("the console is not built: run make console first, as make test does")
}
