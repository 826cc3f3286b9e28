package web

import "html/template"

// deadAddress is what is observed of an entity that names an address which does not answer; the definition says which.
const deadAddress = "theme/dead-address"

// Dead says since when an address that the page's entity names is known not to answer; nothing where it is not.
func (p *Page) Dead(address any) template.HTML { return p.DeadOf(p.node(), address) }

// DeadOf says it of an address that something of a page of several names.
func (p *Page) DeadOf(of map[string]any, address any) template.HTML {
	return p.since(deadIn(of["observations"]), toString(address))
}

// since is the remark behind a dead address, with the day on which it was found so.
func (p *Page) since(dead map[string]string, address string) template.HTML {
	if day, ok := dead[address]; ok {
		return template.HTML(` <span class="dead">` + template.HTMLEscapeString(p.With("page.dead", p.Date(day))) + `</span>`)
	}
	return ""
}

// deadIn are the dead addresses among observations, with the days.
func deadIn(observations any) map[string]string {
	all := map[string]string{}
	for _, o := range objects(observations) {
		if at(o, "indicator", "id") == deadAddress {
			all[toString(o["definition"])] = toString(o["date"])
		}
	}
	return all
}

// findDead marks the sources that the page has cited whose address does not answer. What cannot be asked is not marked.
func (p *Page) findDead() {
	var ids []string
	for _, source := range p.sources.list {
		if source.URL != "" {
			ids = append(ids, source.ID)
		}
	}
	var answer struct{ Nodes []map[string]any }
	if len(ids) == 0 || p.site.ask(p.request, document("dead"), map[string]any{"ids": ids[:min(len(ids), maxAsked)]}, &answer) != nil {
		return
	}
	dead := map[string]map[string]string{}
	for _, node := range answer.Nodes {
		dead[toString(node["id"])] = deadIn(node["observations"])
	}
	for i, source := range p.sources.list {
		p.sources.list[i].Dead = p.since(dead[source.ID], source.URL)
	}
}

// maxAsked is how many things one question may name.
const maxAsked = 100
