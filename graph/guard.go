package graph

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/praxis-kb/praxis/kb"
)

// guard counts a document before it is validated, and refuses what is larger than anybody needs.
func guard(query string) error {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, maxTokens)
	if err != nil {
		if e, ok := err.(*gqlerror.Error); ok && e.Message == "exceeded token limit of 4000" {
			return refused("tokens", maxTokens)
		}
		return nil // the executor parses it again and says what is wrong
	}
	c := &counter{doc: doc, sizes: map[string]size{}, open: map[string]bool{}}
	if len(doc.Operations) > maxOperations {
		return refused("operations", maxOperations)
	}
	for _, op := range doc.Operations {
		c.directives += len(op.Directives)
		if s := c.measure(op.SelectionSet); s.width > maxRootFields {
			return refused("fields at the root", maxRootFields)
		} else if c.expanded = max(c.expanded, s.fields); s.depth > c.depth {
			c.depth = s.depth
		}
	}
	for _, f := range doc.Fragments {
		c.depth = max(c.depth, c.fragment(f.Name).depth)
	}
	return c.verdict()
}

func refused(what string, most int) error {
	return kb.Errorf(kb.TooCostly, "the query has too many %s: at most %d are answered; split it into several requests", what, most)
}

// size is what a selection amounts to once its fragments are spelled out.
type size struct{ fields, depth, width int }

// counter counts a document. Fragments are measured once each, so that fragments within fragments cost nothing.
type counter struct {
	doc                                      *ast.QueryDocument
	selections, aliases, directives, repeats int
	expanded, depth                          int
	sizes                                    map[string]size
	open                                     map[string]bool
}

func (c *counter) verdict() error {
	for _, limit := range []struct {
		what     string
		is, most int
	}{
		{"fields and fragments", c.selections, maxSelections},
		{"fields once its fragments are spelled out", c.expanded, maxExpanded},
		{"levels of fields in fields", c.depth, maxDepth},
		{"aliases", c.aliases, maxAliases},
		{"repetitions of one field", c.repeats, maxRepeats},
		{"directives", c.directives, maxDirectives},
	} {
		if limit.is > limit.most {
			return refused(limit.what, limit.most)
		}
	}
	return nil
}

func (c *counter) measure(set ast.SelectionSet) size {
	var sum size
	names := map[string]int{}
	for _, selection := range set {
		c.selections++
		var s size
		switch sel := selection.(type) {
		case *ast.Field:
			s = c.field(sel)
			names[sel.Alias]++
			c.repeats = max(c.repeats, names[sel.Alias])
		case *ast.InlineFragment:
			c.directives += len(sel.Directives)
			s = c.measure(sel.SelectionSet)
		case *ast.FragmentSpread:
			c.directives += len(sel.Directives)
			s = c.fragment(sel.Name)
		}
		// The sums are cut off above the limits, so that they cannot overflow.
		sum = size{min(sum.fields+s.fields, maxExpanded+1), max(sum.depth, s.depth), min(sum.width+s.width, maxExpanded+1)}
	}
	return sum
}

func (c *counter) field(f *ast.Field) size {
	c.directives += len(f.Directives)
	if f.Alias != f.Name {
		c.aliases++
	}
	s := c.measure(f.SelectionSet)
	return size{s.fields + 1, s.depth + 1, 1}
}

// fragment measures a fragment. One that contains itself is left to validation, which refuses it.
func (c *counter) fragment(name string) size {
	if s, done := c.sizes[name]; done {
		return s
	}
	f := c.doc.Fragments.ForName(name)
	if f == nil || c.open[name] {
		return size{}
	}
	c.open[name] = true
	c.directives += len(f.Directives)
	s := c.measure(f.SelectionSet)
	c.open[name] = false
	c.sizes[name] = s
	return s
}
