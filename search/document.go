package search

import (
	"fmt"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// The classes of declared weights.
const (
	namesWeight = 4
	gistWeight  = 3
)

// document is what Bleve indexes of an entity: stems, joined by spaces, its names, and its row.
type document struct {
	Names string `json:"names"`
	Gist  string `json:"gist"`
	Body  string `json:"body"`
	Ties  string `json:"ties"`
	Words string `json:"words"`
	Calls string `json:"calls"`
	Row   string `json:"row"`
}

// gap stands between two texts, so that no phrase reaches from one into the next.
const gap = " \x1f \x1f "

func newDocument(e *kb.Present, r *row, texts []kb.Searched, stems *stemmed) document {
	d := document{Row: r.pack(), Words: words(r.names)}
	if r.hidden {
		return d
	}
	var names, gist, rest []string
	for _, text := range texts {
		into := &rest
		switch {
		case text.Weight >= namesWeight:
			into = &names
		case text.Weight >= gistWeight:
			into = &gist
		}
		*into = append(*into, stems.text(text))
	}
	others := []string{e.ID}
	for _, tie := range e.Ties {
		if tie.Out {
			others = append(others, tie.Other)
		}
	}
	d.Names, d.Gist, d.Body = strings.Join(names, gap), strings.Join(gist, gap), strings.Join(rest, gap)
	d.Ties, d.Calls = strings.Join(others, string(space)), calls(r)
	return d
}

// words are the words of names, each once.
func words(names []name) string {
	var all []string
	for _, n := range names {
		for _, word := range foldedWords(n.text) {
			if !slices.Contains(all, word) {
				all = append(all, word)
			}
		}
	}
	return strings.Join(all, string(space))
}

// How a name is looked up: as a whole, and by how it goes on from each word. The sign says which, and for the latter how
// much the type weighs, so that the terms come in the order in which they are suggested.
const (
	firstName = "="
	otherName = "~"
	wholeName = "W"
	innerName = "I"
	maxCall   = 12 // bytes of what goes on: enough to tell names apart, and little to index
)

// calls are the terms that a row's names are found by.
func calls(r *row) string {
	var all []string
	sign, rank := firstName, r.rank
	for _, n := range r.names {
		words := foldedWords(n.text)
		all = append(all, sign+strings.Join(words, string(space)))
		sign = otherName
		if slices.Contains(onRequest, r.typ) {
			continue
		}
		at := wholeName
		for i := range words {
			all = append(all, call(at, rank, strings.Join(words[i:], string(space))))
			at = innerName
		}
	}
	return strings.Join(all, string(line))
}

// call is the term of a name that goes on so.
func call(at string, rank int, rest string) string {
	return fmt.Sprintf("%s%02d%s", at, rank, rest[:min(len(rest), maxCall)])
}
