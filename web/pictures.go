package web

import (
	"net/http"

	"github.com/praxis-kb/praxis/web/picture"
)

// pictures are the addresses of pictures, and of what the scripts of pages ask for.
func (s *Site) pictures(mux *http.ServeMux) {
	mux.HandleFunc("GET /{type}/{slug}/graph", s.graph)
	mux.HandleFunc("GET /map", s.transfers)
	mux.HandleFunc("GET /search/map", s.searchMap)
	mux.HandleFunc("GET /suggest", s.suggest)
}

// outline answers the land that maps stand on. It comes as a file of its own, which browsers keep.
func outline(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "max-age=86400")
	w.Write(picture.Outline())
}

// question asks a document beside that of the page, for a picture that stands in it; nil where it is not answered, since
// a page is of use without its picture.
func (p *Page) question(name string) map[string]any {
	node, _ := p.Data["node"].(map[string]any)
	var data map[string]any
	if err := p.site.ask(p.request, document(name), map[string]any{"id": node["id"]}, &data); err != nil {
		return nil
	}
	return data
}

// at follows names into an answer; nil where there is nothing.
func at(value any, names ...string) any {
	for _, name := range names {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

// each is a list of objects of an answer.
func each(value any, names ...string) []map[string]any {
	list, _ := at(value, names...).([]any)
	var all []map[string]any
	for _, item := range list {
		if object, ok := item.(map[string]any); ok {
			all = append(all, object)
		}
	}
	return all
}
