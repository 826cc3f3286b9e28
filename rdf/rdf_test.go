package rdf_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/rdf"
	"github.com/praxis-kb/praxis/store"
)

var (
	declared = schema.MustRead(praxis.Declaration)
	update   = flag.Bool("update", false, "write the golden files anew")
)

// golden compares a text with a file of testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := "testdata/" + file
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs; where it should, run the test with -update\n%s", path, got)
	}
}

// told are entities that between them have each way in which a fact can stand.
var told = []*store.Dumped{
	{ID: "theme/housing", Aliases: []string{"theme/homes"}, Archived: true, Body: []byte(`{"name":{"original":"en","en":"Housing","nl":"Wonen"},"scheme":"THEME",
		"alternativeNames":[{"text":"Lodging","language":"en","citations":[]}],
		"mappings":[{"scheme":"EuroVoc","url":"https://example.org/a b","match":"CLOSE"}],
		"citations":[{"source":"source/s","basis":"EDITORIAL","by":"the editors","reason":{"original":"en","en":"A rule."}}]}`)},
	{ID: "city/capaci", Body: []byte(`{"name":{"original":"it","it":"Capaci"},"country":"IT","latitude":38.1678,"longitude":13,"website":"https://example.org/?a=\"b\"",
		"observations":[{"indicator":"theme/population","value":"11604","preferred":true,"date":"2019","citations":[{"source":"source/s","basis":"STATED","place":"p. \"3\"\n"}]}]}`)},
	{ID: "transfer/a-to-b", Body: []byte(`{"name":{"original":"en","en":"A to B"},"mode":"REPLICATED","status":"IMPLEMENTED","statusAsOf":"2021-05",
		"citations":[{"source":"source/s","basis":"STATED"},{"source":"source/t","basis":"INFERRED","field":"statusAsOf","reason":{"original":"en","en":"It was seen."}}]}`),
		Links: []kb.Change{
			{ID: "transfer/a-to-b", Kind: "transfer.from", To: "practice/a"}, {ID: "transfer/a-to-b", Kind: "transfer.from", To: "practice/c", Position: 1},
			{ID: "transfer/a-to-b", Kind: "transfer.result", To: "practice/b"}}},
	{ID: "practice/b", Body: []byte(`{"name":{"original":"en","en":"B"},"period":{"from":"2020","until":"2021-05-03"}}`),
		Links: []kb.Change{{ID: "practice/b", Kind: "practice.carriedBy", To: "organisation/o", Qualifier: "FUNDER", Properties: map[string]any{"role": "FUNDER"},
			Citations: []any{map[string]any{"source": "source/s", "basis": "STATED"}}}}},
}

func TestDescribe(t *testing.T) {
	d := &rdf.Describer{Schema: declared, Base: "https://praxis.example/"}
	var all strings.Builder
	for _, e := range told {
		lines, err := d.Entity(e)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(strings.Join(lines, ""))
	}
	golden(t, "told.nt", all.String())
}

// TestCatalogue writes the catalogue of a release with a file of known size and hash, and one of neither.
func TestCatalogue(t *testing.T) {
	var out strings.Builder
	err := rdf.WriteCatalogue(&out, declared, rdf.Catalogue{
		Base: "https://praxis.example/", Dataset: "https://praxis.example/release/2026", Version: "2026", Modified: "2026-11-22", Licence: "https://creativecommons.org/licenses/by/4.0/",
		Files: []rdf.Distribution{
			{Address: "https://praxis.example/dump/praxis.nt", Media: "application/n-triples", Title: "N-Triples"},
			{Address: "https://praxis.example/dump/praxis.db", Media: "application/vnd.sqlite3", Title: "SQLite", Bytes: 12, SHA256: "00ff"},
		}})
	if err != nil {
		t.Fatal(err)
	}
	for _, wanted := range []string{
		"dcat:dataset <https://praxis.example/release/2026>", `dct:modified "2026-11-22"^^xsd:date`, `dcat:version "2026"`,
		"language/LAV>", "dcat:downloadURL <https://praxis.example/dump/praxis.nt>", "media-types/application/n-triples>",
		`dcat:byteSize "12"^^xsd:nonNegativeInteger`, `spdx:checksumValue "00ff"^^xsd:hexBinary`,
	} {
		if strings.Count(out.String(), wanted) != 1 {
			t.Errorf("it does not say %s once", wanted)
		}
	}
}

// TestTheVocabularyNamesWhatIsWritten looks for our own names, how they stand to those of others, and labels.
func TestTheVocabularyNamesWhatIsWritten(t *testing.T) {
	var out strings.Builder
	if err := rdf.WriteVocabulary(&out, declared); err != nil {
		t.Fatal(err)
	}
	for _, wanted := range []string{
		"praxis:Benchmark\n  a owl:Class", "rdfs:subClassOf cv:ReferenceFramework, prov:Entity", "<urn:praxis:PracticeStatus/RUNNING>\n  a skos:Concept",
		"<urn:praxis:ConceptScheme/THEME>\n  a skos:ConceptScheme", "<urn:praxis:Channel/APP>\n  a skos:Concept, cv:Channel", "praxis:howItWorks\n  a rdf:Property",
		`skos:notation "RUNNING"`, `"Läuft"@de`,
	} {
		if !strings.Contains(out.String(), wanted) {
			t.Errorf("it does not say %s", wanted)
		}
	}
	if strings.Contains(out.String(), "praxis:name\n") || strings.Contains(out.String(), "ChangeAction") {
		t.Error("it explains what others name, or what the API alone speaks of")
	}
}
