package web

import (
	"fmt"
	"html/template"
	"strings"
)

// How the texts of the corpus stand on a page: each in a language that may not be the page's, with what it cites.

// Text is a text of the answer, marked with its language where that is not the page's. languages are those that it
// exists in, its own first, as the API tells them. It stands within a paragraph and may end it to begin another.
func (p *Page) Text(text any, languages any) template.HTML {
	paragraphs := strings.Split(strings.TrimSpace(toString(text)), "\n\n")
	in := p.foreign(languages)
	for i, paragraph := range paragraphs {
		paragraphs[i] = template.HTMLEscapeString(paragraph)
		if in != "" && paragraph != "" {
			paragraphs[i] = fmt.Sprintf(`<span lang="%s">%s</span>`, template.HTMLEscapeString(in), paragraphs[i])
		}
	}
	return template.HTML(strings.Join(paragraphs, "</p><p>"))
}

// Told is a text of the entity under a title.
type Told struct {
	Title string
	Text  template.HTML
}

// Told are the texts of the page's entity that are known: the keys of their titles, each with its field. The document
// asks for the languages of a text under its name with an In behind it.
func (p *Page) Told(pairs ...string) []Told {
	var all []Told
	for i := 0; i+1 < len(pairs); i += 2 {
		if field := pairs[i+1]; toString(p.node()[field]) != "" {
			all = append(all, Told{p.T(pairs[i]), p.Prose(field)})
		}
	}
	return all
}

// Prose is a text of the page's entity with the marks of its sources.
func (p *Page) Prose(field string) template.HTML {
	node := p.node()
	in, asked := node[field+"In"]
	if !asked { // the contract does not tell which texts are kept per language: a text is taken to be in that of the summary
		in = node["summaryIn"]
	}
	return p.Text(node[field], in) + p.Cite(node["citations"], field)
}

// Named is the name of something of the answer, marked with its language.
func (p *Page) Named(of any) template.HTML {
	node, _ := of.(map[string]any)
	return p.Text(node["name"], node["nameIn"])
}

// node is the entity that the page is about; nothing where it is about several or none.
func (p *Page) node() map[string]any {
	node, _ := p.Data["node"].(map[string]any)
	return node
}

// foreign is the language of a text that does not exist in the page's; empty where it does.
func (p *Page) foreign(languages any) string {
	list, _ := languages.([]any)
	for _, l := range list {
		if l == p.Tag {
			return ""
		}
	}
	if len(list) == 0 {
		return ""
	}
	first, _ := list[0].(string)
	return first
}

// Lang is the attribute for a text that does not exist in the language of the page.
func (p *Page) Lang(languages any) template.HTMLAttr {
	if in := p.foreign(languages); in != "" {
		return template.HTMLAttr(`lang="` + template.HTMLEscapeString(in) + `"`)
	}
	return ""
}
