package web

import (
	"cmp"
	"slices"
	"strings"
)

// What the pages of entities make of the answer, beside showing it. Templates call these.

// Kind is the type of the page's entity as addresses have it.
func (p *Page) Kind() string { return p.TypePath(toString(p.node()["id"])) }

// Plural is what entities of a type are called, by the first part of their ids.
func (p *Page) Plural(path string) string {
	if key := "plural." + path; p.Has(key) {
		return p.T(key)
	}
	return p.Label("EntityType", p.Upper(path))
}

// Above is what the page's entity lies in, for the line above its title: the fields that hold one entity each.
func (p *Page) Above(fields ...string) []Linked {
	var all []Linked
	for _, field := range fields {
		var chain []Linked
		for of, ok := p.node()[field].(map[string]any); ok; of, ok = of[field].(map[string]any) {
			chain = append(chain, Linked{Name: p.Named(of), Address: p.Path(toString(of["id"]))})
		}
		slices.Reverse(chain)
		all = append(all, chain...)
	}
	return all
}

// AlsoCalled are the other names of the page's entity that its reader may meet: those that a source uses, and those in
// the language of the page. The rest are for search.
func (p *Page) AlsoCalled() []map[string]any {
	var all []map[string]any
	for _, name := range objects(p.node()["alternativeNames"]) {
		if name["text"] == p.node()["name"] {
			continue // a source uses the name that stands above already
		}
		if len(objects(name["citations"])) > 0 || name["language"] == nil || name["language"] == p.Tag {
			all = append(all, name)
		}
	}
	return all
}

// Figure is all that is known of one indicator, the value in use first.
type Figure struct {
	Values   []map[string]any
	Disputed bool // several values stand
}

// Figures groups observations by what they observe, in the order in which that first comes.
func (p *Page) Figures(observations any) []Figure {
	var all []Figure
	at := map[string]int{}
	for _, one := range objects(observations) {
		indicator, _ := one["indicator"].(map[string]any)
		id := toString(indicator["id"])
		if _, seen := at[id]; !seen {
			at[id] = len(all)
			all = append(all, Figure{})
		}
		f := &all[at[id]]
		f.Values = append(f.Values, one)
		f.Disputed = len(f.Values) > 1 && id != deadAddress
	}
	for _, f := range all {
		slices.SortStableFunc(f.Values, func(a, b map[string]any) int { return rank(a) - rank(b) })
	}
	return all
}

func rank(observation map[string]any) int {
	if observation["preferred"] == true {
		return 0
	}
	return 1
}

// Shown is the observation in use of an indicator of the page's entity, or nothing.
func (p *Page) Shown(indicator string) map[string]any {
	for _, f := range p.Figures(p.node()["observations"]) {
		if of, _ := f.Values[0]["indicator"].(map[string]any); of["id"] == indicator {
			return f.Values[0]
		}
	}
	return nil
}

// Status is where an entity of a list is done and how it stands, in one line.
func (p *Page) Status(node map[string]any) string {
	var parts []string
	if city, ok := node["city"].(map[string]any); ok {
		parts = append(parts, toString(city["name"]))
	}
	return strings.Join(append(parts, p.typeNotes(toString(node["__typename"]), node)...), " · ")
}

// Given are the transfers that start from the practices of the city of the page, each once.
func (p *Page) Given() []map[string]any {
	var all []map[string]any
	seen := map[any]bool{}
	for _, practice := range nodes(p.node()["practices"]) {
		for _, t := range nodes(practice["transfers"]) {
			if !seen[t["id"]] {
				seen[t["id"]] = true
				all = append(all, t)
			}
		}
	}
	return all
}

// Timeline are the activities of the scheme of the page in the order of their days; those without one come last.
func (p *Page) Timeline() []map[string]any {
	all := nodes(p.node()["activities"])
	slices.SortStableFunc(all, func(a, b map[string]any) int { return cmp.Compare(firstDay(a), firstDay(b)) })
	return all
}

func firstDay(activity map[string]any) string {
	if days, _ := activity["days"].([]any); len(days) > 0 {
		return toString(days[0])
	}
	return "9999"
}

// InLanguages is the name of the page's entity in each language that it has one in.
func (p *Page) InLanguages() []Choice {
	var all []Choice
	tags, _ := p.node()["nameIn"].([]any)
	for _, tag := range tags {
		var label struct{ Node struct{ Name string } }
		variables := map[string]any{"id": p.node()["id"], "language": strings.ToUpper(toString(tag))}
		if err := p.site.askPlain(p.request.Context(), document("label"), variables, &label); err == nil {
			all = append(all, Choice{Value: toString(tag), Label: p.NameOf(toString(tag)), Address: label.Node.Name})
		}
	}
	return all
}

// nodes are the things of a connection.
func nodes(connection any) []map[string]any {
	c, _ := connection.(map[string]any)
	return objects(c["nodes"])
}

// objects are the objects of a list; what is none is left out.
func objects(list any) []map[string]any {
	items, _ := list.([]any)
	var all []map[string]any
	for _, item := range items {
		if one, ok := item.(map[string]any); ok {
			all = append(all, one)
		}
	}
	return all
}
