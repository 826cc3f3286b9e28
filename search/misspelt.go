package search

import (
	"slices"
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
	var near []string
	for i := range v.segments {
		all, err := v.alike(i, field, beginningOf(stem))
		if err != nil {
			return nil, err
		}
		for _, other := range all {
			if apart(stem, other) <= 1 {
				near = append(near, other)
			}
		}
	}
	slices.Sort(near)
	near = slices.Compact(near)
	ways := []query.Query{}
	for _, other := range near[:min(len(near), maxNear)] {
		ways = append(ways, term(field, other, boosts[field]*misspeltBoost/float64(1+apart(stem, other))))
	}
	return query.NewDisjunctionQuery(ways), nil // of its own: what matches is weighed against all that might
}

// alike are all words of a field that begin so, in a segment, which keeps them.
func (v *view) alike(segment int, field, prefix string) ([]string, error) {
	in := v.segments[segment].columns
	if kept, ok := in.alike.Load(field + prefix); ok {
		return kept.([]string), nil
	}
	d, err := v.reader.Segments()[segment].Segment().Dictionary(field)
	if err != nil {
		return nil, err
	}
	all, err := beginningIn(d, prefix, maxAlike)
	if err == nil {
		in.alike.Store(field+prefix, all)
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
