package graph

import (
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/kb"
)

// What single things count, in field values. A thing that is read from the database counts for more than its value.
const (
	costOfPage    = 5  // a connection asks the database
	costOfThing   = 3  // so does what a field leads to
	costOfCount   = 20 // a count looks at the whole list
	costOfFilter  = 10 // each field of a filter; where multiplies
	filterFactor  = 4  // for each where in a where
	itemsOfValue  = 12 // what a list inside a body may well hold
	linksOfNode   = 4
	pathsOfAnswer = 5
	nodesOfPath   = 7
	costOfTable   = 3_000  // a coverage looks at all alignments of a benchmark, as each grouping of it does, and a diff at a part of the log
	costOfLayout  = 50_000 // a layout answers columns of up to 25,000 values, which are cheap one by one
	manyItems     = 1_000_000_000
	maxSchemaCost = 1_500_000 // introspection is read from memory: clients ask for the whole schema, and once
)

// leafCosts are the leaves that ask the database or decode a body.
var leafCosts = map[string]int{"totalCount": costOfCount, "relation": 5, "languages": 5}

// wholeCosts are the fields that look at much of the graph, whatever they answer of it.
var wholeCosts = map[string]int{
	"coverage": costOfTable, "contingencyTable": costOfTable, "sourceConcentration": costOfTable, "completeness": costOfTable,
	"disagreements": costOfTable, "centrality": costOfTable, "transferChains": costOfTable, "graphLayout": costOfLayout,
}

// schemaItems is how many things the lists of introspection hold, roughly.
var schemaItems = map[string]int{"types": 340, "fields": 12, "args": 3, "inputFields": 3, "enumValues": 3, "interfaces": 1, "possibleTypes": 1, "directives": 8, "locations": 3}

// costError refuses a query and says what it would have cost, the limit, and where most of the cost lies.
type costError struct {
	refusal *kb.Error
	cost    int
	limit   int
	field   string
}

func (e *costError) Error() string { return e.refusal.Error() }
func (e *costError) Unwrap() error { return e.refusal }

// checkCost works out how many values an answer may have, before it is made.
func checkCost(op *graphql.OperationContext) (int, error) {
	c := coster{variables: op.Variables}
	cost, path := c.selection(op.Operation.SelectionSet, parent{})
	if c.schema > maxSchemaCost {
		return cost, &costError{cost: c.schema, limit: maxSchemaCost, field: "__schema", refusal: kb.Errorf(kb.TooCostly,
			"the question about the schema may answer %d values, and at most %d are answered at once: ask for fewer fields of it", c.schema, maxSchemaCost)}
	}
	if cost <= maxCost {
		return cost, nil
	}
	field := strings.Join(path, ".")
	return cost, &costError{cost: cost, limit: maxCost, field: field, refusal: kb.Errorf(kb.TooCostly,
		"the query may answer %d values, and at most %d are answered at once; most of them come from %s: ask for fewer with first, or in several requests",
		cost, maxCost, field)}
}

type coster struct {
	variables map[string]any
	schema    int // what is asked about the schema
}

// parent is what a selection is made of: how many items its connection has, and what its filter costs.
type parent struct {
	name          string
	items, filter int
}

// selection is the cost of what is selected of one thing, and the path to where most of it lies.
func (c *coster) selection(set ast.SelectionSet, of parent) (cost int, path []string) {
	most := 0
	for _, selection := range set {
		var sum int
		var way []string
		switch s := selection.(type) {
		case *ast.Field:
			sum, way = c.field(s, of)
		case *ast.InlineFragment:
			sum, way = c.selection(s.SelectionSet, of)
		case *ast.FragmentSpread:
			sum, way = c.selection(s.Definition.SelectionSet, of)
		}
		cost = min(cost+sum, manyItems)
		if sum > most {
			most, path = sum, way
		}
	}
	return cost, path
}

func (c *coster) field(f *ast.Field, of parent) (int, []string) {
	if strings.HasPrefix(f.Name, "__") {
		c.schema = min(c.schema+c.introspection(f), manyItems)
		return 1, []string{f.Alias}
	}
	if f.Definition == nil || len(f.SelectionSet) == 0 {
		return c.leaf(f, of), []string{f.Alias}
	}
	arguments := f.ArgumentMap(c.variables)
	inner := parent{name: f.Name}
	own := costOfThing
	if strings.HasSuffix(f.Definition.Type.Name(), "Connection") {
		inner.items, inner.filter = pageSize(arguments), filterCost(arguments["filter"], 1)
		own = costOfPage + inner.filter
	} else if f.Name == "neighbourhood" {
		inner.items = length(arguments["first"], 200)
	}
	if own += wholeCosts[f.Name]; f.Name == "contingencyTable" {
		inner.items = length(arguments["first"], kb.DefaultPage)
	} else if of.name == "coverage" && f.Name == "groups" {
		own += costOfTable
	}
	items := c.items(f, arguments, of)
	cost, path := c.selection(f.SelectionSet, inner)
	sum := min(own+items*cost, manyItems)
	if 2*items*cost < sum {
		path = nil
	}
	return sum, append([]string{f.Alias}, path...)
}

func (c *coster) leaf(f *ast.Field, of parent) int {
	cost := max(1, leafCosts[f.Name])
	if f.Name == "totalCount" {
		cost += of.filter
	}
	return cost
}

// items is how many things a field may answer.
func (c *coster) items(f *ast.Field, arguments map[string]any, of parent) int {
	switch {
	case f.Definition.Type.Elem == nil:
		return 1
	case of.items > 0 && f.Name == "links":
		return linksOfNode * of.items
	case of.items > 0 && f.Name == "cells":
		return of.items * of.items
	case of.items > 0 && (f.Name == "edges" || f.Name == "nodes" || of.name == "contingencyTable"):
		return of.items
	case f.Name == "path":
		return pathsOfAnswer
	case of.name == "path":
		return nodesOfPath
	}
	if ids, ok := arguments["ids"].([]any); ok {
		return len(ids)
	}
	if arguments["first"] != nil {
		return length(arguments["first"], kb.DefaultPage)
	}
	return itemsOfValue
}

// introspection is what a field of the schema may answer.
func (c *coster) introspection(f *ast.Field) int {
	cost := 1
	var walk func(set ast.SelectionSet) int
	walk = func(set ast.SelectionSet) (sum int) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				sum += c.introspection(s)
			case *ast.InlineFragment:
				sum += walk(s.SelectionSet)
			case *ast.FragmentSpread:
				sum += walk(s.Definition.SelectionSet)
			}
			sum = min(sum, manyItems)
		}
		return sum
	}
	return min(cost+max(1, schemaItems[f.Name])*walk(f.SelectionSet), manyItems)
}

// filterCost is what a filter makes the database look at: its fields, each where many times over, its words.
func filterCost(value any, factor int) int {
	cost := 0
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			further := factor
			if name == "where" || name == "not" {
				further *= filterFactor
			}
			cost += factor*costOfFilter + filterCost(inner, further)
		}
	case []any:
		cost = len(v)
	case string:
		cost = factor * costOfFilter * len(strings.Fields(v))
	}
	return min(cost, manyItems)
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
