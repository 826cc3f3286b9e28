package store_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// jumbled is a store with a few entities of several types that came, changed, were linked, parted, archived and restored
// at random, the same each time.
func jumbled(t *testing.T) *store.Store {
	t.Helper()
	s := mustOpen(t, t.TempDir())
	r := rand.New(rand.NewPCG(3, 11))
	types := map[string][]any{
		"practice": {"form", "IN_PLACE"}, "benchmark": {"kind", "GENERAL", "completeness", "COMPLETE"}, "key-factor": {"kind", "KEY"}, "city": {"country", "BE"},
		"theme": {"scheme", "THEME"}, "transfer": {"mode", "ADAPTED"}, "mentoring-scheme": {}, "activity": {},
	}
	paths := slices.Sorted(maps.Keys(types))
	body := func(id, path string) kb.Change {
		basis := map[string]any{"source": "source/s", "basis": "STATED"}
		if n := r.IntN(6); n < 2 {
			basis = map[string]any{"source": "source/s", "basis": "INFERRED", "reason": "so it seems"}
		}
		fields := append(slices.Clone(types[path]), "name", []string{"Élan vital", "eland", "Ökonomie", "Éland"}[r.IntN(4)]+[]string{"", " Rareté 9", " rarer"}[max(0, r.IntN(20)-17)], "citations", []any{basis})
		switch path {
		case "practice":
			fields = append(fields, "status", []string{"RUNNING", "ENDED", "PLANNED"}[r.IntN(3)], "workingLanguages", [][]any{{}, {"fr"}, {"fr", "lv"}, {"en"}}[r.IntN(4)])
		case "activity":
			ofDays := map[string]any{"source": "source/s", "basis": "STATED", "field": "days"}
			if days := [][]any{nil, {"2021"}, {"2021-05", "2022-03-01"}}[r.IntN(3)]; days != nil {
				fields = append(fields, "days", days, "citations", []any{ofDays})
			}
		case "key-factor":
			fields = append(fields, "number", 1+r.IntN(3))
		}
		return put(id, fields...)
	}
	changes := []kb.Change{put("source/s")}
	const each = 9
	one := func(path string) string { return fmt.Sprintf("%s/%d", path, r.IntN(each)) }
	for _, path := range paths {
		for n := range each {
			changes = append(changes, body(fmt.Sprintf("%s/%d", path, n), path))
		}
	}
	for n := range each { // which must have one
		changes = append(changes, join(fmt.Sprint("key-factor/", n), "key-factor.partOf", one("benchmark")), join(fmt.Sprint("transfer/", n), "transfer.from", one("practice")))
	}
	mustCommit(t, s, changes...)
	links := []struct{ kind, from, to string }{
		{"practice.about", "practice", "theme"}, {"practice.doneIn", "practice", "city"}, {"practice.alignsWith", "practice", "benchmark"},
		{"practice.alignsWith", "practice", "key-factor"}, {"key-factor.partOf", "key-factor", "benchmark"}, {"transfer.from", "transfer", "practice"},
		{"transfer.to", "transfer", "city"}, {"mentoring-scheme.mentor", "mentoring-scheme", "city"}, {"mentoring-scheme.mentee", "mentoring-scheme", "city"},
	}
	if err := s.ReadSome(ctx, len(changes)/2); err != nil {
		t.Fatal(err)
	}
	for range 900 {
		l := links[r.IntN(len(links))]
		c := join(one(l.from), l.kind, one(l.to))
		switch {
		case l.kind == "practice.alignsWith":
			c.Properties, c.Citations = map[string]any{"relation": "MEETS"}, cited()
		case l.from == "mentoring-scheme":
			c.Properties = map[string]any{"standing": "FINAL"}
		}
		switch n := r.IntN(20); {
		case n < 5:
			c = kb.Change{Op: kb.Part, ID: c.ID, Kind: c.Kind, To: c.To, Qualifier: kb.Qualifier(declared, &c)}
		case n < 7:
			path := paths[r.IntN(len(paths))]
			c = kb.Change{Op: []kb.Op{kb.Archive, kb.Restore, kb.Restore}[r.IntN(3)], ID: one(path)}
		case n < 9:
			path := paths[r.IntN(len(paths))]
			c = body(one(path), path)
		}
		changes := []kb.Change{c}
		if c.Op == kb.Join && c.Kind == "key-factor.partOf" { // instead of where it is
			for n := range each {
				changes = append(changes, part(c.ID, c.Kind, fmt.Sprint("benchmark/", n)))
			}
			slices.Reverse(changes)
		}
		if _, err := s.Commit(ctx, set(changes...)); err != nil && kb.CodeOf(err) != kb.Invalid {
			t.Fatal(err) // what is archived, or would be one too many, is refused
		}
	}
	return s
}

// randomFilter asks for one thing or a few of what a type has.
func randomFilter(t *rapid.T, typ *schema.Type, depth int) map[string]any {
	names := []string{"ids", "text", "basis", "not", "not"}
	for _, f := range typ.Fields {
		if f.Relation != nil || f.Facet {
			names = append(names, f.Name)
		}
	}
	filter := map[string]any{}
	for range rapid.IntRange(1, 3).Draw(t, "conditions") {
		name := rapid.SampledFrom(names).Draw(t, "name")
		f := typ.Field(name)
		switch {
		case name == "ids":
			filter[name] = randomIDs(t, typ)
		case name == "text":
			filter[name] = rapid.SampledFrom([]string{"el", "elan", "vital e", "okonomie", "conomie", "nothing", "rar", "rarete", "RARER vital", "9"}).Draw(t, "words")
		case name == "basis":
			filter[name] = map[string]any{"in": rapid.SliceOfN(rapid.SampledFrom([]any{"STATED", "INFERRED", "EDITORIAL"}), 1, 2).Draw(t, "bases")}
		case name == "not" && depth < 2:
			filter[name] = randomFilter(t, typ, depth+1)
		case f == nil:
		case f.Relation != nil:
			filter[name] = randomLink(t, f.Relation, depth)
		default:
			filter[name] = randomValue(t, f)
		}
	}
	return filter
}

