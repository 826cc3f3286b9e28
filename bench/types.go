package main

import (
	"fmt"

	"github.com/praxis-kb/praxis/kb"
)

var (
	codes      = []string{"AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"}
	indicators = []string{"population", "foreign-origin-share"} // known to matching by these ids
)

func (z sizes) source(n int) []kb.Change {
	e := z.entity("source", n)
	e.named(n, 12)
	e.body["kind"], e.body["language"] = pick(e, "DOCUMENT", "WEB_PAGE", "DATASET"), e.lexicon.tag
	return e.done()
}

func (z sizes) territory(n int) []kb.Change {
	e := z.entity("territory", n)
	e.named(n, 12)
	e.body["officialLanguages"] = []any{e.lexicon.tag}
	if e.body["level"] = "COUNTRY"; n >= countries {
		e.body["level"] = "REGION"
		e.to("partOf", "territory", nil, n%countries)
	}
	return e.done()
}

// theme makes the tree of themes, then target groups, then the indicators. All are named in several languages.
func (z sizes) theme(n int) []kb.Change {
	e := z.entity("theme", n)
	own := n % themes
	word, mot := lexicons[0].themeWord(own, 0), lexicons[1].themeWord(own, 0)
	e.body["name"] = map[string]any{"original": "en", "en": word, "fr": mot, "de": word + "ung", "nl": word + "ing", "it": mot + "zione", "lv": word + "šana"}
	e.themes = []int{own}
	e.body["summary"] = e.text(20)
	switch {
	case n >= themes+groups:
		e.id, e.body["scheme"] = "theme/"+indicators[n-themes-groups], "INDICATOR"
	case n >= themes:
		e.body["scheme"] = "TARGET_GROUP"
	default:
		e.body["scheme"] = "THEME"
	}
	if n >= themeRoots && n < themes {
		e.to("broader", "theme", nil, n%themeRoots)
	}
	return e.done()
}

func (z sizes) challenge(n int) []kb.Change {
	e := z.entity("challenge", n).on(2)
	e.named(n, 25)
	e.body["description"] = e.text(60)
	return e.done()
}

func (z sizes) city(n int) []kb.Change {
	e := z.entity("city", n)
	region := e.skewed(regions)
	e.named(n, 25)
	e.body["country"] = codes[region%countries]
	e.body["latitude"], e.body["longitude"] = 36+e.Float64()*28, -9+e.Float64()*38
	e.body["officialLanguages"] = []any{e.lexicon.tag}
	e.body["story"] = e.text(100)
	e.cite("degreeOfUrbanisation", 1+e.IntN(3))
	e.body["observations"] = []any{
		e.observed(indicators[0], fmt.Sprint(2_000+e.IntN(9_000)*(1+e.IntN(60)))),
		e.observed(indicators[1], fmt.Sprint(1+e.IntN(50))),
	}
	e.to("in", "territory", nil, countries+region)
	e.to("faces", "challenge", e.remark(), e.some(1, 3, z.challenges)...)
	return e.done()
}

func (e *entity) observed(indicator, value string) map[string]any {
	return map[string]any{"indicator": "theme/" + indicator, "value": value, "preferred": true, "citations": e.cited("")}
}

func (e *entity) remark() map[string]any { return map[string]any{"note": e.text(10)} }

func (z sizes) benchmark(n int) []kb.Change {
	e := z.entity("benchmark", n).on(2)
	e.named(n, 25)
	e.body["kind"], e.body["status"] = pick(e, "GENERAL", "THEMATIC"), pick(e, "DRAFT", "PUBLISHED", "PUBLISHED")
	e.body["completeness"], e.body["statement"] = "COMPLETE", e.text(60)
	if n > 0 && n%5 == 0 {
		e.to("derivedFrom", "benchmark", nil, e.IntN(n))
	}
	return e.done()
}

func (z sizes) keyFactor(n int) []kb.Change {
	e := z.entity("key-factor", n)
	e.themes = e.some(1, 2, themes)
	e.named(n, 20)
	e.body["kind"], e.body["number"] = "KEY", 1+n%2
	e.body["why"], e.body["how"] = e.text(60), e.text(60)
	e.to("partOf", "benchmark", nil, n%z.benchmarks)
	return e.done()
}

func (z sizes) practice(n int) []kb.Change {
	e := z.entity("practice", n).on(3)
	e.named(n, 30)
	e.body["form"], e.body["status"] = "IN_PLACE", pick(e, "PLANNED", "PILOT", "RUNNING", "RUNNING", "ENDED")
	e.body["problem"], e.body["howItWorks"], e.body["limits"] = e.text(60), e.text(180), e.text(40)
	e.body["workingLanguages"] = []any{e.lexicon.tag}
	e.cite("period", map[string]any{"from": fmt.Sprint(2005 + e.IntN(20))})
	if n%5 < 2 {
		e.body["results"] = []any{map[string]any{"statement": e.text(20), "method": pick(e, "SELF_REPORT", "MONITORING", "EVALUATION"), "citations": e.cited("")}}
	}
	z.place(e, n)
	e.to("for", "theme", nil, above(themes, e.some(0, 2, groups))...)
	e.to("addresses", "challenge", e.remark(), e.some(1, 2, z.challenges)...)
	e.to("alignsWith", "benchmark", map[string]any{"relation": pick(e, "MEETS", "ILLUSTRATES")}, e.IntN(z.benchmarks))
	e.to("alignsWith", "key-factor", map[string]any{"relation": "MEETS"}, e.some(0, 2, z.keyFactors)...)
	e.kin(n)
	return e.done()
}

// place says where a practice is done and who carries it: one in ten covers a territory.
func (z sizes) place(e *entity, n int) {
	if n%10 == 0 {
		e.to("covers", "territory", nil, e.IntN(countries+regions))
	} else {
		e.to("doneIn", "city", nil, e.skewed(z.cities))
	}
	e.to("carriedBy", "city", map[string]any{"role": pick(e, "LEAD", "PARTNER", "HOST")}, e.some(1, 2, z.cities)...)
}

// kin ties a practice to earlier ones.
func (e *entity) kin(n int) {
	for _, tie := range []struct {
		kind  string
		every int
	}{{"instanceOf", 10}, {"variantOf", 9}, {"partOf", 33}} {
		if n%tie.every == tie.every-1 {
			e.to(tie.kind, "practice", nil, n*(tie.every-1)/tie.every)
		}
	}
}

func above(least int, numbers []int) []int {
	for i := range numbers {
		numbers[i] += least
	}
	return numbers
}

func (z sizes) transfer(n int) []kb.Change {
	e := z.entity("transfer", n)
	e.themes = e.some(1, 2, themes)
	e.named(n, 25)
	e.body["mode"], e.body["status"] = pick(e, "INSPIRED", "ADAPTED", "REPLICATED"), pick(e, "PLANNED", "PILOTING", "IMPLEMENTED", "ABANDONED")
	e.body["kept"], e.body["changed"] = e.text(30), e.text(30)
	e.to("from", "practice", nil, e.some(1, 2, z.practices)...)
	if n%10 == 0 {
		e.to("to", "territory", nil, e.IntN(countries+regions))
	} else {
		e.to("to", "city", nil, e.skewed(z.cities))
	}
	if n%3 == 0 {
		e.to("result", "practice", nil, e.IntN(z.practices))
	}
	return e.done()
}
