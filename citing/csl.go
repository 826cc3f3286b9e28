package citing

import (
	"bytes"
	"encoding/json"
)

// item is a work as the Citation Style Language has it in JSON.
type item struct {
	ID        string `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title"`
	Authors   []name `json:"author,omitempty"`
	Container string `json:"container-title,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Issued    *date  `json:"issued,omitempty"`
	Version   string `json:"version,omitempty"`
	Language  string `json:"language,omitempty"`
	URL       string `json:"URL,omitempty"`
	Note      string `json:"note,omitempty"`
}

// name is that of an organisation, which is not taken apart.
type name struct {
	Literal string `json:"literal"`
}

type date struct {
	Parts [][]int `json:"date-parts"`
}

// CSL is the work as a list of one item in CSL-JSON, as citeproc, Zotero and Pandoc read it.
func (w Work) CSL() string {
	one := item{
		ID: w.Key, Type: "dataset", Title: line(w.Title), Container: line(w.Container), Publisher: line(w.Publisher),
		Version: line(w.Version), Language: w.Language, URL: w.Address, Note: line(w.Licence),
	}
	if w.Container != "" {
		one.Type = "entry"
	}
	for _, author := range w.Authors {
		one.Authors = append(one.Authors, name{line(author)})
	}
	if !w.Date.IsZero() {
		day := w.Date.UTC()
		one.Issued = &date{[][]int{{day.Year(), int(day.Month()), day.Day()}}}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	e.Encode([]item{one}) // texts and numbers
	return b.String()
}
