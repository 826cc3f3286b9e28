// Package match rates how well a practice fits a city, and says why. It decides and reads nothing: what it is given are
// plain facts, what it gives are reasons and cautions by rule, whose weights add up to the score. Names and sentences are
// put to them elsewhere, in the reader's language.
//
// The dimensions are those of the PIET-T model of transferability (population, intervention, environment and transfer;
// Schloemer and Schröder-Bäck, Implementation Science 2018): what a transfer depends on is asked of each in turn. The
// rules and their weights are ours; they stand in Rules.
package match

import "slices"

// Factor is a reason or a caution: the rule that it follows, and what made it count.
type Factor struct {
	Rule    Rule
	Weight  float64 // 0 for a caution
	Because string  // the id of what made it count; empty where nothing in particular
	Number  float64 // inhabitants, percent or euros, where the rule is about a figure
	Word    string  // the language, the method or the date, where the rule is about one
}

// Rating is the score of a practice, with what it is made of. The weights of the reasons add up to the score; cautions
// weigh nothing and are said all the same.
type Rating struct {
	Score             float64
	Reasons, Cautions []Factor
}

// Rate rates a practice for a profile. One that has nothing of what is looked for scores nothing: however alike its
// place, it is no answer.
func Rate(p Profile, c Practice) Rating {
	var r Rating
	r.shared(SharedChallenge, c.Challenges, p.Challenges)
	r.shared(SharedTheme, c.Themes, p.Themes)
	r.shared(SharedTargetGroup, c.TargetGroups, p.TargetGroups)
	if len(r.Reasons) == 0 && p.LooksFor() {
		return r
	}
	from := r.where(p.City, c)
	r.frames(p.City, c.Frames)
	r.means(p.Means, c)
	r.evidence(c)
	r.copies(p.ID, from, c)
	r.projects(p.City, c)
	r.status(c)
	return r
}

// Transferable rates a practice for a profile, and says so where that seeks nothing: what is best then is so for no
// reason that lies in what it is about.
func Transferable(p Profile, c Practice) Rating {
	r := Rate(p, c)
	if !p.LooksFor() {
		r.Cautions = slices.Insert(r.Cautions, 0, Factor{Rule: NothingSought})
	}
	return r
}

// RateCity rates how like two cities are.
func RateCity(p Profile, other City) Rating {
	var r Rating
	r.shared(SharedChallenge, other.Faces, p.Challenges)
	r.compare(p.City, other)
	return r
}

// RatePractice rates how like two practices are.
func RatePractice(a, b Practice) Rating {
	var r Rating
	r.shared(SharedChallenge, b.Challenges, ids(a.Challenges))
	r.shared(SharedTheme, b.Themes, ids(a.Themes))
	r.shared(SharedTargetGroup, b.TargetGroups, ids(a.TargetGroups))
	if len(r.Reasons) > 0 && b.Status != "RUNNING" {
		r.status(b)
	}
	return r
}

// add puts a reason or a caution in its place by what its rule weighs, unless the rule has counted often enough.
func (r *Rating) add(rule Rule, f Factor) {
	f.Rule, f.Weight = rule, rule.weight(f.Word)
	list := &r.Reasons
	if f.Weight == 0 {
		list = &r.Cautions
	}
	said := 0
	for _, other := range *list {
		if other.Rule == rule {
			said++
		}
	}
	if said < rule.most() {
		*list = append(*list, f)
		r.Score += f.Weight
	}
}

// shared gives a reason for each thing that is wanted and is had, itself or as something narrower. Each counts once: who
// seeks a wide theme is not served better by a practice that is filed under three narrow ones.
func (r *Rating) shared(rule Rule, have []Topic, want []string) {
	used := map[string]bool{}
	for _, fits := range []func(Topic, string) bool{Topic.is, Topic.within} {
		for _, wanted := range want {
			i := slices.IndexFunc(have, func(t Topic) bool { return !used[t.ID] && !used[wanted] && fits(t, wanted) })
			if i >= 0 {
				used[have[i].ID], used[wanted] = true, true
				r.add(rule, Factor{Because: have[i].ID})
			}
		}
	}
}

// projects says whether the city took part in what it came of: there are colleagues to ask, and it may be known too well.
func (r *Rating) projects(to City, c Practice) {
	for _, id := range c.Projects {
		if slices.Contains(to.Projects, id) {
			r.add(OwnProject, Factor{Because: id})
		}
	}
}

// means compares what it takes with what the city can give.
func (r *Rating) means(have Means, c Practice) {
	switch cost := (Factor{Because: c.ID, Number: c.Cost}); {
	case have.Money == nil:
	case c.Cost == 0:
		r.add(CostUnknown, Factor{Because: c.ID})
	case c.Cost <= *have.Money:
		r.add(WithinBudget, cost)
	default:
		r.add(OverBudget, cost)
	}
	for _, m := range []struct {
		have       *bool
		takes      bool
		fits, asks Rule
	}{{have.Staff, c.Staff, StaffAtHand, StaffNeeded}, {have.Volunteers, c.Volunteers, VolunteersAtHand, VolunteersNeeded}} {
		switch {
		case m.have == nil || !m.takes:
		case *m.have:
			r.add(m.fits, Factor{Because: c.ID})
		default:
			r.add(m.asks, Factor{Because: c.ID})
		}
	}
}

func (r *Rating) evidence(c Practice) {
	if Evidence.weight(c.Evidence) > 0 {
		r.add(Evidence, Factor{Because: c.ID, Word: c.Evidence})
	} else {
		r.add(NoEvidence, Factor{Because: c.ID})
	}
}

// copies says where it was taken to, or else how far that has come; and where it was given up, in any case. What the city
// itself has to do with it is said apart, and the place that was compared is no copy of itself.
func (r *Rating) copies(to, from string, c Practice) {
	others := map[Rule][]string{}
	for rule, places := range c.Copies {
		for _, id := range places {
			switch {
			case id == to:
				r.add(OwnTransfer, Factor{Because: c.ID})
			case id != from:
				others[rule] = append(others[rule], id)
			}
		}
	}
	furthest := NeverCopied
	for _, rule := range []Rule{CopyUnknown, CopyPlanned, Copied} {
		if len(others[rule]) > 0 {
			furthest = rule
		}
	}
	if furthest == NeverCopied {
		others[furthest] = []string{c.ID}
	}
	for _, rule := range []Rule{furthest, CopyAbandoned} {
		for _, id := range others[rule] {
			r.add(rule, Factor{Because: id})
		}
	}
	for _, id := range c.Origins {
		r.add(Origin, Factor{Because: id})
	}
}

func (r *Rating) status(c Practice) {
	if rule, ok := byStatus[c.Status]; ok {
		r.add(rule, Factor{Because: c.ID, Word: c.AsOf})
	}
}
