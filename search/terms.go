package search

import (
	"slices"
	"strings"
)

// terms is the dictionary of what things are called, in every language: by it a Greek word finds an English record.
type terms struct {
	byWords map[string][]string // language, a colon and stems → ids
	labels  map[string][]label  // by id
	longest int                 // words of the longest name
}

// label is a name as stems of a language.
type label struct {
	language string
	stems    []string
}

// named are the types whose names stand for them in questions: to ask for a city's name is to ask for what is tied to it.
var named = map[string]bool{"theme": true, "territory": true, "city": true}

// maxLabelWords bounds the names that are looked for in a question.
const maxLabelWords = 4

func newTerms(all rows) *terms {
	t := &terms{byWords: map[string][]string{}, labels: map[string][]label{}}
	for id, r := range all {
		if named[r.typ] {
			t.add(id, r)
		}
	}
	for _, ids := range t.byWords {
		slices.Sort(ids)
	}
	return t
}

func (t *terms) add(id string, r *row) {
	for _, name := range r.names {
		l := label{language: name.Language}
		for _, token := range tokens(name.Text) {
			l.stems = append(l.stems, Stem(name.Language, token.word))
		}
		if len(l.stems) == 0 || len(l.stems) > maxLabelWords {
			continue
		}
		key := l.language + ":" + strings.Join(l.stems, " ")
		if !slices.Contains(t.byWords[key], id) {
			t.byWords[key] = append(t.byWords[key], id)
			t.labels[id] = append(t.labels[id], l)
			t.longest = max(t.longest, len(l.stems))
		}
	}
}

// find gives the ids that words are a name of, in whatever language.
func (t *terms) find(words []string) []string {
	var ids []string
	for _, language := range append([]string{""}, Languages...) {
		stems := make([]string, len(words))
		for i, word := range words {
			stems[i] = Stem(language, word)
		}
		for _, id := range t.byWords[language+":"+strings.Join(stems, " ")] {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
