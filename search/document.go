package search

import (
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// The classes of declared weights.
const (
	namesWeight = 4
	gistWeight  = 3
)

// document is what Bleve indexes of an entity: stems, joined by spaces.
type document struct {
	Names string `json:"names"`
	Gist  string `json:"gist"`
	Body  string `json:"body"`
	Ties  string `json:"ties"`
}

// gap stands between two texts, so that no phrase reaches from one into the next.
const gap = " \x1f \x1f "

func newDocument(s *schema.Schema, e kb.Entity, body map[string]any, ties []kb.Tie) document {
	var names, gist, rest []string
	for _, text := range kb.Texts(s, s.ByPath(e.Meta().Type), body) {
		into := &rest
		switch {
		case text.Weight >= namesWeight:
			into = &names
		case text.Weight >= gistWeight:
			into = &gist
		}
		*into = append(*into, stemmed(text))
	}
	others := []string{e.Meta().ID}
	for _, tie := range ties {
		if tie.Out {
			others = append(others, tie.Other)
		}
	}
	return document{strings.Join(names, gap), strings.Join(gist, gap), strings.Join(rest, gap), strings.Join(others, " ")}
}

// stemmed is a text as stems of its language. Where the language is not known, the words stand as they are and once
// more as English stems.
func stemmed(text kb.Searched) string {
	stem := func(language string) string {
		var words []string
		for _, t := range tokens(text.Text) {
			words = append(words, Stem(language, t.word))
		}
		return strings.Join(words, " ")
	}
	if stemmers[text.Language] != nil {
		return stem(text.Language)
	}
	return stem("") + gap + stem("en")
}
