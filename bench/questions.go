package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/praxis-kb/praxis/kb"
)

// The questions of the performance notes. The parameters rotate, so that the cache of answers does not answer: n is
// declared by no document, and yet makes another question.
const (
	q1 = `query ($after: String, $filter: PracticeFilter) { practices(first: 20, after: $after, filter: $filter) {
		nodes { id name summary city { name country } themes { nodes { name } } } pageInfo { endCursor hasNextPage } } }`
	q2 = `query ($words: String!, $theme: ID!) { search(query: $words, filter: {types: [PRACTICE], themes: [$theme]}, first: 20) {
		totalCount facets(names: ["theme", "country", "targetGroup", "status"]) { name values { value label count } }
		nodes { id ... on Practice { name summary city { name } themes { nodes { name } } } } } }`
	q3       = `query ($slug: String!) { city(slug: $slug) { name practices { nodes { name benchmarks { nodes { name practices { nodes { name } } } } } } } }`
	suggest  = `query ($prefix: String!) { suggest(prefix: $prefix) { text entity { id } } }`
	transfer = `query ($city: ID!) { transferable(to: {city: $city}) { score practice { id name } reasons { text weight } cautions { text } } }`
	cities   = `query ($city: ID!) { similarCities(to: {city: $city}) { score city { id name } reasons { text weight } cautions { text } } }`
	alike    = `query ($practice: ID!) { similarPractices(to: $practice) { score practice { id name } reasons { text weight } cautions { text } } }`
	hub      = `query ($slug: String!) { theme(slug: $slug) { name practices(first: 20) { nodes { id name } pageInfo { hasNextPage } } } }`
	listed   = `query ($theme: ID!) { practices(first: 20, filter: {themes: {in: [$theme]}, status: {in: [RUNNING]}}) { nodes { id name } } }`
	history  = `query ($slug: String!) { theme(slug: $slug) { history(first: 20) { nodes { action entityId } } } }`
	cites    = `query ($slug: String!) { source(slug: $slug) { citedBy(first: 20) { nodes { path entity { id } citation { basis } } } } }`
	gap      = `query { benchmarks(first: 20, filter: {practices: {exists: false}}) { totalCount nodes { id name } } }`
	holding  = `query ($word: String!) { practices(first: 20, filter: {text: $word}) { totalCount nodes { id name } } }`
	single   = `query ($slug: String!) { practice(slug: $slug) { id name summary status } }`
)

type vars = map[string]any

// question is one of them, with what its time may be compared with.
type question struct {
	what      string
	target    target
	query     string
	variables func(n int) vars
	matches   func(body []byte) int // that the answer tells of; nil where it does not say
	matching  string                // SQL that counts them instead
	sql       string                // what SQLite does with nothing above it, to the same end
	args      func(v vars) []any    // of both
	cold      bool                  // it is a look-up, which is asked where nothing is known
	known     bool                  // it is also asked where the store keeps by then what it reads
}

// few is over how many pages, or entities, a question goes whose answers' entities and links are to be known by then.
const few = 30

