package web

import (
	"fmt"
	"strings"
	"time"
)

// How values are written for a reader. Templates call these.

// Date writes a date as exactly as it is known: 2021, May 2021, 3 May 2021.
func (p *Page) Date(value any) string { return p.Language.Date(toString(value)) }

// Days writes a list of days; several that follow one another by the first and the last.
func (p *Page) Days(list any) string {
	days, _ := list.([]any)
	if len(days) == 0 {
		return p.T("page.undated")
	}
	first, err := time.Parse(time.DateOnly, toString(days[0]))
	last := first.AddDate(0, 0, len(days)-1)
	if err == nil && len(days) > 2 && toString(days[len(days)-1]) == last.Format(time.DateOnly) {
		return p.Date(days[0]) + " – " + p.Date(days[len(days)-1])
	}
	var all []string
	for _, day := range days {
		all = append(all, p.Date(day))
	}
	return strings.Join(all, ", ")
}

// Period writes a span of time of which an end may be unknown.
func (p *Page) Period(value any) string {
	m, _ := value.(map[string]any)
	from, until := p.Date(m["from"]), p.Date(m["until"])
	switch {
	case from != "" && until != "":
		return from + " – " + until
	case from != "":
		return p.With("page.since", from)
	case until != "":
		return p.With("page.until", until)
	}
	return p.T("page.unknown")
}

// Money writes an amount with its currency.
func (p *Page) Money(value any) string {
	m, _ := value.(map[string]any)
	return strings.TrimSpace(p.Decimal(m["amount"]) + " " + fmt.Sprint(m["currency"]))
}

// Decimal writes a decimal number for the language, with all its digits.
func (p *Page) Decimal(value any) string {
	text := fmt.Sprint(value)
	whole, fraction, split := strings.Cut(text, ".")
	var n int
	if _, err := fmt.Sscan(whole, &n); err != nil || len(whole) > 15 {
		return text
	}
	if !split {
		return p.Number(n)
	}
	return p.Number(n) + p.T("page.point") + fmt.Sprint(fraction)
}

// Unit is what a figure counts, in a word.
func (p *Page) Unit(unit any) string {
	if key := "unit." + toString(unit); p.Has(key) {
		return p.T(key)
	}
	return toString(unit)
}

// Country is what a country is called, by its code.
func (p *Page) Country(code any) string { return p.CountryName(toString(code)) }

// LanguageNames are the names of the languages of a list of tags.
func (p *Page) LanguageNames(tags any) string {
	list, _ := tags.([]any)
	var names []string
	for _, tag := range list {
		names = append(names, p.NameOf(toString(tag)))
	}
	return strings.Join(names, ", ")
}

// FieldName is what a field is called; a path such as results/0 by its first part.
func (p *Page) FieldName(path string) string {
	field, _, _ := strings.Cut(path, "/")
	if key := "field." + field; p.Has(key) {
		return p.T(key)
	}
	return spaced(field)
}

// Int is a number of the answer as a whole number.
func (p *Page) Int(value any) int {
	n, _ := value.(float64)
	return int(n)
}

// Slug is the last part of an id.
func (p *Page) Slug(id any) string {
	_, slug, _ := strings.Cut(fmt.Sprint(id), "/")
	return slug
}

// TypePath is the first part of an id.
func (p *Page) TypePath(id string) string {
	path, _, _ := strings.Cut(id, "/")
	return path
}

// Upper writes the first part of an id as the enum of types has it.
func (p *Page) Upper(path any) string {
	return strings.ToUpper(strings.ReplaceAll(fmt.Sprint(path), "-", "_"))
}

// Fill pairs names with numbers of the answer, for texts that say several.
func (p *Page) Fill(pairs ...any) map[string]string {
	with := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		with[fmt.Sprint(pairs[i])] = p.Number(p.Int(pairs[i+1]))
	}
	return with
}

func toString(value any) string {
	s, _ := value.(string)
	return s
}
