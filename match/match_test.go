package match_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/match"
)

var (
	contact  = match.Topic{ID: "challenge/little-contact"}
	learning = match.Topic{ID: "theme/language-learning", Wider: []string{"theme/education"}}
	mechelen = match.City{ID: "city/mechelen", Country: "territory/belgium", Territories: []string{"territory/flanders", "territory/belgium"},
		Population: 86_616, ForeignShare: 32, Urbanisation: 1, Languages: []string{"nl"}}
	buddies = match.Practice{ID: "practice/buddies", Challenges: []match.Topic{contact}, Themes: []match.Topic{learning}, Cities: []match.City{mechelen},
		Evidence: "SELF_REPORT", Status: "RUNNING", Volunteers: true, Cost: 5_000, Copies: map[match.Rule][]string{match.Copied: {"city/capaci"}}}
	alike = match.City{Country: "territory/belgium", Territories: []string{"territory/belgium"}, Population: 90_000, ForeignShare: 30, Urbanisation: 1, Languages: []string{"fr", "nl"}}
)

// rules are those that factors follow, in their order.
func rules(factors []match.Factor) []match.Rule {
	var all []match.Rule
	for _, f := range factors {
		all = append(all, f.Rule)
	}
	return all
}

func TestRate(t *testing.T) {
	yes, money := true, 6_000.0
	p := match.Profile{City: alike, Challenges: []string{contact.ID}, Themes: []string{"theme/education"}, Means: match.Means{Money: &money, Volunteers: &yes}}
	r := match.Rate(p, buddies)
	want := []match.Rule{match.SharedChallenge, match.SharedTheme, match.SameSizeClass, match.SameCountry, match.SharedLanguage, match.SameUrbanisation,
		match.CloseForeignShare, match.WithinBudget, match.VolunteersAtHand, match.Evidence, match.Copied, match.Running}
	if got := rules(r.Reasons); !slices.Equal(got, want) || len(r.Cautions) != 0 {
		t.Errorf("reasons %v, cautions %v", got, rules(r.Cautions))
	}
	if want := 8 + 3 + 3 + 1.5 + 1 + 1 + 1 + 1 + 0.5 + 0.5 + 2 + 1; r.Score != want {
		t.Errorf("score %g, want %g", r.Score, want)
	}
}

func TestCautions(t *testing.T) {
	no, little := false, 100.0
	big := alike
	big.Population = 2_000_000
	law := match.Frame{ID: "frame/law", Territories: []string{"territory/france"}, Countries: []string{"territory/france"}}
	worse := buddies
	worse.Staff, worse.Evidence, worse.Status, worse.Frames = true, "NONE_KNOWN", "ENDED", []match.Frame{law, {ID: "frame/past", Territories: law.Territories, Past: true}}
	worse.Copies = map[match.Rule][]string{match.CopyPlanned: {"city/other", "city/asking"}, match.CopyAbandoned: {"city/third"}}
	big.ID = "city/asking"
	r := match.Rate(match.Profile{City: big, Challenges: []string{contact.ID}, Means: match.Means{Money: &little, Staff: &no, Volunteers: &no}}, worse)
	want := []match.Rule{match.OtherSizeClass, match.OtherFrame, match.OtherCircumstance, match.OverBudget, match.StaffNeeded, match.VolunteersNeeded,
		match.NoEvidence, match.OwnTransfer, match.CopyPlanned, match.CopyAbandoned, match.Ended}
	if got := rules(r.Cautions); !slices.Equal(got, want) {
		t.Errorf("cautions %v", got)
	}
}