func randomIDs(t *rapid.T, types ...*schema.Type) (ids []any) {
	for range rapid.IntRange(1, 5).Draw(t, "ids") {
		ids = append(ids, fmt.Sprintf("%s/%d", rapid.SampledFrom(types).Draw(t, "type").Path, rapid.IntRange(0, 9).Draw(t, "id")))
	}
	return ids
}

func randomLink(t *rapid.T, r *schema.Relation, depth int) map[string]any {
	ask := map[string]any{}
	switch rapid.IntRange(0, 5).Draw(t, "link") {
	case 0:
		ask["in"] = randomIDs(t, r.Ends...)
	case 1:
		if len(r.Ends) == 1 && depth < 2 {
			ask["where"] = randomFilter(t, r.Ends[0], depth+1)
		}
	case 2:
		ask["in"], ask["exists"] = randomIDs(t, r.Ends...), rapid.Bool().Draw(t, "exists")
	default:
		ask["exists"] = rapid.Bool().Draw(t, "exists")
	}
	return ask
}

func randomValue(t *rapid.T, f *schema.Field) map[string]any {
	ask := map[string]any{}
	if rapid.IntRange(0, 3).Draw(t, "exists or not") == 0 {
		ask["exists"] = rapid.Bool().Draw(t, "exists")
	}
	switch {
	case f.Type == "PartialDate":
		ask["from"] = rapid.SampledFrom([]any{"2020", "2021-05", "2021-06"}).Draw(t, "from")
		ask["until"] = rapid.SampledFrom([]any{nil, "2021-05-03", "2022"}).Draw(t, "until")
	case f.Type == "Int":
		ask["in"] = rapid.SliceOfN(rapid.SampledFrom([]any{1, 2, 3, 4}), 1, 2).Draw(t, "numbers")
	case f.Type == "LanguageTag":
		ask["in"] = rapid.SliceOfN(rapid.SampledFrom([]any{"FR", "LV", "EN", "EL"}), 1, 2).Draw(t, "languages")
	case f.Type == "String":
		ask["in"] = []any{"BE"}
	default:
		var values []any
		for _, value := range declared.Enums[f.Type] {
			values = append(values, value)
		}
		ask["in"] = rapid.SliceOfN(rapid.SampledFrom(values), 1, 2).Draw(t, "values")
	}
	return ask
}

// TestStartsChangeNothing compares lists that start at what an index has for a condition with a look at each entity.
func TestStartsChangeNothing(t *testing.T) {
	defer store.LookAtFew(2)()
	s := jumbled(t)
	met := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		typ := declared.Type(rapid.SampledFrom([]string{"Practice", "Benchmark", "KeyFactor", "City", "Theme", "Transfer", "Activity", "Source"}).Draw(t, "type"))
		q := store.Query{Type: typ, Filter: randomFilter(t, typ, 0)}
		want, err := s.Scan(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		met[len(want) > 0]++
		got := pages(t, s, q, rapid.IntRange(1, 12).Draw(t, "size"), rapid.Bool().Draw(t, "backward"))
		slices.Sort(got)
		if n, err := s.Count(ctx, q); err != nil || n != len(want) || !slices.Equal(got, want) {
			t.Fatalf("%v:\nlisted %v\ncounted %d, %v\nlooked at %v", q.Filter, got, n, err, want)
		}
	})
	if met[true] == 0 || met[false] == 0 {
		t.Errorf("met and not met: %v", met)
	}
	sameShapesAnew(t, s)
}

// TestWords finds words of entities that came in before they were read and after, and that were changed since.
func TestWords(t *testing.T) {
	defer store.LookAtFew(2)()
	s := mustOpen(t, t.TempDir())
	changes := []kb.Change{put("source/s")}
	for i := range 300 {
		changes = append(changes, put(fmt.Sprintf("practice/p%03d", i), "name", fmt.Sprintf("Practice n%03d", i)))
	}
	mustCommit(t, s, changes...)
	holds := func(text string, want int, sought string) {
		t.Helper()
		q := store.Query{Type: declared.Type("Practice"), Filter: map[string]any{"text": text}}
		plan, err := s.Plan(ctx, q)
		if err != nil || strings.Contains(plan, "holding VIRTUAL TABLE") != (sought == "sought") {
			t.Errorf("%s is not %s, %v:\n%s", text, sought, err, plan)
		}
		if n, err := s.Count(ctx, q); n != want || err != nil {
			t.Errorf("%s: %d, want %d, %v", text, n, want, err)
		}
	}
	holds("n007", 1, "looked at one by one") // none is read
	if err := s.ReadWords(ctx); err != nil {
		t.Fatal(err)
	}
	mustCommit(t, s, put("practice/p007", "name", "Practice m007"), put("practice/q", "name", "Practice n007"), put("practice/r", "name", "Practice m01"))
	holds("n007", 1, "sought")
	holds("m0", 2, "sought")
	holds("n29", 10, "sought")
	holds("prac", 302, "looked at one by one")
}
