package search

import (
	"slices"
	"strings"
)

// lies are the kinds of link that lead from a part to what it lies in.
var lies = map[string]bool{"theme.broader": true, "territory.partOf": true, "city.in": true, "key-factor.partOf": true}

// parts are the types that such links start from, or end at.
var parts = map[string]bool{"theme": true, "territory": true, "city": true, "key-factor": true}

// whole is what something lies in: the wider theme, the larger territory, the benchmark of a key factor.
type whole struct {
	up      []string
	country bool
}

// wholes spread values: a practice about language learning is about education too; one done in Mechelen is done in
// Belgium. Only the follower has them.
type wholes struct {
	of     map[string]whole
	own    values                // as rows name them
	shown  *values               // as they are filtered and counted
	spread [facetCount][][]value // by the number of an own value, what it stands for; nil where that is not worked out
}

// learn keeps what an id lies in; none where nothing stands there. It tells whether values that were spread are so no
// longer.
func (w *wholes) learn(id string, g *giver) (moved bool) {
	before, had := w.of[id]
	if g == nil {
		delete(w.of, id)
		return had
	}
	if had && before.country == g.country && slices.Equal(before.up, g.up) {
		return false
	}
	w.of[id] = g.whole
	return had || w.named(id)
}

// named tells whether a row that was spread names an id as a value.
func (w *wholes) named(id string) bool {
	for f := range facetCount {
		if w.spread[f] == nil {
			continue
		}
		if _, ok := w.own.find(f, id); ok {
			return true
		}
	}
	return false
}

// forget makes all be worked out again.
func (w *wholes) forget() { w.spread = [facetCount][][]value{} }

// stands gives what an own value stands for.
func (w *wholes) stands(v value) []value {
	f, n := v.facet(), int(v.ordinal())
	if n >= len(w.spread[f]) {
		w.spread[f] = append(w.spread[f], make([][]value, n+1-len(w.spread[f]))...)
	}
	if w.spread[f][n] == nil {
		w.spread[f][n] = w.workOut(f, w.own.texts[f][n])
	}
	return w.spread[f][n]
}

func (w *wholes) workOut(f facet, text string) []value {
	all := []value{} // never nil: it is worked out
	add := func(f facet, text string) { all = append(all, w.shown.number(f, text)) }
	switch f {
	case byCity, byCountry:
		if f == byCity && strings.HasPrefix(text, "city/") {
			add(byCity, text)
		}
		for _, id := range w.above(text) {
			if w.of[id].country {
				add(byCountry, id)
			}
		}
	case byTheme, byTargetGroup:
		for _, id := range w.above(text) {
			add(f, id)
		}
	case byBenchmark:
		for _, id := range w.above(text) {
			if strings.HasPrefix(id, "benchmark/") {
				add(f, id)
			}
		}
	default:
		add(f, text)
	}
	return all
}

// above are an id and all that it lies in, each once.
func (w *wholes) above(id string) []string {
	all := []string{id}
	for i := 0; i < len(all); i++ {
		for _, up := range w.of[all[i]].up {
			if !slices.Contains(all, up) {
				all = append(all, up)
			}
		}
	}
	return all
}
