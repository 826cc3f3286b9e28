package web

import (
	"net/http"
	"strings"

	"github.com/praxis-kb/praxis/web/picture"
)

// Neighbourhood is what lies around an entity, as a picture and as lists.
type Neighbourhood struct {
	picture.Neighbourhood
	Address string // of the page with the whole picture
	Groups  []Neighbours
	Cut     bool // whether there is more
}

// Neighbours are those of one type.
type Neighbours struct {
	Label, Anchor string
	Items         []Neighbour
}

// Neighbour is something that lies next to the centre.
type Neighbour struct {
	Name, Address string
	In            any // the languages of the name
}

// graph answers the neighbourhood of an entity on a page of its own.
func (s *Site) graph(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "graph")
	id := r.PathValue("type") + "/" + r.PathValue("slug")
	if err := p.ask(document("graph"), map[string]any{"id": id}); err != nil {
		s.failed(w, r, err)
		return
	}
	node, _ := p.Data["node"].(map[string]any)
	if node == nil || p.Data["neighbourhood"] == nil {
		s.notFound(w, r)
		return
	}
	if present := toString(node["id"]); present != id { // by an alias
		http.Redirect(w, r, p.Path(present)+"/graph", http.StatusMovedPermanently)
		return
	}
	p.Title = p.With("picture.around", toString(node["name"]))
	p.Extra = p.neighbourhood(p.Data)
	s.render(w, http.StatusOK, p)
}

// Around is the neighbourhood of what the page is about; nil where nothing lies there.
func (p *Page) Around() *Neighbourhood {
	n := p.neighbourhood(p.question("graph"))
	if len(n.Groups) == 0 {
		return nil
	}
	return n
}

func (p *Page) neighbourhood(data map[string]any) *Neighbourhood {
	centre := toString(at(data, "node", "id"))
	n := &Neighbourhood{Address: p.Path(centre) + "/graph", Cut: at(data, "neighbourhood", "truncated") == true}
	var groups []picture.Group
	place := map[string]int{}
	for _, node := range each(data, "neighbourhood", "nodes") {
		id, path := toString(node["id"]), kebab(toString(node["__typename"]))
		if id == centre {
			continue
		}
		i, known := place[path]
		if !known {
			i = len(groups)
			place[path] = i
			label := p.Plural(path)
			groups = append(groups, picture.Group{Key: path, Label: label})
			n.Groups = append(n.Groups, Neighbours{Label: label, Anchor: path})
		}
		groups[i].Items = append(groups[i].Items, picture.Item{ID: id, Label: toString(node["name"]), Address: p.Path(id)})
		n.Groups[i].Items = append(n.Groups[i].Items, Neighbour{toString(node["name"]), p.Path(id), node["nameIn"]})
	}
	n.Neighbourhood = picture.Spread(toString(at(data, "node", "name")), groups, ties(data, centre))
	return n
}

// ties are the links between neighbours.
func ties(data map[string]any, centre string) [][2]string {
	var all [][2]string
	for _, link := range each(data, "neighbourhood", "links") {
		from, to := toString(at(link, "from", "id")), toString(at(link, "to", "id"))
		if from != centre && to != centre && !strings.HasPrefix(from, "source/") {
			all = append(all, [2]string{from, to})
		}
	}
	return all
}