func (b *bench) asked() []question {
	return []question{
		{what: "Q2 two words, a theme, four facets, links", target: b.at10k(1_200), query: q2, variables: b.wordsOf, matches: totalOf, sql: q2SQL,
			args: func(v vars) []any {
				one, two, _ := strings.Cut(v["words"].(string), " ")
				return []any{slugOf(v["theme"]), "% " + one + "%", "% " + two + "%"}
			}},
		{what: "Q3 city → practices → benchmarks → practices", target: b.at10k(1_000), query: q3,
			variables: func(n int) vars { return vars{"slug": slug("city", b.spread(n, b.z.cities)), "n": n} },
			matching:  "SELECT count(*) FROM (" + q3SQL + ")", sql: q3SQL, args: slugArg, known: true},
		{what: "suggest", target: p50AtMost(10_000), query: suggest,
			variables: func(n int) vars {
				return vars{"prefix": lexicons[0].themeWord(b.spread(n, themes), n+5)[:3], "n": n}
			},
			matching: "SELECT count(*) FROM entity WHERE sort >= ?1 AND sort < ?1 || '~'",
			sql:      "SELECT key, sort, body FROM entity WHERE type = 'practice' AND archived IS NULL AND sort >= ?1 AND sort < ?1 || '~' ORDER BY sort, slug LIMIT 10",
			args:     func(v vars) []any { return []any{v["prefix"]} }},
		{what: "transferable", query: transfer, variables: func(n int) vars { return vars{"city": id("city", b.spread(n, b.z.cities)), "n": n} },
			matching: "SELECT count(*) FROM (" + alikeSQL + ")", sql: alikeSQL + " ORDER BY 2 DESC LIMIT 10", args: func(v vars) []any { return []any{slugOf(v["city"])} }},
		{what: "similarCities", query: cities, variables: func(n int) vars { return vars{"city": id("city", b.spread(n, b.z.cities)), "n": n} },
			matching: "SELECT count(*) FROM entity WHERE type = 'city' AND ?1 <> ''", args: func(v vars) []any { return []any{v["city"]} }},
		{what: "similarPractices", query: alike, variables: func(n int) vars { return vars{"practice": id("practice", b.spread(n, b.z.practices)), "n": n} },
			matching: sharingSQL, args: func(v vars) []any { return []any{slugOf(v["practice"])} }},
		{what: "One entity", query: single, variables: func(n int) vars { return vars{"slug": slug("practice", b.spread(n, b.z.practices)), "n": n} },
			sql: "SELECT key, sort, body FROM entity WHERE type = 'practice' AND slug = ?", args: slugArg, cold: true, known: true},
		{what: "Links of a hub: a theme, twenty of its practices", query: hub, variables: b.themeOf, args: slugArg, matching: aboutSQL},
		{what: "A list: twenty practices about a theme that run, by name", query: listed, variables: b.themeOf, args: slugArg, matching: aboutSQL},
		{what: "A gap: benchmarks that no practice meets, counted", query: gap, variables: func(n int) vars { return vars{"n": n} }, matches: totalOf},
		{what: "A list: practices that hold a rare word, counted", query: holding, variables: b.rareWord, matches: totalOf},
		{what: "History of a theme, twenty changes", query: history, variables: b.themeOf},
		{what: "What cites a source, twenty facts", query: cites, variables: func(n int) vars { return vars{"slug": slug("source", b.spread(n, b.z.sources)), "n": n} }, cold: true, known: true},
	}
}

// What bare SQL is asked, as one would who knows the tables: without stems, spelling, weights, reasons or rolled-up themes.
const (
	q2SQL = `WITH found AS MATERIALIZED (SELECT l.from_key AS key FROM entity t JOIN link l ON l.to_key = t.key AND l.kind = 'practice.about'
			JOIN words w ON w.key = l.from_key WHERE t.type = 'theme' AND t.slug = ? AND w.text LIKE ? AND w.text LIKE ?)
		SELECT e.key, 'hit', e.body FROM (SELECT key FROM found LIMIT 20) f JOIN entity e ON e.key = f.key
		UNION ALL SELECT l.to_key, 'link', o.body FROM (SELECT key FROM found LIMIT 20) f JOIN link l ON l.from_key = f.key
			AND l.kind IN ('practice.doneIn', 'practice.about') JOIN entity o ON o.key = l.to_key
		UNION ALL SELECT count(*), 'status', e.body ->> '$.status' FROM found f JOIN entity e ON e.key = f.key GROUP BY 3
		UNION ALL SELECT count(*), l.kind, l.to_key FROM found f JOIN link l ON l.from_key = f.key AND l.kind IN ('practice.about', 'practice.for') GROUP BY 2, 3
		UNION ALL SELECT count(*), 'country', i.to_key FROM found f JOIN link l ON l.from_key = f.key AND l.kind = 'practice.doneIn'
			JOIN link i ON i.from_key = l.to_key AND i.kind = 'city.in' GROUP BY 3`
	q3SQL = `SELECT b.to_key, p.sort, o.sort FROM entity c JOIN link d ON d.to_key = c.key AND d.kind = 'practice.doneIn' JOIN entity p ON p.key = d.from_key
		JOIN link b ON b.from_key = p.key AND b.kind = 'practice.alignsWith' JOIN link a ON a.to_key = b.to_key AND a.kind = 'practice.alignsWith'
		JOIN entity o ON o.key = a.from_key WHERE c.type = 'city' AND c.slug = ?`
	aboutSQL = `SELECT count(*) FROM entity t JOIN link l ON l.to_key = t.key AND l.kind = 'practice.about' WHERE t.type = 'theme' AND t.slug = ?`
	alikeSQL = `SELECT a.from_key, count(*), '' FROM entity c JOIN link f ON f.from_key = c.key AND f.kind = 'city.faces'
		JOIN link a ON a.to_key = f.to_key AND a.kind = 'practice.addresses' WHERE c.type = 'city' AND c.slug = ? GROUP BY 1`
	sharingSQL = `SELECT count(DISTINCT o.from_key) FROM entity p JOIN link l ON l.from_key = p.key JOIN link o ON o.to_key = l.to_key AND o.kind = l.kind
		WHERE p.type = 'practice' AND p.slug = ? AND l.kind IN ('practice.about', 'practice.for', 'practice.addresses')`
)

