package web

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/praxis-kb/praxis/web/form"
)

// maxSought is how many links are looked up at once, and maxChoices how many are offered for each.
const (
	maxSought  = 12
	maxChoices = 8
)

// lookUp looks for what links were filled in with where that is no id, and tells whether there was anything to look for.
// The first of what is found is proposed where it is called just so.
func (p *Page) lookUp(f *form.Form) (sought bool, err error) {
	f.Found = map[string][]form.Option{}
	for _, link := range f.Shape.Links(f.Value, "") {
		if form.IsID(link.Words) || form.IsNew(link.Words) || len(f.Found) == maxSought {
			continue
		}
		found, err := p.find(link)
		if err != nil {
			return true, err
		}
		f.Found[link.Words] = found
	}
	return len(f.Found) > 0, nil
}

// find searches for an entity by words, among the types that a link may lead to.
func (p *Page) find(link form.Sought) ([]form.Option, error) {
	var types []string
	for _, typ := range link.Leads {
		if typ != "Entity" {
			types = append(types, p.EnumName(typ))
		}
	}
	filter := map[string]any{}
	if len(types) > 0 {
		filter["types"] = types
	}
	var answer struct {
		Search struct {
			Nodes []struct {
				Typename string `json:"__typename"`
				ID, Name string
			}
		}
	}
	err := p.site.ask(p.request, document("find"), map[string]any{"q": plainWords(link.Words), "filter": filter, "first": maxChoices}, &answer)
	var all []form.Option
	for _, node := range answer.Search.Nodes {
		label := node.Name
		if len(types) != 1 {
			label += " – " + p.Label("EntityType", p.EnumName(node.Typename))
		}
		all = append(all, form.Option{Value: node.ID, Label: label})
	}
	return all, err
}

// plainWords are the words of a text without the signs that mean something in a question: what is typed into a form is
// no question.
func plainWords(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }), " ")
}

// maxNamed is how many names are asked for at once.
const maxNamed = 100

// nameLinks finds what the entities are called that links lead to.
func (p *Page) nameLinks(f *form.Form) error {
	ids := map[string]bool{}
	for _, link := range f.Shape.Links(f.Value, "") {
		if form.IsID(link.Words) {
			ids[link.Words] = true
		}
	}
	var err error
	f.Names, err = p.names(slices.Sorted(maps.Keys(ids)))
	p.called = f.Names
	return err
}

// Called is what an entity is called that a form of the page leads to; else its id.
func (p *Page) Called(id string) string { return cmp.Or(p.called[id], id) }

// names are what entities are called, by id.
func (p *Page) names(ids []string) (map[string]string, error) {
	all := map[string]string{}
	for some := range slices.Chunk(ids, maxNamed) {
		var answer struct{ Nodes []*struct{ ID, Name string } }
		if err := p.site.ask(p.request, document("names"), map[string]any{"ids": some}, &answer); err != nil {
			return nil, err
		}
		for _, node := range answer.Nodes {
			if node != nil {
				all[node.ID] = node.Name
			}
		}
	}
	return all, nil
}
