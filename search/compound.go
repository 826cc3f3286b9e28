package search

import (
	"slices"
	"strings"
)

// compounding are the languages that write as one word what others write as two: Flüchtlingsfrauen.
var compounding = []string{"nl", "sv", "de"}

// Bounds of a word that may be made of others, in letters.
const (
	minCompound = 7
	minPart     = 4
	minEnd      = 3 // of what follows a part that is known: råd, Rat
	maxCompound = 40
)

// compound takes a word apart that names nothing as a whole, and gives the ids that its beginning names and those that
// its end does; either may be left out. Only themes and rings of words count as parts: a city may well lie in the middle
// of a word. A joint (the s of Arbeitsmarkt) falls off with the stem.
func (t *terms) compound(word string) [][]string {
	letters := []rune(word)
	if len(letters) < minCompound || len(letters) > maxCompound {
		return nil
	}
	var best [][]string
	covered := 0
	for _, language := range compounding {
		begin, size := t.beginning(language, letters)
		end, more := t.end(language, letters, size)
		if size+more > covered {
			covered = size + more
			best = slices.DeleteFunc([][]string{begin, end}, func(ids []string) bool { return len(ids) == 0 })
		}
	}
	return best
}

// beginning is what the longest part names that a word begins with, and how many letters that has.
func (t *terms) beginning(language string, letters []rune) ([]string, int) {
	for n := len(letters) - minEnd; n >= minPart; n-- {
		if ids := t.part(language, string(letters[:n])); len(ids) > 0 {
			return ids, n
		}
	}
	return nil, 0
}

// end is what the longest part names that a word ends with, after the letters that it begins with, and how many it has.
func (t *terms) end(language string, letters []rune, begin int) ([]string, int) {
	least := minPart
	if begin > 0 {
		least = minEnd
	}
	for n := len(letters) - max(begin, minEnd); n >= least; n-- {
		if ids := t.part(language, string(letters[len(letters)-n:])); len(ids) > 0 {
			return ids, n
		}
	}
	return nil, 0
}

// part are the themes and rings that a part of a word names.
func (t *terms) part(language, word string) []string {
	var ids []string
	for _, id := range t.byWords[label{language, Stem(language, word)}] {
		if strings.HasPrefix(id, "theme/") {
			ids = append(ids, id)
		}
	}
	return ids
}
