// Package match rates how well a practice fits a city, and says why. It decides and reads nothing: what it is given are
// plain facts, what it gives are reasons and cautions whose weights add up to the score.
//
// The dimensions are those of the PIET-T model of transferability (population, intervention, environment and transfer;
// Schloemer and Schröder-Bäck, Implementation Science 2018): what a transfer depends on is asked of each in turn. The
// weights are ours; they stand in Weights, and an answer carries them with each reason.
package match

import (
	"fmt"
	"math"
	"slices"
)

// Dimension is a part of the PIET-T model.
type Dimension string

// The dimensions.
const (
	Population   Dimension = "POPULATION"
	Intervention Dimension = "INTERVENTION"
	Environment  Dimension = "ENVIRONMENT"
	Transfer     Dimension = "TRANSFER"
)

// Thing is an entity by its id and name.
type Thing struct{ ID, Name string }

// City is a city as far as matching asks. Zero values are unknown.
type City struct {
	Thing
	Country      Thing
	Population   int
	ForeignShare float64 // percent
	Urbanisation int     // Eurostat's degree, 1 to 3
	Languages    []string
}

// Profile is the city that looks for practices, and what it looks for.
type Profile struct {
	City
	Challenges, Themes, TargetGroups []Thing
}

// Practice is a practice as far as matching asks.
type Practice struct {
	Thing
	Challenges, Themes, TargetGroups []Thing
	City                             *City // nil for a model
	Evidence                         string
	Status                           string
	Copies                           []Thing // where it was taken to
	Frames                           []Frame // what shapes it
}

// Frame is a law or policy, and the countries that it is in force in.
type Frame struct {
	Thing
	Countries []string
}

// Factor is a reason or a caution: a sentence, what it weighs, and the entity that made it count.
type Factor struct {
	Dimension Dimension
	Text      string
	Weight    float64
	Because   string // an id; empty where nothing in particular
}

// Rating is the score of a practice, with what it is made of. The weights of the reasons add up to the score; cautions
// weigh nothing and are said all the same.
type Rating struct {
	Score             float64
	Reasons, Cautions []Factor
}

// Weights of the reasons, in points.
var Weights = struct {
	Challenge, Theme, TargetGroup, SizeClass, NextSize, Country, Language, ForeignShare, Urbanisation, Running, Copied float64
	Evidence                                                                                                           map[string]float64
	// Most bounds how often a reason of a kind counts.
	Most int
}{
	Challenge: 5, Theme: 3, TargetGroup: 2, SizeClass: 3, NextSize: 1, Country: 1.5, Language: 1, ForeignShare: 1, Urbanisation: 1, Running: 1, Copied: 2,
	Evidence: map[string]float64{"SELF_REPORT": 0.5, "MONITORING": 1, "EVALUATION": 2, "COMPARISON": 3, "REVIEW": 4},
	Most:     3,
}

// sizes are the upper bounds of the size classes, in inhabitants: the classes of urban audit statistics, with one for
// small towns below them.
var sizes = []int{20_000, 50_000, 100_000, 250_000, 500_000, 1_000_000}

// SizeClass is the number of a city's size class, from 0; -1 where its population is unknown.
func SizeClass(population int) int {
	if population <= 0 {
		return -1
	}
	class, _ := slices.BinarySearch(sizes, population+1)
	return class
}

// closeShare is how many points two shares of foreign origin may differ and still be alike.
const closeShare = 7.0

// Rate rates a practice for a profile.
func Rate(p Profile, c Practice) Rating {
	var r Rating
	r.shared(Intervention, c.Challenges, p.Challenges, Weights.Challenge, "It addresses a problem that you have: %s.")
	r.shared(Intervention, c.Themes, p.Themes, Weights.Theme, "It is about what you look for: %s.")
	r.shared(Population, c.TargetGroups, p.TargetGroups, Weights.TargetGroup, "It is for the same people: %s.")
	r.place(p.City, c.City)
	r.frames(p.City, c.Frames)
	r.record(c)
	return r
}

func (r *Rating) add(d Dimension, weight float64, because, format string, args ...any) {
	r.Reasons = append(r.Reasons, Factor{d, fmt.Sprintf(format, args...), weight, because})
	r.Score += weight
}

func (r *Rating) warn(d Dimension, because, format string, args ...any) {
	r.Cautions = append(r.Cautions, Factor{Dimension: d, Text: fmt.Sprintf(format, args...), Because: because})
}

