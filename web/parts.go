package web

import (
	"fmt"
	"html/template"
	"strings"
)

// Parts are what the page of an entity shows whose type has no template: facts, texts, values and lists of links.
type Parts struct {
	Facts  []Fact
	Told   []Told
	Values []Section
	Blocks []Block
}

// Fact is a short value with what it is called.
type Fact struct {
	Label, URL string
	Text       template.HTML
}

// longText is from how many letters on a text has a section of its own.
const longText = 80

func (p *Page) parts(t *entityType) Parts {
	var all Parts
	for _, f := range t.Fields {
		value, label := p.node()[f.Name], p.FieldName(f.Name)
		switch f.kind {
		case plainField:
			all.plain(p, f, label, value)
		case valueField:
			if items := t.items(value); len(items) > 0 {
				all.Values = append(all.Values, Section{Label: label, Items: items})
			}
		default:
			if b := p.block(label, f.Name); len(b.Items) > 0 {
				all.Blocks = append(all.Blocks, b)
			}
		}
	}
	return all
}

func (all *Parts) plain(p *Page, f fieldInfo, label string, value any) {
	text := p.plain(f.typ, value)
	switch {
	case text == "":
	case f.typ == "URL":
		all.Facts = append(all.Facts, Fact{Label: label, URL: text, Text: template.HTML(template.HTMLEscapeString(text))})
	case f.typ == "String" && len([]rune(text)) > longText:
		all.Told = append(all.Told, Told{label, p.Prose(f.Name)})
	case f.typ == "String":
		all.Facts = append(all.Facts, Fact{Label: label, Text: p.Prose(f.Name)})
	default:
		marks := p.Cite(p.node()["citations"], f.Name)
		all.Facts = append(all.Facts, Fact{Label: label, Text: template.HTML(template.HTMLEscapeString(text)) + marks})
	}
}

// plain writes a value of a named type for a reader; what is no scalar is an enum.
func (p *Page) plain(typ string, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case []any:
		var parts []string
		for _, one := range v {
			parts = append(parts, p.plain(typ, one))
		}
		return strings.Join(parts, ", ")
	case bool:
		return p.T(fmt.Sprintf("page.%t", v))
	case float64:
		return p.Decimal(v)
	}
	text := toString(value)
	switch typ {
	case "PartialDate", "DateTime":
		return p.Date(text)
	case "LanguageTag":
		return p.NameOf(text)
	case "String", "URL", "ID", "Decimal", "Currency":
		return text
	}
	return p.Label(typ, text)
}
