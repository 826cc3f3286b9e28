package main

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestAuthors has those at work in Chromium who write. Each signs in and out again, so that no cookie stays.
func TestAuthors(t *testing.T) {
	if testing.Short() {
		t.Skip("Chromium takes a minute: leave out -short to run it")
	}
	b := openBrowser(t)
	for _, one := range []struct {
		name string
		test func(*testing.T, *tab)
	}{
		{"a toolkit author's day", toolkitAuthor},
		{"a correction by keyboard alone", corrects},
		{"a suggestion stays in the form", suggestsInForms},
		{"without scripts", writingWithoutScripts},
		{"axe", writersMeetNoBarriers},
	} {
		t.Run(one.name, func(t *testing.T) {
			tab := b.tab(t)
			tab.do(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}})) // a page that glides is clicked beside
			one.test(t, tab)
		})
	}
	b.keptToItself(t)
}

func (b *tab) signIn(token string) {
	b.t.Helper()
	b.open("/sign-in")
	b.leave(chromedp.SendKeys("#token", token+kb.Enter, chromedp.ByQuery))
}

func (b *tab) signOut() {
	b.t.Helper()
	b.click(`.people form button`)
	b.is(`document.querySelector(".people form") === null`, "true")
}

func (b *tab) type_(selector, text string) {
	b.t.Helper()
	b.do(chromedp.Evaluate(`document.querySelector("`+selector+`").value = ""`, nil), chromedp.SendKeys(selector, text, chromedp.ByQuery))
}

// press presses a button by its value; what a page says is wrong comes as 422.
func (b *tab) press(do string) {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b.Context, chromedp.Click(`main button[name=do][value="`+do+`"]:not(.quiet)`, chromedp.ByQuery)); err != nil {
		b.t.Fatalf("%s: %v", do, err)
	}
}

// toolkitAuthor goes a day's way: proposes a practice, is refused, mends, is accepted, aligns, composes, publishes, prints.
func toolkitAuthor(t *testing.T, b *tab) {
	ann, eve := tokenFor(t, b.data, "ann", "contributor"), tokenFor(t, b.data, "eve", "editor")
	b.signIn(ann)
	b.open("/propose")
	b.click(`main a.button`)
	b.press("check")
	b.is(`document.querySelector("#wrong") === document.activeElement`, "true")
	b.is(`[...document.querySelectorAll("#wrong a")].every(a => document.querySelector(a.getAttribute("href")))`, "true")
	b.is(`document.querySelector("[aria-invalid=true]") !== null`, "true")
	b.type_("#f-name", "Neighbours who cook")
	b.do(chromedp.SetValue("#f-form", "MODEL", chromedp.ByQuery), chromedp.SetValue("#f-status", "UNKNOWN", chromedp.ByQuery))
	b.do(chromedp.SendKeys("#f-citations-0-source", "IncluCities: closing", chromedp.ByQuery))
	b.type_("#f-message", "From the brochure")
	b.press("find")
	b.is(`document.querySelectorAll(".found input[type=radio]").length > 1`, "true")
	b.press("check")
	b.is(`document.querySelector("#f-name") === null && document.querySelectorAll("dd.diff").length > 2`, "true")
	b.press("write")
	proposal := b.read("location.pathname")

	b.signOut()
	b.signIn(eve)
	b.open(proposal)
	b.type_("#text", "Thank you.")
	b.press("accept")
	b.open("/benchmark/city-for-all/align?with=benchmark/city-for-all&practice=practice/neighbours-who-cook")
	b.do(chromedp.SendKeys("#f-lines-0-citations-0-source", "source/inclucities-brochure", chromedp.ByQuery))
	b.type_("#f-message", "It shows what is meant")
	b.press("check")
	b.press("write")
	b.is(`[...document.querySelectorAll(".matrix th a")].some(a => a.pathname.endsWith("neighbours-who-cook"))`, "true")

	b.open("/toolkit/language-learning-support/edit?field=sections")
	b.press("add sections")
	b.press("add sections.0.embeds")
	b.type_("#f-sections-0-heading", "To begin")
	b.type_("#f-sections-0-text", "What *neighbours* do.")
	b.do(chromedp.SendKeys("#f-sections-0-embeds-0-entity", "practice/neighbours-who-cook", chromedp.ByQuery), chromedp.SetValue("#f-sections-0-embeds-0-form", "CARD", chromedp.ByQuery))
	b.type_("#f-message", "A beginning")
	b.press("preview")
	b.is(`document.querySelector(".shown em").textContent`, "neighbours")
	b.press("check")
	b.press("write")
	b.open("/toolkit/language-learning-support/publish")
	b.type_("#f-edition", "2026")
	b.type_("#f-message", "The first")
	b.do(chromedp.SetValue("#f-citation-basis", "STATED", chromedp.ByQuery), chromedp.SendKeys("#f-citation-source", "source/praxis-editors", chromedp.ByQuery))
	b.press("publish")
	b.open("/toolkit/language-learning-support/print?edition=2026")
	b.is(`document.body.textContent.includes("Neighbours who cook")`, "true")
	b.open("/toolkit/language-learning-support")
	b.signOut()
}

