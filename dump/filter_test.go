package dump_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/dump"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

type record = map[string]any

// filtered are the entities of the corpus that a filter keeps, by id.
func filtered(t *testing.T, st *store.Store, query string) map[string]record {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	f, err := dump.ReadFilter(declared, values)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]record{}
	for line := range strings.Lines(string(write(t, st, "jsonl", f))) {
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		all[r["id"].(string)] = r
	}
	return all
}

// cited are all citations of records, those of their values and links included.
func cited(all map[string]record) (found []kb.Cited) {
	for _, r := range all {
		found = append(found, kb.Citations(r)...)
	}
	return found
}

func fields(r record) string { return strings.Join(slices.Sorted(maps.Keys(r)), " ") }

func ends(links any) (ids []string) {
	list, many := links.([]any)
	if !many {
		list = []any{links}
	}
	for _, l := range list {
		if id, ok := l.(string); ok {
			ids = append(ids, id)
		} else if o, ok := l.(record); ok {
			ids = append(ids, o["to"].(string))
		}
	}
	return ids
}

// TestOnlyWhatIsStated looks at facts of the corpus that were read by hand: what the sources say stays, what we concluded
// or classified, and what nothing answers for, goes field by field and value by value.
func TestOnlyWhatIsStated(t *testing.T) {
	st := withCorpus(t)
	all := filtered(t, st, "basis=stated")
	buddies := all["practice/buddies-with-refugees"]
	// problem, status and statusAsOf are inferred, themes and target groups editorial, form and contact have no citation.
	if got, want := fields(buddies), "alternativeNames challenges citations city evidence firstSteps howItWorks id instanceOf limits means name period results summary"; got != want {
		t.Errorf("fields %s\nwant   %s", got, want)
	}
	if steps := buddies["firstSteps"].([]any); len(steps) != 1 || !strings.HasPrefix(steps[0].(record)["text"].(record)["en"].(string), "Match each of them") {
		t.Errorf("the first two steps are our reading, the third is stated: %v", steps)
	}
	if got := ends(buddies["challenges"]); !slices.Equal(got, []string{"challenge/little-contact"}) {
		t.Errorf("the link to distrust is inferred: %v", got)
	}
	for id, r := range all {
		for _, c := range kb.Citations(r) {
			if c.Citation["basis"] != "STATED" {
				t.Errorf("%s %s is %v", id, c.Path, c.Citation["basis"])
			}
		}
	}
	if theme := all["theme/integration-strategy"]; fields(theme) != "alternativeNames citations id name" || len(theme["alternativeNames"].([]any)) != 1 {
		t.Errorf("of a theme the source says names only: %v", theme)
	}
	if all["source/inclucities-brochure"]["publisher"] == nil {
		t.Error("a source needs none, and is left out")
	}
}

// TestOnlyWhatIsOurs is the other side: nothing that stays rests on a source that states it alone.
func TestOnlyWhatIsOurs(t *testing.T) {
	buddies := filtered(t, withCorpus(t), "basis=INFERRED&basis=EDITORIAL")["practice/buddies-with-refugees"]
	if got, want := fields(buddies), "actors alignments challenges citations evidence firstSteps id means name problem status statusAsOf targetGroups themes"; got != want {
		t.Errorf("fields %s\nwant   %s", got, want)
	}
	if buddies["evidence"] != "NONE_KNOWN" {
		t.Errorf("no result is left, and its evidence is said to be %v", buddies["evidence"])
	}
}

// TestLicences keeps what may be taken from sources of a licence: few sources of the corpus have one.
func TestLicences(t *testing.T) {
	st := withCorpus(t)
	all := filtered(t, st, "licence=cc+by+4.0")
	free := map[string]bool{}
	for id, r := range filtered(t, st, "type=source") {
		if r["licence"] == "CC BY 4.0" {
			free[id] = true
		}
	}
	if len(free) == 0 || all["practice/buddies-with-refugees"] == nil {
		t.Fatalf("%v; %d entities", free, len(all))
	}
	for id, r := range all {
		for _, c := range kb.Citations(r) {
			if !free[c.Source] {
				t.Errorf("%s %s rests on %s", id, c.Path, c.Source)
			}
		}
		if strings.HasPrefix(id, "source/") && !free[id] {
			t.Errorf("%s has no such licence", id)
		}
	}
	if none := filtered(t, st, "licence=unknown"); none["source/inclucities-brochure"] == nil || none["practice/buddies-with-refugees"]["summary"] == nil {
		t.Error("what sources without a licence say is not kept")
	}
}

func TestThemesAndTerritories(t *testing.T) {
	st := withCorpus(t)
	for _, c := range []struct{ query, has, hasNot string }{
		// The buddies are about social contact; Capaci's are in Italy; a plan's steps and the sources go with what cites them.
		{"theme=theme/social-contact", "practice/buddies-with-refugees source/inclucities-brochure", "one-stop-shop/welkom-app"},
		{"theme=social-contact&territory=italy", "practice/tutti-capaci", "practice/buddies-with-refugees"},
		{"territory=italy", "action-plan/capaci plan-step/capaci-1-local-context source/inclucities-brochure", "action-plan/levadia"},
		{"territory=belgium", "practice/buddies-with-refugees city/mechelen city/schaerbeek territory/flemish-region", "city/levadia"},
		{"territory=belgium&type=city", "city/mechelen city/schaerbeek city/brussels", "territory/belgium practice/buddies-with-refugees"},
	} {
		all := filtered(t, st, c.query)
		for _, id := range strings.Fields(c.has) {
			if all[id] == nil {
				t.Errorf("%s: %s is left out", c.query, id)
			}
		}
		for _, id := range strings.Fields(c.hasNot) {
			if len(all[id]) > 2 {
				t.Errorf("%s: %s is kept", c.query, id)
			}
		}
		if !strings.Contains(c.query, "type=") {
			for id, r := range all { // whatever leads somewhere leads to something that is there
				for _, cited := range kb.Citations(r) {
					if all[cited.Source] == nil {
						t.Errorf("%s: %s cites %s, which is left out", c.query, id, cited.Source)
					}
				}
			}
		}
	}
}

func TestFiltersThatAreWrong(t *testing.T) {
	st := withCorpus(t)
	for query, code := range map[string]kb.Code{
		"basis=hearsay": kb.Invalid, "type=dragon": kb.NotFound, "theme=city/capaci": kb.Invalid, "colour=red": kb.Invalid,
		"theme=theme/nowhere": kb.NotFound, "territory=nowhere": kb.NotFound, "licence=WTFPL": kb.NotFound,
	} {
		values, _ := url.ParseQuery(query)
		f, err := dump.ReadFilter(declared, values)
		if err == nil {
			from, _ := st.Dump(ctx)
			err = dump.Write(ctx, nil, "jsonl", from, dump.Options{Schema: declared, Filter: f})
			from.Close()
		}
		if kb.CodeOf(err) != code || err == nil {
			t.Errorf("%s: %v", query, err)
		}
	}
}
