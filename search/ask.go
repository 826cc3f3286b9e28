package search

import (
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/search/query"
)

// How much the ways to find a word count against the word itself.
const (
	tieBoost       = 2.5 // the entity is tied to what the word names: a theme, a city
	synonymBoost   = 0.5 // another word for the same
	misspeltBoost  = 0.35
	beginningBoost = 0.8
	maxSynonyms    = 200 // stems, for one word
)

// question is a parsed question, ready to be asked.
type question struct {
	should  []query.Query // clauses of which most must match
	places  []query.Query // those of them that name a place: all of them must match
	wide    []query.Query // clauses that need not: whom and where nearly all of it is about
	mustNot []query.Query
	marks   map[string]bool // stems that a highlight marks
	begins  []string        // beginnings that a highlight marks
	forms   forms           // of its words
	asked   []clause
}

// compile makes of clauses what Bleve is asked.
func (x *Index) compile(v *view, clauses []clause) (question, error) {
	x.mu.RLock() // for what things are called
	defer x.mu.RUnlock()
	q := question{marks: map[string]bool{}, forms: forms{}, asked: clauses}
	left := smallWords(clauses)
	for i, c := range clauses {
		switch {
		case c.field != "":
		case c.not:
			q.mustNot = append(q.mustNot, query.NewDisjunctionQuery(x.literal(&question{marks: map[string]bool{}, forms: q.forms}, c)))
		case left[i]:
		default:
			if err := x.ask(v, &q, clauses, i); err != nil {
				return q, err
			}
		}
	}
	if len(q.should) == 0 {
		q.should, q.wide = q.wide, nil
	}
	return q, nil
}

// add adds the ways to find what a word or phrase asks, and names.
func (x *Index) add(q *question, named []naming, ways []query.Query) {
	into := &q.should
	if x.terms.wide(named) {
		into = &q.wide
	}
	*into = append(*into, anyOf(ways))
	if namesPlace(named) {
		q.places = append(q.places, anyOf(ways))
	}
}

// ask adds what a word or phrase asks: itself, or the parts that it is made of.
func (x *Index) ask(v *view, q *question, clauses []clause, i int) error {
	c, named := clauses[i], x.namedBy(q.forms, clauses, i)
	if len(named) > 0 || c.phrase || c.prefix {
		x.add(q, named, x.clause(q, c, named))
		return nil
	}
	mended, err := v.misspelt(c.words[0], q.forms.stems(c.words[0]))
	if err != nil {
		return err
	}
	parts := x.terms.compound(c.words[0])
	if len(parts) == 0 {
		parts = [][]string{nil}
	}
	for _, ids := range parts {
		named := alone(ids)
		x.add(q, named, append(x.clause(q, c, named), mended...))
	}
	return nil
}

// matches asks that at least some of the clauses match; nil matches all.
func (q *question) matches(least int) query.Query {
	if len(q.should) == 0 {
		return nil
	}
	d := query.NewDisjunctionQuery(slices.Concat(q.should, q.wide))
	d.SetMin(float64(least))
	return wanted{d, len(q.should)}
}

// less is how many clauses must match where too few things have so many: at first as many, but anywhere; then one less, and
// at last any word, however wide; false where there is nothing less to ask.
func (q *question) less(least int) (int, bool) {
	if len(q.places) > 0 {
		q.places = nil
		return least, true
	}
	if least <= 1 && len(q.wide) > 0 {
		q.should, q.wide = slices.Concat(q.should, q.wide), nil
		return 1, true
	}
	return least - 1, least > 1
}

// mustMatch is how many words of a question must match: both of two, and two thirds of more.
func mustMatch(words int) int {
	if words <= 2 {
		return words
	}
	return (2*words + 2) / 3
}

// smallWords tells which clauses are small words that are left out; none where the question has no others.
func smallWords(clauses []clause) []bool {
	left, others := make([]bool, len(clauses)), false
	for i, c := range clauses {
		left[i] = c.small()
		others = others || !left[i] && c.field == "" && !c.not
	}
	if !others {
		clear(left)
	}
	return left
}

func (c clause) small() bool {
	return c.field == "" && !c.not && !c.phrase && !c.prefix && stopWords[c.words[0]]
}

// clause finds a word or phrase: as it is, by what it names, and by other words for that.
func (x *Index) clause(q *question, c clause, named []naming) []query.Query {
	ways := x.literal(q, c)
	for _, n := range named {
		if !x.terms.things[n.id].hidden {
			ways = append(ways, term(inTies, n.id, tieBoost/float64(n.words)))
		}
	}
	ways = append(ways, x.locate(named)...)
	return append(ways, x.synonyms(q, c, named)...)
}

// literal finds what was written, in any language.
func (x *Index) literal(q *question, c clause) []query.Query {
	var ways []query.Query
	switch {
	case c.prefix:
		q.begins = append(q.begins, c.words[len(c.words)-1])
		for _, field := range []string{inNames, inGist, inBody} {
			p := query.NewPrefixQuery(c.words[len(c.words)-1])
			p.SetField(field)
			p.SetBoost(boosts[field] * beginningBoost)
			ways = append(ways, p)
		}
	case c.phrase:
		for _, variant := range q.forms.variants(c.words) {
			q.mark(variant...)
			ways = append(ways, inTexts(variant, 1)...)
		}
	default:
		for _, stem := range q.forms.stems(c.words[0]) {
			q.mark(stem)
			ways = append(ways, inTexts([]string{stem}, 1)...)
		}
	}
	return ways
}

func (q *question) mark(stems ...string) {
	for _, stem := range stems {
		q.marks[stem] = true
	}
}

// synonyms are the other words for what a clause names.
func (x *Index) synonyms(q *question, c clause, named []naming) []query.Query {
	var ways []query.Query
	seen := map[string]bool{}
	for _, n := range named {
		for _, l := range x.terms.things[n.id].labels {
			if seen[l.stems] || len(seen) >= maxSynonyms {
				continue
			}
			seen[l.stems] = true
			stems := strings.Fields(l.stems)
			q.mark(stems...)
			ways = append(ways, inTexts(stems, synonymBoost/float64(n.words))...)
		}
	}
	return ways
}

// variants are a phrase as stems of each language.
func (f forms) variants(words []string) [][]string {
	var all [][]string
	seen := map[string]bool{}
	for n := range 1 + len(Languages) {
		variant := make([]string, len(words))
		for i, word := range words {
			variant[i] = f.of(word)[n]
		}
		if key := strings.Join(variant, " "); !seen[key] {
			seen[key] = true
			all = append(all, variant)
		}
	}
	return all
}

// inTexts finds a stem, or several as a phrase, in each of the texts.
func inTexts(stems []string, boost float64) []query.Query {
	var ways []query.Query
	for _, field := range []string{inNames, inGist, inBody} {
		if len(stems) == 1 {
			ways = append(ways, term(field, stems[0], boosts[field]*boost))
			continue
		}
		p := query.NewPhraseQuery(stems, field)
		p.SetBoost(boosts[field] * boost)
		ways = append(ways, p)
	}
	return ways
}

func term(field, text string, boost float64) query.Query {
	t := query.NewTermQuery(text)
	t.SetField(field)
	t.SetBoost(boost)
	return t
}
