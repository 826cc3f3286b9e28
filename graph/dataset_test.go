package graph_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/desk"
)

type category struct {
	Value *string
	Label string
	Count int
}

type table struct {
	Total                       int
	Rows, Columns               []category
	Cells                       []struct{ Row, Column, Count int }
	OmittedRows, OmittedColumns int
}

const tableFields = "{ total rows { value label count } columns { value label count } cells { row column count } omittedRows omittedColumns }"

// tableOf asks for a table of the corpus.
func tableOf(t *testing.T, arguments string) table {
	t.Helper()
	var data struct {
		Dataset struct{ ContingencyTable table }
	}
	reply := ask(t, serve(t), "{ dataset { contingencyTable("+arguments+") "+tableFields+" } }", nil)
	if err := json.Unmarshal(reply.Data, &data); err != nil || len(reply.Errors) > 0 {
		t.Fatalf("%v %s", err, reply.body)
	}
	return data.Dataset.ContingencyTable
}

// counts are the cells of a table by the values of row and column.
func (t table) counts() map[string]int {
	all := map[string]int{}
	for _, c := range t.Cells {
		all[valueOf(t.Rows[c.Row])+" "+valueOf(t.Columns[c.Column])] = c.Count
	}
	return all
}

func valueOf(c category) string {
	if c.Value == nil {
		return "?"
	}
	return *c.Value
}

// TestThemesByCountry counts the practices of the corpus one by one, and compares.
func TestThemesByCountry(t *testing.T) {
	const up = "id level partOf { id level partOf { id level partOf { id level partOf { id level } } } }"
	type land struct {
		ID, Level string
		PartOf    *land
	}
	type theme struct {
		ID      string
		Broader *theme
	}
	var data struct {
		Practices struct {
			Nodes []struct {
				City      *struct{ Territory *land }
				Territory *land
				Themes    struct{ Nodes []theme }
			}
		}
	}
	reply := ask(t, serve(t), "{ practices(first: 100) { nodes { city { territory { "+up+" } } territory { "+up+" } themes { nodes { id broader { id broader { id broader { id } } } } } } } }", nil)
	if err := json.Unmarshal(reply.Data, &data); err != nil || len(reply.Errors) > 0 {
		t.Fatalf("%v %s", err, reply.body)
	}
	want := map[string]int{}
	for _, p := range data.Practices.Nodes {
		place, themes := p.Territory, map[string]bool{}
		if p.City != nil {
			place = p.City.Territory
		}
		for place != nil && place.Level != "COUNTRY" {
			place = place.PartOf
		}
		country := "?"
		if place != nil {
			country = place.ID
		}
		for _, one := range p.Themes.Nodes {
			for wider := &one; wider != nil; wider = wider.Broader {
				themes[wider.ID] = true
			}
		}
		for id := range themes {
			want[id+" "+country]++
		}
	}
	got := tableOf(t, "rows: THEME, columns: COUNTRY, types: [PRACTICE], first: 100")
	if !maps.Equal(got.counts(), want) || got.Total != len(data.Practices.Nodes) {
		t.Errorf("%d: %v\nand wanted was\n%d: %v", got.Total, got.counts(), len(data.Practices.Nodes), want)
	}
}

// TestTablesAddUp: where each thing has one value, the counts of rows, columns and cells add up to the same.
func TestTablesAddUp(t *testing.T) {
	for _, arguments := range []string{
		"rows: TYPE, columns: STATUS, first: 100", "rows: STATUS, columns: TYPE, first: 100", "rows: EVIDENCE, columns: TYPE, first: 100",
		"of: CITATIONS, rows: SOURCE, columns: BASIS, first: 100", "of: CITATIONS, rows: TYPE, columns: SOURCE, first: 100", "rows: TYPE, columns: TYPE, first: 100",
	} {
		got := tableOf(t, arguments)
		rows, columns, cells := 0, 0, 0
		for _, c := range got.Rows {
			rows += c.Count
		}
		for _, c := range got.Columns {
			columns += c.Count
		}
		for _, c := range got.Cells {
			cells += c.Count
		}
		if got.Total == 0 || rows != got.Total || columns != got.Total || cells != got.Total {
			t.Errorf("%s: %d, by rows %d, by columns %d, by cells %d", arguments, got.Total, rows, columns, cells)
		}
	}
	few, all := tableOf(t, "rows: SOURCE, columns: TYPE, first: 3"), tableOf(t, "rows: SOURCE, columns: TYPE, first: 100")
	if len(few.Rows) != 3 || len(few.Columns) != 3 || few.OmittedRows != len(all.Rows)-3 || few.OmittedColumns != len(all.Columns)-3 ||
		valueOf(few.Rows[2]) != valueOf(all.Rows[2]) || few.Rows[2].Count != all.Rows[2].Count {
		t.Errorf("three of all: %+v", few)
	}
}

