package search

import (
	"slices"
	"strings"
)

// terms is the dictionary of what things are called, in every language: by it a Greek word finds an English record.
type terms struct {
	byWords map[string][]string // language, a colon and stems → ids, sorted
	things  map[string]thing    // by id
	longest int                 // words of the longest name
}

// thing is what names stand for.
type thing struct {
	hidden bool // it only says which words mean the same
	labels []label
}

// label is a name as stems of a language.
type label struct{ language, stems string }

func (l label) key() string { return l.language + ":" + l.stems }

// named are the types whose names stand for them in questions: to ask for a city's name is to ask for what is tied to it.
var named = map[string]bool{"theme": true, "territory": true, "city": true}

// maxLabelWords bounds the names that are looked for in a question.
const maxLabelWords = 4

func newTerms() *terms {
	return &terms{byWords: map[string][]string{}, things: map[string]thing{}}
}

// learn keeps what an id is called, instead of what it was called before; nothing where nothing stands there.
func (t *terms) learn(id string, r *row) {
	for _, l := range t.things[id].labels {
		left := slices.DeleteFunc(slices.Clone(t.byWords[l.key()]), func(other string) bool { return other == id })
		if t.byWords[l.key()] = left; len(left) == 0 {
			delete(t.byWords, l.key())
		}
	}
	delete(t.things, id)
	if r == nil || !named[r.typ] {
		return
	}
	one := thing{hidden: r.hidden}
	for _, n := range r.names {
		words := foldedWords(n.text)
		l := label{strings.Clone(n.language), stemWords(n.language, words)} // not a part of the row
		if len(words) == 0 || len(words) > maxLabelWords || slices.Contains(one.labels, l) {
			continue
		}
		one.labels = append(one.labels, l)
		at, _ := slices.BinarySearch(t.byWords[l.key()], id)
		t.byWords[l.key()] = slices.Insert(t.byWords[l.key()], at, id)
		t.longest = max(t.longest, len(words))
	}
	t.things[id] = one
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
		for _, id := range t.byWords[language+":"+strings.Join(stems, string(space))] {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
