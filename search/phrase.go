package search

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// phrase matches words that stand one after the other. Bleve compares their places, which is dear, and of all the names
// that a ring of words has few stand in any text: it is only asked where one document has all the words, and once for a
// question, at however many of its words the phrase is looked for.
func (m *matching) phrase(q *query.PhraseQuery) (matcher, error) {
	key := fmt.Sprint(q.Field(), q.Boost(), q.Terms)
	if known, ok := m.phrases[key]; ok {
		return known, nil
	}
	possible, err := m.together(q.Field(), q.Terms)
	if err != nil {
		return nil, err
	}
	all := matcher(make(searched, len(m.view.segments)))
	if possible {
		all, err = m.search(q)
	}
	m.phrases[key] = all
	return all, err
}

// together tells whether any document has all of some words in a field.
func (m *matching) together(field string, words []string) (bool, error) {
	all, err := m.terms.of(field)
	if err != nil {
		return false, err
	}
	for _, d := range all {
		var having *roaring.Bitmap
		for _, word := range words {
			postings, err := d.PostingsList([]byte(word), nil, nil)
			if err != nil {
				return false, err
			}
			documents, err := documentsOf(postings)
			if err != nil {
				return false, err
			}
			if having != nil {
				documents = roaring.And(having, documents)
			}
			if having = documents; having.IsEmpty() {
				break
			}
		}
		if !having.IsEmpty() {
			return true, nil
		}
	}
	return false, nil
}
