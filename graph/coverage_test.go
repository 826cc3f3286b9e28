package graph_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// asks are, on top of the grounds, three key factors (the third context) of the benchmark with questions, three more
// practices in two countries, and alignments: the first is answered, the second has a counter-example only.
const asks = `mutation { commit(input: {message: "Asks", changes: [
	{create: {id: "territory/be", entity: {territory: {name: {language: EN, text: "Belgium"}, level: COUNTRY, CITE}}}}
	{create: {id: "territory/fl", entity: {territory: {name: {language: EN, text: "Flanders"}, level: REGION, partOf: {to: "territory/be"}, CITE}}}}
	{create: {id: "territory/lv", entity: {territory: {name: {language: EN, text: "Latvia"}, level: COUNTRY, CITE}}}}
	{create: {id: "association/v", entity: {association: {name: {language: EN, text: "V"}, level: REGIONAL, CITE}}}}
	{create: {id: "theme/population", entity: {theme: {name: {language: EN, text: "Population"}, scheme: INDICATOR, CITE}}}}
	{create: {id: "theme/a1", entity: {theme: {name: {language: EN, text: "A1"}, scheme: THEME, broader: {to: "theme/a"}, CITE}}}}
	{update: {id: "city/c", entity: {city: {territory: {to: "territory/fl"}, associations: [{to: "association/v"}]}}}}
	{observe: {id: "city/c", observations: [{indicator: "theme/population", value: "30000", preferred: true, citations: [{source: "source/s", basis: STATED}]}]}}
	{create: {id: "city/d", entity: {city: {name: {language: EN, text: "D"}, country: "LV", territory: {to: "territory/lv"}, CITE}}}}
	{update: {id: "benchmark/b", entity: {benchmark: {themes: [{to: "theme/a"}], completenessNote: {language: EN, text: "The report is not public."}}}}}
	{create: {id: "key-factor/one", entity: {keyFactor: {name: {language: EN, text: "One"}, kind: KEY, number: 1, benchmark: {to: "benchmark/b"}, CITE}}}}
	{create: {id: "key-factor/two", entity: {keyFactor: {name: {language: EN, text: "Two"}, kind: KEY, number: 2, benchmark: {to: "benchmark/b"}, CITE}}}}
	{create: {id: "key-factor/context", entity: {keyFactor: {name: {language: EN, text: "Context"}, kind: CONTEXT, benchmark: {to: "benchmark/b"}, CITE}}}}
	{create: {id: "guiding-question/x", entity: {guidingQuestion: {name: {language: EN, text: "X?"}, number: 1, context: {to: "key-factor/one"}, CITE}}}}
	{create: {id: "guiding-question/y", entity: {guidingQuestion: {name: {language: EN, text: "Y?"}, number: 2, context: {to: "key-factor/one"}, CITE}}}}
	{create: {id: "practice/q", entity: {practice: {name: {language: EN, text: "Quay"}, form: IN_PLACE, status: RUNNING, city: {to: "city/d"}, themes: [{to: "theme/a1"}], CITE}}}}
	{create: {id: "practice/r", entity: {practice: {name: {language: EN, text: "Road"}, form: MODEL, status: UNKNOWN, themes: [{to: "theme/a1"}], CITE}}}}
	{create: {id: "practice/s", entity: {practice: {name: {language: EN, text: "Sea"}, form: IN_PLACE, status: RUNNING, territory: {to: "territory/lv"}, themes: [{to: "theme/b"}], CITE}}}}
	{link: {from: "practice/p", kind: ALIGNS_WITH, to: "key-factor/one", properties: {alignment: {relation: MEETS, note: {language: NL, text: "Zo"}}}, citations: [{source: "source/s", basis: STATED}]}}
	{link: {from: "practice/s", kind: ALIGNS_WITH, to: "key-factor/one", properties: {alignment: {relation: ILLUSTRATES}}, citations: [{source: "source/s", basis: STATED}]}}
	{link: {from: "practice/s", kind: ALIGNS_WITH, to: "key-factor/two", properties: {alignment: {relation: COUNTER_EXAMPLE}}, citations: [{source: "source/s", basis: STATED}]}}
]}) { sequence userErrors { path message } } }`