func slugOf(id any) string {
	_, slug := kb.SplitID(id.(string))
	return slug
}

func slugArg(v vars) []any { return []any{v["slug"]} }

// totalOf reads the totalCount of an answer.
func totalOf(body []byte) (n int) {
	_, rest, _ := bytes.Cut(body, []byte(`"totalCount":`))
	fmt.Sscan(string(rest[:min(len(rest), 12)]), &n)
	return n
}

// at10k is a target of processor time, which is meant for 10,000 practices.
func (b *bench) at10k(bound float64) target {
	if b.z.practices == 10_000 {
		return cpuAtMost(bound)
	}
	return target{}
}

// from10k is a target that is not meant for less, where what every question takes outweighs what is asked.
func (b *bench) from10k(t target) target {
	if b.z.practices < 10_000 {
		return target{}
	}
	return t
}

// spread is the n-th of many, in a fixed order that jumps about.
func (b *bench) spread(n, many int) int { return (n + 5) * 7919 % many }

func slug(typ string, n int) string {
	_, slug := kb.SplitID(id(typ, n))
	return slug
}

// wordsOf are two words of a theme, one frequent and one less so, in either language.
func (b *bench) wordsOf(n int) vars {
	theme, l := b.spread(n, themes), &lexicons[n&1]
	words := l.themeWord(theme, (n+5)%7) + " " + l.themeWord(theme, 7+(n+5)%40)
	return vars{"words": words, "theme": id("theme", theme), "n": n}
}

// rareWord is one of the last thousand of a language.
func (b *bench) rareWord(n int) vars {
	return vars{"word": lexicons[n&1].words[vocabulary-1-b.spread(n, 1000)], "n": n}
}

func (b *bench) themeOf(n int) vars {
	theme := b.spread(n, themes)
	return vars{"slug": slug("theme", theme), "theme": id("theme", theme), "n": n}
}

// commits measures a durable write of one change, with the index following beside it, and when it can be found.
func (b *bench) commits(dir string) error {
	page, err := fsync(dir)
	if err != nil {
		return err
	}
	one, err := measured("Commit of one change, the index following", target{}, b.commit)
	if err != nil {
		return err
	}
	compared("… as pages written and synced", one, page, target{})
	if err := b.index.Wait(b.ctx, b.store.Sequence()); err != nil {
		return err
	}
	return timed("Commit until it can be found", p50AtMost(1_000_000), func(n int) error {
		if err := b.commit(requests + n); err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(b.ctx, longest)
		defer cancel()
		return b.index.Wait(ctx, b.store.Sequence())
	})
}

func (b *bench) commit(n int) error {
	practice := b.z.practice(b.spread(n, b.z.practices))[0]
	practice.Body["summary"] = map[string]any{"original": "en", "en": fmt.Sprintf("Written anew after %d", b.store.Sequence())}
	_, err := b.store.Commit(b.ctx, kb.ChangeSet{Time: moment(b.store.Sequence()).Add(time.Hour), Author: "bench", Message: "One change", Changes: []kb.Change{practice}})
	return err
}