// shared gives a reason for each thing that both have.
func (r *Rating) shared(d Dimension, have, want []Thing, weight float64, format string) {
	n := 0
	for _, thing := range have {
		if n < Weights.Most && slices.ContainsFunc(want, func(w Thing) bool { return w.ID == thing.ID }) {
			r.add(d, weight, thing.ID, format, thing.Name)
			n++
		}
	}
}

// place compares the place that it is done in with the one it is to go to.
func (r *Rating) place(to City, from *City) {
	if from == nil {
		r.warn(Environment, "", "No single city does it: nothing tells what a place must bring along.")
		return
	}
	switch a, b := SizeClass(to.Population), SizeClass(from.Population); {
	case a < 0 || b < 0:
	case a == b:
		r.add(Environment, Weights.SizeClass, from.ID, "%s is of your size class, with %d inhabitants.", from.Name, from.Population)
	case a-b == 1 || b-a == 1:
		r.add(Environment, Weights.NextSize, from.ID, "%s is nearly of your size class, with %d inhabitants.", from.Name, from.Population)
	default:
		r.warn(Environment, from.ID, "%s is of another size class, with %d inhabitants.", from.Name, from.Population)
	}
	if to.Country.ID != "" && to.Country.ID == from.Country.ID {
		r.add(Environment, Weights.Country, from.Country.ID, "It is done in your country, %s.", from.Country.Name)
	}
	if common := intersect(to.Languages, from.Languages); len(common) > 0 {
		r.add(Environment, Weights.Language, from.ID, "%s shares a language with you: %s.", from.Name, common[0])
	}
	if to.Urbanisation > 0 && to.Urbanisation == from.Urbanisation {
		r.add(Environment, Weights.Urbanisation, from.ID, "%s is as densely settled as your city.", from.Name)
	}
	if to.ForeignShare > 0 && from.ForeignShare > 0 && math.Abs(to.ForeignShare-from.ForeignShare) <= closeShare {
		r.add(Population, Weights.ForeignShare, from.ID, "%s has a like share of people of foreign origin, %g %%.", from.Name, from.ForeignShare)
	}
}

func (r *Rating) frames(to City, frames []Frame) {
	for _, f := range frames {
		if to.Country.ID != "" && len(f.Countries) > 0 && !slices.Contains(f.Countries, to.Country.ID) {
			r.warn(Environment, f.ID, "It stands on what is not in force with you: %s.", f.Name)
		}
	}
}

// record looks at what is known of it: results, copies, whether it still runs.
func (r *Rating) record(c Practice) {
	if w := Weights.Evidence[c.Evidence]; w > 0 {
		r.add(Intervention, w, c.ID, "Its results are known by %s.", methods[c.Evidence])
	} else {
		r.warn(Intervention, c.ID, "No result of it is known.")
	}
	for i, copy := range c.Copies {
		if i < Weights.Most {
			r.add(Transfer, Weights.Copied, copy.ID, "It was taken over before: %s.", copy.Name)
		}
	}
	if len(c.Copies) == 0 {
		r.warn(Transfer, c.ID, "Nobody is known to have taken it over.")
	}
	switch c.Status {
	case "RUNNING":
		r.add(Transfer, Weights.Running, c.ID, "It runs, so that it can be visited.")
	case "ENDED":
		r.warn(Transfer, c.ID, "It has ended.")
	case "PLANNED":
		r.warn(Transfer, c.ID, "It is planned only.")
	}
}

var methods = map[string]string{
	"SELF_REPORT": "what those who do it say", "MONITORING": "counting along the way", "EVALUATION": "an evaluation",
	"COMPARISON": "a comparison", "REVIEW": "a review of several studies",
}

func intersect(a, b []string) []string {
	var both []string
	for _, x := range a {
		if slices.Contains(b, x) {
			both = append(both, x)
		}
	}
	return both
}

// RateCity rates how like two cities are.
func RateCity(p Profile, other City, challenges []Thing) Rating {
	var r Rating
	r.shared(Intervention, challenges, p.Challenges, Weights.Challenge, "It has a problem that you have: %s.")
	r.place(p.City, &other)
	r.Cautions = slices.DeleteFunc(r.Cautions, func(f Factor) bool { return f.Because == "" })
	return r
}

// RatePractice rates how like two practices are.
func RatePractice(a, b Practice) Rating {
	var r Rating
	r.shared(Intervention, b.Challenges, a.Challenges, Weights.Challenge, "It addresses the same problem: %s.")
	r.shared(Intervention, b.Themes, a.Themes, Weights.Theme, "It is about the same: %s.")
	r.shared(Population, b.TargetGroups, a.TargetGroups, Weights.TargetGroup, "It is for the same people: %s.")
	return r
}
