package search

import (
	"strings"
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
func (v *view) misspelt(word string, stems []string) ([]query.Query, error) {
	if utf8.RuneCountInString(word) < minMisspelt {
		return nil, nil
	}
	var ways []query.Query
	tried := 0
	for _, stem := range stems {
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
	terms, err := v.dictionaries().beginning(field, prefix, maxAlike, func(*columns) bool { return true })
	if err != nil {
		return nil, err
	}
	var all []string
	for _, t := range terms {
		if len(all) == 0 || all[len(all)-1] != t.term {
			all = append(all, t.term)
		}
	}
	v.kept.Store(field+prefix, all)
	return all, nil
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
	end := 0
	for end < len(a) && end < len(b) && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	for end > 0 && !utf8.RuneStart(a[len(a)-end]) {
		end--
	}
	a, b = a[:len(a)-end], b[:len(b)-end]
	if len(a) == len(b) && swapped(a, b) {
		return 1
	}
	return max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
}

// swapped tells whether one text is the two letters of the other in the wrong order.
func swapped(a, b string) bool {
	_, size := utf8.DecodeRuneInString(a)
	return strings.HasPrefix(b, a[size:]) && strings.HasSuffix(b, a[:size]) && utf8.RuneCountInString(a) == 2
}
