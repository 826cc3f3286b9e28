package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// Suggestion is a name that goes on from what was typed.
type Suggestion struct {
	Text     string
	Language string
	ID       string
}

// MaxSuggestions is how many suggestions a person looks through.
const MaxSuggestions = 20

// entry is a name, by one of its words and what follows.
type entry struct {
	from   string // folded, from a word on
	whole  bool   // it is the name from its first word
	name   kb.Searched
	id     string
	weight float64
}

// Suggest gives names with a word that begins with what was typed, in any language: those that begin so themselves
// first, then by the weight of their type, each thing once.
func (x *Index) Suggest(ctx context.Context, prefix string, first int) ([]Suggestion, error) {
	if first < 1 || first > MaxSuggestions {
		return nil, kb.Errorf(kb.Invalid, "first is %d; it may be 1 to %d", first, MaxSuggestions)
	}
	folded := strings.TrimPrefix(kb.Words(prefix), " ")
	if folded == "" || len(folded) > maxQuestion {
		return []Suggestion{}, nil
	}
	entries, err := x.entries()
	if err != nil {
		return nil, err
	}
	from, _ := slices.BinarySearchFunc(entries, folded, func(e entry, p string) int { return cmp.Compare(e.from, p) })
	var found []entry
	for _, e := range entries[from:] {
		if !strings.HasPrefix(e.from, folded) || len(found) == maxTerms {
			break
		}
		found = append(found, e)
	}
	slices.SortStableFunc(found, func(a, b entry) int {
		if a.whole != b.whole {
			return map[bool]int{true: -1, false: 1}[a.whole]
		}
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(len(a.name.Text), len(b.name.Text)), cmp.Compare(a.id, b.id))
	})
	all, seen := []Suggestion{}, map[string]bool{}
	for _, e := range found {
		if seen[e.id] {
			continue
		}
		seen[e.id] = true
		if all = append(all, Suggestion{e.name.Text, e.name.Language, e.id}); len(all) == first {
			break
		}
	}
	return all, ctx.Err()
}

// entries are all names by their words, sorted. They are made when they are asked for first after a change.
func (x *Index) entries() ([]entry, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if err := x.shown(); err != nil {
		return nil, err
	}
	x.names.Lock()
	defer x.names.Unlock()
	if x.names.entries != nil && x.names.sequence == x.sequence {
		return x.names.entries, nil
	}
	entries := []entry{}
	for id, r := range x.rows {
		if r.hidden || onRequest[r.typ] {
			continue
		}
		for _, name := range r.names {
			words := foldedWords(name.Text)
			for i := range words {
				entries = append(entries, entry{strings.Join(words[i:], " "), i == 0, name, id, r.weight})
			}
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.id, b.id)) })
	x.names.entries, x.names.sequence = entries, x.sequence
	return entries, nil
}

// didYouMean writes a question anew with the nearest words that names have, or gives nothing where it finds none.
func (x *Index) didYouMean(clauses []clause) string {
	known := map[string]bool{}
	for _, r := range x.rows {
		for _, name := range r.names {
			for _, word := range foldedWords(name.Text) {
				known[word] = true
			}
		}
	}
	var words []string
	mended := false
	for _, c := range clauses {
		if c.not || c.field != "" {
			continue
		}
		for _, word := range c.words {
			if near := nearest(word, known); near != "" && near != word {
				word, mended = near, true
			}
			words = append(words, word)
		}
	}
	if !mended {
		return ""
	}
	return strings.Join(words, " ")
}

// nearest is the known word that differs least, by at most two letters, from one of four letters or more.
func nearest(word string, known map[string]bool) string {
	if known[word] || len([]rune(word)) < 4 {
		return word
	}
	best, least := "", 3
	for other := range known {
		if d := distance(word, other, least); d < least || d == least && best != "" && other < best {
			best, least = other, d
		}
	}
	return best
}

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
