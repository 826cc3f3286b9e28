package store_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// filled is a store with some forty practices whose values repeat, are missing, and differ in accents.
func filled(t *testing.T) *store.Store {
	t.Helper()
	s := mustOpen(t, t.TempDir())
	changes := []kb.Change{put("source/s"), put("theme/a"), put("theme/b"), put("city/c"), put("city/d", "country", "FR"),
		put("territory/t", "level", "COUNTRY"), put("territory/u", "level", "REGION"),
		join("territory/u", "territory.partOf", "territory/t"), join("city/c", "city.in", "territory/u"), join("theme/b", "theme.broader", "theme/a")}
	names := []string{"Zebra", "Élan", "elan", "École", "apple", "Ökonomie"}
	dates := []any{nil, "2020", "2021-05", "2021-05-03", "2022-12-31"}
	for i := range 43 {
		id := fmt.Sprintf("practice/p%02d", i)
		fields := []any{"name", names[i%len(names)], "status", []string{"RUNNING", "ENDED"}[i%2]}
		if date := dates[i%len(dates)]; date != nil {
			fields = append(fields, "statusAsOf", date, "citations",
				[]any{map[string]any{"source": "source/s", "basis": "STATED", "field": "statusAsOf"}})
		}
		changes = append(changes, put(id, fields...))
		if i%3 == 0 {
			changes = append(changes, kb.Change{Op: kb.Join, ID: id, Kind: "practice.about", To: "theme/b", Position: i % 4})
		}
		if i%2 == 0 {
			changes = append(changes, join(id, "practice.doneIn", []string{"city/c", "city/d"}[i%4/2]))
		}
	}
	mustCommit(t, s, changes...)
	return s
}

// TestPagesMakeTheList reads lists page by page, forwards and backwards, in every order, and compares with the whole.
func TestPagesMakeTheList(t *testing.T) {
	s := filled(t)
	theme, err := s.Entity(ctx, "theme/b")
	if err != nil {
		t.Fatal(err)
	}
	practices := store.Query{Type: declared.Type("Practice")}
	ofTheme := store.Query{Parent: theme, Field: declared.Type("Theme").Field("practices")}
	rapid.Check(t, func(t *rapid.T) {
		q := rapid.SampledFrom([]store.Query{practices, ofTheme}).Draw(t, "list")
		if field := rapid.SampledFrom([]string{"", "NAME", "ID", "STATUS_AS_OF", "CREATED_AT"}).Draw(t, "field"); field != "" {
			q.Order = map[string]any{"field": field, "direction": rapid.SampledFrom([]string{"ASC", "DESC"}).Draw(t, "direction")}
		}
		if q.Type != nil {
			q.Filter = rapid.SampledFrom(filters).Draw(t, "filter")
		}
		size := rapid.IntRange(1, 17).Draw(t, "size")
		whole := pages(t, s, q, kb.MaxPage, false)
		if n, err := s.Count(ctx, q); err != nil || n != len(whole) {
			t.Fatalf("count %d of %d, %v", n, len(whole), err)
		}
		if forward := pages(t, s, q, size, false); !slices.Equal(forward, whole) {
			t.Fatalf("forward %v\nwhole %v", forward, whole)
		}
		if backward := pages(t, s, q, size, true); !slices.Equal(backward, whole) {
			t.Fatalf("backward %v\nwhole %v", backward, whole)
		}
	})
}

// filters are met by more of the practices or by less: pages are read in the order of the list, or from what meets them.
var filters = []map[string]any{
	nil,
	{"status": map[string]any{"in": []any{"RUNNING", "PLANNED"}}},
	{"statusAsOf": map[string]any{"from": "2021-04", "until": "2021-05-02"}},
	{"statusAsOf": map[string]any{"exists": true}, "themes": map[string]any{"in": []any{"theme/a"}}},
	{"city": map[string]any{"where": map[string]any{"territory": map[string]any{"in": []any{"territory/t"}}}}},
	{"status": map[string]any{"in": []any{"ENDED"}}, "not": map[string]any{"ids": []any{"practice/p03"}}},
	{"ids": []any{"practice/p01", "practice/p02", "practice/p41"}, "evidence": map[string]any{"exists": true}},
}

