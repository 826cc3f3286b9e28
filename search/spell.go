package search

import (
	"context"
	"errors"
	"strings"
)

// didYouMean writes a question anew with the nearest words that names have, or gives nothing where it finds none.
func (v *view) didYouMean(clauses []clause) (string, error) {
	var words []string
	mended := false
	for _, c := range clauses {
		if c.not || c.field != "" {
			continue
		}
		for _, word := range c.words {
			near, err := v.nearest(word)
			if err != nil {
				return "", err
			}
			if near != "" && near != word {
				word, mended = near, true
			}
			words = append(words, word)
		}
	}
	if !mended {
		return "", nil
	}
	return strings.Join(words, " "), nil
}

// maxDistance is how many letters a word may differ by, and minMended how many one must have to be mended.
const (
	maxDistance = 2
	minMended   = 4
)

// nearest is the known word that differs least; nothing where none is near.
func (v *view) nearest(word string) (string, error) {
	if len([]rune(word)) < minMended || len(word) > maxWord {
		return word, nil
	}
	words, err := v.reader.FieldDictFuzzy(inWords, word, maxDistance, "")
	if err != nil {
		return "", err
	}
	best, least := "", maxDistance+1
	for {
		entry, err := words.Next()
		if err != nil || entry == nil {
			return best, errors.Join(err, words.Close())
		}
		d := distance(word, entry.Term, least)
		if d == least {
			continue
		}
		has, err := v.has(inWords, entry.Term)
		if err != nil {
			return "", errors.Join(err, words.Close())
		}
		if has {
			best, least = strings.Clone(entry.Term), d
		}
	}
}

// has tells whether a document has a term: the dictionary knows those of documents that are gone, too.
func (v *view) has(field, term string) (bool, error) {
	documents, err := v.reader.TermFieldReader(context.Background(), []byte(term), field, false, false, false)
	if err != nil {
		return false, err
	}
	return documents.Count() > 0, documents.Close()
}

// maxWord bounds a word that is mended: longer ones are none.
const maxWord = 60

// distance is how many letters must be changed, added or left out; most where it is that or more.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if n := len(x) - len(y); n >= most || -n >= most {
		return most
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before := row[0]
		row[0] = i + 1
		for j := range y {
			change := before
			if x[i] != y[j] {
				change++
			}
			before, row[j+1] = row[j+1], min(change, row[j]+1, row[j+1]+1)
		}
	}
	return min(row[len(y)], most)
}
