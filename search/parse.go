package search

import (
	"strings"
	"unicode"

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
			return nil, p.wrong(start, "more than %d words and phrases: leave some out", maxClauses)
		}
	}
	return all, nil
}

type parser struct {
	text []rune
	at   int
}

func (p *parser) wrong(at int, format string, args ...any) error {
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
	if p.text[p.at] == '"' {
		return p.phrase(c)
	}
	start := p.at
	for p.at < len(p.text) && !unicode.IsSpace(p.text[p.at]) && p.text[p.at] != '"' {
		p.at++
	}
	word := string(p.text[start:p.at])
	if name, value, ok := strings.Cut(word, ":"); ok && isName(name) {
		return p.fieldValue(c, start, name, value)
	}
	if stem, ok := strings.CutSuffix(word, "*"); ok {
		c.prefix, word = true, stem
		if n := len([]rune(strings.TrimFunc(word, notLetter))); n < minPrefix {
			return c, p.wrong(start, "a beginning has at least %d letters before its *", minPrefix)
		}
	}
	c.words = foldedWords(bare(word))
	c.phrase = len(c.words) > 1
	return c, nil
}

func (p *parser) phrase(c clause) (clause, error) {
	start := p.at
	for p.at++; p.at < len(p.text) && p.text[p.at] != '"'; p.at++ {
	}
	if p.at == len(p.text) {
		return c, p.wrong(start, "the quotation mark is not closed")
	}
	c.words = foldedWords(string(p.text[start+1 : p.at]))
	c.phrase = len(c.words) > 1
	p.at++
	return c, nil
}

func (p *parser) fieldValue(c clause, start int, name, value string) (clause, error) {
	if _, ok := askable[name]; !ok {
		return c, p.wrong(start, "there is no field %q: ask type, theme, country, city, for, status, evidence, benchmark, toolkit, challenge, language or year", name)
	}
	if value == "" && p.at < len(p.text) && p.text[p.at] == '"' {
		quoted := p.at
		for p.at++; p.at < len(p.text) && p.text[p.at] != '"'; p.at++ {
		}
		if p.at == len(p.text) {
			return c, p.wrong(quoted, "the quotation mark is not closed")
		}
		value = string(p.text[quoted+1 : p.at])
		p.at++
	}
	if value == "" {
		return c, p.wrong(start, "a value is missing after %s:", name)
	}
	c.field, c.value = name, value
	return c, nil
}

func isName(word string) bool {
	for _, r := range word {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return word != ""
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

func foldedWords(text string) []string { return strings.Fields(kb.Words(text)) }
