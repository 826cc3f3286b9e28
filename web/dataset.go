package web

import (
	"net/http"
	"path"
	"strings"

	"github.com/praxis-kb/praxis/dataset"
)

// description describes the data as it stands, for catalogues and search engines.
func (s *Site) description(p *Page) dataset.Description {
	d := dataset.Praxis()
	about, _ := p.Data["dataset"].(map[string]any)
	d.Address, d.Sequence, d.Hash = p.public("data"), p.Int(about["sequence"]), toString(about["logHash"])
	d.Date, _, _ = strings.Cut(toString(about["updatedAt"]), "T")
	for _, file := range downloads {
		d.Files = append(d.Files, dataset.File{Name: path.Base(file.path), Address: p.public(file.path), Media: file.media})
	}
	return d
}

// downloads are the files that the whole of the data is taken home in.
var downloads = []struct{ path, media string }{
	{"dump/praxis.csv.zip", "application/zip"}, {"dump/praxis.jsonl", "application/jsonl"}, {"dump/praxis.nt", "application/n-triples"},
	{"dump/praxis.jsonld", "application/ld+json"}, {"dump/praxis.gexf", "application/gexf+xml"}, {"dump/praxis.graphml", "application/graphml+xml"},
	{"dump/praxis.db", "application/vnd.sqlite3"}, {"dump/praxis.yaml", "application/yaml"}, {"log.jsonl", "application/jsonl"},
}

// describe answers the description of the data as it stands, in JSON-LD.
func (s *Site) describe(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "data")
	if err := p.ask(document("data"), nil); err != nil {
		s.failed(w, r, err)
		return
	}
	w.Header().Set("Content-Type", forms["jsonld"].media)
	w.Write(s.description(p).SchemaOrg())
}
