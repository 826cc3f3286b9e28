package kb

import (
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalString writes GraphQL's String.
func MarshalString(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalString reads GraphQL's String, with its lines as texts are kept.
func UnmarshalString(v any) (string, error) {
	s, err := graphql.UnmarshalString(v)
	return Lines(s), err
}

// Lines ends lines in one way: forms of browsers, and files of Windows, end them in two signs.
func Lines(text string) string {
	if !strings.Contains(text, "\r") {
		return text
	}
	return lineEnds.Replace(text)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")
