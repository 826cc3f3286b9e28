package kb

import (
	"regexp"
	"strings"
)

// formula begins what a spreadsheet would take for a formula, after the marks that keep it from doing so; a number is none.
var (
	formula = regexp.MustCompile("^'*[=+\\-@\t\r]")
	figure  = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
)

// MarkCell keeps a spreadsheet from taking a text for a formula, and running it.
func MarkCell(cell string) string {
	if formula.MatchString(cell) && !figure.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

// UnmarkCell is the text that was marked.
func UnmarkCell(cell string) string {
	if strings.HasPrefix(cell, "'") && formula.MatchString(cell) {
		return cell[1:]
	}
	return cell
}
