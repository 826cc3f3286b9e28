package search

import (
	"slices"
	"strings"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// dictionaries are the terms of fields, by segment, each opened once for a question.
type dictionaries struct {
	view     *view
	fields   map[string][]segment.TermDictionary
	postings segment.PostingsList // to read the next into
	iterator segment.PostingsIterator
}

func (v *view) dictionaries() *dictionaries {
	return &dictionaries{view: v, fields: map[string][]segment.TermDictionary{}}
}

func (d *dictionaries) of(field string) ([]segment.TermDictionary, error) {
	if all, ok := d.fields[field]; ok {
		return all, nil
	}
	var all []segment.TermDictionary
	for _, s := range d.view.reader.Segments() {
		one, err := s.Segment().Dictionary(field)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	d.fields[field] = all
	return all, nil
}

// having calls visit for the documents that have a term in a field.
func (d *dictionaries) having(field, term string, visit func(n uint64)) error {
	all, err := d.of(field)
	for i := 0; i < len(all) && err == nil; i++ {
		err = d.havingIn(i, field, term, visit)
	}
	return err
}

// havingIn is having in a segment. The postings are read into the place of the last.
func (d *dictionaries) havingIn(segment int, field, term string, visit func(n uint64)) (err error) {
	if d.postings, err = d.fields[field][segment].PostingsList([]byte(term), nil, d.postings); err != nil {
		return err
	}
	s := &d.view.segments[segment]
	d.iterator = d.postings.Iterator(false, false, false, d.iterator)
	for {
		p, err := d.iterator.Next()
		if err != nil || p == nil {
			return err
		}
		if s.gone == nil || !s.gone.Contains(uint32(p.Number())) {
			visit(s.base + p.Number())
		}
	}
}

// termIn is a term of a segment.
type termIn struct {
	term    string
	segment int
}

// beginning are the terms of a field that begin so, in their order, up to most of each segment where there may be any.
func (d *dictionaries) beginning(field, prefix string, most int, maybe func(*columns) bool) ([]termIn, error) {
	all, err := d.of(field)
	if err != nil {
		return nil, err
	}
	var terms []termIn
	for i, one := range all {
		if !maybe(d.view.segments[i].columns) {
			continue
		}
		some, err := beginningIn(one, prefix, most)
		if err != nil {
			return nil, err
		}
		for _, term := range some {
			terms = append(terms, termIn{term, i})
		}
	}
	slices.SortStableFunc(terms, func(a, b termIn) int { return strings.Compare(a.term, b.term) })
	return terms, nil
}

// uncounted gives terms without what is asked of none of them: how many documents have it.
type uncounted interface {
	AutomatonIteratorOmitCount(a segment.Automaton, from, until []byte) segment.DictionaryIterator
}

func beginningIn(d segment.TermDictionary, prefix string, most int) (terms []string, err error) {
	from, until := []byte(prefix), []byte(prefix)
	until[len(until)-1]++ // no text ends with the last of all bytes
	entries := d.(uncounted).AutomatonIteratorOmitCount(nil, from, until)
	for len(terms) < most {
		entry, err := entries.Next()
		if err != nil || entry == nil {
			return terms, err
		}
		terms = append(terms, entry.Term)
	}
	return terms, nil
}
