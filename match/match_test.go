package match_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/match"
)

var (
	contact  = match.Thing{ID: "challenge/little-contact", Name: "little contact"}
	language = match.Thing{ID: "theme/language-learning", Name: "language learning"}
	belgium  = match.Thing{ID: "territory/belgium", Name: "Belgium"}
	mechelen = match.City{Thing: match.Thing{ID: "city/mechelen", Name: "Mechelen"}, Country: belgium, Population: 86_616, ForeignShare: 32, Urbanisation: 1, Languages: []string{"nl"}}
	buddies  = match.Practice{Thing: match.Thing{ID: "practice/buddies", Name: "Buddies"}, Challenges: []match.Thing{contact}, Themes: []match.Thing{language},
		City: &mechelen, Evidence: "SELF_REPORT", Status: "RUNNING", Copies: []match.Thing{{ID: "city/capaci", Name: "Capaci"}}}
)

func TestRate(t *testing.T) {
	p := match.Profile{City: match.City{Country: belgium, Population: 90_000, ForeignShare: 30, Urbanisation: 1, Languages: []string{"fr", "nl"}}, Challenges: []match.Thing{contact}}
	r := match.Rate(p, buddies)
	if want := 5 + 3 + 1.5 + 1 + 1 + 1 + 0.5 + 2 + 1.0; r.Score != want {
		t.Errorf("score %g, want %g: %+v", r.Score, want, r.Reasons)
	}
	if len(r.Cautions) != 0 {
		t.Errorf("cautions %+v", r.Cautions)
	}
	worse := buddies
	worse.Evidence, worse.Status, worse.Copies = "NONE_KNOWN", "ENDED", nil
	worse.Frames = []match.Frame{{Thing: match.Thing{ID: "frame/x", Name: "a duty"}, Countries: []string{"territory/france"}}}
	p.Population = 2_000_000
	said := ""
	for _, f := range match.Rate(p, worse).Cautions {
		said += f.Text + "\n"
	}
	for _, want := range []string{"another size class", "not in force with you: a duty", "No result", "Nobody is known", "It has ended"} {
		if !strings.Contains(said, want) {
			t.Errorf("nobody says %q:\n%s", want, said)
		}
	}
}

// TestWeightsAddUp holds that a score is nothing but its reasons, and that each names a weight above none.
func TestWeightsAddUp(t *testing.T) {
	things := func(t *rapid.T, name string) []match.Thing {
		var all []match.Thing
		for _, id := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-e]`), 0, 5, rapid.ID).Draw(t, name) {
			all = append(all, match.Thing{ID: name + id, Name: id})
		}
		return all
	}
	rapid.Check(t, func(t *rapid.T) {
		p := match.Profile{Challenges: things(t, "c"), Themes: things(t, "t"), TargetGroups: things(t, "g")}
		p.Population = rapid.IntRange(0, 3_000_000).Draw(t, "population")
		c := match.Practice{Challenges: things(t, "c"), Themes: things(t, "t"), TargetGroups: things(t, "g"), Copies: things(t, "x")}
		c.Evidence = rapid.SampledFrom([]string{"NONE_KNOWN", "SELF_REPORT", "REVIEW"}).Draw(t, "evidence")
		if rapid.Bool().Draw(t, "placed") {
			c.City = &match.City{Population: rapid.IntRange(0, 3_000_000).Draw(t, "size")}
		}
		r, sum := match.Rate(p, c), 0.0
		for _, f := range r.Reasons {
			if f.Weight <= 0 || f.Text == "" {
				t.Fatalf("%+v", f)
			}
			sum += f.Weight
		}
		if math.Abs(sum-r.Score) > 1e-9 {
			t.Fatalf("the reasons weigh %g, and the score is %g", sum, r.Score)
		}
	})
}

func TestSizeClass(t *testing.T) {
	for population, want := range map[int]int{0: -1, 1: 0, 19_999: 0, 20_000: 1, 86_616: 2, 100_000: 3, 5_000_000: 6} {
		if got := match.SizeClass(population); got != want {
			t.Errorf("%d: class %d, want %d", population, got, want)
		}
	}
}
