package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Fit is the form that asks what fits a city, as it was filled in, and whether it was.
type Fit struct {
	Asked                      bool
	Values                     url.Values
	Which                      *Which // what the name of the city may mean
	Countries, Languages       []Choice
	Themes, Challenges, Groups []Choice
	Wrong                      []string // what could not be read, in words
}

// fit answers what fits a city of ours, or one that the address describes.
func (s *Site) fit(w http.ResponseWriter, r *http.Request) {
	p, values := s.newPage(r, "fit"), r.URL.Query()
	which, moved, err := p.meant(w, aCity)
	if err != nil {
		s.failed(w, r, err)
	}
	if err != nil || moved {
		return
	}
	profile, wrong := p.profile(values)
	asked := len(profile) > 0 && len(wrong) == 0 && which == nil
	city, known := profile["city"].(string)
	if !asked {
		profile = map[string]any{}
	}
	if err := p.ask(document("fit"), map[string]any{"to": profile, "asked": asked, "id": city, "known": known}); err != nil {
		s.failed(w, r, err)
		return
	}
	p.Title = p.T("title.fit")
	f := p.fitForm(values, asked, wrong)
	f.Which, p.Extra = which, f
	s.render(w, http.StatusOK, p)
}

// listed are the fields of a profile that hold several ids, each with its parameter and the type of the ids.
var listed = []struct{ field, parameter, path string }{
	{"themes", "theme", "theme"}, {"challenges", "challenge", "challenge"}, {"targetGroups", "group", "theme"},
}

// profile is the city that an address describes, and what of the address could not be read.
func (p *Page) profile(values url.Values) (map[string]any, []string) {
	profile, means := map[string]any{}, map[string]any{}
	var wrong []string
	number := func(into map[string]any, field, parameter string, most float64) {
		text := strings.ReplaceAll(strings.TrimSpace(values.Get(parameter)), " ", "")
		if text == "" {
			return
		}
		n, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", "."), 64)
		if err != nil || n < 0 || n > most || n != n {
			wrong = append(wrong, p.With("fit.wrong", p.T("fit."+parameter)))
			return
		}
		into[field] = n
		if field != "foreignShare" {
			into[field] = int(n)
		}
	}
	number(profile, "population", "population", 100_000_000)
	number(profile, "foreignShare", "share", 100)
	number(means, "money", "money", 2_000_000_000)
	for _, flag := range []string{"staff", "volunteers"} {
		if answer := values.Get(flag); answer != "" {
			means[flag] = answer == "yes"
		}
	}
	if slug := values.Get("city"); slug != "" {
		profile["city"] = inFull("city", slug)
	}
	if slug := values.Get("country"); slug != "" {
		profile["country"] = inFull("territory", slug)
	}
	if tags := filled(values["language"]); len(tags) > 0 {
		profile["languages"] = tags
	}
	for _, l := range listed {
		if slugs := filled(values[l.parameter]); len(slugs) > 0 {
			profile[l.field] = withPath(l.path, slugs)
		}
	}
	if len(means) > 0 {
		profile["means"] = means
	}
	return profile, wrong
}

// filled are the values that are not empty, as a form sends them for what was left alone.
func filled(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
}

func (p *Page) fitForm(values url.Values, asked bool, wrong []string) *Fit {
	f := &Fit{Asked: asked, Values: values, Wrong: wrong}
	f.Countries = p.choices("countries", values["country"])
	f.Themes = p.choices("themes", values["theme"])
	f.Groups = p.choices("groups", values["group"])
	f.Challenges = p.choices("challenges", values["challenge"])
	seen := map[string]bool{}
	for _, territory := range nodes(p.Data["spoken"]) {
		tags, _ := territory["officialLanguages"].([]any)
		for _, tag := range tags {
			if one := toString(tag); !seen[one] {
				seen[one] = true
				f.Languages = append(f.Languages, Choice{Value: one, Label: p.NameOf(one), Selected: slices.Contains(values["language"], one)})
			}
		}
	}
	slices.SortFunc(f.Languages, func(a, b Choice) int { return strings.Compare(a.Label, b.Label) })
	return f
}

// choices are the entities of a list of the answer, for a field of a form.
func (p *Page) choices(list string, selected []string) []Choice {
	var all []Choice
	for _, one := range nodes(p.Data[list]) {
		slug := p.Slug(one["id"])
		all = append(all, Choice{Value: slug, Label: toString(one["name"]), Selected: slices.Contains(selected, slug)})
	}
	return all
}

// Group is a group of boxes to tick, open where one is ticked.
func (p *Page) Group(key, name string, values []Choice) Nested {
	f := Facet{Name: name, Label: p.T(key), Values: values}
	f.Open = slices.ContainsFunc(values, func(c Choice) bool { return c.Selected })
	return p.Deep(f)
}
