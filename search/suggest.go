package search

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// Suggestion is a name that goes on from what was typed.
type Suggestion struct {
	Text     string
	Language string
	ID       string
	Exact    bool // it is what was typed, but for case and accents
}

// MaxSuggestions is how many suggestions a person looks through.
const MaxSuggestions = 20

// Suggest gives names with a word that begins with what was typed, in any language: those that begin so themselves
// first, then by the weight of their type and the shorter before the longer, each thing once. types are the first parts of
// the ids that are wanted, all where there are none.
func (x *Index) Suggest(ctx context.Context, prefix string, first int, types ...string) ([]Suggestion, error) {
	if first < 1 || first > MaxSuggestions {
		return nil, kb.Errorf(kb.Invalid, "first is %d; it may be 1 to %d", first, MaxSuggestions)
	}
	v, done, err := x.look()
	if err != nil {
		return nil, err
	}
	defer done()
	folded := strings.Join(foldedWords(prefix), string(space))
	if folded == "" || len(folded) > maxQuestion {
		return []Suggestion{}, nil
	}
	s := suggesting{view: v, terms: v.dictionaries(), read: reader{segments: v.segments}, typed: folded, first: first, types: types, all: []Suggestion{}, seen: map[string]bool{}}
	for _, at := range []string{wholeName, innerName} {
		for rank := range ranks {
			if err := errors.Join(s.from(at, rank), ctx.Err()); err != nil || len(s.all) == first {
				return s.all, err
			}
		}
	}
	return s.all, nil
}

// suggesting collects suggestions.
type suggesting struct {
	view  *view
	terms *dictionaries
	read  reader
	typed string
	first int
	types []string
	all   []Suggestion
	seen  map[string]bool
}

// candidate is a document that may have a name that goes on from what was typed.
type candidate struct {
	n      uint64
	id     string
	length int
}

// maxCandidates bounds the documents of one weight that are looked at: more than anybody looks through.
const maxCandidates = 1000

// from adds what goes on from what was typed, of the types of one weight, the shorter names first.
func (s *suggesting) from(at string, rank int) error {
	terms, err := s.terms.beginning(inCalls, call(at, rank, s.typed), maxCandidates, func(c *columns) bool { return c.ranked&(1<<rank) != 0 })
	if err != nil {
		return err
	}
	var found []candidate
	for _, term := range terms {
		err := s.terms.havingIn(term.segment, inCalls, term.term, func(n uint64) {
			if c, at := s.read.at(n); len(found) < maxCandidates && s.wants(c.ids.at(at)) {
				found = append(found, candidate{n, c.ids.at(at), len(c.names.at(at))})
			}
		})
		if err != nil {
			return err
		}
		if len(found) == maxCandidates {
			break
		}
	}
	slices.SortFunc(found, func(a, b candidate) int { return cmp.Or(a.length-b.length, cmp.Compare(a.id, b.id)) })
	for _, c := range found {
		if err := s.add(c, at == wholeName); err != nil || len(s.all) == s.first {
			return err
		}
	}
	return nil
}

// wants says whether something is of a type that is asked for, and not suggested yet.
func (s *suggesting) wants(id string) bool {
	typ, _, _ := strings.Cut(id, "/")
	return !s.seen[id] && (len(s.types) == 0 || slices.Contains(s.types, typ))
}

// add adds a document by the name that is what was typed, else by the first of its names that goes on from it.
func (s *suggesting) add(c candidate, whole bool) error {
	if s.seen[c.id] {
		return nil
	}
	r, err := s.view.row(c.n)
	if err != nil {
		return err
	}
	for _, name := range r.names {
		folded := strings.Join(foldedWords(name.text), string(space))
		one := Suggestion{name.text, name.language, c.id, folded == s.typed}
		switch goesOn := strings.HasPrefix(folded, s.typed) || !whole && strings.Contains(folded, string(space)+s.typed); {
		case goesOn && !s.seen[c.id]:
			s.all, s.seen[c.id] = append(s.all, one), true
		case one.Exact:
			s.all[len(s.all)-1] = one
		}
	}
	return nil
}

// row reads the row of a document.
func (v *view) row(n uint64) (r *row, err error) {
	for i, s := range v.segments {
		if at := n - s.base; n >= s.base && at < uint64(len(s.dates)) {
			err = v.reader.Segments()[i].VisitDocument(at, func(field string, _ byte, stored []byte, _ []uint64) bool {
				if field == inRow {
					r = unpack(stored, true)
				}
				return true
			})
		}
	}
	return r, err
}
