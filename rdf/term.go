package rdf

import (
	"fmt"
	"strconv"
	"strings"
)

// The names that no declaration gives, since they belong to RDF itself or to the form of what is written.
const (
	syntax    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsd       = "http://www.w3.org/2001/XMLSchema#"
	owl       = "http://www.w3.org/2002/07/owl#"
	skos      = "http://www.w3.org/2004/02/skos/core#"
	typeIRI   = syntax + "type"
	statement = syntax + "Statement"
)

// Term is a node of a graph as N-Triples writes it.
type Term string

// IRI is what an address names. What may not stand in one is escaped.
func IRI(address string) Term {
	if !strings.ContainsFunc(address, illegal) {
		return Term("<" + address + ">")
	}
	var b strings.Builder
	for _, r := range address {
		if illegal(r) {
			fmt.Fprintf(&b, "%%%02X", r)
		} else {
			b.WriteRune(r)
		}
	}
	return Term("<" + b.String() + ">")
}

// illegal are the characters that N-Triples has not in an IRI; all of them are ASCII.
func illegal(r rune) bool { return r <= ' ' || r == 0x7F || strings.ContainsRune("<>\"{}|^`\\", r) }

// Text is a plain string.
func Text(text string) Term { return Term(quoted(text)) }

// Tagged is a text in a language.
func Tagged(text, language string) Term { return Term(quoted(text) + "@" + language) }

// Typed is a value of a type of XML Schema, such as gYear.
func Typed(text, datatype string) Term { return Term(quoted(text) + "^^<" + xsd + datatype + ">") }

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`)

func quoted(text string) string { return `"` + escapes.Replace(text) + `"` }

// Date is a date of the type that is as exact as it: a year, a month or a day.
func Date(text string) Term { return Typed(text, DateType(text)) }

// DateType is the type of XML Schema for a date as exact as this one.
func DateType(text string) string {
	switch len(text) {
	case 4:
		return "gYear"
	case 7:
		return "gYearMonth"
	}
	return "date"
}

// Double is a number in the canonical form of xsd:double, as JSON-LD reads one: 50.5 is 5.05E1.
func Double(n float64) Term {
	text := strconv.FormatFloat(n, 'E', -1, 64)
	mantissa, exponent, _ := strings.Cut(text, "E")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	power, _ := strconv.Atoi(exponent) // FormatFloat wrote it
	return Typed(fmt.Sprintf("%sE%d", mantissa, power), "double")
}
