package search

import (
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/search/query"
)

// Bounds of what is looked for beside a word that may be misspelt.
const (
	minMisspelt = 5 // letters of the word
	maxStems    = 3 // of the word, in different languages
	maxNear     = 100
	sureBytes   = 2 // where words begin in which nobody errs: a letter or two
)

// misspelt finds words that differ by one letter, but not in the first two.
func (v *view) misspelt(c clause) ([]query.Query, error) {
	if c.phrase || c.prefix || utf8.RuneCountInString(c.words[0]) < minMisspelt {
		return nil, nil
	}
	var ways []query.Query
	tried := 0
	for _, stem := range stems(c.words[0]) {
		if utf8.RuneCountInString(stem) < minMisspelt-1 {
			continue
		}
		if tried++; tried > maxStems {
			break
		}
		for _, field := range []string{inNames, inGist} {
			near, err := v.near(field, stem)
			if err != nil {
				return nil, err
			}
			ways = append(ways, near)
		}
	}
	return ways, nil
}

// near finds the words of a field that differ from a stem by one letter at the most. Words that begin alike are kept as a
// list: to look through it takes a tenth of what an automaton takes to be made.
func (v *view) near(field, stem string) (query.Query, error) {
	all, err := v.alike(field, beginningOf(stem))
	if err != nil {
		return nil, err
	}
	ways := []query.Query{}
	for _, other := range all {
		if d := apart(stem, other); d <= 1 && len(ways) < maxNear {
			ways = append(ways, term(field, other, boosts[field]*misspeltBoost/float64(1+d)))
		}
	}
	return query.NewDisjunctionQuery(ways), nil // of its own: what matches is weighed against all that might
}

// alike are all words of a field that begin so.
func (v *view) alike(field, prefix string) ([]string, error) {
	if kept, ok := v.kept.Load(field + prefix); ok {
		return kept.([]string), nil
	}
	all, err := v.beginning(field, prefix, maxAlike)
	if err == nil {
		v.kept.Store(field+prefix, all)
	}
	return all, err
}

// maxAlike bounds the words that begin alike: no language has more that anybody uses.
const maxAlike = 20_000

func beginningOf(word string) string {
	for i := range word {
		if i >= sureBytes {
			return word[:i]
		}
	}
	return word
}

// apart is 0 for the same word, 1 where a letter is changed, added or left out or two are swapped, and more for others.
func apart(a, b string) int {
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	for at > 0 && (at < len(a) && !utf8.RuneStart(a[at]) || at < len(b) && !utf8.RuneStart(b[at])) {
		at--
	}
	a, b = a[at:], b[at:]
	for a != "" && b != "" {
		x, size := utf8.DecodeLastRuneInString(a)
		if y, _ := utf8.DecodeLastRuneInString(b); x != y {
			break
		}
		a, b = a[:len(a)-size], b[:len(b)-size]
	}
	if len(a) == len(b) && swapped(a, b) {
		return 1
	}
	return max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
}

// swapped tells whether one text is the two letters of the other in the wrong order.
func swapped(a, b string) bool {
	x, y := []rune(a), []rune(b)
	return len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]
}
