package exchange_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb"
)

const mappingText = `
type: City
id: [Land, Nom]
columns:
  Nom: name/fr
  Naam: name/nl
  Land: {to: country, values: {Belgique: BE}}
  Habitants: {to: observations/population, with: {date: "2021", unit: persons}}
  Urbain: degreeOfUrbanisation
  Langues: officialLanguages
  Wikidata: identifiers/wikidata
  Aussi: alternativeNames/fr
  Dans: {to: territory, by: name}
separator: "/"
constants: {story: {fr: Une ville.}}
citations: [{source: source/s, place: the table}]
`

const tableText = "\ufeffNom;Naam;Land;Habitants;Urbain;Langues;Wikidata;Aussi;Dans;Autre\r\n" +
	"Malines;Mechelen;Belgique;86921;2;nl / fr;Q162022;Machlinia;Flandre;x\r\n" +
	"\"Le \"\"Bourg\"\"\";;Belgique;;;;;;;\r\n" +
	"Perdue;;Belgique;;;;;;Nulle part;\r\n" +
	"\"Ouverte;;Belgique;;;;;;;\r\n" +
	"Courte;;Belgique\r\n" +
	"Dernière;;Belgique;;;;;;;"

const flanders = aSource + "\n" + `{"id":"theme/population","name":"Population","scheme":"INDICATOR","citations":[{"source":"source/s"}]}` + "\n" +
	`{"id":"territory/vlaanderen","name":{"nl":"Vlaanderen","fr":"Flandre"},"level":"REGION","citations":[{"source":"source/s"}]}`

func mapped(t testing.TB) func(*exchange.Import) {
	t.Helper()
	m, err := exchange.ReadMapping(declared, []byte(mappingText))
	if err != nil {
		t.Fatal(err)
	}
	return func(im *exchange.Import) { im.Mapping = m }
}

func TestMapping(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	newCollection().mustRun(t, s, "a.jsonl", flanders)
	c := newCollection(skipping, mapped(t))
	r := c.mustRun(t, s, "b.csv", tableText)
	if r.Created != 3 || r.Refused != 3 {
		t.Errorf("%+v %+v", r, c.found)
	}
	for i, want := range []string{"a quote is opened and not closed", "it has 3 cells, and there are 10 columns", `there is no Territory with the name "Nulle part"`} {
		if f := c.found[i]; f.Line != []int{5, 6, 4}[i] || !strings.Contains(f.Reason, want) {
			t.Errorf("%+v, want %q", f, want)
		}
	}
	if bad := strings.Split(strings.TrimSpace(c.bad["b.csv"].String()), "\n"); len(bad) != 4 || !strings.HasPrefix(bad[2], `"Ouverte`) {
		t.Errorf("%q", bad)
	}
	e, err := s.Entity(ctx, "city/belgique-malines")
	if err != nil || e == nil {
		t.Fatal(err)
	}
	city := e.(*kb.City)
	body, err := s.Body(ctx, e)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := kb.Canonical(body)
	dutch, _ := city.Name.Best("nl")
	if city.Name.Original() != "fr" || dutch != "Mechelen" || city.Country != "BE" || !strings.Contains(string(text), `"value":"86921"`) ||
		len(city.OfficialLanguages) != 2 || city.Identifiers[0].Value != "Q162022" || city.AlternativeNames[0].Text != "Machlinia" || city.Story == nil {
		t.Errorf("%s", text)
	}
	if links, _ := s.LinksFrom(ctx, e); len(links) != 1 || links[0].To != "territory/vlaanderen" {
		t.Errorf("%v", links)
	}
}

func TestMappingRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"type: Town\nid: [a]": "is no type of entity",
		"type: City":          "name in `id` the column",
		"type: City\nid: [a]\ncolumns: {a: colour}":            `City has no field "colour"`,
		"type: City\nid: [a]\ncolumns: {a: practices}":         `no field "practices" that could be written`,
		"type: City\nid: [a]\ncolumns: {a: {to: name, by: x}}": "`by` finds the end of a link",
		"type: City\nid: [a]\ncolums: {a: name}":               "colums",
		"type: City\nid: [a]\ndelimiter: ab":                   "more than one character",
	} {
		if _, err := exchange.ReadMapping(declared, []byte(text)); kb.CodeOf(err) != kb.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// fuzz reads a file of any content: nothing panics, and every record can be validated.
func fuzz(f *testing.F, name string, m *exchange.Mapping, seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		in, _ := fstest.MapFS{name: {Data: []byte(text)}}.Open(name)
		rows, err := exchange.Read(declared, name, in, m, "https://praxis.example/")
		if err != nil {
			return
		}
		last := 0
		for row, err := range rows.Each {
			if err != nil {
				return
			}
			if row.Line <= last || len(row.Raw) == 0 || row.Record == nil && row.Err == nil {
				t.Fatalf("%+v after line %d", row, last)
			}
			if last = row.Line; row.Err == nil {
				cs := kb.ChangeSet{Time: when, Author: "fuzz", Message: "fuzz",
					Changes: append([]kb.Change{{Op: kb.Put, ID: row.Record.ID, Body: row.Record.Body}}, row.Record.Links...)}
				kb.Check(declared, &cs)
			}
		}
	})
}

func FuzzCSV(f *testing.F) {
	fuzz(f, "a.csv", nil, "id,name/fr,name/original,period/from,themes,citations\npractice/a,A,fr,2021,theme/t|theme/u,\"[{\"\"for\"\":1}]\"\n", "id\n\"\n\"", "id,id\na,b")
}

func FuzzMappedCSV(f *testing.F) {
	m, err := exchange.ReadMapping(declared, []byte(mappingText))
	if err != nil {
		f.Fatal(err)
	}
	fuzz(f, "a.csv", m, tableText)
}

func FuzzJSONL(f *testing.F) {
	fuzz(f, "a.jsonl", nil, flanders, `{"id":"practice/a","name":{"fr":[]},"themes":{"to":1},"citations":{"for":{}},"aliases":[1]}`, "[\n{}\n")
}

func FuzzYAML(f *testing.F) {
	fuzz(f, "a.yaml", nil, "about: x\nentities:\n - id: city/a\n   name: {fr: A}\n# so\n - id: city/b\n", "about: x\nentities:\n-\n- - a")
}