func pages(t *rapid.T, s *store.Store, q store.Query, size int, backward bool) []string {
	var all []string
	for range 200 {
		if backward {
			q.Page.Last = &size
		} else {
			q.Page.First = &size
		}
		list, err := s.List(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, e := range list.Edges {
			ids = append(ids, e.Node.Meta().ID)
		}
		if backward {
			all = append(ids, all...)
			if !list.Info.HasPreviousPage {
				return all
			}
			q.Page.Before = new(list.Info.StartCursor.String())
		} else {
			all = append(all, ids...)
			if !list.Info.HasNextPage {
				return all
			}
			q.Page.After = new(list.Info.EndCursor.String())
		}
	}
	t.Fatal("the pages do not end")
	return nil
}

// TestPrefetchIsTheList reads every relation of many entities at once, and one by one, and
// compares.
func TestPrefetchIsTheList(t *testing.T) {
	ahead := filled(t)
	compared := 0
	for _, name := range []string{"Practice", "City", "Theme", "Territory"} {
		typ := declared.Type(name)
		many := kb.MaxPage
		list, err := ahead.List(ctx, store.Query{Type: typ, Page: kb.PageArguments{First: &many}})
		if err != nil {
			t.Fatal(err)
		}
		var parents []kb.Entity
		for _, e := range list.Edges {
			parents = append(parents, e.Node)
		}
		for _, f := range typ.Fields {
			if f.Relation == nil || len(f.Relation.Through) > 0 {
				continue
			}
			for _, first := range []*int{nil, new(int), ptr(1), ptr(3)} {
				p := kb.PageArguments{First: first}
				want := make([]string, len(parents))
				for i, parent := range parents {
					want[i] = listText(t, ahead, parent, f, p)
				}
				mustCommit(t, ahead, put("source/s", "summary", fmt.Sprint(compared))) // empties the cache
				if _, err := ahead.Prefetch(ctx, parents, store.Beginning{Field: f, Size: p.Size()}); err != nil {
					t.Fatal(err)
				}
				for i, parent := range parents {
					if got := listText(t, ahead, parent, f, p); got != want[i] {
						t.Fatalf("%s.%s: %s\nprefetched %s", parent.Meta().ID, f.Name, want[i], got)
					}
				}
				compared++
			}
		}
	}
}

func ptr[T any](v T) *T { return &v }

func listText(t *testing.T, s *store.Store, parent kb.Entity, f *schema.Field, p kb.PageArguments) string {
	t.Helper()
	list, err := s.List(ctx, store.Query{Parent: parent, Field: f, Page: p})
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprint(list.Info.HasNextPage, list.Info.HasPreviousPage)
	for _, e := range list.Edges {
		text += " " + e.Node.Meta().ID + " " + e.Cursor.String() + " " + e.Link.ID
	}
	return text
}

func TestFilters(t *testing.T) {
	s := filled(t)
	in := func(ids ...any) map[string]any { return map[string]any{"in": ids} }
	cases := map[string]struct {
		typ    string
		filter map[string]any
		want   int
	}{
		"nothing":                   {"Practice", nil, 43},
		"a value":                   {"Practice", map[string]any{"status": in("RUNNING")}, 22},
		"two values":                {"Practice", map[string]any{"status": in("RUNNING", "ENDED")}, 43},
		"a link":                    {"Practice", map[string]any{"themes": in("theme/b")}, 15},
		"what lies below":           {"Practice", map[string]any{"themes": in("theme/a")}, 15},
		"cities below a country":    {"City", map[string]any{"territory": in("territory/t")}, 1},
		"a gap":                     {"Practice", map[string]any{"themes": map[string]any{"exists": false}}, 28},
		"no gap":                    {"Practice", map[string]any{"city": map[string]any{"exists": true}}, 22},
		"an incoming link":          {"City", map[string]any{"practices": in("practice/p00")}, 1},
		"what the other end fits":   {"Practice", map[string]any{"city": map[string]any{"where": map[string]any{"country": in("FR")}}}, 11},
		"what does not fit":         {"Practice", map[string]any{"not": map[string]any{"status": in("RUNNING")}}, 21},
		"together":                  {"Practice", map[string]any{"status": in("RUNNING"), "themes": in("theme/b")}, 8},
		"a word without its accent": {"Practice", map[string]any{"text": "elan"}, 14},
		"a word in capitals":        {"Practice", map[string]any{"text": "ÉCOLE"}, 7},
		"ids":                       {"Practice", map[string]any{"ids": []any{"practice/p01", "practice/gone"}}, 1},
		"from a day":                {"Practice", map[string]any{"statusAsOf": map[string]any{"from": "2021-05-04"}}, 17},
		"within a month":            {"Practice", map[string]any{"statusAsOf": map[string]any{"from": "2021-05", "until": "2021-05"}}, 17},
		"until a year":              {"Practice", map[string]any{"statusAsOf": map[string]any{"until": "2020"}}, 9},
		"not of a missing value":    {"Practice", map[string]any{"not": map[string]any{"statusAsOf": map[string]any{"from": "2021"}}}, 18},
		"the beginning of a word":   {"Practice", map[string]any{"text": "ecol"}, 7},
		"not the middle of a word":  {"Practice", map[string]any{"text": "cole"}, 0},
		"a basis":                   {"Practice", map[string]any{"basis": in("STATED")}, 43},
		"only what is stated":       {"Practice", map[string]any{"not": map[string]any{"basis": in("INFERRED", "EDITORIAL")}}, 43},
		"an unknown date":           {"Practice", map[string]any{"statusAsOf": map[string]any{"exists": false}}, 9},
		"an id that nothing has":    {"Practice", map[string]any{"themes": in("theme/gone")}, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			n, err := s.Count(ctx, store.Query{Type: declared.Type(c.typ), Filter: c.filter})
			if err != nil || n != c.want {
				t.Errorf("%d, want %d, %v", n, c.want, err)
			}
		})
	}
}

