package dataset_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/dataset"
)

var update = flag.Bool("update", false, "write the golden files anew")

func described() dataset.Description {
	d := dataset.Praxis()
	d.Address, d.Version, d.Sequence, d.Date = "https://praxis.example/release/2026.1", "2026.1", 37, "2026-11-28"
	d.Hash = strings.Repeat("0f", 32)
	d.Text += ` "Quoted", <b>, back\slash.`
	d.Files = []dataset.File{{Name: "praxis.jsonl", Address: d.Address + "/praxis.jsonl", Media: "application/jsonl", Size: 12, SHA256: strings.Repeat("ab", 32)}}
	return d
}

func TestForms(t *testing.T) {
	d := described()
	for name, got := range map[string][]byte{
		"dataset.jsonld": d.SchemaOrg(), "CITATION.cff": d.CFF(), "datacite.json": d.DataCite(),
	} {
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(file); err != nil || string(want) != string(got) {
			t.Errorf("%s is\n%s\nnot\n%s (%v)", name, got, want, err)
		}
	}
}

// TestDataCite holds what DataCite's schema 4 asks of every record: all but the DOI, which the registry gives.
func TestDataCite(t *testing.T) {
	var record struct {
		SchemaVersion   string
		Creators        []struct{ Name, NameType string }
		Titles          []struct{ Title string }
		Publisher       struct{ Name string }
		PublicationYear string
		Types           struct{ ResourceTypeGeneral string }
		URL             string
		RightsList      []struct{ RightsURI string }
		Dates           []struct{ Date, DateType string }
	}
	if err := json.Unmarshal(described().DataCite(), &record); err != nil {
		t.Fatal(err)
	}
	r := record
	if r.SchemaVersion != "http://datacite.org/schema/kernel-4" || len(r.Creators) != 1 || r.Creators[0].Name == "" || r.Creators[0].NameType != "Organizational" ||
		len(r.Titles) != 1 || r.Titles[0].Title == "" || r.Publisher.Name == "" || r.PublicationYear != "2026" || r.Types.ResourceTypeGeneral != "Dataset" ||
		!strings.HasPrefix(r.URL, "https://") || len(r.RightsList) != 1 || r.Dates[0].DateType != "Issued" {
		t.Errorf("%+v", r)
	}
}

// TestCFF holds what the Citation File Format 1.2.0 asks of every file, and that it says nothing that the format does
// not know.
func TestCFF(t *testing.T) {
	var file map[string]any
	if err := yaml.Unmarshal(described().CFF(), &file); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cff-version", "message", "title", "authors"} {
		if file[name] == nil {
			t.Errorf("without %s", name)
		}
	}
	known := []string{"cff-version", "message", "type", "title", "abstract", "authors", "version", "date-released", "license", "url", "keywords", "identifiers"}
	for name := range file {
		if !slices.Contains(known, name) {
			t.Errorf("the format knows no %s", name)
		}
	}
	if file["cff-version"] != "1.2.0" || file["type"] != "dataset" || file["date-released"] != "2026-11-28" || file["license"] != "CC-BY-4.0" {
		t.Errorf("%v", file)
	}
}