// TestUnknownIsAValue: what may have a value and has none stands under unknown, and what cannot have one is not counted.
func TestUnknownIsAValue(t *testing.T) {
	got := tableOf(t, "rows: COUNTRY, columns: TYPE, types: [PRACTICE, CHALLENGE], first: 100")
	for _, c := range got.Columns {
		if valueOf(c) != "practice" {
			t.Errorf("%s is counted by country", valueOf(c))
		}
	}
	var data struct{ Practices struct{ TotalCount int } }
	reply := ask(t, serve(t), "{ practices(filter: {city: {exists: false}, territory: {exists: false}}) { totalCount } }", nil)
	if err := json.Unmarshal(reply.Data, &data); err != nil {
		t.Fatal(err)
	}
	if n := got.counts()["? practice"]; n == 0 || n != data.Practices.TotalCount {
		t.Errorf("%d practices have no country, and %d no place", n, data.Practices.TotalCount)
	}
	if i := slices.IndexFunc(got.Rows, func(c category) bool { return c.Value == nil }); i < 0 || got.Rows[i].Label != "Unknown" {
		t.Errorf("%+v", got.Rows)
	}
}

// TestCompleteness compares with what filters count.
func TestCompleteness(t *testing.T) {
	var data struct {
		Dataset struct {
			Completeness []struct {
				Type, Field    string
				Known, Unknown int
				Share          float64
			}
		}
		City, Themes, AsOf struct{ TotalCount int }
	}
	reply := ask(t, serve(t), `{ dataset { completeness(types: [PRACTICE, TRANSFER]) { type field known unknown share } }
		city: practices(filter: {city: {exists: false}}) { totalCount } themes: practices(filter: {themes: {exists: false}}) { totalCount }
		asOf: transfers(filter: {statusAsOf: {exists: false}}) { totalCount } }`, nil)
	if err := json.Unmarshal(reply.Data, &data); err != nil || len(reply.Errors) > 0 {
		t.Fatalf("%v %s", err, reply.body)
	}
	want := map[string]int{"PRACTICE city": data.City.TotalCount, "PRACTICE themes": data.Themes.TotalCount, "TRANSFER statusAsOf": data.AsOf.TotalCount}
	for _, f := range data.Dataset.Completeness {
		name := f.Type + " " + f.Field
		if unknown, known := want[name]; known && unknown != f.Unknown {
			t.Errorf("%s is unknown %d times, and %d were counted", name, f.Unknown, unknown)
		}
		if delete(want, name); math.Abs(f.Share-float64(f.Known)/float64(f.Known+f.Unknown)) > 1e-9 {
			t.Errorf("%s: %+v", name, f)
		}
		if f.Field == "name" || f.Field == "from" {
			t.Errorf("%s may not be left open", name)
		}
	}
	if len(want) > 0 {
		t.Errorf("nothing is said of %v", want)
	}
}

func TestCentrality(t *testing.T) {
	type node struct {
		Entity              struct{ ID string }
		Place               int
		PageRank            float64
		InDegree, OutDegree int
		Degrees             []struct{ In, Out int }
	}
	type centrality struct {
		Formula              string
		NodeCount, LinkCount int
		Nodes                []node
	}
	var data struct {
		Dataset struct{ Practices, Cities, Transfers, Second centrality }
	}
	fields := "{ formula nodeCount linkCount nodes { entity { id } place pageRank inDegree outDegree degrees { in out } } }"
	reply := ask(t, serve(t), "{ dataset { practices: centrality(of: PRACTICE, first: 100) "+fields+" cities: centrality(of: CITY, first: 100) "+fields+
		" transfers: centrality(of: TRANSFER, first: 100) "+fields+" second: centrality(of: CITY, first: 1, skip: 1) "+fields+" } }", nil)
	if err := json.Unmarshal(reply.Data, &data); err != nil || len(reply.Errors) > 0 {
		t.Fatalf("%v %s", err, reply.body)
	}
	sum, in, out, count := 0.0, 0, 0, 0
	for _, c := range []centrality{data.Dataset.Practices, data.Dataset.Cities, data.Dataset.Transfers} {
		for i, n := range c.Nodes {
			to, from := 0, 0
			for _, d := range n.Degrees {
				to, from = to+d.In, from+d.Out
			}
			if to != n.InDegree || from != n.OutDegree || n.Place != i+1 || i > 0 && c.Nodes[i-1].PageRank < n.PageRank {
				t.Errorf("%+v", n)
			}
			sum, in, out, count = sum+n.PageRank, in+n.InDegree, out+n.OutDegree, count+1
		}
	}
	whole := data.Dataset.Cities
	if math.Abs(sum-1) > 1e-9 || in != whole.LinkCount || out != whole.LinkCount || count != whole.NodeCount {
		t.Errorf("%v of rank, %d in, %d out, %d nodes; %d links and %d nodes are told", sum, in, out, count, whole.LinkCount, whole.NodeCount)
	}
	if fmt.Sprint(data.Dataset.Second.Nodes) != fmt.Sprint(whole.Nodes[1:2]) {
		t.Errorf("the second city is %+v", data.Dataset.Second.Nodes)
	}
	if r := ask(t, serve(t), "{ dataset { centrality(of: SOURCE) { nodeCount } } }", nil); len(r.Errors) != 1 || !strings.Contains(r.Errors[0].Message, "PRACTICE, CITY or TRANSFER") {
		t.Errorf("%s", r.body)
	}
}

