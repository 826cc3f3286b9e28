package search

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
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
	facetCount
)

var facetNames = [facetCount]string{"type", "theme", "targetGroup", "country", "city", "status", "evidence", "benchmark", "toolkit", "language", "year", "challenge"}

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
}

// placed are the kinds of link that say where something is, not who takes part in it.
var placed = map[string]bool{
	"doneIn": true, "covers": true, "in": true, "basedIn": true, "worksFor": true, "serves": true, "planOf": true,
	"heldIn": true, "to": true, "inForceIn": true, "concerns": true, "mentor": true, "mentee": true,
}

// row is what is kept of an entity in memory: what it is filtered, counted and sorted by.
type row struct {
	id        string
	typ       string
	labels    kb.Text       // its name, per language
	names     []kb.Searched // its name and its other names
	hidden    bool          // never found itself, such as a ring of words
	name      string        // folded, to sort by
	date      string        // the newest date that it names, to sort by
	transfers int           // how often it was passed on
	weight    float64       // of its type
	own       [facetCount][]string
	up        []string // what it lies in: the wider theme, the larger territory, the whole benchmark
	values    [facetCount][]string
}

// lies are the kinds of link that lead from a part to what it lies in.
var lies = map[string]bool{"theme.broader": true, "territory.partOf": true, "city.in": true, "key-factor.partOf": true}

// newRow reads a row out of an entity and its links.
func newRow(s *schema.Schema, e kb.Entity, body map[string]any, ties []kb.Tie) *row {
	m := e.Meta()
	r := &row{id: m.ID, typ: m.Type, weight: typeWeight(m.Type)}
	if name, err := kb.Canonical(body["name"]); err == nil && kb.Decode(name, &r.labels) == nil {
		r.name = kb.Fold(r.labels.String())
	}
	t := s.ByPath(m.Type)
	r.own[byType] = []string{m.Type}
	for f, name := range map[facet]string{byStatus: "status", byEvidence: "evidence"} {
		if value, ok := body[name].(string); ok {
			r.own[f] = []string{value}
		}
	}
	r.readTies(ties)
	r.readTexts(s, t, body)
	r.readDates(t, body)
	if country, ok := body["level"].(string); ok && country == "COUNTRY" {
		r.own[byCountry] = []string{m.ID}
	}
	return r
}

func (r *row) readTies(ties []kb.Tie) {
	for _, tie := range ties {
		_, kind, _ := strings.Cut(tie.Stored, ".")
		end, _ := kb.SplitID(tie.Other)
		if lies[tie.Stored] && tie.Out {
			r.up = append(r.up, tie.Other)
		}
		if tie.Stored == "transfer.from" && !tie.Out {
			r.transfers++
		}
		for _, t := range tied {
			if t.kind == kind && t.out == tie.Out && (t.end == "" || t.end == end) {
				r.own[t.facet] = append(r.own[t.facet], tie.Other)
			}
		}
		if tie.Out && placed[kind] {
			r.own[byCity] = append(r.own[byCity], tie.Other)
		}
	}
	if r.typ == "city" {
		r.own[byCity] = []string{r.id}
	}
}

func (r *row) readTexts(s *schema.Schema, t *schema.Type, body map[string]any) {
	r.hidden = body["scheme"] == "TERM"
	for _, text := range kb.Texts(s, t, body) {
		if text.Weight >= namesWeight {
			r.names = append(r.names, text)
		}
		if text.Language != "" && !slices.Contains(r.own[byLanguage], text.Language) {
			r.own[byLanguage] = append(r.own[byLanguage], text.Language)
		}
	}
}

// readDates keeps the years that an entity names, and the newest date.
func (r *row) readDates(t *schema.Type, body map[string]any) {
	add := func(value any) {
		date, ok := value.(string)
		if !ok || len(date) < 4 {
			return
		}
		r.date = max(r.date, date)
		if !slices.Contains(r.own[byYear], date[:4]) {
			r.own[byYear] = append(r.own[byYear], date[:4])
		}
	}
	for _, f := range t.Fields {
		switch value := body[f.Name].(type) {
		case []any:
			for _, item := range value {
				if f.Type == "PartialDate" {
					add(item)
				}
			}
		case map[string]any:
			if f.Type == "Period" {
				r.readPeriod(value, add)
			}
		default:
			if f.Type == "PartialDate" {
				add(value)
			}
		}
	}
}

// readPeriod keeps each year of a period, where both ends are known.
func (r *row) readPeriod(period map[string]any, add func(any)) {
	add(period["from"])
	add(period["until"])
	from, _ := period["from"].(string)
	until, _ := period["until"].(string)
	if len(from) < 4 || len(until) < 4 {
		return
	}
	first, _ := strconv.Atoi(from[:4])
	last, _ := strconv.Atoi(until[:4])
	for year := first + 1; year < last && year < first+100; year++ {
		add(strconv.Itoa(year))
	}
}

// rows are all rows, by id.
type rows map[string]*row

// spread works out the values of a row: its own, and what they lie in. A practice about language learning is about
// education too; one done in Mechelen is done in Belgium.
func (rs rows) spread(r *row) {
	r.values = r.own
	for _, f := range []facet{byTheme, byTargetGroup, byBenchmark} {
		r.values[f] = rs.above(r.own[f], func(id string) bool { return f != byBenchmark || strings.HasPrefix(id, "benchmark/") })
	}
	places := r.own[byCity]
	r.values[byCity] = rs.keep(places, "city/")
	if len(r.own[byCountry]) == 0 {
		places = append(slices.Clone(places), r.up...)
	}
	r.values[byCountry] = rs.above(append(slices.Clone(places), r.own[byCountry]...), func(id string) bool {
		return rs[id] != nil && len(rs[id].own[byCountry]) > 0
	})
}

func (rs rows) keep(ids []string, prefix string) []string {
	var kept []string
	for _, id := range ids {
		if strings.HasPrefix(id, prefix) && !slices.Contains(kept, id) {
			kept = append(kept, id)
		}
	}
	return kept
}

// above are the ids and all that they lie in, each once, as far as they are wanted.
func (rs rows) above(ids []string, wanted func(string) bool) []string {
	var all, kept []string
	todo := slices.Clone(ids)
	for len(todo) > 0 {
		id := todo[0]
		todo = todo[1:]
		if slices.Contains(all, id) {
			continue
		}
		all = append(all, id)
		if wanted(id) {
			kept = append(kept, id)
		}
		if r := rs[id]; r != nil {
			todo = append(todo, r.up...)
		}
	}
	return kept
}

// FacetNames are the facets, in the order in which they are answered.
func FacetNames() []string { return facetNames[:] }

// Like gives what shares most with something that has these values of facets, of one type, by how many it shares: the
// candidates that a closer look is worth. The values are those with what is wider, as a question would count them.
func (x *Index) Like(typ string, wanted map[string][]string, most int) ([]string, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if err := x.shown(); err != nil {
		return nil, err
	}
	type near struct {
		id     string
		shares int
	}
	var all []near
	for id, r := range x.rows {
		if r.typ != typ {
			continue
		}
		n := near{id: id}
		for i, name := range facetNames {
			for _, value := range wanted[name] {
				if slices.Contains(r.values[i], value) {
					n.shares++
				}
			}
		}
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b near) int { return cmp.Or(b.shares-a.shares, cmp.Compare(a.id, b.id)) })
	ids := make([]string, 0, min(most, len(all)))
	for _, n := range all[:min(most, len(all))] {
		ids = append(ids, n.id)
	}
	return ids, nil
}
