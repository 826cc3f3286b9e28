package exchange_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/linkcheck"
	"github.com/praxis-kb/praxis/store"
)

const (
	aSource = `{"id":"source/s","name":"A source","kind":"WEB_PAGE"}`
	aTheme  = `{"id":"theme/t","name":"A theme","scheme":"THEME","citations":[{"source":"source/s"}]}`
)

// practice is a line with a practice; more are further members.
func practice(slug, name string, more ...string) string {
	return fmt.Sprintf(`{"id":"practice/%s","name":%q,"form":"MODEL","citations":[{"source":"source/s"}]%s}`, slug, name, strings.Join(append([]string{""}, more...), ","))
}

// circle are two practices that would lie within each other.
var circle = practice("a", "A", `"partOf":"practice/b"`) + "\n" + practice("b", "B", `"partOf":"practice/a"`)

// broken are ten ways in which rows are wrong, and more, each with what is said of the first.
var broken = map[string]struct{ rows, code, path, reason string }{
	"no JSON":              {`{"id":"practice/a","name":`, "INVALID", "", "it is no JSON"},
	"no object":            {`["practice/a"]`, "INVALID", "", "it is no entity"},
	"no id":                {`{"name":"A"}`, "INVALID", "", "is none: write type/slug"},
	"an id of no type":     {`{"id":"person/a","name":"A"}`, "INVALID", "", "is none: write type/slug"},
	"an id twice":          {practice("t", "T") + "\n" + practice("t", "T"), "INVALID", "id", "line 3 has it too"},
	"no name":              {`{"id":"practice/a","form":"MODEL","citations":[{"source":"source/s"}]}`, "INVALID", "name", "it is required"},
	"an unknown field":     {practice("a", "A", `"colour":"blue"`), "INVALID", "colour", "has no such field"},
	"a value of no enum":   {practice("a", "A", `"status":"ASLEEP"`), "INVALID", "status", "is none of"},
	"no date":              {practice("a", "A", `"statusAsOf":"last year"`), "INVALID", "statusAsOf", "is no date"},
	"no source":            {`{"id":"practice/a","name":"A","form":"MODEL"}`, "INVALID", "citations", "nothing stands without a source"},
	"an uncited fact":      {practice("a", "A", `"statusAsOf":"2021"`), "INVALID", "statusAsOf", "it needs a citation of its own"},
	"a source nowhere":     {strings.ReplaceAll(practice("a", "A"), "source/s", "source/none"), "INVALID", "citations/0/source", "there is no source/none"},
	"a link nowhere":       {practice("a", "A", `"themes":["theme/none"]`), "INVALID", "themes", "there is no theme/none"},
	"a link to another":    {practice("a", "A", `"themes":["source/s"]`), "INVALID", "themes", "it cannot lead to"},
	"a link backwards":     {practice("a", "A", `"transfers":["transfer/x"]`), "INVALID", "", "links are written where they start"},
	"two where one may be": {practice("a", "A", `"partOf":["practice/sound","theme/t"]`), "INVALID", "partOf", "it cannot lead to"},
	"no required link":     {`{"id":"plan-step/a","name":"A","citations":[{"source":"source/s"}]}`, "INVALID", "plan", "it is required"},
	"a circle":             {circle, "INVALID", "partOf", "it would lie within itself"},
	"bytes of no UTF-8":    {practice("a", "A", "\"problem\":\"caf\xe9\""), "INVALID", "", "UTF-8"},
	"what names it":        {practice("bad", "") + "\n" + practice("a", "A", `"variantOf":["practice/bad"]`), "INVALID", "name", "it is required"},
}

