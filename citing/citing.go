// Package citing writes how something is cited, in the forms that reference managers read. It knows nothing of the graph:
// whoever cites says what the work is.
package citing

import (
	"strings"
	"time"
	"unicode"
)

// Work is something as it is cited: the data as a whole, or an entry in it, in one state.
type Work struct {
	Key       string   // names it in a bibliography: letters, digits and hyphens
	Title     string   // in the language that it is cited in
	Language  string   // of the title, as a tag
	Authors   []string // organisations
	Container string   // what an entry stands in; empty for the whole
	Publisher string
	Date      time.Time // when it got the state that is cited; zero where that is not known
	Version   string    // names the state
	Address   string    // leads to it for good
	Licence   string
}

// Forms are the forms of a reference, by the ending that a file of it has.
var Forms = map[string]func(Work) string{"bib": Work.BibTeX, "ris": Work.RIS, "csl.json": Work.CSL}

// line is a text that a form can hold: on one line, without what is no character of a text.
func line(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == unicode.ReplacementChar || !unicode.IsGraphic(r) && r != '\u200d' && r != '\u200c': // joiners shape letters
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