// corrects corrects a text by keyboard alone, from the link beside the fact.
func corrects(t *testing.T, b *tab) {
	b.open("/practice/maison-des-femmes")
	b.leave(chromedp.Focus(`a.mend[href$="field=limits"]`, chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	b.leave(chromedp.SendKeys("#token", tokenFor(t, b.data, "carl", "contributor")+kb.Enter, chromedp.ByQuery))
	b.is(`document.activeElement.id`, "f-limits")
	b.do(chromedp.KeyEvent("By keyboard. "), // the text has the focus
		chromedp.Focus("#f-message", chromedp.ByQuery))
	b.leave(chromedp.KeyEvent("m" + kb.Enter))
	b.is(`document.querySelector("dd.diff ins").textContent.includes("By keyboard")`, "true")
	b.leave(chromedp.Focus(`button[value=write]`, chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	b.is(`location.pathname.startsWith("/proposal/")`, "true")
	b.signOut()
}

// suggestsInForms holds that what is chosen of the suggestions stays in the form.
func suggestsInForms(t *testing.T, b *tab) {
	b.signIn(tokenFor(t, b.data, "dan", "editor"))
	b.open("/practice/maison-des-femmes/edit?field=city")
	b.type_("#f-city-to", "Jelg")
	b.until(`document.querySelector("#f-city-to ~ [data-asked=Jelg] [role=option]")?.offsetParent`)
	b.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	b.is(`document.querySelector("#f-city-to").value`, "Jelgava (city/jelgava)")
	b.signOut()
}

// writingWithoutScripts corrects and decides with scripts switched off.
func writingWithoutScripts(t *testing.T, b *tab) {
	b.scriptless()
	b.signIn(tokenFor(t, b.data, "fay", "editor"))
	b.open("/practice/milma/edit?field=themes")
	b.press("add themes")
	rows := b.read(`document.querySelectorAll("#f-themes > .listed").length`)
	b.do(chromedp.SendKeys("#f-themes .listed:last-of-type input", "language learning", chromedp.ByQuery))
	b.press("find")
	b.is(`document.querySelectorAll(".found").length`, "1")
	b.press("remove themes.0")
	if left := b.read(`document.querySelectorAll("#f-themes > .listed").length`); left >= rows {
		t.Errorf("%s rows are left of %s", left, rows)
	}
	b.signOut()
}

// writtenPages are pages on which people write, under the names of their screenshots.
var writtenPages = map[string]string{
	"propose": "/propose", "propose-practice": "/propose/practice", "edit": "/practice/buddies-with-refugees/edit?field=results",
	"align": "/benchmark/city-for-all/align", "compose": "/toolkit/language-learning-support/edit?field=sections",
	"publish": "/toolkit/language-learning-support/publish", "proposals": "/proposal?state=all", "signed-in": "/practice/maison-des-femmes",
}

// writersMeetNoBarriers looks for barriers on the pages on which people write, in each look.
func writersMeetNoBarriers(t *testing.T, b *tab) {
	screenshots(t)
	b.open("/sign-in")
	b.barrierFree("sign-in")
	b.signIn(tokenFor(t, b.data, "gus", "editor"))
	for name, path := range writtenPages {
		b.open(path)
		b.barrierFree("writing-" + name)
	}
	b.open("/practice/milma/edit?field=limits")
	b.type_("#f-limits", "Others")
	b.press("check")
	b.barrierFree("writing-wrong")
	b.type_("#f-message", "m")
	b.press("check")
	b.barrierFree("writing-check")
	b.open("/practice/milma")
	b.signOut()
}