// TestUnknownIsSaid holds that what could not be compared is said to be so, and where a practice comes from.
func TestUnknownIsSaid(t *testing.T) {
	law := match.Frame{ID: "frame/law", Territories: []string{"territory/france"}, Countries: []string{"territory/france"}}
	c := match.Practice{Challenges: buddies.Challenges, Cities: []match.City{{ID: "city/uncounted"}}, Frames: []match.Frame{law, {ID: "frame/past", Territories: law.Territories, Past: true}},
		Projects: []string{"project/other", "project/p"}, Origins: []string{"practice/first"}, Status: "PILOT", AsOf: "2021"}
	asking := match.City{ID: "city/asking", Population: 80_000, Projects: []string{"project/p"}}
	r := match.Transferable(match.Profile{City: asking, Challenges: []string{contact.ID}}, c)
	want := []match.Rule{match.SizeUnknown, match.FrameUnknown, match.OtherCircumstance, match.NoEvidence, match.NeverCopied, match.Origin, match.OwnProject, match.Pilot}
	if got := rules(r.Cautions); !slices.Equal(got, want) {
		t.Errorf("cautions %v", got)
	}
	if last := r.Cautions[len(r.Cautions)-1]; last.Word != "2021" {
		t.Errorf("%+v", last)
	}
	if r := match.Transferable(match.Profile{City: asking}, c); r.Cautions[0].Rule != match.NothingSought || r.Score != 0 {
		t.Errorf("%+v", r)
	}
	c.Cities = append(c.Cities, match.City{ID: "city/large", Population: 2_000_000})
	if r := match.Rate(match.Profile{City: asking}, c); r.Cautions[0].Rule != match.OtherSizeClass {
		t.Errorf("a city whose size is known is no better to compare with: %v", rules(r.Cautions))
	}
}

// TestCopies holds what is said of copies to what is known of them.
func TestCopies(t *testing.T) {
	for want, copies := range map[match.Rule]map[match.Rule][]string{
		match.NeverCopied: nil,
		match.CopyUnknown: {match.CopyUnknown: {"city/a"}},
		match.CopyPlanned: {match.CopyUnknown: {"city/a"}, match.CopyPlanned: {"transfer/unnamed"}},
		match.Copied:      {match.CopyPlanned: {"city/a"}, match.Copied: {"transfer/unnamed"}},
	} {
		c := match.Practice{ID: "practice/p", Copies: copies}
		r := match.Rate(match.Profile{}, c)
		said := append(rules(r.Reasons), rules(r.Cautions)...)
		for _, rule := range []match.Rule{match.NeverCopied, match.CopyUnknown, match.CopyPlanned, match.Copied} {
			if slices.Contains(said, rule) != (rule == want) {
				t.Errorf("%v: said %v", copies, said)
			}
		}
	}
}

// TestFrames holds that a law of a part of a country is compared with where the city lies, and given the benefit of the
// doubt where only the country is known.
func TestFrames(t *testing.T) {
	flemish := match.Practice{Frames: []match.Frame{{ID: "frame/f", Territories: []string{"territory/flanders"}, Countries: []string{"territory/belgium"}}}}
	brussels := match.City{ID: "city/brussels", Country: "territory/belgium", Territories: []string{"territory/brussels", "territory/belgium"}}
	for _, c := range []struct {
		city  match.City
		warns bool
	}{{mechelen, false}, {brussels, true}, {alike, false}, {match.City{Country: "territory/france"}, true}, {match.City{}, false}} {
		r := match.Rate(match.Profile{City: c.city}, flemish)
		if slices.Contains(rules(r.Cautions), match.OtherFrame) != c.warns {
			t.Errorf("%s in %s: %v", c.city.ID, c.city.Country, rules(r.Cautions))
		}
	}
}

