package rdf

import (
	"fmt"
	"io"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/language"
)

// Catalogue is what a harvester of open data is told: the data set in one state, and the files that it can be had in.
type Catalogue struct {
	Base     string // the public address, with a slash at its end
	Dataset  string // the address of the data set or of its release
	Version  string // the number of the last change set, or the name of a release
	Modified string // the day of the last change, or empty
	Licence  string // its address
	Files    []Distribution
}

// Distribution is a file of the data set. Bytes and SHA256 are left out where they are not known.
type Distribution struct {
	Address, Media, Title string
	Bytes                 int64
	SHA256                string // in hexadecimal digits
}

// WriteCatalogue writes a catalogue after DCAT-AP 3 in Turtle.
func WriteCatalogue(out io.Writer, s *schema.Schema, c Catalogue) error {
	t := newTurtle(out, s)
	publisher := c.Base + "#publisher"
	titles, abouts := inAll("title.home"), inAll("about.lead")
	t.block(c.Base+"#catalogue", "a dcat:Catalog", "dct:title "+titles, "dct:description "+abouts,
		"dct:publisher "+t.name(publisher), "dcat:dataset "+t.name(c.Dataset), "foaf:homepage "+string(IRI(c.Base)))
	t.block(publisher, "a foaf:Agent", `foaf:name "praxis"`)
	parts := []string{"a dcat:Dataset", "dct:title " + titles, "dct:description " + abouts, "dct:publisher " + t.name(publisher),
		"dcat:version " + string(Text(c.Version)), "dcat:landingPage " + string(IRI(c.Base+"data"))}
	if c.Modified != "" {
		parts = append(parts, "dct:modified "+`"`+c.Modified+`"^^xsd:date`)
	}
	for _, tag := range language.Tags {
		parts = append(parts, fmt.Sprintf("dct:language <http://publications.europa.eu/resource/authority/language/%s>", threeLetters[tag]))
	}
	for _, f := range c.Files {
		parts = append(parts, "dcat:distribution "+string(IRI(f.Address)))
	}
	t.block(c.Dataset, parts...)
	for _, f := range c.Files {
		t.distribution(c, f)
	}
	return t.Flush()
}

func (t *turtle) distribution(c Catalogue, f Distribution) {
	address := string(IRI(f.Address))
	parts := []string{"a dcat:Distribution", "dct:title " + english(f.Title), "dcat:accessURL " + string(IRI(c.Base+"data")), "dcat:downloadURL " + address,
		"dcat:mediaType " + string(IRI("http://www.iana.org/assignments/media-types/"+f.Media)), "dct:license " + string(IRI(c.Licence))}
	if f.Bytes > 0 {
		parts = append(parts, fmt.Sprintf(`dcat:byteSize "%d"^^xsd:nonNegativeInteger`, f.Bytes))
	}
	if f.SHA256 != "" {
		parts = append(parts, fmt.Sprintf(`spdx:checksum [ a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue "%s"^^xsd:hexBinary ]`, f.SHA256))
	}
	t.block(f.Address, parts...)
}

// threeLetters are the languages as the Publications Office names them.
var threeLetters = map[string]string{"en": "ENG", "fr": "FRA", "nl": "NLD", "it": "ITA", "es": "SPA", "el": "ELL", "lv": "LAV", "sv": "SWE", "de": "DEU"}

// inAll says something in all languages that praxis speaks.
func inAll(key string) string {
	var all []string
	for _, tag := range language.Tags {
		all = append(all, string(Tagged(language.In(tag).Say(key, nil), tag)))
	}
	return strings.Join(all, ", ")
}
