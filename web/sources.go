package web

import (
	"fmt"
	"html/template"
	"strings"
)

// bibliography numbers the sources of a page in the order in which its facts cite them.
type bibliography struct {
	numbers map[string]int
	list    []Source
}

// Source is a source that the page cites, with where and on what basis.
type Source struct {
	Number                   int
	ID, Name, URL, Publisher string
	Places                   []string
	Dead                     template.HTML // said behind its address where that does not answer
}

// Cite marks a fact with the numbers of its sources. citations are those of an entity or a value; of them the field's
// count, or where no field is named those of the whole. What is not said by the source itself is marked so.
func (p *Page) Cite(citations any, field string) template.HTML {
	list, _ := citations.([]any)
	var marks []string
	seen := map[string]bool{}
	for _, item := range list {
		c, _ := item.(map[string]any)
		if at, _ := c["field"].(string); at != field {
			continue
		}
		n := p.sources.number(c)
		basis, _ := c["basis"].(string)
		if key := fmt.Sprint(n, basis); n == 0 || seen[key] {
			continue
		} else {
			seen[key] = true
		}
		marks = append(marks, p.mark(n, basis, c["reason"]))
	}
	if len(marks) == 0 {
		return p.mend(citations, field)
	}
	return template.HTML(`<sup class="cite">`+strings.Join(marks, " ")+`</sup>`) + p.mend(citations, field)
}

// mend is Mend where citations are those of the page's entity, and not of a value or of another one.
func (p *Page) mend(citations any, field string) template.HTML {
	own, _ := p.node()["citations"].([]any)
	list, _ := citations.([]any)
	if len(own) == 0 || len(list) != len(own) || &list[0] != &own[0] {
		return ""
	}
	return p.Mend(field)
}

// Mend is the quiet link from a fact of the page's entity to the form in which it is corrected; nothing where it is
// worked out, or belongs to another entity.
func (p *Page) Mend(field string) template.HTML {
	id := toString(p.node()["id"])
	if field == "" || !p.Writes() || !p.site.mendable(p.request, id, field) {
		return ""
	}
	label := template.HTMLEscapeString(p.With("writing.correct", p.FieldName(field)))
	address := template.HTMLEscapeString(p.Path(id) + "/edit?field=" + field)
	return template.HTML(fmt.Sprintf(` <a class="mend" href="%s" rel="nofollow" title="%s" aria-label="%[2]s">✎</a>`, address, label))
}

func (p *Page) mark(n int, basis string, reason any) string {
	label := p.With("page.source", fmt.Sprint(n))
	text := fmt.Sprint(n)
	if basis != "STATED" && basis != "" {
		label += ", " + p.Label("Basis", basis)
		text += "*"
		if why, ok := reason.(string); ok {
			label += ": " + why
		}
	}
	label = template.HTMLEscapeString(label)
	return fmt.Sprintf(`<a href="#source-%d" aria-label="%s" title="%s">%s</a>`, n, label, label, text)
}

func (b *bibliography) number(citation map[string]any) int {
	source, _ := citation["source"].(map[string]any)
	id, _ := source["id"].(string)
	if id == "" {
		return 0
	}
	if b.numbers == nil {
		b.numbers = map[string]int{}
	}
	n := b.numbers[id]
	if n == 0 {
		n = len(b.list) + 1
		b.numbers[id] = n
		one := Source{Number: n, ID: id}
		one.Name, _ = source["name"].(string)
		one.URL, _ = source["url"].(string)
		one.Publisher, _ = source["publisher"].(string)
		b.list = append(b.list, one)
	}
	if place, ok := citation["place"].(string); ok && place != "" {
		one := &b.list[n-1]
		for _, have := range one.Places {
			if have == place {
				return n
			}
		}
		one.Places = append(one.Places, place)
	}
	return n
}

// Sources are those that the page has cited so far, in the order of their numbers. It stands at the end of a page.
func (p *Page) Sources() []Source {
	p.findDead()
	return p.sources.list
}
