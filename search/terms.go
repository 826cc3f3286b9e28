package search

import (
	"slices"
	"strings"
)

// terms is the dictionary of what things are called, in every language: by it a Greek word finds an English record.
type terms struct {
	byWords map[label][]string // ids, sorted
	things  map[string]thing   // by id
	longest int                // words of the longest name
}

// thing is what names stand for.
type thing struct {
	hidden bool // it only says which words mean the same
	labels []label
}

// label is a name as stems of a language.
type label struct{ language, stems string }

// named are the types whose names stand for them in questions: to ask for a city's name is to ask for what is tied to it.
var named = map[string]bool{"theme": true, "territory": true, "city": true}

// maxLabelWords bounds the names that are looked for in a question.
const maxLabelWords = 4

func newTerms() *terms {
	return &terms{byWords: map[label][]string{}, things: map[string]thing{}}
}

// learn keeps what an id is called, instead of what it was called before; nothing where nothing stands there.
func (t *terms) learn(id string, g *giver) {
	for _, l := range t.things[id].labels {
		left := slices.DeleteFunc(slices.Clone(t.byWords[l]), func(other string) bool { return other == id })
		if t.byWords[l] = left; len(left) == 0 {
			delete(t.byWords, l)
		}
	}
	delete(t.things, id)
	if g == nil || len(g.labels) == 0 {
		return
	}
	for _, l := range g.labels {
		at, _ := slices.BinarySearch(t.byWords[l], id)
		t.byWords[l] = slices.Insert(t.byWords[l], at, id)
		t.longest = max(t.longest, 1+strings.Count(l.stems, string(space)))
	}
	t.things[id] = g.thing
}

// stemWords are the stems of folded words.
func stemWords(language string, words []string) string {
	stems := make([]string, len(words))
	for i, word := range words {
		stems[i] = Stem(language, word)
	}
	return strings.Join(stems, string(space))
}

// find gives the ids that words are a name of, in whatever language.
func (t *terms) find(f forms, words []string) []string {
	var ids []string
	stems := make([]string, len(words))
	for n, language := range append([]string{""}, Languages...) {
		for i, word := range words {
			stems[i] = f.of(word)[n]
		}
		for _, id := range t.byWords[label{language, strings.Join(stems, string(space))}] {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
