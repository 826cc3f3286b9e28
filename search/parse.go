package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/praxis-kb/praxis/kb"
)

// Bounds of a question: what a person types, far below what would be slow.
const (
	maxQuestion = 400 // characters
	maxClauses  = 16  // without small words: who asks in a sentence is not to count
	minPrefix   = 3   // letters before a *
)

// clause is a part of a question.
type clause struct {
	words  []string // folded; several for a phrase
	phrase bool
	prefix bool
	not    bool
	field  string // empty, or one of the fields that a value can be asked of
	value  string // as it was written, where a field is asked
	at     int    // where the field stands, in characters
}

// askable are the fields that can be asked as field:value, each a facet of its own.
var askable = map[string]facet{
	"type": byType, "theme": byTheme, "country": byCountry, "city": byCity, "for": byTargetGroup, "status": byStatus,
	"evidence": byEvidence, "benchmark": byBenchmark, "toolkit": byToolkit, "language": byLanguage, "year": byYear, "challenge": byChallenge,
}

// parse reads a question: words, "phrases", -without, field:value and beginnings*. Errors point at the character.
func parse(question string) ([]clause, error) {
	p := parser{text: []rune(question)}
	if len(p.text) > maxQuestion {
		return nil, kb.Errorf(kb.Invalid, "the question has %d characters; at most %d are read", len(p.text), maxQuestion)
	}
	var all []clause
	said := 0
	for p.skipSpace(); p.at < len(p.text); p.skipSpace() {
		start := p.at
		c, err := p.clause()
		if err != nil {
			return nil, err
		}
		if len(c.words) == 0 && c.field == "" {
			continue // signs only
		}
		if !c.small() {
			said++
		}
		if all = append(all, c); said > maxClauses {
			return nil, wrong(start, "more than %d words and phrases: leave some out", maxClauses)
		}
	}
	return all, nil
}

type parser struct {
	text []rune
	at   int
}

// wrong is an error that points at a character of the question.
func wrong(at int, format string, args ...any) error {
	return kb.Errorf(kb.Invalid, "query, character %d: "+format, append([]any{at + 1}, args...)...)
}

func (p *parser) skipSpace() {
	for p.at < len(p.text) && unicode.IsSpace(p.text[p.at]) {
		p.at++
	}
}

func (p *parser) clause() (clause, error) {
	var c clause
	if p.text[p.at] == '-' && p.at+1 < len(p.text) && !unicode.IsSpace(p.text[p.at+1]) {
		c.not = true
		p.at++
	}
	if isQuote(p.text[p.at]) {
		return p.phrase(c)
	}
	start := p.at
	for p.at < len(p.text) && !unicode.IsSpace(p.text[p.at]) && !isQuote(p.text[p.at]) {
		p.at++
	}
	word := string(p.text[start:p.at])
	if name, value, ok := strings.Cut(word, ":"); ok && p.names(name, value) {
		return p.fieldValue(c, start, strings.ToLower(name), value)
	}
	if stem, ok := strings.CutSuffix(word, "*"); ok {
		c.prefix, word = true, stem
		if n := len([]rune(strings.TrimFunc(word, notLetter))); n < minPrefix {
			return c, wrong(start, "a beginning has at least %d letters before its *", minPrefix)
		}
	}
	if at := strings.IndexRune(word, '*'); at >= 0 {
		return c, wrong(start+len([]rune(word[:at])), "a * stands at the end of a word only, for all that begin so")
	}
	c.words = typed(bare(word))
	c.phrase = len(c.words) > 1
	return c, nil
}

func (p *parser) phrase(c clause) (clause, error) {
	text, err := p.quoted()
	c.words = typed(text)
	c.phrase = len(c.words) > 1
	return c, err
}

// quoted reads from a quotation mark to the next one, whichever of them a keyboard gives.
func (p *parser) quoted() (string, error) {
	start := p.at
	for p.at++; p.at < len(p.text) && !isQuote(p.text[p.at]); p.at++ {
	}
	if p.at == len(p.text) {
		return "", wrong(start, "the quotation mark is not closed")
	}
	p.at++
	return string(p.text[start+1 : p.at-1]), nil
}

func isQuote(r rune) bool { return strings.ContainsRune("\"“”„‟«»", r) }

func (p *parser) fieldValue(c clause, start int, name, value string) (clause, error) {
	if _, ok := askable[name]; !ok {
		return c, wrong(start, "there is no field %q: ask type, theme, country, city, for, status, evidence, benchmark, toolkit, challenge, language or year", name)
	}
	if value == "" && p.at < len(p.text) && isQuote(p.text[p.at]) {
		var err error
		if value, err = p.quoted(); err != nil {
			return c, err
		}
	}
	if value == "" {
		return c, wrong(start, "a value is missing after %s:", name)
	}
	c.field, c.value, c.at = name, value, start
	return c, nil
}

// names tells whether a word with a colon names a field, be it one that there is not. An address does not, nor does a
// word that a sentence goes on after.
func (p *parser) names(name, value string) bool {
	if _, ok := askable[strings.ToLower(name)]; ok {
		return true
	}
	quoted := p.at < len(p.text) && isQuote(p.text[p.at])
	return name != "" && (value != "" || quoted) && !strings.HasPrefix(value, "//") && strings.IndexFunc(name, notLetter) < 0
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// typed are the words of what somebody typed or pasted, without signs that nobody sees, and with ligatures and wide letters
// as plain ones.
func typed(text string) []string {
	seen := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	return foldedWords(norm.NFKC.String(seen))
}

func foldedWords(text string) []string { return strings.Fields(kb.Words(text)) }
