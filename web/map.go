package web

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/web/picture"
)

// Atlas is transfers as a map and as a table.
type Atlas struct {
	picture.Map
	Arrows   []Arrow
	Rows     []Journey
	Statuses []Choice // those that are drawn, for the legend
	Filters  []Choice // the statuses to choose by
	Themes   []Choice
}

// Arrow is a transfer that leads from one city to another.
type Arrow struct{ Path, Label, Address, Status string }

// Journey is a transfer as a row of a table.
type Journey struct {
	Name, Address, Status, AsOf string
	From                        []Stop
	To                          *Stop
	Drawn                       bool
}

// Stop is where a transfer starts, a practice with the place where it is done, or where it ends.
type Stop struct{ Name, Address, Place string }

// transfers answers the map of all transfers, or of those of a status or a theme.
func (s *Site) transfers(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "map")
	values := r.URL.Query()
	filter := map[string]any{}
	if status := values.Get("status"); status != "" {
		filter["status"] = map[string]any{"in": []string{strings.ToUpper(status)}}
	}
	if theme := values.Get("theme"); theme != "" {
		filter["from"] = map[string]any{"where": map[string]any{"themes": map[string]any{"in": []string{theme}}}}
	}
	if err := p.ask(document("map"), map[string]any{"filter": filter}); err != nil {
		s.failed(w, r, err)
		return
	}
	p.Title = p.T("home.map")
	atlas := p.Map()
	atlas.filters(p, values)
	p.Extra = atlas
	s.render(w, http.StatusOK, p)
}

// Map is the transfers of the page's answer.
func (p *Page) Map() *Atlas {
	a := &Atlas{}
	places := map[string]picture.Place{}
	for _, t := range each(p.Data, "transfers", "nodes") {
		row := Journey{Name: toString(t["name"]), Address: p.Path(toString(t["id"])), Status: toString(t["status"]), AsOf: p.Date(t["statusAsOf"])}
		if id := toString(at(t, "to", "id")); id != "" {
			row.To = &Stop{Name: toString(at(t, "to", "name")), Address: p.Path(id)}
		}
		for _, practice := range each(t, "from", "nodes") {
			from, _ := cmp.Or(practice["city"], practice["territory"]).(map[string]any)
			row.From = append(row.From, Stop{toString(practice["name"]), p.Path(toString(practice["id"])), toString(from["name"])})
			row.Drawn = spot(places, practice["city"]) && spot(places, t["to"]) || row.Drawn
		}
		a.Rows = append(a.Rows, row)
	}
	a.Map = picture.Fit(slices.SortedFunc(maps.Values(places), func(x, y picture.Place) int { return strings.Compare(x.ID, y.ID) }))
	a.arrows(p)
	return a
}

// spot keeps where a city lies; it says no of what has no place on a map.
func spot(places map[string]picture.Place, city any) bool {
	latitude, known := at(city, "latitude").(float64)
	longitude, also := at(city, "longitude").(float64)
	if !known || !also {
		return false
	}
	id := toString(at(city, "id"))
	places[id] = picture.Place{ID: id, Label: toString(at(city, "name")), Latitude: latitude, Longitude: longitude}
	return true
}

// arrows draws each transfer between two cities once, those between the same two beside one another.
func (a *Atlas) arrows(p *Page) {
	spots := map[string]picture.Point{}
	for _, place := range a.Places {
		spots[place.ID] = place.At
	}
	ranks := map[string]int{}
	for _, t := range each(p.Data, "transfers", "nodes") {
		to := toString(at(t, "to", "id"))
		drawn := map[string]bool{}
		for _, practice := range each(t, "from", "nodes") {
			from := toString(at(practice, "city", "id"))
			start, known := spots[from]
			end, also := spots[to]
			if !known || !also || from == to || drawn[from] {
				continue
			}
			drawn[from] = true
			status := toString(t["status"])
			a.Arrows = append(a.Arrows, Arrow{Path: picture.Arc(start, end, ranks[from+to]), Address: p.Path(toString(t["id"])),
				Label: toString(t["name"]) + ": " + p.Label("TransferStatus", status), Status: strings.ToLower(status)})
			ranks[from+to]++
			a.legend(p, status)
		}
	}
}

func (a *Atlas) legend(p *Page, status string) {
	for _, c := range a.Statuses {
		if c.Value == strings.ToLower(status) {
			return
		}
	}
	a.Statuses = append(a.Statuses, Choice{Value: strings.ToLower(status), Label: p.Label("TransferStatus", status)})
}

// filters makes the choices of the page of the map: statuses in the order of a transfer's life, themes with practices.
func (a *Atlas) filters(p *Page, chosen url.Values) {
	address := func(name, value string) string {
		next := url.Values{}
		for key, list := range chosen {
			next[key] = list
		}
		next.Set(name, value)
		if chosen.Get(name) == value {
			next.Del(name)
		}
		return p.Path("map") + "?" + next.Encode()
	}
	for _, status := range []string{"INTENDED", "PLANNED", "PILOTING", "IMPLEMENTED", "ENDED", "ABANDONED", "UNKNOWN"} {
		value := strings.ToLower(status)
		a.Filters = append(a.Filters, Choice{Value: value, Label: p.Label("TransferStatus", status), Address: address("status", value), Selected: chosen.Get("status") == value})
	}
	for _, theme := range each(p.Data, "themes", "nodes") {
		if id := toString(theme["id"]); p.Int(at(theme, "practices", "totalCount")) > 0 || id == chosen.Get("theme") {
			a.Themes = append(a.Themes, Choice{Value: id, Label: toString(theme["name"]), Address: address("theme", id), Selected: chosen.Get("theme") == id})
		}
	}
}
