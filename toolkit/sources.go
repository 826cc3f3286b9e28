package toolkit

import (
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/language"
)

// Source is a line of the bibliography: a source with what is taken from it.
type Source struct {
	Number                    int
	Name                      Text
	Publisher, Published, URL string
	Uses                      []*Use
}

// Use is what is taken from a source for one thing: the places that state it, and what is concluded or classified.
type Use struct {
	For    Text
	Places []string
	Notes  []Note
}

// Note is a use of a source that does not state the fact itself.
type Note struct{ Basis, Place, Reason string }

// cite puts the citations of what is shown into the bibliography and gives the numbers of their sources.
func (c *composer) cite(what Text, citations []citation, fields []string) []int {
	var numbers []int
	for _, one := range citations {
		if head, _, _ := strings.Cut(one.Field, "/"); head != "" && !slices.Contains(fields, head) {
			continue
		}
		s := c.source(one.Source)
		numbers = merged(numbers, []int{s.Number})
		s.use(what).add(one, c.doc.says)
	}
	return numbers
}

// source is the line of a source; each has one.
func (c *composer) source(of source) *Source {
	s := c.numbers[of.ID]
	if s == nil {
		s = &Source{Number: len(c.doc.Sources) + 1, Name: c.link(of.Named), Publisher: of.Publisher, Published: of.Published, URL: of.URL}
		c.numbers[of.ID] = s
		c.doc.Sources = append(c.doc.Sources, s)
	}
	return s
}

func (s *Source) use(what Text) *Use {
	for _, u := range s.Uses {
		if u.For.Path == what.Path {
			return u
		}
	}
	u := &Use{For: what}
	s.Uses = append(s.Uses, u)
	return u
}

func (u *Use) add(c citation, says *language.Language) {
	note := Note{Basis: says.Label("Basis", c.Basis), Place: c.Place, Reason: c.Reason}
	switch {
	case c.Basis != "STATED" && !slices.Contains(u.Notes, note):
		u.Notes = append(u.Notes, note)
	case c.Basis == "STATED" && c.Place != "" && !slices.Contains(u.Places, c.Place):
		u.Places = append(u.Places, c.Place)
	}
}

// merged are two lists of numbers as one, sorted, each number once.
func merged(a, b []int) []int {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	return slices.Compact(all)
}
