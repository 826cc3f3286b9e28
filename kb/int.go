package kb

import (
	"math"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalInt writes GraphQL's Int.
func MarshalInt(n int) graphql.Marshaler { return graphql.MarshalInt(n) }

// UnmarshalInt reads GraphQL's Int, which has 32 bits: what is larger is an error, not another number.
func UnmarshalInt(v any) (int, error) {
	n, err := graphql.UnmarshalInt(v)
	if err == nil && (n > math.MaxInt32 || n < math.MinInt32) {
		return 0, Errorf(Invalid, "%d does not fit into the 32 bits of an Int", n)
	}
	return n, err
}