func (w *writing) asks() *writing {
	w.Helper()
	w.ground()
	var got map[string]struct{ UserErrors []struct{ Message string } }
	text := strings.ReplaceAll(asks, "CITE", `citations: [{source: "source/s", basis: STATED}]`)
	if _, code := w.send("eve", text, &got); code != "" || len(got["commit"].UserErrors) > 0 {
		w.Fatal(code, got)
	}
	return w
}

type coverageRow struct {
	Target        struct{ ID string }
	Kind          string
	PracticeCount int
	Gap           bool
	Cells         []struct {
		Practice       struct{ ID string }
		Relation, Note string
		Link           struct{ Citations []struct{ Basis string } }
	}
}

func (r coverageRow) String() string {
	text := r.Target.ID
	for _, c := range r.Cells {
		text += " " + c.Practice.ID + "=" + c.Relation
	}
	if r.Gap {
		text += " gap"
	}
	return text
}

type coverage struct {
	Incompleteness                *string
	PracticeCount, UnalignedCount int
	Rows, Gaps                    []coverageRow
	Unaligned                     []struct{ ID string }
	Groups                        []struct {
		Name, SizeClass string
		PracticeCount   int
		Gaps            []coverageRow
	}
}

const coverageFields = ` { incompleteness practiceCount unalignedCount unaligned { id }
	rows { target { ... on Node { id } } kind practiceCount gap cells { practice { id } relation note link { citations { basis } } } }
	gaps { target { ... on Node { id } } } groups(by: %s) { name sizeClass practiceCount gaps { target { ... on Node { id } } } } } }`

func (w *writing) coverage(filter, by string) coverage {
	w.Helper()
	var got struct{ Coverage coverage }
	if _, code := w.send("nobody", `{ coverage(benchmark: "benchmark/b"`+filter+`)`+fmt.Sprintf(coverageFields, by), &got); code != "" {
		w.Fatal(code)
	}
	return got.Coverage
}

func TestCoverageShowsGapsBothWays(t *testing.T) {
	w := newWriting(t, desk.Options{}).asks()
	c := w.coverage("", "COUNTRY")
	if want := "[key-factor/one practice/p=MEETS practice/s=ILLUSTRATES key-factor/two practice/s=COUNTER_EXAMPLE gap key-factor/context]"; fmt.Sprint(c.Rows) != want {
		t.Errorf("rows are %v", c.Rows)
	}
	if cell := c.Rows[0].Cells[0]; cell.Note != "Zo" || len(cell.Link.Citations) != 1 || c.Rows[2].Kind != "CONTEXT" {
		t.Errorf("%+v %+v", cell, c.Rows[2])
	}
	if len(c.Gaps) != 1 || c.PracticeCount != 2 || c.UnalignedCount != 2 || fmt.Sprint(c.Unaligned) != "[{practice/q} {practice/r}]" {
		t.Errorf("%+v", c)
	}
	if c.Incompleteness == nil || !strings.Contains(*c.Incompleteness, "a part") || !strings.Contains(*c.Incompleteness, "The report is not public.") {
		t.Error(c.Incompleteness)
	}
}

func TestCoverageByPlace(t *testing.T) {
	w := newWriting(t, desk.Options{}).asks()
	for by, want := range map[string]string{
		"COUNTRY":     "Belgium: 1 [key-factor/two]; Latvia: 1 [key-factor/two]; ",
		"ASSOCIATION": "V: 1 [key-factor/two]; : 1 [key-factor/two]; ",
		"SIZE_CLASS":  "20,000 to 50,000 inhabitants: 1 [key-factor/two]; : 1 [key-factor/two]; ",
	} {
		got := ""
		for _, g := range w.coverage("", by).Groups {
			got += fmt.Sprintf("%s: %d %v; ", g.Name, g.PracticeCount, g.Gaps)
		}
		if got != want {
			t.Errorf("by %s: %s", by, got)
		}
	}
	for filter, want := range map[string]int{
		`, filter: {territories: ["territory/fl"]}`:                             1,
		`, filter: {territories: ["territory/lv", "territory/be"]}`:             2,
		`, filter: {associations: ["association/v"], sizeClasses: [FROM_20K]}`:  1,
		`, filter: {associations: ["association/v"], sizeClasses: [BELOW_20K]}`: 0,
	} {
		if c := w.coverage(filter, "COUNTRY"); c.PracticeCount != want {
			t.Errorf("%s: %d", filter, c.PracticeCount)
		}
	}
	if c := w.coverage(`, filter: {territories: ["territory/lv"]}`, "COUNTRY"); c.UnalignedCount != 1 || c.Unaligned[0].ID != "practice/q" {
		t.Errorf("%+v", c.Unaligned)
	}
	var got any
	if _, code := w.send("nobody", `{ coverage(benchmark: "benchmark/b", filter: {territories: ["city/c"]}) { practiceCount } }`, &got); code != "INVALID" {
		t.Error(code, got)
	}
}

