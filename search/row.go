package search

import (
	"slices"
	"strconv"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// row is what an entity is filtered, counted, sorted and named by. It is stored with its document.
type row struct {
	typ       string
	rank      int    // among the weights
	hidden    bool   // never found itself, such as a ring of words
	country   bool   // a territory that is one
	name      string // folded, to sort by
	date      string // the newest date that it names, to sort by
	transfers int    // how often it was passed on
	up        []string
	own       [facetCount][]string // the values that it names itself, before what they lie in
	figures   Figures
	names     []name
}

// name is one of the names of an entity; the first is the one it is shown by.
type name struct{ language, text string }

// newRow reads a row out of an entity and its links.
func newRow(s *schema.Schema, e *kb.Present, texts []kb.Searched) *row {
	body := e.Body
	r := &row{typ: e.Type, hidden: body["scheme"] == "TERM", country: body["level"] == "COUNTRY", name: kb.Fold(original(body["name"]))}
	r.rank = rankOf(e.Type, body["scheme"])
	r.own[byType] = []string{e.Type}
	for f, name := range map[facet]string{byStatus: "status", byEvidence: "evidence"} {
		if value, ok := body[name].(string); ok {
			r.own[f] = []string{value}
		}
	}
	r.readTies(e.Ties)
	switch {
	case e.Type == "city":
		r.own[byCity] = []string{e.ID}
		r.readCity(body)
	case r.country:
		r.own[byCountry] = []string{e.ID}
	}
	if e.Type == "territory" && !r.country {
		r.own[byCountry] = r.up
	}
	r.readTexts(texts)
	r.readDates(s.ByPath(e.Type), body)
	return r
}

// readCity reads what a city is compared by. A figure that is no number is none.
func (r *row) readCity(body map[string]any) {
	languages, _ := body["officialLanguages"].([]any)
	for _, language := range languages {
		if tag, ok := language.(string); ok {
			r.own[byTongue] = append(r.own[byTongue], tag)
		}
	}
	all, _ := kb.Observations(body)
	figure := func(indicator string) float64 {
		if o := kb.Shown(all, indicator); o != nil && o.Value != nil {
			number, _ := strconv.ParseFloat(*o.Value, 64)
			return number
		}
		return 0
	}
	degree, _ := body["degreeOfUrbanisation"].(float64)
	r.figures = Figures{int(figure(kb.Population)), figure(kb.ForeignOriginShare), int(degree)}
}

// original is a text in the language it was written in.
func original(text any) string {
	in, _ := text.(map[string]any)
	language, _ := in[kb.OriginalKey].(string)
	written, _ := in[language].(string)
	return written
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
}

func (r *row) readTexts(texts []kb.Searched) {
	for _, text := range texts {
		if text.Weight >= namesWeight {
			r.names = append(r.names, name{text.Language, text.Text})
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
				readPeriod(value, add)
			}
		default:
			if f.Type == "PartialDate" {
				add(value)
			}
		}
	}
}

// readPeriod keeps each year of a period, where both ends are known.
func readPeriod(period map[string]any, add func(any)) {
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
