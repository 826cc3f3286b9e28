package main

import (
	"math/rand/v2"
	"strings"
)

// How the made-up texts resemble real ones: few words are frequent and many are rare, as Zipf found; of ten words four
// are small ones that search leaves out, and two belong to a theme, so that what is asked correlates with themes.
const (
	vocabulary = 12_000
	perTheme   = 150   // words of a theme
	themeFrom  = 1_000 // the rank of the first of them: rare enough to tell themes apart
	zipfS      = 1.05
	zipfV      = 2.7
	smallShare = 0.38
	themeShare = 0.17
	plural     = 0.15 // of words that end in s, so that stems have work
)

// lexicon is a made-up language with the small words of a real one.
type lexicon struct {
	tag   string
	small []string
	words []string // by rank
}

var lexicons = []lexicon{
	newLexicon("en", 1, "the of and to in for with that on by from at as is are their this not it or", "st br ch k l m n p r sh t th v w gr", "a e i o u ee oa ai"),
	newLexicon("fr", 2, "le la les de des du et à en pour avec dans sur par une un qui que est au", "b c d f g j l m n p qu r s t v ch", "a é i o u ou oi eau"),
}

func newLexicon(tag string, seed uint64, small, onsets, vowels string) lexicon {
	l := lexicon{tag: tag, small: strings.Fields(small)}
	r := rand.New(rand.NewPCG(seed, 0))
	on, vow, seen := strings.Fields(onsets), strings.Fields(vowels), map[string]bool{}
	for len(l.words) < vocabulary {
		word := ""
		for range 2 + r.IntN(3) {
			word += on[r.IntN(len(on))] + vow[r.IntN(len(vow))]
		}
		if word += on[r.IntN(len(on))]; !seen[word] {
			seen[word] = true
			l.words = append(l.words, word)
		}
	}
	return l
}

// themeWord is a word of a theme, the more frequent the lower k.
func (l *lexicon) themeWord(theme, k int) string { return l.words[themeFrom+theme*perTheme+k%perTheme] }

// writer writes one entity. Its number is the seed, so that each entity is the same in every run, alone or not.
type writer struct {
	*rand.Rand
	all, own *rand.Zipf // ranks of words: of the language, of a theme
	lexicon  *lexicon
	themes   []int // what it writes about
}

func newWriter(typ string, n int) *writer {
	var seed uint64
	for _, c := range []byte(typ) {
		seed = seed*31 + uint64(c)
	}
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	w := &writer{Rand: r, all: rand.NewZipf(r, zipfS, zipfV, vocabulary-1), own: rand.NewZipf(r, zipfS, zipfV, perTheme-1), lexicon: &lexicons[0]}
	if n%5 >= 3 { // three of five are English
		w.lexicon = &lexicons[1]
	}
	return w
}

// skewed is one of n things, the first more often than the last.
func (w *writer) skewed(n int) int { return int(rand.NewZipf(w.Rand, 1.2, 8, uint64(n-1)).Uint64()) }

// some are a few different things of n.
func (w *writer) some(least, most, n int) []int {
	var all []int
	seen := map[int]bool{}
	for range least + w.IntN(most-least+1) {
		if i := w.skewed(n); !seen[i] {
			seen[i] = true
			all = append(all, i)
		}
	}
	return all
}

func (w *writer) word(l *lexicon) string {
	switch x := w.Float64(); {
	case x < smallShare:
		return l.small[w.IntN(len(l.small))]
	case x < smallShare+themeShare && len(w.themes) > 0:
		return w.ending(l.themeWord(w.themes[w.IntN(len(w.themes))], int(w.own.Uint64())))
	}
	return w.ending(l.words[w.all.Uint64()])
}

func (w *writer) ending(word string) string {
	if w.Float64() < plural {
		return word + "s"
	}
	return word
}

// text is a text of n words, in sentences.
func (w *writer) text(n int) map[string]any { return w.in(n, w.lexicon) }

func (w *writer) in(n int, lexicons ...*lexicon) map[string]any {
	text := map[string]any{"original": lexicons[0].tag}
	for _, l := range lexicons {
		var b strings.Builder
		for i := range n {
			word := w.word(l)
			if i%12 == 0 {
				word = capital(word)
			}
			b.WriteString(word)
			if i%12 == 11 && i < n-1 {
				b.WriteByte('.')
			}
			b.WriteByte(' ')
		}
		text[l.tag] = strings.TrimSpace(b.String())
	}
	return text
}

func capital(word string) string {
	runes := []rune(word)
	return strings.ToUpper(string(runes[:1])) + string(runes[1:])
}
