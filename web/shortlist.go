package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxShortlist is how many practices stand side by side: as many as a printed page has room for.
const maxShortlist = 5

// Shortlist is a choice of practices that lives in the address, p=one&p=another, and the city that it is for.
type Shortlist struct {
	Practices []Listed
	Missing   []string // what the address names and nothing answers to
	Which     *Which   // what words in the address may mean
	City      string   // the last part of the id of the city
	Full      bool
}

// Listed is a practice of a shortlist.
type Listed struct {
	Node, Match map[string]any // what is known of it, and how it fits the city where one is named
	Without     string         // the address of the page without it
	Unknown     []string       // what is not known of it
}

// shortlist answers a page about the practices that its address names: compare, or brief.
func (s *Site) shortlist(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, values := s.newPage(r, name), r.URL.Query()
		which, moved, err := p.meant(w, aCity, aPractice)
		if err != nil {
			s.failed(w, r, err)
		}
		if err != nil || moved {
			return
		}
		slugs := chosen(values["p"])
		variables := map[string]any{"ids": withPath("practice", slugs)}
		if name == "brief" {
			city := values.Get("city")
			variables["city"], variables["known"] = inFull("city", city), city != ""
		}
		if err := p.ask(document(name), variables); err != nil {
			s.failed(w, r, err)
			return
		}
		p.Title = p.T("title." + name)
		list := p.shortlist(values, slugs)
		list.Which, p.Extra = which, list
		s.render(w, http.StatusOK, p)
	}
}

// chosen are the practices that an address names, each once, at most as many as a page shows.
func chosen(slugs []string) []string {
	var all []string
	for _, slug := range slugs {
		if slug != "" && !slices.Contains(all, slug) && len(all) < maxShortlist {
			all = append(all, slug)
		}
	}
	return all
}

func withPath(path string, slugs []string) []string {
	ids := []string{}
	for _, slug := range slugs {
		ids = append(ids, inFull(path, slug))
	}
	return ids
}

// inFull is the id of what an address names by its slug, or by the id itself, as the API has it.
func inFull(path, slug string) string { return path + "/" + strings.TrimPrefix(slug, path+"/") }

func (p *Page) shortlist(values url.Values, slugs []string) *Shortlist {
	list := &Shortlist{City: values.Get("city"), Full: len(slugs) >= maxShortlist}
	answered, _ := p.Data["nodes"].([]any)
	for i, item := range answered {
		node, _ := item.(map[string]any)
		if node["name"] == nil {
			list.Missing = append(list.Missing, slugs[i])
			continue
		}
		list.Practices = append(list.Practices, Listed{
			Node: node, Match: p.match(node), Unknown: p.unknown(node), Without: p.without(slugs, i),
		})
	}
	return list
}

// without is the address of the page without one of its practices.
func (p *Page) without(slugs []string, at int) string {
	return p.naming(p.Name, slices.Delete(slices.Clone(slugs), at, at+1))
}

// match is how a practice fits the city of the page; nothing where it is no match.
func (p *Page) match(practice map[string]any) map[string]any {
	for _, one := range objects(p.Data["transferable"]) {
		if of, _ := one["practice"].(map[string]any); of["id"] == practice["id"] {
			return one
		}
	}
	return nil
}

// unknown is what somebody who wants to copy a practice would ask and nothing here answers.
func (p *Page) unknown(practice map[string]any) []string {
	means, _ := practice["means"].(map[string]any)
	transfers, _ := practice["transfers"].(map[string]any)
	var all []string
	for _, one := range []struct {
		key  string
		gone bool
	}{
		{"money", len(objects(means["money"])) == 0},
		{"staff", means["staff"] == nil},
		{"time", means["timeToStart"] == nil},
		{"results", len(objects(practice["results"])) == 0},
		{"limits", practice["limits"] == nil},
		{"office", practice["contact"] == nil},
		{"status", practice["status"] == "UNKNOWN"},
		{"copies", len(objects(transfers["nodes"])) == 0},
	} {
		if one.gone {
			all = append(all, p.T("brief.unknown."+one.key))
		}
	}
	return all
}

// Shortlisted is the address of the brief with one more practice than this page names.
func (p *Page) Shortlisted(id any) string {
	return p.naming("brief", chosen(append(p.request.URL.Query()["p"], p.Slug(id))))
}

// Shared is the address of another page that shows the same shortlist.
func (p *Page) Shared(page string) string {
	return p.naming(page, chosen(p.request.URL.Query()["p"]))
}

// naming is the address of a page about practices, for the city of this one.
func (p *Page) naming(page string, slugs []string) string {
	next := url.Values{"p": slugs}
	if city := p.request.URL.Query().Get("city"); city != "" {
		next.Set("city", city)
	}
	return p.Path(page) + "?" + next.Encode()
}
