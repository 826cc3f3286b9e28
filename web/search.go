package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// facetParameters are the facets in the order of the page, each with the field of SearchFilter that it fills.
var facetParameters = []struct{ facet, field string }{
	{"type", "types"}, {"theme", "themes"}, {"targetGroup", "targetGroups"}, {"challenge", "challenges"}, {"country", "countries"}, {"city", "cities"},
	{"status", "statuses"}, {"evidence", "evidence"}, {"benchmark", "benchmarks"}, {"toolkit", "toolkits"}, {"language", "languages"}, {"year", ""},
}

// Found is what the page of a search makes of the answer.
type Found struct {
	Facets []Facet
	Chips  []Choice // what is chosen, each with the address without it
	Orders []Choice
	Next   string
	Mended string // the address of what was perhaps meant
}

// Facet is something that can be chosen by.
type Facet struct {
	Name, Label string
	Open        bool
	Values      []Choice
}

func (s *Site) search(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "search")
	values := r.URL.Query()
	variables := map[string]any{"q": values.Get("q"), "filter": searchFilter(values)}
	for name, parameter := range map[string]string{"after": "after", "orderBy": "order"} {
		if value := values.Get(parameter); value != "" {
			variables[name] = strings.ToUpper(value)
			if name == "after" {
				variables[name] = value
			}
		}
	}
	if err := p.ask(document("search"), variables); err != nil {
		s.failed(w, r, err)
		return
	}
	p.Title = p.T("title.search")
	if q := values.Get("q"); q != "" {
		p.Title = q + " · " + p.Title
	}
	p.Extra = p.found(values)
	p.offer("search", "json", "csv")
	_, ending, _ := strings.Cut(r.URL.Path, ".")
	s.answerAs(w, p, ending)
}

// searchFilter is the filter that an address stands for.
func searchFilter(values url.Values) map[string]any {
	filter := map[string]any{}
	for _, f := range facetParameters {
		chosen := values[f.facet]
		if len(chosen) == 0 {
			continue
		}
		if f.facet == "year" {
			var first, last int
			fmt.Sscan(slices.Min(chosen), &first)
			fmt.Sscan(slices.Max(chosen), &last)
			filter["fromYear"], filter["untilYear"] = first, last
			continue
		}
		if f.facet == "type" {
			chosen = slices.Clone(chosen) // the address keeps its own spelling
			for i, path := range chosen {
				chosen[i] = strings.ToUpper(strings.ReplaceAll(path, "-", "_"))
			}
		}
		filter[f.field] = chosen
	}
	return filter
}

func (p *Page) found(values url.Values) *Found {
	f := &Found{}
	search, _ := p.Data["search"].(map[string]any)
	facets, _ := search["facets"].([]any)
	for _, parameter := range facetParameters {
		for _, item := range facets {
			if facet, _ := item.(map[string]any); facet["name"] == parameter.facet {
				f.add(p, facet, values)
			}
		}
	}
	for _, order := range []string{"relevance", "name", "date", "transfers"} {
		f.Orders = append(f.Orders, Choice{Label: p.T("search.by." + order), Address: p.with(values, "order", order),
			Selected: values.Get("order") == order || values.Get("order") == "" && order == "relevance"})
	}
	if info, _ := search["pageInfo"].(map[string]any); info["hasNextPage"] == true {
		f.Next = p.with(values, "after", fmt.Sprint(info["endCursor"]))
	}
	if mended, ok := search["didYouMean"].(string); ok {
		f.Mended = p.with(values, "q", mended)
	}
	return f
}

// maxFacetValues is how many values of a facet a page shows: more are found by another question.
const maxFacetValues = 14

func (f *Found) add(p *Page, facet map[string]any, values url.Values) {
	name, _ := facet["name"].(string)
	one := Facet{Name: name, Label: p.T("facet." + name)}
	list, _ := facet["values"].([]any)
	for _, item := range list {
		v, _ := item.(map[string]any)
		c := Choice{Value: fmt.Sprint(v["value"]), Label: fmt.Sprint(v["label"]), Count: p.Int(v["count"])}
		c.Selected = slices.Contains(values[name], c.Value)
		c.Address = p.toggled(values, name, c.Value)
		if c.Selected {
			one.Open = true
			f.Chips = append(f.Chips, Choice{Value: c.Value, Label: one.Label + ": " + c.Label, Address: c.Address})
		}
		if len(one.Values) < maxFacetValues || c.Selected {
			one.Values = append(one.Values, c)
		}
	}
	if len(one.Values) > 1 || one.Open {
		one.Open = one.Open || len(f.Facets) < 3
		f.Facets = append(f.Facets, one)
	}
}

// with is the address of this page with one parameter set otherwise; the page of the list begins anew.
func (p *Page) with(values url.Values, name, value string) string {
	next := url.Values{}
	for key, list := range values {
		if key != "after" {
			next[key] = slices.Clone(list)
		}
	}
	next.Set(name, value)
	return p.Path("search") + "?" + next.Encode()
}

// toggled is the address with a value chosen, or no longer chosen.
func (p *Page) toggled(values url.Values, name, value string) string {
	next := url.Values{}
	for key, list := range values {
		if key != "after" {
			next[key] = slices.Clone(list)
		}
	}
	if at := slices.Index(next[name], value); at >= 0 {
		next[name] = slices.Delete(next[name], at, at+1)
	} else {
		next[name] = append(next[name], value)
	}
	return p.Path("search") + "?" + next.Encode()
}

// Asked is what was asked, to stand in the box again.
func (p *Page) Asked() string { return p.request.URL.Query().Get("q") }

// Marked is a passage with the words that were found in it. Places are counted in characters, as the API counts them.
func (p *Page) Marked(highlight any) template.HTML {
	h, _ := highlight.(map[string]any)
	text, _ := h["text"].(string)
	letters := []rune(text)
	places, _ := h["places"].([]any)
	var b strings.Builder
	last := 0
	for _, item := range places {
		place, _ := item.(map[string]any)
		start, end := p.Int(place["start"]), p.Int(place["end"])
		if start < last || end > len(letters) || start > end {
			continue
		}
		b.WriteString(template.HTMLEscapeString(string(letters[last:start])))
		b.WriteString("<mark>" + template.HTMLEscapeString(string(letters[start:end])) + "</mark>")
		last = end
	}
	b.WriteString(template.HTMLEscapeString(string(letters[last:])))
	return template.HTML(b.String())
}

// EnumName writes the name of a type as the enum of types has it: OneStopShop is ONE_STOP_SHOP.
func (p *Page) EnumName(typ any) string { return p.Upper(kebab(toString(typ))) }
