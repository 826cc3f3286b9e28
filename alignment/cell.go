// Package alignment is the table that aligns practices with a benchmark, as a spreadsheet has it: a line for each
// alignment, with its note in each language and its citations. What is written and read again is the same.
package alignment

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
)

// The columns that every table has. The names are for people: they are written, and not read.
const (
	factorColumn   = "key_factor" // its id, or that of the benchmark itself
	factorName     = "key_factor_name"
	practiceColumn = "practice"
	practiceName   = "practice_name"
	relationColumn = "relation"
)

// languageColumn ends the column that names the language a text was written in; beside it stands one for each language.
const languageColumn = "language"

// first are the columns that a table has even where all are empty, so that there is a place to write.
var first = []string{factorColumn, factorName, practiceColumn, practiceName, relationColumn, "note_language", "note_en",
	"citation_1_source", "citation_1_place", "citation_1_basis", "citation_1_by", "citation_1_reason_language", "citation_1_reason_en"}

// columnForm takes a column of notes or citations apart: citation_2_reason_en, note_fr.
var columnForm = regexp.MustCompile(`^(?:(note)|citation_([1-9]\d?)_(source|place|basis|field|by|reason))(?:_([A-Za-z0-9-]+))?$`)

// column is what a column of notes or citations holds.
type column struct {
	citation int    // from 1; 0 for the note
	part     string // of the citation
	language string // of a text, or languageColumn
}

// readColumn is what a column holds; ok is false where it holds none of ours.
func readColumn(name string) (c column, ok bool) {
	m := columnForm.FindStringSubmatch(name)
	if m == nil {
		return c, false
	}
	c.part, c.language = cmp.Or(m[1], m[3]), m[4]
	c.citation, _ = strconv.Atoi(m[2])
	return c, (c.part == "note" || c.part == "reason") == (c.language != "")
}

// parts are the parts of a citation, in the order of their columns.
var parts = []string{"source", "place", "basis", "field", "by", "reason"}

// order puts columns in the order in which people read them.
func order(a, b string) int {
	if i, j := slices.Index(first[:5], a), slices.Index(first[:5], b); i >= 0 || j >= 0 {
		return cmp.Compare(uint(i), uint(j)) // none is the greatest
	}
	c, _ := readColumn(a)
	d, _ := readColumn(b)
	return cmp.Or(cmp.Compare(c.citation, d.citation), cmp.Compare(slices.Index(parts, c.part), slices.Index(parts, d.part)),
		cmp.Compare(tongue(c), tongue(d)))
}

// tongue puts the language that a text was written in before its translations.
func tongue(c column) string {
	if c.language == languageColumn {
		return ""
	}
	return c.language
}
