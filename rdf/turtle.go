package rdf

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// turtle writes what people read too: with prefixes, a block for each subject. A failure to write shows in Flush.
type turtle struct {
	*bufio.Writer
	schema *schema.Schema
}

func newTurtle(out io.Writer, s *schema.Schema) *turtle {
	t := &turtle{bufio.NewWriter(out), s}
	for _, p := range append([]schema.Prefix{{Name: "praxis", IRI: schema.Vocabulary}}, s.Prefixes...) {
		fmt.Fprintf(t, "@prefix %s: <%s> .\n", p.Name, p.IRI)
	}
	t.WriteByte('\n')
	return t
}

// block says several things of a subject: each a property with its objects, as they are written.
func (t *turtle) block(subject string, parts ...string) {
	fmt.Fprintf(t, "%s\n  %s .\n\n", t.name(subject), strings.Join(parts, " ;\n  "))
}

// name writes an IRI as short as it can be.
func (t *turtle) name(iri string) string {
	if own, ok := strings.CutPrefix(iri, schema.Vocabulary); ok && own != "" && !strings.Contains(own, "/") {
		return "praxis:" + own
	}
	if short := t.schema.Short(iri); short != iri {
		return short
	}
	return string(IRI(iri))
}

func (t *turtle) names(iris []string) string {
	short := make([]string, len(iris))
	for i, iri := range iris {
		short[i] = t.name(iri)
	}
	return strings.Join(short, ", ")
}

func english(text string) string { return string(Tagged(text, "en")) }