// TestGraphLayout holds the columns together.
func TestGraphLayout(t *testing.T) {
	type columns struct {
		Omitted                  int
		TypeNames, IDs, Names    []string
		Types, Degrees, From, To []int
		X, Y                     []float64
		Themes                   []struct{ ID string }
		About                    [][]int
		Nodes                    []struct {
			Entity struct{ ID, Name string }
			Degree int
		}
	}
	var data struct {
		Dataset struct{ All, Few columns }
	}
	fields := "{ omitted typeNames ids names types degrees x y from to themes { id } about nodes(first: 3, skip: 2) { entity { id name } degree } }"
	reply := ask(t, serve(t), "{ dataset { all: graphLayout "+fields+" few: graphLayout(first: 10) "+fields+" } }", nil)
	if err := json.Unmarshal(reply.Data, &data); err != nil || len(reply.Errors) > 0 {
		t.Fatalf("%v %s", err, reply.body)
	}
	all, few := data.Dataset.All, data.Dataset.Few
	n, degrees := len(all.IDs), make([]int, len(all.IDs))
	for i := range all.From {
		degrees[all.From[i]]++
		degrees[all.To[i]]++
	}
	if n < 300 || len(all.Names) != n || len(all.Types) != n || len(all.X) != n || len(all.Y) != n || !slices.Equal(degrees, all.Degrees) || slices.Contains(degrees, 0) {
		t.Fatalf("%d ids, %d names, %d types, %d and %d places, degrees %v and %v", n, len(all.Names), len(all.Types), len(all.X), len(all.Y), degrees, all.Degrees)
	}
	for i, id := range all.IDs {
		if typ := all.TypeNames[all.Types[i]]; !strings.EqualFold(strings.ReplaceAll(typ, "_", "-"), strings.Split(id, "/")[0]) {
			t.Errorf("%s is a %s", id, typ)
		}
	}
	for i, n := range all.Nodes {
		if n.Entity.ID != all.IDs[i+2] || n.Entity.Name != all.Names[i+2] || n.Degree != all.Degrees[i+2] {
			t.Errorf("%+v", n)
		}
	}
	if len(few.IDs) != 10 || !slices.Equal(few.IDs, all.IDs[:10]) || !slices.Equal(few.X, all.X[:10]) || few.Omitted != all.Omitted+n-10 || len(few.From) == 0 {
		t.Errorf("ten of all: %+v", few)
	}
	for _, places := range few.About {
		if len(places) == 0 || slices.Max(places) >= 10 {
			t.Errorf("about a theme: %v", places)
		}
	}
}

// circles are, on top of the grounds, transfers that run in a circle (p, q, p), one that leads into it, two sources for one
// fact, and two values for one indicator.
const circles = `mutation { commit(input: {message: "Circles", changes: [
	{create: {id: "practice/q", entity: {practice: {name: {language: EN, text: "Q"}, form: MODEL, status: RUNNING, CITE}}}}
	{create: {id: "practice/first", entity: {practice: {name: {language: EN, text: "First"}, form: MODEL, status: RUNNING, CITE}}}}
	{create: {id: "transfer/a", entity: {transfer: {name: {language: EN, text: "A"}, mode: ADAPTED, status: IMPLEMENTED, from: [{to: "practice/p"}], results: [{to: "practice/q"}], CITE}}}}
	{create: {id: "transfer/b", entity: {transfer: {name: {language: EN, text: "B"}, mode: ADAPTED, status: IMPLEMENTED, from: [{to: "practice/q"}], results: [{to: "practice/p"}], CITE}}}}
	{create: {id: "transfer/in", entity: {transfer: {name: {language: EN, text: "In"}, mode: ADAPTED, status: IMPLEMENTED, from: [{to: "practice/first"}], results: [{to: "practice/q"}], to: {to: "city/c"}, CITE}}}}
	{create: {id: "theme/people", entity: {theme: {name: {language: EN, text: "People"}, scheme: INDICATOR, CITE}}}}
	{observe: {id: "city/c", observations: [
		{indicator: "theme/people", value: "30000", date: "2020", preferred: false, reason: {language: EN, text: "older"}, citations: [{source: "source/s", basis: STATED}]}
		{indicator: "theme/people", value: "31000", date: "2020", preferred: true, reason: {language: EN, text: "exact"}, citations: [{source: "source/t", basis: STATED}, {source: "source/s", basis: STATED}]}]}}
]}) { sequence userErrors { path message } } }`

