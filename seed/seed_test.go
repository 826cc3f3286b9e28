package seed_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/linkcheck"
	"github.com/praxis-kb/praxis/seed"
	"github.com/praxis-kb/praxis/store"
)

var (
	ctx      = context.Background()
	declared = schema.MustRead(praxis.Declaration)
	when     = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
)

func mustOpen(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, t.TempDir(), declared)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

const first = `
about: a small collection
entities:
  - id: source/page
    name: A page
    kind: WEB_PAGE
  - id: theme/contact
    name: {nl: Contact, en: Contact}
    scheme: THEME
    citations: [{source: source/page}]
  - id: practice/buddies
    name: Buddies
    form: MODEL
    statusAsOf: "2021"
    themes: theme/contact
    citations: [{source: source/page, place: top, for: [summary, statusAsOf]}]
  - id: practice/cafe
    name: Café
    form: MODEL
    citations: [{source: source/page}]
`

func load(t *testing.T, s *store.Store, text string) seed.Report {
	t.Helper()
	report, err := seed.Load(ctx, s, fstest.MapFS{"a.yaml": {Data: []byte(text)}}, "seed", "seed", when)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func entity[T kb.Entity](t *testing.T, s *store.Store, id string) T {
	t.Helper()
	e, err := s.Entity(ctx, id)
	if err != nil || e == nil {
		t.Fatalf("%s: %v, %v", id, e, err)
	}
	return e.(T)
}

func TestLoad(t *testing.T) {
	s := mustOpen(t)
	if r := load(t, s, first); r.Files != 1 || r.Changes != 5 {
		t.Errorf("%+v", r)
	}
	if theme := entity[*kb.Theme](t, s, "theme/contact"); theme.Name.Original() != "nl" {
		t.Errorf("the original is the language written first: %+v", theme.Name)
	}
	sources, err := s.Citations(ctx, entity[*kb.Practice](t, s, "practice/buddies"), nil, nil)
	if err != nil || len(sources) != 2 || *sources[1].Field != "statusAsOf" || sources[0].Basis != kb.BasisStated {
		t.Errorf("%+v, %v", sources, err)
	}
	if r := load(t, s, first); r.Files != 0 || s.Sequence() != 2 {
		t.Errorf("the same file was read again: %+v", r)
	}
}

// TestADeadAddressIsNoEdit lets a check keep something of a source, and loads a newer file: it comes in, and what was found stays.
func TestADeadAddressIsNoEdit(t *testing.T) {
	s := mustOpen(t)
	withTheme := first + "  - {id: theme/dead-address, name: Dead address, scheme: INDICATOR, citations: [{source: source/page}]}\n  - {id: source/link-checks, name: Checks, kind: DATASET}\n"
	load(t, s, withTheme)
	body, err := s.Body(ctx, entity[*kb.Source](t, s, "source/page"))
	if err != nil {
		t.Fatal(err)
	}
	changes := linkcheck.Changes([]linkcheck.Naming{{ID: "source/page", Revision: 1, Body: body, Addresses: []string{"https://page.example"}}},
		[]linkcheck.Answer{{Address: "https://page.example", State: linkcheck.Dead, Words: "410 Gone"}}, when)
	if _, err := s.Commit(ctx, kb.ChangeSet{Time: when, Author: "check", Message: "check", Origin: linkcheck.Origin, Changes: changes}); err != nil {
		t.Fatal(err)
	}
	r := load(t, s, strings.Replace(withTheme, "name: A page", "name: A newer page", 1))
	now := entity[*kb.Source](t, s, "source/page")
	body, err = s.Body(ctx, now)
	found, _ := body["observations"].([]any)
	if name, _ := now.Name.Best("en"); err != nil || len(r.Left) != 0 || name != "A newer page" || len(found) != 1 {
		t.Errorf("left %v: %q, %v, %v", r.Left, name, body, err)
	}
}

// TestANewerFileLeavesEditsAlone loads a file, lets people edit some of it, and loads a newer one.
func TestANewerFileLeavesEditsAlone(t *testing.T) {
	s := mustOpen(t)
	load(t, s, first)
	edited := map[string]any{"name": "Cafés", "form": "MODEL", "citations": []any{map[string]any{"source": "source/page", "basis": "STATED"}}}
	_, err := s.Commit(ctx, kb.ChangeSet{Time: when, Author: "somebody", Message: "better", Changes: []kb.Change{{Op: kb.Put, ID: "practice/cafe", Body: edited}}})
	if err != nil {
		t.Fatal(err)
	}
	newer := strings.NewReplacer("name: Buddies", "name: Buddies with refugees", "    themes: theme/contact\n", "", "name: Café", "name: Cafe", "  - id: theme/contact", "  - id: theme/meeting").Replace(first)
	r := load(t, s, newer)
	if len(r.Left) != 1 || !strings.Contains(r.Left[0], "practice/cafe: it was edited since") {
		t.Errorf("left alone: %v", r.Left)
	}
	if got := entity[*kb.Practice](t, s, "practice/cafe").Name.String(); got != "Cafés" {
		t.Errorf("an edit was overwritten: %q", got)
	}
	buddies := entity[*kb.Practice](t, s, "practice/buddies")
	if buddies.Name.String() != "Buddies with refugees" {
		t.Errorf("what nobody touched was not brought up to date: %q", buddies.Name)
	}
	if links, err := s.LinksFrom(ctx, buddies); err != nil || len(links) != 0 {
		t.Errorf("a link that the file no longer has stands: %v, %v", links, err)
	}
	if entity[*kb.Theme](t, s, "theme/contact").ArchivedAt == nil {
		t.Error("what the file no longer has stands")
	}
}

// TestFilesComeAndGo moves an entity to another file, takes it away, brings it back, and goes back to an older state.
func TestFilesComeAndGo(t *testing.T) {
	s := mustOpen(t)
	source := "about: sources\nentities:\n  - {id: source/page, name: A page, kind: WEB_PAGE}\n"
	city := func(name string) string {
		return "  - {id: city/c, name: " + name + ", country: BE, citations: [{source: source/page}]}\n"
	}
	load := func(files map[string]string) seed.Report {
		t.Helper()
		folder := fstest.MapFS{"1.yaml": {Data: []byte(source)}}
		for name, text := range files {
			folder[name] = &fstest.MapFile{Data: []byte("about: places\nentities:\n" + text)}
		}
		report, err := seed.Load(ctx, s, folder, "seed", "seed", when)
		if err != nil || len(report.Left) > 0 {
			t.Fatalf("%+v, %v", report, err)
		}
		return report
	}
	other := "  - {id: city/d, name: D, country: BE, citations: [{source: source/page}]}\n"
	steps := []struct {
		files map[string]string
		name  string
		stand bool
	}{
		{map[string]string{"2.yaml": city("A"), "3.yaml": other}, "A", true},
		{map[string]string{"2.yaml": other, "3.yaml": city("B")}, "B", true}, // moved
		{map[string]string{"9.yaml": city("B") + other}, "B", true},          // renamed
		{map[string]string{"2.yaml": other}, "B", false},                     // taken away
		{map[string]string{"2.yaml": city("C") + other}, "C", true},          // brought back
		{map[string]string{"2.yaml": city("A"), "3.yaml": other}, "A", true}, // as it was at first
	}
	for i, step := range steps {
		load(step.files)
		c := entity[*kb.City](t, s, "city/c")
		if c.Name.String() != step.name || (c.ArchivedAt == nil) != step.stand {
			t.Errorf("step %d: %q, archived %v", i, c.Name, c.ArchivedAt)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"no YAML":          {"about: [", "a.yaml"},
		"no subject":       {"entities: []", "say in `about`"},
		"an unknown part":  {"about: x\nentitys: []", "entitys"},
		"a bad id":         {"about: x\nentities: [{id: Nowhere}]", "entity 1"},
		"an id twice":      {"about: x\nentities: [{id: city/a}, {id: city/a}]", "city/a stands there twice"},
		"a link backwards": {"about: x\nentities: [{id: city/a, practices: [practice/p]}]", "links are written where they start"},
		"a link nowhere":   {"about: x\nentities: [{id: city/a, challenges: [{note: x}]}]", "leads nowhere"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := seed.Parse(declared, "a.yaml", []byte(c.text))
			if kb.CodeOf(err) != kb.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(first)
	f.Add("about: x\nentities: [{id: city/a, name: {fr: }, challenges: [{to: 1}], citations: {for: 1}}]")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := seed.Parse(declared, "a.yaml", []byte(text))
		if err != nil {
			return
		}
		cs := kb.ChangeSet{Time: when, Author: "fuzz", Message: "fuzz"}
		for _, e := range file.Entities {
			cs.Changes = append(append(cs.Changes, kb.Change{Op: kb.Put, ID: e.ID, Body: e.Body}), e.Links...)
		}
		kb.Check(declared, &cs) // must not panic, whatever stands there
	})
}

// TestCorpus asserts what the corpus promises as a whole. That each fact has a citation and no link dangles, the store
// asserts when it is loaded.
func TestCorpus(t *testing.T) {
	s := mustOpen(t)
	report, err := seed.Load(ctx, s, seed.Corpus(), "seed", "seed", when)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Left) > 0 {
		t.Errorf("left alone: %v", report.Left)
	}
	least := map[string]int{"Theme": 93, "City": 8, "Practice": 40, "Transfer": 15, "MentoringScheme": 4, "Takeaway": 25,
		"Activity": 20, "Benchmark": 5, "Toolkit": 6, "OneStopShop": 4, "ActionPlan": 4, "Association": 9, "Frame": 10}
	for name, want := range least {
		if n, err := s.Count(ctx, store.Query{Type: declared.Type(name)}); err != nil || n < want {
			t.Errorf("%d of type %s, want %d at least, %v", n, name, want, err)
		}
	}
	t.Run("all concepts have labels in nine languages", func(t *testing.T) { nineLanguages(t, s) })
	t.Run("takeaways of round 1", func(t *testing.T) { takeaways(t, s) })
	t.Run("one preferred where several stand", func(t *testing.T) { onePreferred(t, s) })
}

func all(t *testing.T, s *store.Store, typ string) []kb.Entity {
	t.Helper()
	var found []kb.Entity
	most := kb.MaxPage
	q := store.Query{Type: declared.Type(typ), Page: kb.PageArguments{First: &most}}
	for {
		list, err := s.List(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list.Edges {
			found = append(found, e.Node)
		}
		if !list.Info.HasNextPage {
			return found
		}
		q.Page.After = new(list.Info.EndCursor.String())
	}
}

func nineLanguages(t *testing.T, s *store.Store) {
	for _, e := range all(t, s, "Theme") {
		for _, language := range strings.Fields("en fr nl it es el lv sv de") {
			if _, found := e.(*kb.Theme).Name.Best(language); found != language {
				t.Errorf("%s has no name in %s", e.Meta().ID, language)
			}
		}
	}
}

func takeaways(t *testing.T, s *store.Store) {
	want := map[string]int{"saint-jean-de-la-ruelle": 7, "capaci": 3, "levadia": 6, "jelgava": 9}
	for city, n := range want {
		visit := entity[*kb.Activity](t, s, "activity/visit-1-"+city)
		got, err := s.Count(ctx, store.Query{Parent: visit, Field: declared.Type("Activity").Field("takeaways")})
		if err != nil || got != n {
			t.Errorf("%s: %d takeaways, want %d, %v", city, got, n, err)
		}
	}
}

// onePreferred looks at every observation: where several stand for one indicator, one at most is preferred, and says why.
func onePreferred(t *testing.T, s *store.Store) {
	for _, typ := range declared.Entities {
		for _, e := range all(t, s, typ.Name) {
			var observations []*kb.Observation
			body, err := s.Body(ctx, e)
			if err != nil {
				t.Fatal(err)
			}
			if text, err := kb.Canonical(body["observations"]); err != nil || kb.Decode(text, &observations) != nil {
				t.Fatalf("%s: %v", text, err)
			}
			stand, preferred := map[string]int{}, map[string]int{}
			for _, o := range observations {
				stand[o.IndicatorID]++
				if o.Preferred {
					preferred[o.IndicatorID]++
				}
				if o.Value == nil && o.Words == nil {
					t.Errorf("%s: an observation of %s says nothing", e.Meta().ID, o.IndicatorID)
				}
			}
			for indicator, n := range preferred {
				if n > 1 {
					t.Errorf("%s: %d preferred for %s", e.Meta().ID, n, indicator)
				}
			}
			for indicator, n := range stand {
				if n > 1 && preferred[indicator] == 0 && testing.Verbose() {
					t.Log(fmt.Sprintf("%s: none of %d preferred for %s", e.Meta().ID, n, indicator))
				}
			}
		}
	}
}
