package search

import (
	"strings"
	"sync"
)

// facet is something that entities are filtered and counted by.
type facet int

// The facets, in the order in which they are answered.
const (
	byType facet = iota
	byTheme
	byTargetGroup
	byCountry
	byCity
	byStatus
	byEvidence
	byBenchmark
	byToolkit
	byLanguage
	byYear
	byChallenge
	byTongue // the official languages of a city: it is compared by them, and nobody asks for them
	byModel  // what a practice is an instance of
	facetCount
	asked = byTongue
)

var facetNames = [asked]string{"type", "theme", "targetGroup", "country", "city", "status", "evidence", "benchmark", "toolkit", "language", "year", "challenge"}

// FacetNames are the facets, in the order in which they are answered.
func FacetNames() []string { return facetNames[:] }

// tied says which links give a facet's values: the kind, and the type at the other end.
var tied = []struct {
	facet facet
	kind  string
	out   bool
	end   string
}{
	{byTheme, "about", true, "theme"},
	{byTargetGroup, "for", true, "theme"},
	{byChallenge, "addresses", true, "challenge"},
	{byChallenge, "faces", true, "challenge"},
	{byToolkit, "embeds", false, "toolkit"},
	{byBenchmark, "alignsWith", true, ""},
	{byBenchmark, "measuresBy", true, ""},
	{byBenchmark, "partOf", true, "benchmark"},
	{byModel, "instanceOf", true, "practice"},
}

// tiedBack are the kinds of link that tell something of where they lead: how often something was passed on, and what
// toolkits show it.
var tiedBack = []string{"transfer.from", "toolkit.embeds"}

// placed are the kinds of link that say where something is, not who takes part in it.
var placed = map[string]bool{
	"doneIn": true, "covers": true, "in": true, "basedIn": true, "worksFor": true, "serves": true, "planOf": true,
	"heldIn": true, "to": true, "inForceIn": true, "concerns": true, "mentor": true, "mentee": true,
}

// value is a value of a facet, as a number that stands for it in memory.
type value uint32

// ordinalBits leave room for sixteen facets, and for more values of one than there are entities.
const ordinalBits = 28

func valueOf(f facet, ordinal uint32) value { return value(f)<<ordinalBits | value(ordinal) }

// noValue is had by nothing.
const noValue = value(facetCount) << ordinalBits

func (v value) facet() facet    { return facet(v >> ordinalBits) }
func (v value) ordinal() uint32 { return uint32(v) & (1<<ordinalBits - 1) }

// values are the numbers of the texts that stand as values, for each facet from 0 on. None is ever taken back.
type values struct {
	mu    sync.RWMutex
	known [facetCount]map[string]uint32
	texts [facetCount][]string
}

// number gives a value its number.
func (vs *values) number(f facet, text string) value {
	if v, ok := vs.find(f, text); ok {
		return v
	}
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if vs.known[f] == nil {
		vs.known[f] = map[string]uint32{}
	}
	text = strings.Clone(text) // it may be a part of something larger
	ordinal := uint32(len(vs.texts[f]))
	vs.known[f][text], vs.texts[f] = ordinal, append(vs.texts[f], text)
	return valueOf(f, ordinal)
}

// find gives the number of a value that something has or had.
func (vs *values) find(f facet, text string) (value, bool) {
	vs.mu.RLock()
	defer vs.mu.RUnlock()
	ordinal, ok := vs.known[f][text]
	return valueOf(f, ordinal), ok
}

// text is what a number stands for.
func (vs *values) text(v value) string {
	vs.mu.RLock()
	defer vs.mu.RUnlock()
	return vs.texts[v.facet()][v.ordinal()]
}

// list is what the numbers stand for at this moment.
func (vs *values) list() [facetCount][]string {
	vs.mu.RLock()
	defer vs.mu.RUnlock()
	return vs.texts
}
