package web

import (
	"fmt"
	"net/http"

	"github.com/praxis-kb/praxis/dataset"
)

// Signposting: what programs that harvest data look for, in the headers of a page and, where these would be many, in a
// linkset beside it (RFC 9264).

// signpost is where a page says that something lies.
type signpost struct{ Rel, Address, Type string }

const (
	linksetEnding = "linkset.json"
	linksetType   = "application/linkset+json"
)

// signposts are those of the page.
func (p *Page) signposts() []signpost {
	switch node := p.node(); {
	case p.Name == "data":
		return p.dataSignposts()
	case node != nil && len(p.Alternates) > 0:
		id := toString(node["id"])
		kind := kinds[p.Kind()]
		if kind == "" {
			kind = "Thing"
		}
		return []signpost{
			{"cite-as", p.public(id), ""}, {"describedby", p.public(id + ".jsonld"), forms["jsonld"].media},
			{"describedby", p.public(id + ".bib"), forms["bib"].media}, {"license", dataset.LicenceURL, ""},
			{"type", "https://schema.org/AboutPage", ""}, {"type", "https://schema.org/" + kind, ""},
			{"collection", p.public(p.Kind()), ""}, {"linkset", p.public(id + "." + linksetEnding), linksetType},
		}
	case p.Name == "list":
		all := []signpost{{"license", dataset.LicenceURL, ""}, {"type", "https://schema.org/CollectionPage", ""}, {"collection", p.public("data"), ""}}
		list, _ := p.Data["list"].(map[string]any)
		for _, end := range ends(list) {
			all = append(all, signpost{"item", p.public(toString(end["id"])), ""})
		}
		return all
	}
	return nil
}

func (p *Page) dataSignposts() []signpost {
	d := p.site.description(p)
	all := []signpost{
		{"cite-as", d.Address, ""}, {"describedby", p.public("dataset.jsonld"), "application/ld+json"}, {"describedby", p.public("dump/catalogue.ttl"), "text/turtle"},
		{"license", dataset.LicenceURL, ""}, {"type", "https://schema.org/Dataset", ""}, {"linkset", p.public("data." + linksetEnding), linksetType},
	}
	for _, f := range d.Files {
		all = append(all, signpost{"item", f.Address, f.Media})
	}
	return all
}

// linkSignposts puts the signposts into the header.
func (p *Page) linkSignposts(w http.ResponseWriter) {
	for _, s := range p.signposts() {
		text := fmt.Sprintf(`<%s>; rel="%s"`, s.Address, s.Rel)
		if s.Type != "" {
			text += fmt.Sprintf(`; type="%s"`, s.Type)
		}
		w.Header().Add("Link", text)
	}
}

// linkset is the same as a document.
func (p *Page) linkset() map[string]any {
	one := map[string]any{"anchor": p.public("data")}
	if node := p.node(); node != nil {
		one["anchor"] = p.public(toString(node["id"]))
	}
	for _, s := range p.signposts() {
		if s.Rel == "linkset" {
			continue
		}
		target := map[string]any{"href": s.Address}
		if s.Type != "" {
			target["type"] = s.Type
		}
		list, _ := one[s.Rel].([]any)
		one[s.Rel] = append(list, target)
	}
	return map[string]any{"linkset": []any{one}}
}
