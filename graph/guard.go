package graph

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/praxis-kb/praxis/kb"
)

// guard counts a document before it is validated, and refuses what is larger than anybody needs.
func guard(query string) error {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, maxTokens)
	if err != nil {
		if strings.Contains(err.Error(), fmt.Sprintf("token limit of %d", maxTokens)) {
			return refused("tokens", maxTokens)
		}
		return nil // the executor parses it again and says what is wrong
	}
	c := &counter{doc: doc, sizes: map[string]size{}, open: map[string]bool{}}
	if len(doc.Operations) > maxOperations {
		return refused("operations", maxOperations)
	}
	for _, op := range doc.Operations {
		c.decorated(op.Name, op.Directives)
		for _, v := range op.VariableDefinitions {
			c.decorated(v.Variable+v.Type.Name(), v.Directives)
			c.value(v.DefaultValue)
		}
		if s := c.measure(op.SelectionSet); s.width > maxRootFields {
			return refused("fields at the root", maxRootFields)
		} else if c.expanded = max(c.expanded, s.fields); s.depth > c.depth {
			c.depth = s.depth
		}
	}
	for _, f := range doc.Fragments {
		c.decorated(f.Name+f.TypeCondition, f.Directives)
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
	longestName, longestString               int
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
		{"letters in one name", c.longestName, 2 * maxName},
		{"characters in one text", c.longestString, maxString},
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
			c.decorated(sel.TypeCondition, sel.Directives)
			s = c.measure(sel.SelectionSet)
		case *ast.FragmentSpread:
			c.decorated(sel.Name, sel.Directives)
			s = c.fragment(sel.Name)
		}
		// The sums are cut off above the limits, so that they cannot overflow.
		sum = size{min(sum.fields+s.fields, maxExpanded+1), max(sum.depth, s.depth), min(sum.width+s.width, maxExpanded+1)}
	}
	return sum
}

func (c *counter) field(f *ast.Field) size {
	c.decorated(f.Name+f.Alias, f.Directives)
	for _, a := range f.Arguments {
		c.decorated(a.Name, nil)
		c.value(a.Value)
	}
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
	s := c.measure(f.SelectionSet)
	c.open[name] = false
	c.sizes[name] = s
	return s
}

// decorated notes a name and its directives.
func (c *counter) decorated(name string, directives ast.DirectiveList) {
	c.longestName = max(c.longestName, len(name))
	c.directives += len(directives)
	for _, d := range directives {
		c.longestName = max(c.longestName, len(d.Name))
		for _, a := range d.Arguments {
			c.value(a.Value)
		}
	}
}

// value notes the longest text in a value.
func (c *counter) value(v *ast.Value) {
	if v == nil {
		return
	}
	c.longestString = max(c.longestString, len(v.Raw))
	for _, child := range v.Children {
		c.value(child.Value)
	}
}

// checkVariables refuses variables that are larger than a question needs.
func checkVariables(variables map[string]any) error {
	text, err := kb.Canonical(variables)
	if err != nil {
		return kb.Errorf(kb.Invalid, "the variables are no JSON")
	}
	if len(text) > maxVariables {
		return kb.Errorf(kb.TooCostly, "the variables have %d bytes; at most %d are read", len(text), maxVariables)
	}
	return nil
}