func TestABenchmarkWithoutKeyFactorsIsCovered(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	if c := w.coverage("", "COUNTRY"); fmt.Sprint(c.Rows) != "[benchmark/b gap]" || c.Incompleteness == nil {
		t.Errorf("%+v", c)
	}
	w.wrote("eve", `align(input: {message: "m", lines: [{practice: "practice/p", with: "benchmark/b", relation: ILLUSTRATES, citations: [{source: "source/s", basis: STATED}]}]})`)
	if c := w.coverage("", "COUNTRY"); fmt.Sprint(c.Rows) != "[benchmark/b practice/p=ILLUSTRATES]" {
		t.Errorf("%+v", c)
	}
}

// large loads a benchmark of 20 key factors with so many practices, in ten cities.
func large(tb testing.TB, practices int) (*store.Store, *graph.Server) {
	tb.Helper()
	s, server := fresh(tb)
	cite := []any{map[string]any{"source": "source/s", "basis": "STATED"}}
	put := func(id string, fields map[string]any) kb.Change {
		fields["name"], fields["citations"] = id, cite
		return kb.Change{Op: kb.Put, ID: id, Body: fields}
	}
	join := func(from, kind, to string) kb.Change { return kb.Change{Op: kb.Join, ID: from, Kind: kind, To: to} }
	changes := []kb.Change{{Op: kb.Put, ID: "source/s", Body: map[string]any{"name": "S", "kind": "WEB_PAGE"}},
		put("territory/be", map[string]any{"level": "COUNTRY"}),
		put("benchmark/b", map[string]any{"kind": "GENERAL", "status": "PUBLISHED", "completeness": "COMPLETE"})}
	for n := range 10 {
		id := fmt.Sprint("city/c", n)
		changes = append(changes, put(id, map[string]any{"country": "BE"}), join(id, "city.in", "territory/be"))
	}
	for n := range 20 {
		id := fmt.Sprint("key-factor/k", n)
		changes = append(changes, put(id, map[string]any{"kind": "KEY", "number": n + 1}), join(id, "key-factor.partOf", "benchmark/b"))
	}
	for n := range practices {
		id := fmt.Sprint("practice/p", n)
		aligned := join(id, "practice.alignsWith", fmt.Sprint("key-factor/k", n%19))
		aligned.Properties, aligned.Citations = map[string]any{"relation": "MEETS"}, cite
		changes = append(changes, put(id, map[string]any{"form": "IN_PLACE", "status": "RUNNING"}), join(id, "practice.doneIn", fmt.Sprint("city/c", n%10)), aligned)
	}
	if _, err := s.Commit(context.Background(), kb.ChangeSet{Time: store.Now(), Author: "test", Message: "test", Changes: changes}); err != nil {
		tb.Fatal(err)
	}
	return s, server
}

const largeQuery = `{ coverage(benchmark: "benchmark/b", filter: {territories: ["territory/be"]}) { incompleteness practiceCount gaps { target { ... on Node { id } } }
	rows { practiceCount cells(first: 5) { practice { name } relation } } groups(by: COUNTRY) { name practiceCount } } }`

func TestCoverageOfALargeBenchmark(t *testing.T) {
	const practices = 2_000
	_, server := large(t, practices)
	a := server.Execute(context.Background(), graph.Request{Query: largeQuery}, false)
	for _, want := range []string{`"practiceCount":2000,"gaps":[{"target":{"id":"key-factor/k19"}}]`, `"incompleteness":null`, `"groups":[{"name":"territory/be","practiceCount":2000}]`} {
		if !strings.Contains(string(a.Body), want) {
			t.Errorf("no %s in %.300s", want, a.Body)
		}
	}
	if n := strings.Count(string(a.Body), `"relation"`); n != 19*5 {
		t.Errorf("%d cells", n)
	}
}

