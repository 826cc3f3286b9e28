package search

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/praxis-kb/praxis/kb"
)

// narrow makes the filters of a question: those of the call, and those that stand in it as field:value.
func (x *Index) narrow(ctx context.Context, v *view, q question, ask Ask) (*filter, error) {
	f := &filter{}
	for i, name := range facetNames {
		if texts := ask.Filter[name]; len(texts) > 0 {
			x.want(f, facet(i), texts)
		}
	}
	if ask.From != 0 || ask.Until != 0 {
		x.want(f, byYear, years(ask.From, ask.Until))
	}
	for _, c := range q.asked {
		if c.field == "" {
			continue
		}
		which := askable[c.field]
		texts, err := x.meant(ctx, v, which, c.value)
		if err != nil {
			return nil, err
		}
		if len(texts) == 0 {
			return nil, wrong(c.at, "nothing is known as %s:%s", c.field, c.value)
		}
		if c.not {
			f.unwanted = append(f.unwanted, x.known(which, texts)...)
		} else {
			x.want(f, which, texts)
		}
	}
	for _, typ := range x.known(byType, onRequest) {
		if !slices.Contains(f.wanted[byType], typ) {
			f.unwanted = append(f.unwanted, typ)
		}
	}
	return f, nil
}

func (x *Index) want(f *filter, which facet, texts []string) {
	if f.wanted[which] == nil {
		f.wanted[which] = []value{} // not nil: something is wanted, if only what nothing has
	}
	f.wanted[which] = append(f.wanted[which], x.known(which, texts)...)
}

// known are the values that something has or had.
func (x *Index) known(which facet, texts []string) []value {
	var all []value
	for _, text := range texts {
		if one, ok := x.values.find(which, text); ok {
			all = append(all, one)
		}
	}
	return all
}

// firstYear and lastYear bound an open span.
const firstYear, lastYear = 1900, 2100

// years are those of a span; none where it ends before it begins.
func years(from, until int) []string {
	from, until = max(cmp.Or(from, firstYear), firstYear), min(cmp.Or(until, lastYear), lastYear)
	var all []string
	for year := from; year <= until; year++ {
		all = append(all, strconv.Itoa(year))
	}
	return all
}

// meant are the values of a facet that somebody means: an id, a value, or a name in any language.
func (x *Index) meant(ctx context.Context, v *view, f facet, written string) ([]string, error) {
	switch f {
	case byType:
		path := strings.TrimSuffix(strings.ToLower(strings.ReplaceAll(written, "_", "-")), "s")
		for _, t := range x.schema.Entities {
			if t.Path == path || t.Plural == written || strings.EqualFold(t.Name, written) {
				return []string{t.Path}, nil
			}
		}
		return nil, nil
	case byStatus, byEvidence:
		return x.had(f, strings.ToUpper(strings.ReplaceAll(written, "-", "_"))), nil
	case byLanguage:
		return x.had(f, strings.ToLower(written)), nil
	case byYear:
		return x.had(f, written), nil
	}
	if id, err := v.reader.InternalID(written); err != nil || id != nil {
		return []string{written}, err
	}
	ids, err := x.namedSo(v, f, foldedWords(written))
	if len(ids) > 0 || err != nil {
		return ids, err
	}
	return x.namedPartly(ctx, v, f, foldedWords(written))
}

// had is a value where anything has or had it.
func (x *Index) had(f facet, text string) []string {
	if len(x.known(f, []string{text})) == 0 {
		return nil
	}
	return []string{text}
}

// namedPartly are the ids of the type of a facet whose names have all of the words: who asks for a benchmark seldom knows
// all that it is called.
func (x *Index) namedPartly(ctx context.Context, v *view, f facet, words []string) ([]string, error) {
	typ, known := x.values.find(byType, ends[f])
	stems, all := forms{}, []query.Query{}
	for _, word := range words {
		var either []query.Query
		for _, stem := range stems.stems(word) {
			either = append(either, term(inNames, stem, 1))
		}
		if !stopWords[word] {
			all = append(all, anyOf(either))
		}
	}
	if !known || len(all) == 0 {
		return nil, nil
	}
	every := query.NewDisjunctionQuery(all)
	every.SetMin(float64(len(all)))
	m, err := newMatching(ctx, v, x.mapping).of(every)
	if err != nil {
		return nil, err
	}
	var ids []string
	for i, s := range v.segments {
		found, err := m.in(i)
		if err != nil {
			return nil, err
		}
		for _, n := range s.present(found).ToArray() {
			if slices.Contains(s.values.at(n), typ) {
				ids = append(ids, s.ids.at(n))
			}
		}
	}
	return ids, nil
}

// ends are the types that the values of a facet have.
var ends = map[facet]string{byTheme: "theme", byTargetGroup: "theme", byCountry: "territory", byCity: "city",
	byBenchmark: "benchmark", byToolkit: "toolkit", byChallenge: "challenge"}

// namedSo are the ids of the type of a facet that are called so: things that are named in questions by any of their
// stems, others by a whole name.
func (x *Index) namedSo(v *view, f facet, words []string) ([]string, error) {
	var ids []string
	x.mu.RLock()
	for _, id := range x.terms.find(forms{}, words) {
		if path, _ := kb.SplitID(id); path == ends[f] && !x.terms.things[id].hidden {
			ids = append(ids, id)
		}
	}
	x.mu.RUnlock()
	if len(ids) > 0 {
		return ids, nil
	}
	documents, err := v.called(words)
	read := reader{segments: v.segments}
	for n := range documents {
		c, at := read.at(n)
		if path, _ := kb.SplitID(c.ids.at(at)); path == ends[f] {
			ids = append(ids, c.ids.at(at))
		}
	}
	return ids, err
}
