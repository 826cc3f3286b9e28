package search

import (
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// maxStemmed bounds how many words of a language are remembered with their stems: all that texts say again and again.
const maxStemmed = 50_000

// stemmed remembers the stems of words as they are written, by language: the few words that most of a text consists of
// are folded and stemmed once, not each time. It is of one goroutine.
type stemmed struct {
	of map[string]map[string]string
}

func newStemmed() *stemmed { return &stemmed{map[string]map[string]string{}} }

// stem is the stem of a word as it is written.
func (s *stemmed) stem(language string, known map[string]string, word string) string {
	stem, ok := known[word]
	if !ok {
		if stem = Stem(language, kb.Fold(word)); len(known) >= maxStemmed {
			clear(known)
		}
		known[strings.Clone(word)] = stem // not a part of the text
	}
	return stem
}

// text is a text as stems of its language. Where the language is not known, the words stand as they are and once more as
// English stems.
func (s *stemmed) text(text kb.Searched) string {
	if stemmers[text.Language] != nil {
		return s.in(text.Language, text.Text)
	}
	return s.in("", text.Text) + gap + s.in("en", text.Text)
}

func (s *stemmed) in(language, text string) string {
	known := s.of[language]
	if known == nil {
		known = map[string]string{}
		s.of[language] = known
	}
	var all strings.Builder
	all.Grow(len(text))
	eachWord(text, func(word string, _, _ int) {
		if all.Len() > 0 {
			all.WriteByte(space)
		}
		all.WriteString(s.stem(language, known, word))
	})
	return all.String()
}
