package web

import "html/template"

// Cited is an entity with the facts of it that cite a source.
type Cited struct {
	Name    template.HTML
	Address string
	Facts   []CitedFact
}

// CitedFact is one fact that cites a source: what it is, where in the source, and on what basis.
type CitedFact struct{ What, Place, Basis, Reason string }

// Cited groups the facts that cite a source by what they are facts of.
func (p *Page) Cited(facts any) []Cited {
	var all []Cited
	at := map[string]int{}
	for _, item := range objects(facts) {
		entity, _ := item["entity"].(map[string]any)
		id := toString(entity["id"])
		if _, seen := at[id]; !seen {
			at[id] = len(all)
			all = append(all, Cited{Name: p.Named(entity), Address: p.Path(id)})
		}
		one := &all[at[id]]
		one.Facts = append(one.Facts, p.citedFact(item))
	}
	return all
}

func (p *Page) citedFact(item map[string]any) CitedFact {
	citation, _ := item["citation"].(map[string]any)
	fact := CitedFact{Place: toString(citation["place"]), Reason: toString(citation["reason"])}
	if basis := toString(citation["basis"]); basis != "STATED" {
		fact.Basis = p.Label("Basis", basis)
	}
	path, field := toString(item["path"]), toString(citation["field"])
	switch link, _ := item["link"].(map[string]any); {
	case link != nil:
		to, _ := link["to"].(map[string]any)
		fact.What = "→ " + toString(to["name"])
	case path != "":
		fact.What = p.FieldName(path)
	case field != "":
		fact.What = p.FieldName(field)
	default:
		fact.What = p.T("source.whole")
	}
	return fact
}
