package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/praxis-kb/praxis/web/form"
)

// sought is something that a page is asked about by its name: the parameter that the name comes in, the one that takes the
// last part of the id of what is meant, and of which type that is.
type sought struct{ words, parameter, path, typ string }

var (
	aCity     = sought{"place", "city", "city", "City"}
	aPractice = sought{"add", "p", "practice", "Practice"}
)

// Which is what words may mean: nothing, or several things to choose from.
type Which struct {
	Words   string
	Path    string // of the list of all
	Choices []Choice
	More    bool // than are shown
}

// maxMeant is how many things are shown that words may mean.
const maxMeant = 20

// meant finds what words in the address of the page mean, if there are any, one thing after the other. Where that is clear,
// the page moves to the address that names it, which may be kept and sent on; else the page asks which one is meant.
func (p *Page) meant(w http.ResponseWriter, all ...sought) (which *Which, moved bool, err error) {
	for _, of := range all {
		words := strings.TrimSpace(p.request.URL.Query().Get(of.words))
		if words == "" {
			continue
		}
		id := form.Identified(words)
		if !strings.HasPrefix(id, of.path+"/") || !form.IsID(id) {
			if which, err = p.which(of, words); err != nil {
				return nil, false, err
			}
			id = which.clear()
		}
		if id != "" {
			http.Redirect(w, p.request, p.choosing(of, p.Slug(id)), http.StatusSeeOther)
			return nil, true, nil
		}
		return which, false, nil
	}
	return nil, false, nil
}

// which is what words may mean: what is called so, or goes on so, else what a search for them finds.
func (p *Page) which(of sought, words string) (*Which, error) {
	var answer struct{ Suggest []map[string]any }
	variables := map[string]any{"q": words, "first": maxMeant, "types": []string{p.EnumName(of.typ)}}
	if err := p.site.ask(p.request, document("which"), variables, &answer); err != nil {
		return nil, err
	}
	all := &Which{Words: words, Path: of.path, More: len(answer.Suggest) == maxMeant}
	for _, one := range answer.Suggest {
		entity, _ := one["entity"].(map[string]any)
		all.Choices = append(all.Choices, Choice{Value: toString(entity["id"]), Label: p.calledAs(entity, one["text"]),
			Address: p.choosing(of, p.Slug(entity["id"])), Selected: one["exact"] == true})
	}
	if len(all.Choices) > 0 || !strings.ContainsFunc(words, unicode.IsLetter) { // a search for no words finds everything
		return all, nil
	}
	found, err := p.find(form.Sought{Words: words, Leads: []string{of.typ}})
	if invalid(err) { // words that a search reads otherwise
		return all, nil
	}
	for _, one := range found {
		all.Choices = append(all.Choices, Choice{Value: one.Value, Label: one.Label, Address: p.choosing(of, p.Slug(one.Value))})
	}
	return all, err
}

// clear is the id of the one thing that is called just so; empty where there is none, or there are several.
func (w *Which) clear() string {
	exact := slices.DeleteFunc(slices.Clone(w.Choices), func(c Choice) bool { return !c.Selected })
	if len(exact) != 1 {
		return ""
	}
	return exact[0].Value
}

// calledAs is what something is called, with the name that it was found by and where it lies.
func (p *Page) calledAs(entity map[string]any, by any) string {
	label := toString(entity["name"])
	if found := toString(by); found != label {
		label += " (" + found + ")"
	}
	city, _ := entity["city"].(map[string]any)
	where := cmp.Or(toString(city["name"]), toString(at(entity, "territory", "name")))
	if where != "" && where != toString(entity["name"]) {
		label += ", " + where
	}
	if code := toString(entity["country"]); code != "" {
		label += ", " + p.Country(code)
	}
	return label
}

// choosing is the address of this page with what was meant instead of the words.
func (p *Page) choosing(of sought, slug string) string {
	next := url.Values{}
	for name, values := range p.request.URL.Query() {
		if values = filled(values); name != of.words && len(values) > 0 {
			next[name] = values
		}
	}
	if of.parameter == aPractice.parameter {
		next[of.parameter] = chosen(append(next[of.parameter], slug))
	} else {
		next.Set(of.parameter, slug)
	}
	return p.Path(strings.TrimPrefix(p.request.URL.Path, "/")) + "?" + next.Encode()
}

// Filling is what the box for a name holds: what was typed, else what the page is about, as suggestions fill it in.
type Filling struct{ ID, Name, Label, Value, Types string }

// Box is the box in which a city is named.
func (p *Page) Box(id, key string) Filling {
	box := Filling{ID: id, Name: aCity.words, Label: p.T(key), Types: aCity.typ, Value: p.request.URL.Query().Get(aCity.words)}
	if city, _ := p.Data["city"].(map[string]any); box.Value == "" && city["name"] != nil {
		box.Value = toString(city["name"]) + " (" + toString(city["id"]) + ")"
	}
	return box
}

// Adding is the box in which a practice is named, to be added.
func (p *Page) Adding(id, key string) Filling {
	return Filling{ID: id, Name: aPractice.words, Label: p.T(key), Types: aPractice.typ, Value: p.request.URL.Query().Get(aPractice.words)}
}