// TestBrokenRows imports sound rows with broken ones among them: under all nothing goes in, under skip the sound ones
// do, and the others are handed back as they were.
func TestBrokenRows(t *testing.T) {
	for name, c := range broken {
		t.Run(name, func(t *testing.T) {
			text := strings.Join([]string{practice("sound", "Sound", `"themes":["theme/t"]`), aTheme, c.rows, aSource}, "\n") + "\n"
			s := mustOpen(t, t.TempDir())
			all := newCollection()
			if _, err := all.run(s, "a.jsonl", text); kb.CodeOf(err) != kb.Invalid || s.Sequence() != 0 {
				t.Errorf("%v, and the sequence is %d", err, s.Sequence())
			}
			f := all.found[slices.IndexFunc(all.found, func(f exchange.Finding) bool { return f.Code != exchange.Duplicate })]
			if f.Code != c.code || f.Path != c.path || !strings.Contains(f.Reason, c.reason) || f.Line < 3 || f.Line > 4 {
				t.Errorf("%+v", f)
			}
			some := newCollection(skipping)
			r := some.mustRun(t, s, "a.jsonl", text)
			wrong := r.Rows - r.Created
			if r.Refused != wrong || r.Created < 3 || strings.Count(some.bad["a.jsonl"].String(), "\n") != wrong || !strings.Contains(text, some.bad["a.jsonl"].String()) && name != "an id twice" {
				t.Errorf("%+v\n%s", r, some.bad["a.jsonl"])
			}
		})
	}
}

// TestMended imports what was handed back, mended, in each format: together both imports give the whole.
func TestMended(t *testing.T) {
	files := map[string][2]string{ // a file, and what mends it
		"a.jsonl": {aSource + "\n" + practice("a", "A", `"variantOf":["practice/b"]`) + "\n" + practice("b", "B", `"status":"ASLEEP"`) + "\n", "ASLEEP"},
		"a.yaml":  {"about: x\nentities:\n- id: source/s\n  name: A source\n  kind: WEB_PAGE\n# so\n- id: practice/a\n  name: A\n  form: MODEL\n  variantOf: practice/b\n  citations: [{source: source/s}]\n- id: practice/b\n  name: B\n  form: MODEL\n  status: ASLEEP\n  citations: [{source: source/s}]\n", "ASLEEP"},
		"a.csv":   {"id,name/en,kind,form,status,variantOf,citations\nsource/s,A source,WEB_PAGE,,,,\npractice/a,A,,MODEL,,practice/b,\"[{\"\"source\"\":\"\"source/s\"\",\"\"basis\"\":\"\"STATED\"\"}]\"\npractice/b,B,,MODEL,ASLEEP,,\"[{\"\"source\"\":\"\"source/s\"\"}]\"\n", "ASLEEP"},
	}
	s := mustOpen(t, t.TempDir())
	newCollection().mustRun(t, s, "a.jsonl", strings.Replace(files["a.jsonl"][0], "ASLEEP", "ENDED", 1))
	want := export(t, s, "jsonl")
	files["a.jsonld"] = [2]string{strings.Replace(export(t, s, "jsonld"), "ENDED", "ASLEEP", 1), "ASLEEP"}
	for name, file := range files {
		t.Run(name, func(t *testing.T) {
			s := mustOpen(t, t.TempDir())
			first := newCollection(skipping)
			if r := first.mustRun(t, s, name, file[0]); r.Created != 1 || r.Refused != 2 {
				t.Fatalf("%+v %v", r, first.found)
			}
			mended := strings.Replace(first.bad[name].String(), file[1], "ENDED", 1)
			if r := newCollection().mustRun(t, s, name+".bad", mended); r.Created != 2 {
				t.Errorf("%+v\n%s", r, mended)
			}
			same(t, name, want, export(t, s, "jsonl"))
		})
	}
}

