package match

import (
	"math"
	"slices"
)

// where compares the place that it is done in with the one it is to go to, for a model the most alike of its places, and
// gives the city that it compared.
func (r *Rating) where(to City, c Practice) (from string) {
	if len(c.Cities) == 0 {
		r.noCity(to, c)
		return ""
	}
	best := Rating{Score: -1}
	for _, city := range c.Cities {
		var one Rating
		one.compare(to, city)
		if one.Score > best.Score || one.Score == best.Score && one.surer(best) {
			best, from = one, city.ID
		}
	}
	r.Score += best.Score
	r.Reasons, r.Cautions = append(r.Reasons, best.Reasons...), append(r.Cautions, best.Cautions...)
	return from
}

// surer tells whether a comparison knows the size of the city, which another does not.
func (r Rating) surer(than Rating) bool {
	unknown := func(f Factor) bool { return f.Rule == SizeUnknown }
	return slices.ContainsFunc(than.Cautions, unknown) && !slices.ContainsFunc(r.Cautions, unknown)
}

func (r *Rating) noCity(to City, c Practice) {
	if to.Country != "" && to.Country == c.Country {
		r.add(SameCountry, Factor{Because: c.Country})
	}
	if c.Territory != "" {
		r.add(WiderPlace, Factor{Because: c.Territory})
	} else {
		r.add(NoPlace, Factor{})
	}
}

// compare compares two cities.
func (r *Rating) compare(to, from City) { compared(to, from, r.add) }

// Likeness is what one city's being like another gives.
func Likeness(to, from City) (sum float64) {
	compared(to, from, func(rule Rule, f Factor) { sum += rule.weight(f.Word) })
	return sum
}

// compared gives what two cities have in common, and what they have not.
func compared(to, from City, add func(Rule, Factor)) {
	people := Factor{Because: from.ID, Number: float64(from.Population)}
	switch a, b := SizeClass(to.Population), SizeClass(from.Population); {
	case a < 0:
	case b < 0:
		add(SizeUnknown, people)
	case a == b:
		add(SameSizeClass, people)
	case a-b == 1 || b-a == 1:
		add(NextSizeClass, people)
	default:
		add(OtherSizeClass, people)
	}
	if to.Country != "" && to.Country == from.Country {
		add(SameCountry, Factor{Because: from.Country})
	}
	for _, language := range to.Languages {
		if slices.Contains(from.Languages, language) {
			add(SharedLanguage, Factor{Because: from.ID, Word: language})
			break
		}
	}
	if to.Urbanisation > 0 && to.Urbanisation == from.Urbanisation {
		add(SameUrbanisation, Factor{Because: from.ID})
	}
	if to.ForeignShare > 0 && from.ForeignShare > 0 && math.Abs(to.ForeignShare-from.ForeignShare) <= CloseShare {
		add(CloseForeignShare, Factor{Because: from.ID, Number: from.ForeignShare})
	}
}

// frames says which laws and policies it rests on that the city does not have, as far as is known of the city.
func (r *Rating) frames(to City, frames []Frame) {
	for _, f := range frames {
		rule := OtherFrame
		switch {
		case f.inForce(to):
			continue
		case f.Past:
			rule = OtherCircumstance
		case to.Country == "":
			rule = FrameUnknown
		}
		r.add(rule, Factor{Because: f.ID})
	}
}
