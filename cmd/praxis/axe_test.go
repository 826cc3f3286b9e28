package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// pageTypes are a page of each type, under the name of its screenshots.
var pageTypes = map[string]string{
	"home": "/", "search": "/search?q=language", "search-nothing": "/search?q=xyzzy", "practice": "/practice/buddies-with-refugees",
	"city": "/city/jelgava", "theme": "/theme/access-to-services", "benchmark": "/benchmark/city-for-all", "toolkit": "/toolkit/language-learning-support",
	"scheme": "/mentoring-scheme/mechelen-capaci", "association": "/association/vvsg", "action-plan": "/action-plan/jelgava",
	"transfer": "/transfer/buddies-to-capaci", "challenge": "/challenge/language-barrier-to-services", "source": "/source",
	"list": "/practice", "territory": "/territory/belgium", "graph": "/city/jelgava/graph", "map": "/map", "search-map": "/search/map?q=language", "console-plain": "/console/plain",
	"diff": "/diff?from=30&to=37", "release": "/release", "fit": "/fit", "fits": "/fit?city=capaci", "compare": "/compare?p=bapa-bxl&p=milma&p=nothing", "brief": "/brief?p=bapa-bxl&p=milma&city=capaci",
	"themes": "/theme", "key-factor": "/key-factor", "takeaway": "/takeaway/saint-jean-1-network-of-partners", "activity": "/activity", "project": "/project/inclucities", "frame": "/frame", "shop": "/one-stop-shop/welkom-app",
	"history": "/practice/bapa-bxl/history", "about": "/about", "api": "/api", "data": "/data", "accessibility": "/accessibility",
	"whole": "/whole", "whole-graph": "/whole/graph",
	"missing": "/practice/nothing", "greek": "/el/practice/buddies-with-refugees",
}

// looks are how a page is seen, each with the rules that may come out otherwise in it: dark colours change contrast alone.
var looks = []struct {
	name, scheme string
	width        int64
	rules        string
}{{"light", "light", 1280, all}, {"dark", "dark", 1280, `["color-contrast"]`}, {"phone", "light", 320, all}}

const all = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`

// barriers runs axe-core in the page, and tells what it finds: a line for each rule.
const barriers = `axe.run(document, {resultTypes: ["violations"], runOnly: RULES})
	.then(({violations}) => violations.map(v => v.id + ": " + v.help + "\n" + v.nodes.slice(0, 3).map(n => "    " + n.html.slice(0, 200) + " " + n.failureSummary.replace(/\s+/g, " ").slice(0, 260)).join("\n")))`

// screenshots makes the folder of the screenshots.
func screenshots(t *testing.T) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(browserFolder, "screenshots"), 0o755); err != nil {
		t.Fatal(err)
	}
}

// accessible looks for barriers on a page of each type, in each look, and keeps a screenshot.
func (b *browser) accessible(t *testing.T) {
	screenshots(t)
	for name, path := range pageTypes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := b.tab(t)
			if status := tab.status(path); status != 200 && name != "missing" {
				t.Fatalf("%s: %d", path, status)
			}
			tab.barrierFree(name)
		})
	}
}

// barrierFree looks for barriers in the page as it is, in each look, and keeps a screenshot of it under a name.
func (b *tab) barrierFree(name string) {
	b.t.Helper()
	b.do(chromedp.Evaluate(b.axe, nil))
	for _, look := range looks {
		var found []string
		var wide int64
		b.do(
			emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}),
			emulation.SetDeviceMetricsOverride(look.width, 900, 1, look.width < 600),
			barriersIn(&found, look.rules),
			chromedp.Evaluate(`document.documentElement.scrollWidth`, &wide),
			keep(filepath.Join(browserFolder, "screenshots", name+"-"+look.name+".png")),
		)
		if len(found) > 0 {
			b.t.Errorf("%s, %s:\n%s", name, look.name, strings.Join(found, "\n"))
		}
		if wide > look.width {
			b.t.Errorf("%s is %d wide on a screen of %d", name, wide, look.width)
		}
	}
}

// seesBarriers holds that axe-core would tell: a page that does not name its language is a barrier.
func seesBarriers(t *testing.T, b *tab) {
	var found []string
	b.open("/")
	b.do(chromedp.Evaluate(b.axe, nil), chromedp.Evaluate(`document.documentElement.removeAttribute("lang")`, nil), barriersIn(&found, all))
	if len(found) != 1 || !strings.HasPrefix(found[0], "html-has-lang") {
		t.Errorf("found %q", found)
	}
}

// barriersIn looks for barriers in the page as it is, by some rules.
func barriersIn(found *[]string, rules string) chromedp.Action {
	return chromedp.Evaluate(strings.Replace(barriers, "RULES", rules, 1), found, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) })
}

// keep takes a picture of the whole page.
func keep(file string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		picture, err := page.CaptureScreenshot().WithCaptureBeyondViewport(true).WithFormat(page.CaptureScreenshotFormatPng).Do(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		return os.WriteFile(file, picture, 0o644)
	})
}
