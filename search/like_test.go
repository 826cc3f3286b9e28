package search_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/search"
)

// likened is what an index gives to compare, as sorted lines.
func likened(t testing.TB, x *search.Index, typ string, everything bool, themes ...string) (lines []string) {
	t.Helper()
	err := x.Like(typ, []search.Wanted{{Facet: "theme", Values: themes}}, everything, func(a *search.Alike) {
		done, transfers := a.Done()
		line := fmt.Sprintf("%s shares %d, %s %s in %v, passed on %d times", a.ID, a.Shared, a.Status, a.Evidence, a.Countries, transfers)
		var cities []string
		for _, c := range done {
			cities = append(cities, fmt.Sprintf(", %+v", *c))
		}
		slices.Sort(cities)
		lines = append(lines, line+strings.Join(cities, ""))
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

// TestLike holds what is told of things to compare them: of a model, where it is carried out; of a city, its own figures;
// and of both what stands now.
func TestLike(t *testing.T) {
	s := mustOpen(t)
	people := func(n, share string) []any {
		return []any{map[string]any{"indicator": "theme/population", "value": "1", "date": "1990", "citations": sourced},
			map[string]any{"indicator": "theme/population", "value": n, "date": "2020", "citations": sourced},
			map[string]any{"indicator": "theme/foreign-origin-share", "value": share, "citations": sourced}}
	}
	indicator := []any{"scheme", "INDICATOR"}
	mustCommit(t, s, put("source/s", "S"), put("theme/population", "Population", indicator...), put("theme/foreign-origin-share", "Share", indicator...),
		put("theme/learning", "Learning"), put("theme/reading", "Reading"), join("theme/reading", "theme.broader", "theme/learning"),
		put("territory/t", "T", "level", "COUNTRY"),
		put("city/c", "C", "observations", people("60000", "12.5"), "officialLanguages", []any{"nl"}), join("city/c", "city.in", "territory/t"),
		put("practice/model", "Model", "form", "MODEL"), join("practice/model", "practice.about", "theme/reading"),
		put("practice/done", "Done", "status", "RUNNING"), join("practice/done", "practice.doneIn", "city/c"), join("practice/done", "practice.instanceOf", "practice/model"),
		put("transfer/x", "X", "mode", "INSPIRED", "status", "PLANNED"), join("transfer/x", "transfer.from", "practice/done"))
	dir := filepath.Join(t.TempDir(), "index")
	x, stop := follow(t, s, dir)
	const c = ", {ID:city/c Country:territory/t Languages:[nl] Figures:{Population:%d ForeignShare:12.5 Urbanisation:0}}"
	hold := func(population int) {
		t.Helper()
		for _, want := range []struct {
			typ        string
			everything bool
			lines      []string
		}{
			{"practice", false, []string{"practice/model shares [2], UNKNOWN NONE_KNOWN in [], passed on 1 times" + fmt.Sprintf(c, population)}},
			{"practice", true, []string{"practice/done shares [0], RUNNING NONE_KNOWN in [territory/t], passed on 1 times" + fmt.Sprintf(c, population),
				"practice/model shares [2], UNKNOWN NONE_KNOWN in [], passed on 1 times" + fmt.Sprintf(c, population)}},
			{"city", true, []string{"city/c shares [0],   in [territory/t], passed on 0 times" + fmt.Sprintf(c, population)}},
		} {
			if got := likened(t, x, want.typ, want.everything, "theme/learning", "theme/reading", "theme/learning"); !slices.Equal(got, want.lines) {
				t.Errorf("%q\nwant %q", got, want.lines)
			}
		}
	}
	hold(60_000)
	mustCommit(t, s, put("city/c", "C", "observations", people("70000", "12.5"), "officialLanguages", []any{"nl"}))
	if err := x.Wait(ctx, s.Sequence()); err != nil {
		t.Fatal(err)
	}
	hold(70_000)
	stop()
	x, stop = follow(t, s, dir)
	defer stop()
	hold(70_000) // as it is after another start
	if gone, err := x.City("city/none"); gone != nil || err != nil {
		t.Errorf("%+v, %v", gone, err)
	}
}
