package search

import (
	"slices"
	"strings"
)

// giver is something that other rows or questions take something from: what it lies in, and what it is called.
type giver struct {
	whole
	thing
}

// given is a giver among the documents of a segment.
type given struct {
	n uint32
	giver
}

// newGiver reads what a row gives, keeping nothing of the row's memory; nil where there is none, or of no type that gives anything.
func newGiver(r *row) *giver {
	if r == nil || !parts[r.typ] {
		return nil
	}
	g := &giver{whole{country: r.country}, thing{hidden: r.hidden}}
	for _, up := range r.up {
		g.up = append(g.up, strings.Clone(up))
	}
	if !named[r.typ] {
		return g
	}
	for _, n := range r.names {
		words := foldedWords(n.text)
		l := label{strings.Clone(n.language), stemWords(n.language, words)}
		if len(words) > 0 && len(words) <= maxLabelWords && !slices.Contains(g.labels, l) {
			g.labels = append(g.labels, l)
		}
	}
	return g
}

func packGivers(all []given) string {
	var p packer
	p.number(len(all))
	for _, g := range all {
		p.number(int(g.n))
		p.list(g.up)
		p.flag(g.country)
		p.flag(g.hidden)
		p.number(len(g.labels))
		for _, l := range g.labels {
			p.text(l.language)
			p.text(l.stems)
		}
	}
	return string(p)
}

func unpackGivers(u *unpacker) []given {
	all := make([]given, u.number())
	for i := range all {
		all[i] = given{uint32(u.number()), giver{whole{up: u.list(), country: u.flag()}, thing{hidden: u.flag(), labels: make([]label, u.number())}}}
		for j := range all[i].labels {
			all[i].labels[j] = label{u.text(), u.text()}
		}
	}
	return all
}
