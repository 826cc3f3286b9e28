package main

import (
	"context"
	"fmt"
	"time"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

const (
	countries    = 30
	regions      = 90
	themeRoots   = 10
	themes       = 60
	groups       = 10
	perChangeSet = 4_000 // changes
)

// sizes is how much there is of each type that grows.
type sizes struct{ sources, challenges, cities, benchmarks, keyFactors, practices, transfers int }

func sizesOf(practices int) sizes {
	z := sizes{practices: practices, sources: 20 + practices/50, challenges: 20 + practices/100, cities: practices / 5,
		benchmarks: practices / 5, keyFactors: practices * 2 / 5, transfers: practices / 5}
	if practices >= 10_000 {
		z.cities = max(z.cities, 2_000)
	}
	return z
}

// part is a type, how many there are of it, and how one is made. The parts stand in an order in which links and
// citations lead back only.
type part struct {
	typ  string
	n    int
	make func(n int) []kb.Change
}

func (z sizes) parts() []part {
	return []part{
		{"source", z.sources, z.source},
		{"territory", countries + regions, z.territory},
		{"theme", themes + groups + len(indicators), z.theme},
		{"challenge", z.challenges, z.challenge},
		{"city", z.cities, z.city},
		{"benchmark", z.benchmarks, z.benchmark},
		{"key-factor", z.keyFactors, z.keyFactor},
		{"practice", z.practices, z.practice},
		{"transfer", z.transfers, z.transfer},
	}
}

// entities is how many there are in all.
func (z sizes) entities() int {
	n := 0
	for _, p := range z.parts() {
		n += p.n
	}
	return n
}

// loaded says what a load wrote, and how long the writing took, without the making.
type loaded struct {
	entities, changes int
	took, processor   time.Duration
}

// load writes the graph into a store, in change sets of whole entities. What an earlier load logged it passes over.
func load(ctx context.Context, s *store.Store, z sizes) (loaded, error) {
	l := loader{ctx: ctx, store: s, there: s.Sequence()}
	for _, p := range z.parts() {
		for n := range p.n {
			l.entities++
			if l.waiting = append(l.waiting, p.make(n)...); len(l.waiting) >= perChangeSet {
				if err := l.commit(); err != nil {
					return l.done, err
				}
			}
		}
	}
	return l.done, l.commit()
}

// loader gathers changes into change sets.
type loader struct {
	ctx      context.Context
	store    *store.Store
	there    int64 // change sets that an earlier load logged
	made     int64 // change sets
	entities int   // that wait
	waiting  []kb.Change
	done     loaded
}

func (l *loader) commit() error {
	entities, changes := l.entities, l.waiting
	l.entities, l.waiting = 0, l.waiting[:0:0]
	if l.made++; l.made <= l.there || len(changes) == 0 {
		return nil
	}
	begin, u := time.Now(), usage()
	receipt, err := l.store.Commit(l.ctx, kb.ChangeSet{Time: moment(l.made - 1), Author: "bench", Message: "Load a made-up graph", Changes: changes})
	l.done.took, l.done.processor = l.done.took+time.Since(begin), l.done.processor+usage()-u
	l.done.changes += receipt.Changed
	l.done.entities += entities
	return err
}

// moment is when a change set is made: fixed, so that two loads log the same.
func moment(sequence int64) time.Time {
	return time.Date(2026, 1, 1, 0, 0, int(sequence), 0, time.UTC)
}

func id(typ string, n int) string { return fmt.Sprintf("%s/%s-%06d", typ, typ[:2], n) }

// entity collects the changes that bring one entity in.
type entity struct {
	*writer
	z       sizes
	id      string
	body    map[string]any
	changes []kb.Change
}

func (z sizes) entity(typ string, n int) *entity {
	e := &entity{writer: newWriter(typ, n), z: z, id: id(typ, n), body: map[string]any{}}
	if typ != "source" {
		e.body["citations"] = e.cited("", "summary")
	}
	return e
}

// cited are citations of the sources, one for each field; the empty field is the whole.
func (e *entity) cited(fields ...string) []any {
	var all []any
	for _, field := range fields {
		c := map[string]any{"source": id("source", e.skewed(e.z.sources)), "place": fmt.Sprintf("Page %d", 1+e.IntN(90)), "basis": "STATED"}
		if field != "" {
			c["field"] = field
		}
		all = append(all, c)
	}
	return all
}

// cite adds a citation of a field that needs its own.
func (e *entity) cite(field string, value any) {
	e.body[field] = value
	e.body["citations"] = append(e.body["citations"].([]any), e.cited(field)...)
}

// to links the entity. typ is that of the other end.
func (e *entity) to(kind, typ string, properties map[string]any, numbers ...int) {
	from, _ := kb.SplitID(e.id)
	for i, n := range numbers {
		c := kb.Change{Op: kb.Join, ID: e.id, Kind: from + "." + kind, To: id(typ, n), Position: i, Properties: properties}
		if kind == "alignsWith" {
			c.Citations = e.cited("")
		}
		e.changes = append(e.changes, c)
	}
}

// on chooses what the entity is about, before anything is written.
func (e *entity) on(most int) *entity {
	e.themes = e.some(1, most, themes)
	e.to("about", "theme", nil, e.themes...)
	return e
}

// named gives it a name and a summary; every fourth is named in both languages.
func (e *entity) named(n, words int) {
	e.body["name"] = e.text(3 + e.IntN(6))
	if n%4 == 0 {
		e.body["name"] = e.in(3+e.IntN(6), &lexicons[0], &lexicons[1])
	}
	e.body["summary"] = e.text(words)
}

func (e *entity) done() []kb.Change {
	return append([]kb.Change{{Op: kb.Put, ID: e.id, Body: e.body}}, e.changes...)
}

func pick[T any](e *entity, of ...T) T { return of[e.IntN(len(of))] }