// TestOrderDoesNotMatter shuffles the lines of a graph with links and citations in all directions.
func TestOrderDoesNotMatter(t *testing.T) {
	lines := []string{aSource, aTheme, `{"id":"source/r","name":"R","kind":"WEB_PAGE","citations":[{"source":"source/q","basis":"STATED"}]}`,
		`{"id":"source/q","name":"Q","kind":"WEB_PAGE","citations":[{"source":"source/r","basis":"STATED"}]}`,
		`{"id":"action-plan/p","name":"P","city":"city/c","citations":[{"source":"source/q"}]}`,
		`{"id":"plan-step/p","name":"P","plan":"action-plan/p","citations":[{"source":"source/q"}]}`,
		`{"id":"city/c","name":"C","country":"BE","aliases":["city/d"],"citations":[{"source":"source/s"}],"observations":[{"indicator":"theme/t","value":"3","preferred":true,"citations":[{"source":"source/r"}]}]}`,
		`{"id":"practice/gone","name":"Gone","form":"MODEL","archived":true,"themes":["theme/t"],"variantOf":["practice/n3"],"citations":[{"source":"source/s"}]}`}
	for i := range 20 {
		lines = append(lines, practice(fmt.Sprintf("n%d", i), fmt.Sprint("N", i), fmt.Sprintf(`"variantOf":["practice/n%d","practice/n%d"],"city":"city/d"`, (i+7)%20, (i+13)%20)))
	}
	random := rand.New(rand.NewPCG(1, 2))
	want := ""
	for range 6 {
		s := mustOpen(t, t.TempDir())
		c := newCollection()
		if r := c.mustRun(t, s, "a.jsonl", strings.Join(lines, "\n")); r.Created != len(lines) {
			t.Fatalf("%+v %v", r, c.found)
		}
		got := export(t, s, "jsonl")
		if want == "" {
			want = got
		}
		same(t, "shuffled", want, got)
		random.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	}
}

// TestOnExisting imports a newer file over what the collection brought, one of it edited by somebody.
func TestOnExisting(t *testing.T) {
	older := strings.Join([]string{aSource, aTheme, practice("a", "A", `"themes":["theme/t"]`), practice("b", "B"), practice("c", "C")}, "\n")
	newer := strings.Join([]string{aSource, practice("a", "Anew"), practice("b", "Bnew")}, "\n")
	cases := map[string]struct {
		set  func(*exchange.Import)
		want exchange.Report
		a, b string
	}{
		"update":  {func(im *exchange.Import) { im.OnExisting = exchange.OnExistingUpdate }, exchange.Report{Rows: 3, Same: 1, Updated: 1, Left: 1}, "Anew", "Edited"},
		"skip":    {func(im *exchange.Import) { im.OnExisting = exchange.OnExistingSkip }, exchange.Report{Rows: 3, Same: 1, Skipped: 2}, "A", "Edited"},
		"fail":    {func(im *exchange.Import) { im.OnExisting, im.Policy = exchange.OnExistingFail, exchange.Skip }, exchange.Report{Rows: 3, Same: 1, Refused: 2}, "A", "Edited"},
		"missing": {func(im *exchange.Import) { im.ArchiveMissing = true }, exchange.Report{Rows: 3, Same: 1, Updated: 1, Left: 1, Archived: 2}, "Anew", "Edited"},
		"dry run": {func(im *exchange.Import) { im.DryRun, im.ArchiveMissing = true, true }, exchange.Report{Rows: 3, Same: 1, Updated: 1, Left: 1, Archived: 2}, "A", "Edited"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := mustOpen(t, t.TempDir())
			newCollection().mustRun(t, s, "a.jsonl", older)
			edited := map[string]any{"name": "Edited", "form": "MODEL", "citations": []any{map[string]any{"source": "source/s", "basis": "STATED"}}}
			if _, err := s.Commit(ctx, kb.ChangeSet{Time: when, Author: "somebody", Message: "better", Changes: []kb.Change{{Op: kb.Put, ID: "practice/b", Body: edited}}}); err != nil {
				t.Fatal(err)
			}
			before := s.Sequence()
			if r := newCollection(c.set).mustRun(t, s, "a.jsonl", newer); r != c.want {
				t.Errorf("%+v, want %+v", r, c.want)
			}
			if a, b := nameOf(t, s, "practice/a"), nameOf(t, s, "practice/b"); a != c.a || b != c.b {
				t.Errorf("a is %q, b is %q", a, b)
			}
			if name == "dry run" && s.Sequence() != before {
				t.Error("a dry run wrote")
			}
			if gone, _ := s.Entity(ctx, "practice/c"); (gone.Meta().ArchivedAt != nil) != (name == "missing") {
				t.Errorf("c: %+v", gone.Meta().ArchivedAt)
			}
			if a, _ := s.Entity(ctx, "practice/a"); c.a == "Anew" {
				if links, err := s.LinksFrom(ctx, a); err != nil || len(links) > 0 {
					t.Errorf("a link that the row no longer has stands: %v, %v", links, err)
				}
			}
		})
	}
}

