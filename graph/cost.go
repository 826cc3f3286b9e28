package graph

import (
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/kb"
)

// What single things count, in field values.
const (
	costOfPage      = 5      // a connection asks the database
	costOfCount     = 20     // so does a count, over the whole list
	costOfSchema    = 20_000 // the whole schema is about so many values
	costOfType      = 500
	itemsOfValue    = 5 // what a list inside a body usually holds
	pathsOfQuestion = 5
	manyItems       = 1_000_000_000
)

// costError refuses a query and says what it would have cost, the limit, and where most of the cost lies.
type costError struct {
	refusal *kb.Error
	cost    int
	field   string
}

func (e *costError) Error() string { return e.refusal.Error() }
func (e *costError) Unwrap() error { return e.refusal }

// checkCost works out how many values an answer may have, before it is made.
func checkCost(op *graphql.OperationContext) error {
	c := coster{variables: op.Variables}
	cost, path := c.selection(op.Operation.SelectionSet, 0, nil)
	if cost <= maxCost {
		return nil
	}
	field := strings.Join(path, ".")
	return &costError{cost: cost, field: field, refusal: kb.Errorf(kb.TooCostly,
		"the query may answer %d values, and at most %d are answered at once; most of them come from %s: ask for fewer with first, or in several requests",
		cost, maxCost, field)}
}

type coster struct{ variables map[string]any }

// selection is the cost of what is selected of one thing, and the path to where most of it lies. page is how many
// items the connection has whose fields these are.
func (c coster) selection(set ast.SelectionSet, page int, parent *ast.Field) (cost int, path []string) {
	most := 0
	for _, selection := range set {
		var sum int
		var way []string
		switch s := selection.(type) {
		case *ast.Field:
			sum, way = c.field(s, page, parent)
		case *ast.InlineFragment:
			sum, way = c.selection(s.SelectionSet, page, parent)
		case *ast.FragmentSpread:
			sum, way = c.selection(s.Definition.SelectionSet, page, parent)
		}
		cost = min(cost+sum, manyItems)
		if sum > most {
			most, path = sum, way
		}
	}
	return cost, path
}

func (c coster) field(f *ast.Field, page int, parent *ast.Field) (int, []string) {
	switch {
	case f.Name == "__schema":
		return costOfSchema, []string{f.Alias}
	case f.Name == "__type":
		return costOfType, []string{f.Alias}
	case f.Definition == nil || len(f.SelectionSet) == 0:
		return map[bool]int{true: costOfCount, false: 1}[f.Name == "totalCount"], []string{f.Alias}
	}
	arguments := f.ArgumentMap(c.variables)
	own, items, size := 1, c.items(f, arguments, page, parent), 0
	if strings.HasSuffix(f.Definition.Type.Name(), "Connection") {
		own, size = costOfPage, pageSize(arguments)
	}
	inner, path := c.selection(f.SelectionSet, size, f)
	cost := min(own+items*inner, manyItems)
	if 2*items*inner < cost || path == nil {
		path = nil
	}
	return cost, append([]string{f.Alias}, path...)
}

// items is how many things a field may answer.
func (c coster) items(f *ast.Field, arguments map[string]any, page int, parent *ast.Field) int {
	switch {
	case f.Definition.Type.Elem == nil:
		return 1
	case page > 0:
		return page // edges and nodes of a connection
	case parent != nil && parent.Name == "neighbourhood":
		return length(parent.ArgumentMap(c.variables)["first"], 200)
	case f.Name == "path":
		return pathsOfQuestion
	}
	if ids, ok := arguments["ids"].([]any); ok {
		return len(ids)
	}
	return itemsOfValue
}

func pageSize(arguments map[string]any) int {
	if n := arguments["first"]; n != nil {
		return length(n, kb.DefaultPage)
	}
	return length(arguments["last"], kb.DefaultPage)
}

// length reads a number as GraphQL gives it: from the document or from the variables.
func length(value any, otherwise int) int {
	var n int
	if value == nil {
		return otherwise
	}
	if _, err := fmt.Sscan(fmt.Sprint(value), &n); err != nil || n < 0 {
		return otherwise
	}
	return min(n, kb.MaxPage*kb.MaxPage)
}