// TestChainsAndDisagreements works on a small graph whose answers are known, and asks again after a change.
func TestChainsAndDisagreements(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	var data struct {
		Dataset struct {
			TransferChains struct {
				Lengths []struct{ Length, Count int }
				Chains  []struct {
					Circular bool
					Steps    []struct {
						Practice, Transfer struct{ ID string }
						Result, To         *struct{ ID string }
					}
				}
			}
			Disagreements struct {
				Count, SameTimeCount int
				Items                []struct {
					Entity, Indicator struct{ ID string }
					SameTime          bool
					Observations      []struct{ Value string }
				}
				Sources []struct {
					One, Other struct{ ID string }
					Count      int
				}
			}
			SourceConcentration struct {
				Facts, SoleFacts int
				Herfindahl       float64
				Sources          []struct {
					Source           struct{ ID string }
					Facts, SoleFacts int
				}
			}
		}
	}
	const question = `{ dataset {
		transferChains { lengths { length count } chains { circular steps { practice { id } transfer { id } result { id } to { ... on City { id } } } } }
		disagreements { count sameTimeCount items { entity { id } indicator { id } sameTime observations { value } } sources { one { id } other { id } count } }
		sourceConcentration { facts soleFacts herfindahl sources { source { id } facts soleFacts } } } }`
	answer := func() string {
		if _, code := w.send("", question, &data); code != "" {
			t.Fatal(code)
		}
		return fmt.Sprintf("%+v", data.Dataset)
	}
	if got := answer(); !strings.Contains(got, "Chains:[]") || !strings.Contains(got, "Count:0 SameTimeCount:0 Items:[] Sources:[]") {
		t.Errorf("%s", got)
	}
	before := data.Dataset.SourceConcentration
	var got map[string]struct{ UserErrors []struct{ Message string } }
	if _, code := w.send("eve", strings.ReplaceAll(circles, "CITE", `citations: [{source: "source/s", basis: STATED}]`), &got); code != "" || len(got["commit"].UserErrors) > 0 {
		t.Fatal(code, got)
	}
	answer()
	chains := data.Dataset.TransferChains
	if len(chains.Chains) != 1 || !chains.Chains[0].Circular || len(chains.Chains[0].Steps) != 3 {
		t.Fatalf("%+v", chains)
	}
	way := ""
	for _, s := range chains.Chains[0].Steps {
		way += s.Practice.ID + " > " + s.Transfer.ID + " > " + s.Result.ID + "; "
	}
	if way != "practice/first > transfer/in > practice/q; practice/q > transfer/b > practice/p; practice/p > transfer/a > practice/q; " ||
		chains.Chains[0].Steps[0].To.ID != "city/c" || chains.Chains[0].Steps[1].To != nil {
		t.Errorf("%s", way)
	}
	d := data.Dataset.Disagreements
	if d.Count != 1 || d.SameTimeCount != 1 || d.Items[0].Entity.ID != "city/c" || d.Items[0].Indicator.ID != "theme/people" || d.Items[0].Observations[0].Value != "31000" ||
		len(d.Sources) != 1 || d.Sources[0].One.ID != "source/s" || d.Sources[0].Other.ID != "source/t" || d.Sources[0].Count != 1 {
		t.Errorf("%+v", d)
	}
	// Eight facts came in: six entities and two observations. One of them has two sources.
	c := data.Dataset.SourceConcentration
	if c.Facts != before.Facts+8 || c.SoleFacts != before.SoleFacts+7 || c.Sources[0].Source.ID != "source/s" || c.Sources[0].SoleFacts != c.SoleFacts || c.Sources[1].Facts != 1 || c.Sources[1].SoleFacts != 0 {
		t.Errorf("%+v, after %+v", c, before)
	}
	s := float64(c.Facts) / float64(c.Facts+1)
	if want := s*s + (1-s)*(1-s); math.Abs(c.Herfindahl-want) > 1e-12 {
		t.Errorf("Herfindahl is %v, and should be %v", c.Herfindahl, want)
	}
}
