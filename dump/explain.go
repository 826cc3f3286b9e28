package dump

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/praxis-kb/praxis/dataset"
	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/rdf"
)

// explanation is what explains dumps. Most follow from the declaration, and are the same in every state.
type explanation struct {
	file, media, about string
	write              func(s *Site, r *http.Request, out io.Writer) error
}

var explanations []explanation

func init() { // the index lists all of them, itself too
	explanations = []explanation{
		{"index.json", "application/json", "What can be taken home, and what of it can be kept.", (*Site).index},
		{"dictionary.csv", "text/csv; charset=utf-8", "What every type, field and value means, and what it is in RDF.", func(s *Site, _ *http.Request, out io.Writer) error {
			return writeDictionary(out, s.Store.Schema())
		}},
		{"dictionary.json", "application/json", "The same as JSON.", func(s *Site, _ *http.Request, out io.Writer) error {
			return indented(out, Dictionary(s.Store.Schema()))
		}},
		{"context.jsonld", "application/ld+json", "The context that the JSON-LD dump begins with.", func(s *Site, r *http.Request, out io.Writer) error {
			return exchange.WriteContext(out, s.Store.Schema(), s.Root(r))
		}},
		{"catalogue.ttl", "text/turtle", "The data set and its dumps after DCAT-AP, for harvesters of open data.", (*Site).catalogue},
		{"vocabulary.ttl", "text/turtle", "Our own names in RDF, how they stand to those of others, and all statuses and kinds as SKOS concepts with labels in nine languages.", func(s *Site, _ *http.Request, out io.Writer) error {
			return rdf.WriteVocabulary(out, s.Store.Schema())
		}},
		{"shapes.ttl", "text/turtle", "SHACL shapes: what the N-Triples of a whole dump conform to.", func(s *Site, _ *http.Request, out io.Writer) error {
			return rdf.WriteShapes(out, s.Store.Schema())
		}},
	}
}

// explain answers an explanation.
func (s *Site) explain(w http.ResponseWriter, r *http.Request, e explanation) error {
	var b bytes.Buffer
	if err := e.write(s, r, &b); err != nil {
		return err
	}
	if s.known(w, r, e.media, s.mark(b.String())) {
		return nil
	}
	_, err := w.Write(b.Bytes())
	return err
}

type indexEntry struct {
	Name      string `json:"name,omitempty"`
	Address   string `json:"address"`
	MediaType string `json:"mediaType"`
	About     string `json:"about"`
}

// index lists what there is.
func (s *Site) index(r *http.Request, out io.Writer) error {
	root := s.Root(r) + "dump/"
	list := struct {
		Sequence     int64             `json:"sequence"` // of the last change set
		Licence      string            `json:"licence"`
		Dumps        []indexEntry      `json:"dumps"`
		Filters      map[string]string `json:"filters"`
		Explanations []indexEntry      `json:"explanations"`
	}{Sequence: s.Store.Sequence(), Licence: dataset.LicenceURL, Filters: filterTexts}
	for _, f := range Formats {
		list.Dumps = append(list.Dumps, indexEntry{f.Name, root + f.File, f.Media, f.About})
	}
	for _, e := range explanations {
		list.Explanations = append(list.Explanations, indexEntry{"", root + e.file, e.media, e.about})
	}
	return indented(out, list)
}

// catalogue tells harvesters of the data set as it stands.
func (s *Site) catalogue(r *http.Request, out io.Writer) error {
	counts, err := s.Store.Counts(r.Context())
	if err != nil {
		return err
	}
	c := rdf.Catalogue{Base: s.Root(r), Dataset: s.Root(r) + "#dataset", Version: fmt.Sprint(s.Store.Sequence()), Licence: dataset.LicenceURL}
	if counts.UpdatedAt != nil {
		c.Modified = counts.UpdatedAt.UTC().Format(time.DateOnly)
	}
	for _, f := range Formats {
		c.Files = append(c.Files, rdf.Distribution{Address: c.Base + "dump/" + f.File, Media: f.Media, Title: f.About})
	}
	return rdf.WriteCatalogue(out, s.Store.Schema(), c)
}

func indented(out io.Writer, value any) error {
	return json.MarshalWrite(out, value, json.Deterministic(true), jsontext.WithIndent(" "))
}