// TestADeadAddressIsNoEdit lets a check keep something of what a collection brought: a newer file comes in over it, what was
// found stays, and what the collection no longer has is archived.
func TestADeadAddressIsNoEdit(t *testing.T) {
	const page = "https://page.example"
	about := strings.Join([]string{aSource, `{"id":"theme/dead-address","name":"Dead address","scheme":"INDICATOR","citations":[{"source":"source/s"}]}`,
		`{"id":"source/link-checks","name":"Checks","kind":"DATASET"}`}, "\n") + "\n"
	with := func(name string) string {
		return about + fmt.Sprintf(`{"id":"source/page","name":%q,"kind":"WEB_PAGE","url":%q}`, name, page)
	}
	s := mustOpen(t, t.TempDir())
	newCollection().mustRun(t, s, "a.jsonl", with("A page"))
	body := func() (name string, dead int) {
		t.Helper()
		e, err := s.Entity(ctx, "source/page")
		if err != nil {
			t.Fatal(err)
		}
		stored, err := s.Body(ctx, e)
		if err != nil {
			t.Fatal(err)
		}
		found, _ := stored["observations"].([]any)
		return e.(*kb.Source).Name.String(), len(found)
	}
	e, _ := s.Entity(ctx, "source/page")
	stored, _ := s.Body(ctx, e)
	check := kb.ChangeSet{Time: when, Author: "check", Message: "check", Origin: linkcheck.Origin, Changes: linkcheck.Changes(
		[]linkcheck.Naming{{ID: "source/page", Revision: 1, Body: stored, Addresses: []string{page}}},
		[]linkcheck.Answer{{Address: page, State: linkcheck.Dead, Words: "410 Gone"}}, when)}
	if _, err := s.Commit(ctx, check); err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		text, name string
		missing    bool
		want       exchange.Report
	}{
		{with("A page"), "A page", false, exchange.Report{Rows: 4, Same: 4}},
		{with("A newer page"), "A newer page", false, exchange.Report{Rows: 4, Same: 3, Updated: 1}},
		{export(t, s, "jsonl"), "A page", false, exchange.Report{Rows: 4, Same: 3, Updated: 1}}, // what is taken out says itself what was found
		{about, "A page", true, exchange.Report{Rows: 3, Same: 3, Archived: 1}},
	}
	for _, step := range steps {
		r := newCollection(func(im *exchange.Import) { im.ArchiveMissing = step.missing }).mustRun(t, s, "a.jsonl", step.text)
		if name, dead := body(); r != step.want || name != step.name || dead != 1 {
			t.Errorf("%+v, want %+v: %q with %d dead addresses", r, step.want, name, dead)
		}
	}
}

func nameOf(t testing.TB, s *store.Store, id string) string {
	t.Helper()
	e, err := s.Entity(ctx, id)
	if err != nil || e == nil {
		t.Fatalf("%s: %v, %v", id, e, err)
	}
	return e.(*kb.Practice).Name.String()
}

// TestLinesOfFiles imports texts whose lines end as Windows ends them, in each format.
func TestLinesOfFiles(t *testing.T) {
	for name, text := range map[string]string{
		"a.jsonl": aSource + "\n" + practice("a", "A", `"problem":"one\r\ntwo\rthree"`) + "\n",
		"a.yaml":  "about: x\r\nentities:\r\n  - {id: source/s, name: A source, kind: WEB_PAGE}\r\n  - id: practice/a\r\n    name: A\r\n    form: MODEL\r\n    problem: \"one\\r\\ntwo\\rthree\"\r\n    citations: [{source: source/s}]\r\n",
	} {
		s := mustOpen(t, t.TempDir())
		newCollection().mustRun(t, s, name, text)
		e, err := s.Entity(ctx, "practice/a")
		if err != nil || e == nil {
			t.Fatalf("%s: %v %v", name, e, err)
		}
		if got := e.(*kb.Practice).Problem.String(); got != "one\ntwo\nthree" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