// TestModels holds that a model is compared with the most alike of the cities that carry it out.
func TestModels(t *testing.T) {
	model := match.Practice{Cities: []match.City{{ID: "city/far", Population: 5_000_000}, mechelen}}
	r := match.Rate(match.Profile{City: alike}, model)
	if len(r.Reasons) == 0 || r.Reasons[0].Because != mechelen.ID {
		t.Errorf("%+v", r)
	}
	model.Copies = map[match.Rule][]string{match.Copied: {mechelen.ID, "city/far"}}
	r = match.Rate(match.Profile{City: alike}, model)
	if n := slices.IndexFunc(r.Reasons, func(f match.Factor) bool { return f.Rule == match.Copied }); n < 0 || r.Reasons[n].Because != "city/far" {
		t.Errorf("the place that is compared counts as a copy of itself: %+v", r.Reasons)
	}
	if r := match.Rate(match.Profile{}, match.Practice{}); !slices.Contains(rules(r.Cautions), match.NoPlace) {
		t.Errorf("%+v", r)
	}
}

// TestEachIsSoughtOnce holds that a wide theme counts once, whatever it is found by, and the exact one first.
func TestEachIsSoughtOnce(t *testing.T) {
	within := match.Topic{ID: "theme/narrow", Wider: []string{"theme/wide"}}
	c := match.Practice{Themes: []match.Topic{within, {ID: "theme/wide"}, {ID: "theme/other", Wider: within.Wider}}}
	for _, sought := range [][]string{{"theme/wide"}, {"theme/narrow", "theme/wide", "theme/wide"}} {
		var got []string
		for _, f := range match.Rate(match.Profile{Themes: sought}, c).Reasons {
			if f.Rule == match.SharedTheme {
				got = append(got, f.Because)
			}
		}
		if want := sought[:min(len(sought), 2)]; !slices.Equal(got, want) {
			t.Errorf("of %v it finds %v", sought, got)
		}
	}
}

// TestNothingSought holds that a place alone is no answer to a question about something else.
func TestNothingSought(t *testing.T) {
	r := match.Rate(match.Profile{City: alike, Challenges: []string{"challenge/another"}}, buddies)
	if r.Score != 0 || len(r.Reasons)+len(r.Cautions) != 0 {
		t.Errorf("%+v", r)
	}
}

