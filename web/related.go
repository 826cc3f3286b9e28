package web

import (
	"html/template"
	"strings"
)

// Block is a list of links under a title.
type Block struct {
	Title string
	Mend  template.HTML // the way to its form
	Items []Linked
	More  string // the address of all, where the list is cut
	Total int
}

// shortFact is how many letters stand beside other short facts.
const shortFact = 40

// Long says whether it takes a line of its own beside short facts.
func (b Block) Long() bool {
	letters := 0
	for _, item := range b.Items {
		letters += len([]rune(string(item.Name))) + len([]rune(item.Note))
	}
	return len(b.Items) > 1 && letters > shortFact
}

// Linked is a link to an entity, and what the link says.
type Linked struct {
	Address, Note, Remark string
	Name                  template.HTML
}

// Related are blocks of what the page's entity leads to: the keys of their titles, each with its field. Empty ones are
// left out, and long ones lead on to the whole list.
func (p *Page) Related(pairs ...string) []Block {
	var all []Block
	for i := 0; i+1 < len(pairs); i += 2 {
		if b := p.block(p.T(pairs[i]), pairs[i+1]); len(b.Items) > 0 {
			all = append(all, b)
		}
	}
	return all
}

func (p *Page) block(title, field string) Block {
	b := Block{Title: title, Mend: p.Mend(field)}
	of, _ := p.node()[field].(map[string]any)
	for _, end := range ends(of) {
		b.Items = append(b.Items, p.linked(end))
	}
	if b.Total = p.Int(of["totalCount"]); b.Total > len(b.Items) {
		b.More = p.Path(toString(p.node()["id"])) + "/" + field
	}
	return b
}

// ends are the ends of the links of a field: edges where it was asked for them, else nodes, else the one that it holds.
func ends(of map[string]any) []map[string]any {
	var all []map[string]any
	for _, name := range []string{"edges", "nodes"} {
		list, _ := of[name].([]any)
		for _, item := range list {
			if one, ok := item.(map[string]any); ok {
				all = append(all, one)
			}
		}
	}
	if len(all) == 0 && of["id"] != nil {
		all = append(all, of)
	}
	return all
}

// labelled are the fields that say something of a thing in a word, each with its enum; another type's field of the same
// name has the enum of that type.
var labelled = []struct{ field, enum string }{{"role", "InvolvementRole"}, {"standing", "Standing"}, {"relation", "AlignmentRelation"}}

func (p *Page) linked(end map[string]any) Linked {
	node, isEdge := end["node"].(map[string]any)
	if !isEdge {
		node = end
	}
	one := Linked{Name: p.Named(node), Address: p.Path(toString(node["id"])), Remark: toString(end["note"])}
	var notes []string
	for _, l := range labelled {
		if value := toString(end[l.field]); isEdge && value != "" && value != "FINAL" {
			notes = append(notes, p.Label(l.enum, value))
		}
	}
	if since := p.Date(end["since"]); since != "" {
		notes = append(notes, p.With("page.since", since))
	}
	if until := p.Date(end["until"]); until != "" {
		notes = append(notes, p.With("page.until", until))
	}
	if typ := toString(node["__typename"]); typ != "" {
		notes = append(notes, p.typeNotes(typ, node)...)
	}
	if city, ok := node["city"].(map[string]any); ok {
		notes = append(notes, toString(city["name"]))
	}
	one.Note = strings.Join(notes, ", ")
	return one
}

// typeNotes are the kind and the status of an entity in words.
func (p *Page) typeNotes(typ string, node map[string]any) []string {
	t, err := p.site.typeOf(p.request.Context(), kebab(typ))
	if err != nil || t == nil {
		return nil // the link stands without them
	}
	var notes []string
	for _, f := range t.Fields {
		if value := toString(node[f.Name]); value != "" && (f.Name == "kind" || f.Name == "status") {
			notes = append(notes, p.Label(f.typ, value))
		}
	}
	return notes
}
