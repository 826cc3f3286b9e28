package main

import (
	"bytes"
	"context"
	"fmt"
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
	single   = `query ($slug: String!) { practice(slug: $slug) { id name summary status } }`
)

type vars = map[string]any

func (b *bench) questions() error {
	for _, q := range []struct {
		what, target, query string
		variables           func(n int) vars
	}{
		{"Q2 two words, a theme, four facets, links", "≤ 1,200 at 10,000", q2, b.wordsOf},
		{"Q3 city → practices → benchmarks → practices", "≤ 1,000 at 10,000", q3, func(n int) vars { return vars{"slug": slug("city", b.spread(n, b.z.cities)), "n": n} }},
		{"suggest", "p50 ≤ 10,000", suggest, func(n int) vars { return vars{"prefix": lexicons[0].themeWord(b.spread(n, themes), n+5)[:3], "n": n} }},
		{"transferable", "", transfer, func(n int) vars { return vars{"city": id("city", b.spread(n, b.z.cities)), "n": n} }},
		{"One entity", "", single, func(n int) vars { return vars{"slug": slug("practice", b.spread(n, b.z.practices)), "n": n} }},
	} {
		if q.query == q2 {
			if err := b.pages(); err != nil {
				return err
			}
		}
		err := timed(q.what, q.target, func(n int) error {
			_, err := b.ask(q.query, q.variables(n))
			return err
		})
		if err != nil {
			return err
		}
	}
	return timed("Q1 again (kept answer)", "", func(int) error {
		_, err := b.ask(q1, nil)
		return err
	})
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

// pages measures Q1 over all pages, and then over a few whose links the store keeps by then.
func (b *bench) pages() error {
	const target, few = "≤ 600 at 10,000", 30
	if err := timed("Q1 20 practices with city and themes", target, b.walk(0, b.z.practices)); err != nil {
		return err
	}
	again := b.walk(requests, few)
	for n := range few {
		if err := again(n); err != nil {
			return err
		}
	}
	return timed("Q1 over 30 pages, their links known", target, b.walk(2*requests, few))
}

// walk asks for the page after the last one; at the end, or after some pages, it begins again, filtered where all were
// seen. from makes the questions others than those of an earlier walk.
func (b *bench) walk(from, most int) func(n int) error {
	variables, round, seen := vars{}, 0, 0
	return func(n int) error {
		variables["n"] = from + n
		a, err := b.ask(q1, variables)
		if err != nil {
			return err
		}
		seen++
		if _, rest, ok := bytes.Cut(a.Body, []byte(`"endCursor":"`)); ok && seen%most > 0 && bytes.Contains(rest, []byte(`"hasNextPage":true`)) {
			cursor, _, _ := bytes.Cut(rest, []byte(`"`))
			variables["after"] = string(cursor)
			return nil
		}
		if variables = (vars{}); seen%most > 0 {
			round++
			variables["filter"] = vars{"status": vars{"in": []any{[]string{"RUNNING", "PILOT", "ENDED", "PLANNED"}[round%4]}}}
		}
		return nil
	}
}

// commits measures a durable write of one change, with the index following beside it, and when it can be found.
func (b *bench) commits(dir string) error {
	page, err := fsync(dir)
	if err != nil {
		return err
	}
	one, err := measured("Commit of one change, the index following", "", b.commit)
	if err != nil {
		return err
	}
	fact("… as pages written and synced", fmt.Sprintf("%.1f", float64(one)/float64(max(page, 1))), "")
	if err := b.index.Wait(b.ctx, b.store.Sequence()); err != nil {
		return err
	}
	return timed("Commit until it can be found", "≤ 1,000,000", func(n int) error {
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
