package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/praxis-kb/praxis/kb"
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
	return kb.LanguageTag(language)
}
