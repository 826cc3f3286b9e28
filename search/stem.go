// Package search finds entities by words in nine languages. A follower reads the log and keeps a Bleve index and the
// columns that are filtered, counted and sorted by; nothing else writes to them.
package search

import (
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"

	"github.com/praxis-kb/praxis/kb"
)

// Languages are those that words are stemmed in.
var Languages = []string{"en", "fr", "nl", "it", "es", "el", "lv", "sv", "de"}

// stemmers bring a folded word to its stem. Accents are folded before, in texts and questions alike, so that a keyboard
// without them finds the same. Where Snowball needs the accents, or joins what should stay apart, a light stemmer of our
// own takes its place; for Greek and Latvian there is none else. testdata/stems.yaml holds them to word pairs.
var stemmers = map[string]func(string) string{
	"en": except("en", snowball(english.Stem)),
	"fr": except("fr", first(singularFrench, snowball(french.Stem))),
	"nl": except("nl", stemDutch(again(snowball(dutch.Stem)))),
	"de": again(first(singularGerman, snowball(german.Stem))),
	"it": endings(italian), "es": except("es", longer(4, first(singularSpanish, endings(spanish)))), "sv": again(first(singularSwedish, endings(swedish))),
	"el": except("el", endings(greek)), "lv": stemLatvian(endings(latvian)),
}

// exceptions have a stem of their own: by the rules they would meet what means something else (the lodgings of Greek and
// those who live there, French rent and law), or miss what means the same.
var exceptions = map[string]map[string]string{
	"en": {"university": "universit", "universities": "universit", "integrity": "integrit"},
	"fr": {"communication": "communic", "communications": "communic", "courir": "courir", "loyer": "loyer", "loyers": "loyer", "mairie": "mairi", "mairies": "mairi"},
	"es": {"mayores": "mayores"},
	"nl": {"ouderen": "ouderen", "oudere": "ouderen"},
	"el": {"κατοικια": "κατοικια", "κατοικιεσ": "κατοικια", "κατοικιων": "κατοικια", "κατοικιασ": "κατοικια"},
}

func snowball(stem func(*snowballstem.Env) bool) func(string) string {
	return func(word string) string {
		env := snowballstem.NewEnv(word)
		stem(env)
		return kb.Fold(env.Current())
	}
}

// except gives the exceptions of a language a stem of their own.
func except(language string, stem func(string) string) func(string) string {
	return func(word string) string {
		if own, ok := exceptions[language][word]; ok {
			return own
		}
		return stem(word)
	}
}

// longer leaves short words as they are: mes and mesa.
func longer(letters int, stem func(string) string) func(string) string {
	return func(word string) string {
		if len(word) <= letters {
			return word
		}
		return stem(word)
	}
}

// again stems until nothing more falls off: fietsen gives fiets, and fiets gives fiet.
func again(stem func(string) string) func(string) string {
	return func(word string) string {
		for range 4 {
			next := stem(word)
			if next == word || len(next) < minStem {
				break
			}
			word = next
		}
		return word
	}
}

// first changes a word before it is stemmed.
func first(change, stem func(string) string) func(string) string {
	return func(word string) string { return stem(change(word)) }
}

// minStem is how many letters an ending must leave.
const minStem = 3

// endings takes the longest ending off.
func endings(list string) func(string) string {
	sorted := strings.Fields(list)
	slices.SortStableFunc(sorted, func(a, b string) int { return len(b) - len(a) })
	return func(word string) string {
		for _, ending := range sorted {
			if stem, ok := strings.CutSuffix(word, ending); ok && len([]rune(stem)) >= minStem {
				return stem
			}
		}
		return word
	}
}

// The endings of declined nouns and adjectives, folded.
const (
	italian = "hi he io ie ia ii i o a e"
	spanish = "o a e"
	swedish = "arnas ernas ornas arna erna orna ena ens ets ar er or en et an a e s"
	greek   = `ματα ματων ματοσ μα εασ εα εων εισ εωσ
		ιουσ ιων ιου ιοι ιοσ ιο ια ιεσ ιασ ησ η εσ ασ α ων οσ ου ο οι ουσ υ υσ ι ε`
	latvian = `ajiem ajam ajai ajos ajas ajam ais aja ajo ajie iem ies am ai as os us is es im em um ei ie a e i u o s`
)

// plural takes a letter off that makes a plural, where enough is left.
func plural(word, ending, instead string) string {
	if stem, ok := strings.CutSuffix(word, ending); ok && len([]rune(stem)) >= minStem {
		return stem + instead
	}
	return word
}

func singularFrench(word string) string {
	word = plural(plural(plural(plural(word, "s", ""), "eaux", "eau"), "aux", "al"), "x", "")
	return plural(plural(word, "ee", "e"), "ere", "er")
}

func singularSwedish(word string) string { return plural(word, "lt", "l") }

func singularGerman(word string) string { return plural(plural(word, "rn", "r"), "ln", "l") }

func singularSpanish(word string) string {
	return plural(plural(word, "es", "e"), "s", "")
}

// stemDutch writes the last letter as it sounds: huizen and huis.
func stemDutch(stem func(string) string) func(string) string {
	return func(word string) string {
		return plural(plural(stem(plural(word, "es", "e")), "v", "f"), "z", "s")
	}
}

// stemLatvian keeps the aj of nouns in -tājs, and takes back the change of consonants in cases: sieviešu is of sieviete.
func stemLatvian(stem func(string) string) func(string) string {
	return func(word string) string {
		if at := strings.LastIndex(word, "taj"); at >= 2 && len(word)-at <= 6 {
			return word[:at+3]
		}
		return plural(plural(stem(word), "ies", "iet"), "mj", "m")
	}
}

// Stem is the stem of a folded word in a language; the word itself where the language is none of ours.
func Stem(language, word string) string {
	if stem, ok := stemmers[language]; ok {
		return stem(word)
	}
	return word
}

// token is a word of a text, with its place in characters.
type token struct {
	word       string // folded
	start, end int
}

// tokens takes a text apart into words.
func tokens(text string) []token {
	var all []token
	eachWord(text, func(word string, start, end int) { all = append(all, token{kb.Fold(word), start, end}) })
	return all
}

// eachWord gives the words of a text as they are written, with their places: runs of letters and digits.
func eachWord(text string, give func(word string, start, end int)) {
	from, start, n := -1, 0, 0 // where a word begins, in bytes and in characters
	for at, r := range text {
		switch within := inWord(r); {
		case within && from < 0:
			from, start = at, n
		case !within && from >= 0:
			give(text[from:at], start, n)
			from = -1
		}
		n++
	}
	if from >= 0 {
		give(text[from:], start, n)
	}
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r > unicode.MaxLatin1 && unicode.Is(unicode.Mn, r)
}

// forms are the stems that words have in each language, each worked out once for a question; the word itself is first.
type forms map[string][]string

func (f forms) of(word string) []string {
	if f[word] == nil {
		f[word] = []string{word}
		for _, language := range Languages {
			f[word] = append(f[word], Stem(language, word))
		}
	}
	return f[word]
}

// stems are all stems that a word may have, in whatever language it is.
func (f forms) stems(word string) []string {
	var all []string
	for _, stem := range f.of(word) {
		if !slices.Contains(all, stem) {
			all = append(all, stem)
		}
	}
	return all
}
