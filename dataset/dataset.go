// Package dataset describes the data as a whole, in the forms in which catalogues, search engines and registries of DOIs
// read it. One description gives them all. It knows nothing of the graph.
package dataset

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

// Description is what is said of the data as a whole, or of a release of it.
type Description struct {
	Title, Text string
	Address     string // of the data, or of the release
	Publisher   string
	Licence     string // an SPDX identifier
	LicenceURL  string
	Languages   []string
	Keywords    []string
	Sequence    int
	Hash        string // of the log up to the sequence
	Version     string // the name of the release; empty for the data as it stands
	Date        string // a day: when it was released, or last changed
	Files       []File
}

// File is the data in one form.
type File struct {
	Name, Address string
	Media         string
	Size          int64
	SHA256        string // in hexadecimal digits; empty where it is made when it is asked for
}

type object map[string]any

func written(value any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	e.Encode(value) // texts, numbers, lists and maps of them
	return b.Bytes()
}

// version names the state: the name of the release, or the change set.
func (d Description) version() string {
	if d.Version != "" {
		return d.Version
	}
	return fmt.Sprint(d.Sequence)
}

// SchemaOrg is the description in JSON-LD, as search engines for data read it.
func (d Description) SchemaOrg() []byte {
	var files []object
	for _, f := range d.Files {
		file := object{"@type": "DataDownload", "name": f.Name, "contentUrl": f.Address, "encodingFormat": f.Media}
		if f.SHA256 != "" {
			file["contentSize"], file["sha256"] = fmt.Sprint(f.Size), f.SHA256
		}
		files = append(files, file)
	}
	publisher := object{"@type": "Organization", "name": d.Publisher}
	return written(object{
		"@context": "https://schema.org/", "@type": "Dataset", "@id": d.Address, "url": d.Address, "name": d.Title, "description": d.Text,
		"license": d.LicenceURL, "creator": publisher, "publisher": publisher, "inLanguage": d.Languages, "keywords": d.Keywords,
		"version": d.version(), "identifier": d.Address, "dateModified": d.Date, "isAccessibleForFree": true, "distribution": files,
	})
}

// DataCite is the description as a record of DataCite, schema 4, which lacks nothing but the DOI.
func (d Description) DataCite() []byte {
	var formats, sizes []string
	for _, f := range d.Files {
		formats, sizes = append(formats, f.Media), append(sizes, fmt.Sprintf("%d bytes", f.Size))
	}
	var subjects []object
	for _, k := range d.Keywords {
		subjects = append(subjects, object{"subject": k})
	}
	year, _, _ := strings.Cut(d.Date, "-")
	return written(object{
		"schemaVersion": "http://datacite.org/schema/kernel-4",
		"creators":      []object{{"name": d.Publisher, "nameType": "Organizational"}},
		"titles":        []object{{"title": d.Title, "lang": "en"}},
		"publisher":     object{"name": d.Publisher}, "publicationYear": year,
		"types":    object{"resourceTypeGeneral": "Dataset", "resourceType": "Knowledge graph"},
		"subjects": subjects, "language": "en", "version": d.version(), "url": d.Address, "formats": formats, "sizes": sizes,
		"dates":        []object{{"date": d.Date, "dateType": "Issued"}},
		"rightsList":   []object{{"rights": d.Licence, "rightsUri": d.LicenceURL, "rightsIdentifier": d.Licence, "rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"}},
		"descriptions": []object{{"description": d.Text, "descriptionType": "Abstract", "lang": "en"}},
		"alternateIdentifiers": []object{
			{"alternateIdentifier": d.Hash, "alternateIdentifierType": fmt.Sprintf("SHA-256 of the log up to change set %d", d.Sequence)}},
	})
}

// CFF is a CITATION.cff, which repositories of code and data read.
func (d Description) CFF() []byte {
	text, err := yaml.Marshal(yaml.MapSlice{
		{Key: "cff-version", Value: "1.2.0"},
		{Key: "message", Value: "If you use these data, please cite them as below."},
		{Key: "type", Value: "dataset"},
		{Key: "title", Value: d.Title},
		{Key: "abstract", Value: d.Text},
		{Key: "authors", Value: []yaml.MapSlice{{{Key: "name", Value: d.Publisher}}}},
		{Key: "version", Value: d.version()},
		{Key: "date-released", Value: d.Date},
		{Key: "license", Value: d.Licence},
		{Key: "url", Value: d.Address},
		{Key: "keywords", Value: d.Keywords},
		{Key: "identifiers", Value: []yaml.MapSlice{{{Key: "type", Value: "other"}, {Key: "value", Value: "sha256:" + d.Hash},
			{Key: "description", Value: fmt.Sprintf("The log up to change set %d", d.Sequence)}}}},
	})
	if err != nil {
		panic(err) // texts and lists of them
	}
	return text
}
