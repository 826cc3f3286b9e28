package search

import (
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Marks are what a highlight marks: the stems of a question, of what it names, and beginnings of words.
type Marks struct {
	stems  map[string]bool
	begins []string
}

// Highlight is a passage of a text with the words that were found, by their places in it, in characters.
type Highlight struct {
	Path     string // the field or value, such as summary or firstSteps/0/text
	Language string
	Text     string
	Places   []Place
}

// Place is a marked word: from its first character to the one after its last.
type Place struct{ Start, End int }

// The size of passages, in characters, and how many of them a hit shows.
const (
	passage       = 200
	maxHighlights = 4
)

// Highlights are the passages of an entity, given by its type and its body, that a question found, the weightiest fields first.
func Highlights(s *schema.Schema, t *schema.Type, body map[string]any, marks Marks) ([]Highlight, error) {
	texts := kb.Texts(s, t, body)
	slices.SortStableFunc(texts, func(a, b kb.Searched) int { return int(b.Weight) - int(a.Weight) })
	var all []Highlight
	for _, text := range texts {
		if h, ok := marks.passage(text); ok {
			if all = append(all, h); len(all) == maxHighlights {
				break
			}
		}
	}
	return all, nil
}

// passage cuts out what surrounds the first marked word.
func (m Marks) passage(text kb.Searched) (Highlight, bool) {
	var places []Place
	for _, t := range tokens(text.Text) {
		if m.has(text.Language, t.word) {
			places = append(places, Place{t.start, t.end})
		}
	}
	if len(places) == 0 {
		return Highlight{}, false
	}
	runes := []rune(text.Text)
	from := max(0, min(places[0].Start-passage/4, len(runes)-passage))
	for from > 0 && runes[from-1] != ' ' {
		from--
	}
	until := min(len(runes), from+passage)
	h := Highlight{Path: text.Path, Language: text.Language, Text: string(runes[from:until])}
	for _, p := range places {
		if p.End <= until {
			h.Places = append(h.Places, Place{p.Start - from, p.End - from})
		}
	}
	return h, true
}

func (m Marks) has(language, word string) bool {
	if m.stems[word] || m.stems[Stem(language, word)] {
		return true
	}
	return slices.ContainsFunc(m.begins, func(begin string) bool { return strings.HasPrefix(word, begin) })
}