func TestFiltersRefuse(t *testing.T) {
	s := filled(t)
	deep := map[string]any{}
	for range 6 {
		deep = map[string]any{"not": deep}
	}
	cases := map[string]struct {
		filter map[string]any
		want   string
	}{
		"an id of another type": {map[string]any{"themes": map[string]any{"in": []any{"city/c"}}}, `"city/c" is no id of Theme`},
		"no id":                 {map[string]any{"ids": []any{"p01"}}, `"p01" is no id of Practice`},
		"no date":               {map[string]any{"statusAsOf": map[string]any{"from": "May"}}, "May is no date"},
		"a deep filter":         {deep, "nested deeper than 4"},
		"many values":           {map[string]any{"status": map[string]any{"in": make([]any, 101)}}, "more than 100 values"},
		"many words":            {map[string]any{"text": strings.Repeat("a ", 11)}, "more than 10 words"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := s.List(ctx, store.Query{Type: declared.Type("Practice"), Filter: c.filter})
			if kb.CodeOf(err) != kb.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestPagesRefuse(t *testing.T) {
	s := filled(t)
	two, many, less := 2, 101, -1
	q := store.Query{Type: declared.Type("Practice"), Page: kb.PageArguments{First: &two}}
	list, err := s.List(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	other := q
	other.Order, other.Page.After = map[string]any{"field": "ID"}, new(list.Info.EndCursor.String())
	damaged := q
	text := "x" + list.Info.EndCursor.String()
	damaged.Page.After = &text
	cases := map[string]struct {
		q    store.Query
		code kb.Code
		want string
	}{
		"a cursor of another order": {other, kb.CursorInvalid, "of another list"},
		"a damaged cursor":          {damaged, kb.CursorInvalid, "no cursor of ours"},
		"too many":                  {store.Query{Type: q.Type, Page: kb.PageArguments{First: &many}}, kb.Invalid, "first is 101"},
		"less than none":            {store.Query{Type: q.Type, Page: kb.PageArguments{Last: &less}}, kb.Invalid, "last is -1"},
		"both ends":                 {store.Query{Type: q.Type, Page: kb.PageArguments{First: &two, Last: &two}}, kb.Invalid, "not both"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := s.List(ctx, c.q); kb.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// TestPagesHoldWhileTheListGrows goes on from a cursor after entities came in before and behind it.
func TestPagesHoldWhileTheListGrows(t *testing.T) {
	s := filled(t)
	ten := 10
	q := store.Query{Type: declared.Type("Practice"), Order: map[string]any{"field": "ID"}, Page: kb.PageArguments{First: &ten}}
	first, err := s.List(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	mustCommit(t, s, put("practice/a-first"), put("practice/p09b"))
	q.Page.After = new(first.Info.EndCursor.String())
	second, err := s.List(ctx, q)
	if err != nil || second.Edges[0].Node.Meta().ID != "practice/p09b" || second.Edges[1].Node.Meta().ID != "practice/p10" {
		t.Errorf("goes on with %v, %v", second.Edges[0].Node.Meta().ID, err)
	}
}

// TestHubs reads a theme that most practices are about, page by page and at once: its links are more than are kept, and
// more than are worth sorting.
func TestHubs(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	const many = 700
	changes := []kb.Change{put("source/s"), put("theme/hub"), put("theme/small")}
	for i := range many {
		id := fmt.Sprintf("practice/p%03d", i)
		changes = append(changes, put(id, "name", fmt.Sprintf("Name %03d", i*7919%many)), join(id, "practice.about", "theme/hub"))
		if i%10 == 0 {
			changes = append(changes, join(id, "practice.about", "theme/small"))
		}
	}
	mustCommit(t, s, changes...)
	hub, err := s.Entity(ctx, "theme/hub")
	if err != nil {
		t.Fatal(err)
	}
	q := store.Query{Parent: hub, Field: declared.Type("Theme").Field("practices")}
	if walks, err := s.Walks(ctx, q); !walks || err != nil {
		t.Fatalf("%d links of %d practices are sorted, %v", many, many, err)
	}
	if n, err := s.Count(ctx, q); n != many || err != nil {
		t.Errorf("counted %d, %v", n, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		q, size := q, rapid.IntRange(20, kb.MaxPage).Draw(t, "size")
		q.Order = rapid.SampledFrom([]map[string]any{nil, {"field": "NAME", "direction": "DESC"}}).Draw(t, "order")
		forward, backward := pages(t, s, q, size, false), pages(t, s, q, size, true)
		if len(forward) != many || !slices.Equal(forward, backward) {
			t.Fatalf("%d forward, %d backward", len(forward), len(backward))
		}
		q.Filter = map[string]any{"not": map[string]any{"ids": []any{"practice/gone"}}} // which keeps all, and is sorted
		if sorted := pages(t, s, q, size, false); !slices.Equal(forward, sorted) {
			t.Fatalf("walked %v\nsorted %v", forward[:5], sorted[:5])
		}
	})
}

// TestCountingStartsAtWhatFits looks how each single condition of each filter is counted: from what meets it, which an index
// has, and not through all entities of the type. Texts have no index.
func TestCountingStartsAtWhatFits(t *testing.T) {
	s := filled(t)
	for _, typ := range declared.Entities {
		for _, f := range typ.Fields {
			var asks []map[string]any
			switch id := []any{typ.Path + "/x"}; {
			case f.Relation != nil:
				id[0] = f.Relation.Ends[0].Path + "/x"
				asks = []map[string]any{{"in": id}, {"where": map[string]any{"ids": id}}, {"exists": true}, {"exists": false}}
			case f.Facet && f.Stored() && f.Type == "PartialDate":
				asks = []map[string]any{{"from": "2020"}, {"until": "2021-05"}, {"exists": true}, {"exists": false}}
			case f.Facet && f.Stored():
				asks = []map[string]any{{"in": []any{"X", "Y"}}, {"exists": false}}
			}
			for _, ask := range asks {
				startsAtWhatFits(t, s, store.Query{Type: typ, Filter: map[string]any{f.Name: ask}})
				_, exists := ask["exists"]
				if one := f.Facet && !f.List && ask["in"] != nil; one || exists {
					startsAtWhatFits(t, s, store.Query{Type: typ, Filter: map[string]any{"not": map[string]any{f.Name: ask}}})
				}
			}
		}
		bases := map[string]any{"basis": map[string]any{"in": []any{"INFERRED"}}}
		startsAtWhatFits(t, s, store.Query{Type: typ, Filter: bases})
		startsAtWhatFits(t, s, store.Query{Type: typ, Filter: map[string]any{"not": bases}})
	}
}

func startsAtWhatFits(t *testing.T, s *store.Store, q store.Query) {
	t.Helper()
	plan, err := s.Plan(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	rest := strings.ReplaceAll(plan, "SCAN entity USING INDEX by_archived", "") // which has what is archived alone
	through := regexp.MustCompile(`(?m)^SCAN (e\d*|entity|l|p|d|s|w|o|item)\b|SEARCH (e|entity|o) USING .*\(type=\?\)`)
	if !strings.Contains(plan, "SEARCH e USING INDEX by_type (type=? AND rowid=?)") || through.MatchString(rest) {
		t.Errorf("%s %v:\n%s", q.Type.Name, q.Filter, plan)
	}
}
