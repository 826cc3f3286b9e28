package citing

import (
	"fmt"
	"strings"
)

// escape keeps TeX from reading a text as commands. BibTeX counts braces even behind a backslash, so that a single one
// is written by its name.
var escape = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\textbraceleft{}`, `}`, `\textbraceright{}`, `~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`,
	`&`, `\&`, `%`, `\%`, `$`, `\$`, `#`, `\#`, `_`, `\_`,
)

// inAddress keeps the braces around an address whole; all else in it is read as it stands.
var inAddress = strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C", " ", "%20")

// BibTeX is a record for BibTeX and biblatex, in UTF-8. Names and title stand in braces of their own, since they are
// names of organisations and keep their capitals.
func (w Work) BibTeX() string {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, ",\n  %s = {%s}", name, value)
		}
	}
	fmt.Fprintf(&b, "@misc{%s", w.Key)
	var authors []string
	for _, author := range w.Authors {
		authors = append(authors, "{"+escape.Replace(line(author))+"}")
	}
	field("author", strings.Join(authors, " and "))
	field("title", "{"+escape.Replace(line(w.Title))+"}")
	field("howpublished", escape.Replace(line(w.Container)))
	field("publisher", escape.Replace(line(w.Publisher)))
	if !w.Date.IsZero() {
		field("year", w.Date.UTC().Format("2006"))
		fmt.Fprintf(&b, ",\n  month = %s", strings.ToLower(w.Date.UTC().Format("Jan"))) // a name that BibTeX knows
	}
	field("version", escape.Replace(line(w.Version)))
	field("url", inAddress.Replace(line(w.Address)))
	field("note", escape.Replace(line(w.Licence)))
	field("language", escape.Replace(line(w.Language)))
	b.WriteString("\n}\n")
	return b.String()
}
