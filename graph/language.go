package graph

import (
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// languageOf is the language that an operation asks its texts in, by @inContext; empty is the original. Capitals do not
// matter: FR is fr.
func languageOf(op *graphql.OperationContext) string {
	d := op.Operation.Directives.ForName("inContext")
	if d == nil {
		return ""
	}
	value, err := d.Arguments.ForName("language").Value.Value(op.Variables)
	language, ok := value.(string)
	if err != nil || !ok {
		return ""
	}
	base, rest, _ := strings.Cut(language, "-")
	if rest == "" {
		return strings.ToLower(base)
	}
	return strings.ToLower(base) + "-" + rest
}
