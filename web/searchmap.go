package web

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/web/picture"
)

// FoundMap is what a search finds, by the city where it is.
type FoundMap struct {
	List   string // the address of the same as a list
	Atlas  *Atlas
	Cities []FoundIn // the city with the most first; what has no city last
}

// FoundIn is what is found in a city.
type FoundIn struct {
	Name, Address string
	Items         []Neighbour
}

// searchMap answers a search on the map of Europe.
func (s *Site) searchMap(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "searchmap")
	values := r.URL.Query()
	if err := p.ask(document("searchmap"), map[string]any{"q": values.Get("q"), "filter": searchFilter(values)}); err != nil {
		s.failed(w, r, err)
		return
	}
	p.Title = strings.TrimPrefix(values.Get("q")+" · "+p.T("title.search"), " · ")
	p.Extra = p.foundMap()
	s.render(w, http.StatusOK, p)
}

func (p *Page) foundMap() *FoundMap {
	f := &FoundMap{List: p.Path("search") + query(p.request), Atlas: &Atlas{}}
	places, in := map[string]picture.Place{}, map[string]*FoundIn{}
	for _, edge := range each(p.Data, "search", "edges") {
		node, _ := edge["node"].(map[string]any)
		city, id := where(node), ""
		if spot(places, city) {
			id = toString(city["id"])
		}
		if in[id] == nil {
			in[id] = &FoundIn{}
			if id != "" {
				in[id] = &FoundIn{Name: toString(city["name"]), Address: p.Path(id)}
			}
		}
		in[id].Items = append(in[id].Items, Neighbour{toString(node["name"]), p.Path(toString(node["id"])), node["nameIn"]})
	}
	for id, place := range places {
		place.Label = fmt.Sprintf("%s (%s)", place.Label, p.Number(len(in[id].Items)))
		places[id] = place
	}
	f.Atlas.Map = picture.Fit(slices.SortedFunc(maps.Values(places), func(a, b picture.Place) int { return strings.Compare(a.ID, b.ID) }))
	for _, found := range in {
		f.Cities = append(f.Cities, *found)
	}
	slices.SortFunc(f.Cities, func(a, b FoundIn) int {
		nowhere := func(f FoundIn) int { return min(1, len(f.Address)) }
		return cmp.Or(nowhere(b)-nowhere(a), len(b.Items)-len(a.Items), strings.Compare(a.Name, b.Name))
	})
	return f
}

// where is the city that something lies in: itself, that where it is done, or that where it goes.
func where(node map[string]any) map[string]any {
	if node["latitude"] != nil {
		return node
	}
	city, _ := cmp.Or(node["city"], node["to"]).(map[string]any)
	return city
}

// OnMap is the address of this search on the map.
func (p *Page) OnMap() string { return p.Path("search/map") + query(p.request) }
