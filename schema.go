// Package praxis holds the one declaration that everything else follows from.
package praxis

import _ "embed"

//go:generate go run ./internal/gen

// Declaration is schema.graphqls: every noun of praxis with its fields, links and rules.
//
//go:embed schema.graphqls
var Declaration string