func BenchmarkCoverageOfALargeBenchmark(b *testing.B) {
	_, server := large(b, 2_000)
	ctx := desk.WithActor(context.Background(), desk.Actor{Name: "known", Role: kb.RoleReader}) // whose answers are not kept
	for b.Loop() {
		if a := server.Execute(ctx, graph.Request{Query: largeQuery}, false); !a.Whole() {
			b.Fatal(string(a.Body))
		}
	}
}

func TestOnlyAnEditionOfOursTakesWhatWeAdd(t *testing.T) {
	w := newWriting(t, desk.Options{}).asks()
	add := func(id, benchmark, basis string) written {
		return w.write("eve", `createKeyFactor(input: {message: "m", id: "key-factor/`+id+`", keyFactor: {name: {language: EN, text: "Ours"}, kind: KEY, number: 3,
			benchmark: {to: "`+benchmark+`"}, citations: [{source: "source/s", basis: `+basis+`, by: "eve", reason: {language: EN, text: "We think so."}}]}})`)
	}
	p := add("ours", "benchmark/b", "EDITORIAL")
	if len(p.Errors) != 1 || !strings.Contains(p.Errors[0].Message, "createEdition") || !slices.Equal(p.Errors[0].Path, []string{"input", "keyFactor", "benchmark"}) {
		t.Fatalf("%+v", p)
	}
	if p := add("stated", "benchmark/b", "STATED"); len(p.Errors) != 0 {
		t.Errorf("what a source states is refused where the list is not whole: %+v", p.Errors)
	}
	w.wrote("eve", `updateKeyFactor(input: {message: "m", id: "key-factor/one", keyFactor: {benchmark: {to: "benchmark/b"}, number: 4}})`)
	w.wrote("eve", `updateBenchmark(input: {message: "m", id: "benchmark/b", benchmark: {completeness: COMPLETE}})`)
	if p := add("late", "benchmark/b", "STATED"); len(p.Errors) != 1 {
		t.Errorf("a whole list takes more: %+v", p)
	}
	w.wrote("eve", `commit(input: {message: "A benchmark with all it has", changes: [
		{create: {id: "benchmark/new", entity: {benchmark: {name: {language: EN, text: "New"}, kind: GENERAL, status: PUBLISHED, completeness: COMPLETE, citations: [{source: "source/s", basis: STATED}]}}}}
		{create: {id: "key-factor/new", entity: {keyFactor: {name: {language: EN, text: "New"}, kind: KEY, benchmark: {to: "benchmark/new"}, citations: [{source: "source/s", basis: STATED}]}}}}]})`)
	made := w.wrote("eve", `createEdition(input: {message: "m", of: "benchmark/b", edition: "2027", source: "source/t", reason: {language: EN, text: "What our towns add."}})`)
	if made.Entity.ID != "benchmark/b-2027" {
		t.Fatalf("%+v", made.Entity)
	}
	if p := add("ours", made.Entity.ID, "EDITORIAL"); len(p.Errors) != 0 {
		t.Errorf("%+v", p)
	}
	var got struct {
		Benchmark struct {
			Status, Edition string
			DerivedFrom     struct{ Nodes []struct{ ID string } }
			Citations       []struct{ Basis, By string }
			KeyFactors      struct {
				Nodes []struct {
					ID               string
					GuidingQuestions struct{ TotalCount int }
				}
			}
		}
	}
	w.send("nobody", `{ benchmark(slug: "b-2027") { status edition derivedFrom { nodes { id } } citations(basis: EDITORIAL) { basis by } keyFactors(orderBy: {field: NUMBER, direction: ASC}) { nodes { id guidingQuestions { totalCount } } } } }`, &got)
	b := got.Benchmark
	if b.Status != "EDITORIAL" || b.Edition != "2027" || fmt.Sprint(b.DerivedFrom.Nodes) != "[{benchmark/b}]" || len(b.Citations) != 1 || b.Citations[0].By != "eve" {
		t.Errorf("%+v", b)
	}
	if n := len(b.KeyFactors.Nodes); n != 5 {
		t.Errorf("%+v", b.KeyFactors)
	}
	for _, f := range b.KeyFactors.Nodes {
		if f.ID == "key-factor/one-2027" && f.GuidingQuestions.TotalCount != 2 {
			t.Error("its questions are not copied")
		}
	}
}