// drawn are a profile and a practice that may or may not have something in common.
func drawn(t *rapid.T) (p match.Profile, c match.Practice) {
	topics := func(name string) (all []match.Topic) {
		for _, id := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-e]`), 0, 5, rapid.ID).Draw(t, name) {
			all = append(all, match.Topic{ID: name + id, Wider: []string{name + "a"}})
		}
		return all
	}
	wanted := func(name string) (all []string) {
		for _, topic := range topics(name) {
			all = append(all, topic.ID)
		}
		return all
	}
	city := func(name string) match.City {
		return match.City{Population: rapid.IntRange(0, 300_000).Draw(t, name), Country: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, name+" in"),
			Urbanisation: rapid.IntRange(0, 3).Draw(t, name+" as"), Languages: []string{rapid.StringMatching(`[a-c]`).Draw(t, name+" speaks")}}
	}
	places := rapid.SliceOfN(rapid.StringMatching(`[a-d]`), 0, 4)
	money, yes := float64(rapid.IntRange(0, 10).Draw(t, "money")), rapid.Bool().Draw(t, "volunteers")
	p = match.Profile{City: city("asking"), Challenges: wanted("c"), Themes: wanted("t"), TargetGroups: wanted("g"), Means: match.Means{Money: &money, Volunteers: &yes}}
	c = match.Practice{Challenges: topics("c"), Themes: topics("t"), TargetGroups: topics("g"), Cost: float64(rapid.IntRange(0, 10).Draw(t, "cost")), Volunteers: true,
		Copies: map[match.Rule][]string{match.Copied: places.Draw(t, "copied"), match.CopyPlanned: places.Draw(t, "planned")}}
	c.Evidence = rapid.SampledFrom([]string{"NONE_KNOWN", "SELF_REPORT", "REVIEW"}).Draw(t, "evidence")
	c.Status = rapid.SampledFrom([]string{"RUNNING", "ENDED"}).Draw(t, "status")
	for range rapid.IntRange(0, 2).Draw(t, "cities") {
		c.Cities = append(c.Cities, city("doing"))
	}
	if len(c.Cities) == 0 {
		c.Country = rapid.SampledFrom([]string{"", "x"}).Draw(t, "country")
	}
	return p, c
}

// TestWeightsAddUp holds that a score is nothing but its reasons, by weight and by dimension; that no rule counts more
// often than the formula says; and that what is said at all stands in the formula.
func TestWeightsAddUp(t *testing.T) {
	most := map[match.Rule]int{}
	for _, terms := range match.Rules {
		most[terms.Rule] = terms.Most
	}
	rapid.Check(t, func(t *rapid.T) {
		p, c := drawn(t)
		r, sum, parts, said := match.Rate(p, c), 0.0, 0.0, map[match.Rule]int{}
		for _, f := range r.Reasons {
			sum += f.Weight
			said[f.Rule]++
			if f.Weight <= 0 {
				t.Fatalf("%+v", f)
			}
		}
		for _, f := range r.Cautions {
			said[f.Rule]++
			if f.Weight != 0 {
				t.Fatalf("%+v", f)
			}
		}
		for _, score := range r.ByDimension() {
			parts += score
		}
		if math.Abs(sum-r.Score) > 1e-9 || math.Abs(parts-r.Score) > 1e-9 {
			t.Fatalf("the reasons weigh %g, the dimensions %g, and the score is %g", sum, parts, r.Score)
		}
		for rule, n := range said {
			if n > most[rule] || rule.Dimension() == "" {
				t.Fatalf("%s counts %d times, and %d at the most", rule, n, most[rule])
			}
		}
	})
}

// TestNoneFitsBetterThanItsOutline holds that what is known before a practice is read promises no less than it gives.
func TestNoneFitsBetterThanItsOutline(t *testing.T) {
	has := func(have []match.Topic, want []string) (n int) {
		for _, id := range want {
			if slices.ContainsFunc(have, func(topic match.Topic) bool { return topic.ID == id || slices.Contains(topic.Wider, id) }) {
				n++
			}
		}
		return n
	}
	rapid.Check(t, func(t *rapid.T) {
		p, c := drawn(t)
		o := match.Outline{Challenges: has(c.Challenges, p.Challenges), Themes: has(c.Themes, p.Themes), TargetGroups: has(c.TargetGroups, p.TargetGroups),
			Evidence: c.Evidence, Status: c.Status, Place: match.Likeness(p.City, match.City{Country: c.Country}), Transfers: len(c.Copies[match.Copied]) + len(c.Copies[match.CopyPlanned])}
		for _, city := range c.Cities {
			o.Place = max(o.Place, match.Likeness(p.City, city))
		}
		if r := match.Rate(p, c); r.Score > p.AtMost(o) {
			t.Fatalf("it scores %g, and %g was the most: %+v", r.Score, p.AtMost(o), r)
		}
		if r := match.RatePractice(match.Practice{Challenges: c.Challenges}, c); r.Score > (match.Outline{Challenges: len(c.Challenges)}).Shared() {
			t.Fatalf("%+v", r)
		}
	})
}

// TestAProblemWeighsMoreThanAPlace holds that what answers a problem that is named comes before what is only done in a place
// just like the one that asks.
func TestAProblemWeighsMoreThanAPlace(t *testing.T) {
	elsewhere := match.Rate(match.Profile{City: alike, Challenges: []string{contact.ID}}, match.Practice{Challenges: buddies.Challenges})
	if twin := match.Likeness(alike, alike); twin >= elsewhere.Score {
		t.Errorf("a problem gives %g, and a place %g", elsewhere.Score, twin)
	}
}

func TestSizeClass(t *testing.T) {
	for population, want := range map[int]int{0: -1, 1: 0, 19_999: 0, 20_000: 1, 86_616: 2, 100_000: 3, 5_000_000: 6} {
		if got := match.SizeClass(population); got != want {
			t.Errorf("%d: class %d, want %d", population, got, want)
		}
	}
}
