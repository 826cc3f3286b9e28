package match

import "slices"

// City is a city as far as matching asks. Zero values are unknown.
type City struct {
	ID           string
	Country      string
	Territories  []string // that it lies in, the smallest first
	Population   int
	ForeignShare float64 // percent
	Urbanisation int     // Eurostat's degree, 1 to 3
	Languages    []string
	Faces        []Topic // its challenges
	Projects     []string
}

// Profile is the city that looks for practices, and what it looks for.
type Profile struct {
	City
	Challenges, Themes, TargetGroups []string
	Means                            Means
}

// LooksFor tells whether it names anything that a practice should be about or for.
func (p Profile) LooksFor() bool { return len(p.Challenges)+len(p.Themes)+len(p.TargetGroups) > 0 }

// Means is what a city can give; nil is unknown.
type Means struct {
	Money             *float64 // euros
	Staff, Volunteers *bool
}

// Topic is a challenge, a theme or a target group, with what is wider.
type Topic struct {
	ID    string
	Wider []string
}

func (t Topic) is(id string) bool { return t.ID == id }

func (t Topic) within(id string) bool { return slices.Contains(t.Wider, id) }

func ids(topics []Topic) []string {
	all := make([]string, len(topics))
	for i, t := range topics {
		all[i] = t.ID
	}
	return all
}

// Practice is a practice as far as matching asks.
type Practice struct {
	ID                               string
	Challenges, Themes, TargetGroups []Topic
	Cities                           []City // that it is done in: one, or those that carry out a model
	Territory, Country               string // where it is done across more than a city
	Evidence, Status                 string
	AsOf                             string // the date that the status is known for
	Projects                         []string
	Cost                             float64 // euros; 0 is unknown
	Staff, Volunteers                bool    // whether it is known to take them
	// Copies are the places that it went or is to go to, or the transfers where no place is named, by how far that came:
	// Copied, CopyPlanned, CopyUnknown or CopyAbandoned.
	Copies  map[Rule][]string
	Origins []string // the practices that it goes back to
	Frames  []Frame
}

// In tells whether a city does it already, or has taken it over.
func (c Practice) In(city string) bool {
	return slices.ContainsFunc(c.Cities, func(of City) bool { return of.ID == city }) || slices.Contains(c.Copies[Copied], city)
}

// Frame is a law or policy, with where it is in force.
type Frame struct {
	ID          string
	Territories []string
	Countries   []string // of the territories
	Past        bool     // it is over, or was nobody's decision: no law to compare with
}

// inForce tells whether it holds in a city. Of a free profile only the country is known: there what holds in a part of
// the country may hold.
func (f Frame) inForce(to City) bool {
	here := func(id string) bool { return slices.Contains(to.Territories, id) }
	return len(f.Territories) == 0 || slices.ContainsFunc(f.Territories, here) || to.ID == "" && slices.Contains(f.Countries, to.Country)
}

// SizeClasses are the upper bounds of the size classes, in inhabitants: the classes of urban audit statistics, with two
// for small towns below them.
var SizeClasses = []int{20_000, 50_000, 100_000, 250_000, 500_000, 1_000_000}

// SizeClass is the number of a city's size class, from 0; -1 where its population is unknown.
func SizeClass(population int) int {
	if population <= 0 {
		return -1
	}
	class, _ := slices.BinarySearch(SizeClasses, population+1)
	return class
}
