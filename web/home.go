package web

import (
	"cmp"
	"slices"
	"strings"
)

// What the home page makes of its answer, beside showing it.

// Rooms are the main pages, for the line at the top; the one that the page lies in is marked.
func (p *Page) Rooms() []Choice {
	path := strings.TrimPrefix(p.request.URL.Path, "/")
	first, _, below := strings.Cut(path, "/")
	var all []Choice
	for _, room := range []struct{ path, key string }{
		{"practice", "practices"}, {"city", "cities"}, {"theme", "themes"}, {"benchmark", "benchmarks"}, {"fit", "fit"},
	} {
		one := Choice{Value: "page", Label: p.T("nav." + room.key), Address: p.Path(room.path), Selected: first == room.path}
		if below {
			one.Value = "true"
		}
		all = append(all, one)
	}
	return all
}

// Most are the entities of a list with the most practices, those first; what has none is left out.
func (p *Page) Most(connection any, number int) []Choice {
	var all []Choice
	for _, node := range nodes(connection) {
		if count := p.Int(at(node, "practices", "totalCount")); count > 0 {
			all = append(all, Choice{Label: toString(node["name"]), Address: p.Path(toString(node["id"])), Count: count})
		}
	}
	slices.SortStableFunc(all, func(a, b Choice) int { return cmp.Compare(b.Count, a.Count) })
	return all[:min(number, len(all))]
}

// Problems are the challenges that most practices address, as search counts them; none while that is being made.
func (p *Page) Problems(number int) []Choice {
	var all []Choice
	for _, facet := range each(p.Data, "search", "facets") {
		for _, v := range each(facet, "values") {
			all = append(all, Choice{Label: toString(v["label"]), Address: p.Path(toString(v["value"])), Count: p.Int(v["count"])})
		}
	}
	return all[:min(number, len(all))]
}

// Numbers are how much is here of what readers come for, each with what it means.
func (p *Page) Numbers() []Choice {
	var all []Choice
	counts := each(p.Data, "dataset", "counts")
	for _, path := range []string{"practice", "city", "transfer", "key-factor", "source"} {
		at := slices.IndexFunc(counts, func(c map[string]any) bool { return c["path"] == path })
		if at < 0 {
			continue
		}
		all = append(all, Choice{Label: p.Plural(path), Address: p.Path(path), Count: p.Int(counts[at]["count"]), Value: p.T("home.means." + path)})
	}
	citations := p.Int(at(p.Data, "dataset", "citationCount"))
	return append(all, Choice{Label: p.T("data.citations"), Count: citations, Value: p.T("home.means.citation")})
}
