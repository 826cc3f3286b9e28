package main

import (
	"fmt"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// inputs writes the filter and the order of an entity type: a field for each @facet and each link.
func (c *contract) inputs(t *schema.Type) {
	c.block(fmt.Sprintf("What to keep of a list of type %s. Fields together: all of them must fit.", t.Name),
		"input "+t.Name+"Filter", func() {
			c.line("Only these ids.", "ids: [ID!]")
			c.line("Words that its names or texts must all hold, in any language; the beginning of a word is enough, accents and case do not matter.", "text: String")
			c.line("Only those that do not fit this.", "not: "+t.Name+"Filter")
			c.filters["Basis"] = true
			c.line("Only those with a citation on one of these bases; within not, only those with none.", "basis: BasisFilter")
			for _, f := range t.Fields {
				if name := c.filterFor(f); name != "" {
					c.line(f.Description, f.Name+": "+name)
				}
			}
		})
	c.block(fmt.Sprintf("What a list of type %s can be ordered by.", t.Name), "enum "+t.Name+"OrderField", func() {
		c.line("The name in its original language, A to Z without accents.", "NAME")
		c.line("The id.", "ID")
		c.line("When it came in.", "CREATED_AT")
		c.line("When it last changed.", "UPDATED_AT")
		for _, f := range t.Fields {
			if ordered(f) {
				c.line(f.Description+" What has none comes last.", schema.EnumName(f.Name))
			}
		}
	})
	c.block(fmt.Sprintf("The order of a list of type %s. Equals are ordered by id.", t.Name), "input "+t.Name+"Order", func() {
		c.line("What to order by.", "field: "+t.Name+"OrderField!")
		c.line("Which way.", "direction: OrderDirection! = ASC")
	})
}

// ordered tells whether lists can be ordered by a field: what counts and has one value.
func ordered(f *schema.Field) bool {
	return f.Facet && !f.List && (f.Type == "Int" || f.Type == "PartialDate")
}

func (c *contract) filterFor(f *schema.Field) string {
	switch {
	case f.Relation != nil && f.Type != "Entity" && c.s.Types[f.Type] != nil:
		c.ends[f.Type] = true
		return f.Type + "LinkFilter"
	case f.Relation != nil:
		c.filters["Entity"] = true
		return "EntityLinkFilter"
	case !f.Facet:
		return ""
	}
	c.filters[f.Type] = true
	return strings.ReplaceAll(f.Type, "PartialDate", "Date") + "Filter"
}

func (c *contract) linkFilters() {
	for _, name := range sorted(c.ends) {
		t := c.s.Types[name]
		c.block(fmt.Sprintf("Which links to keep, by the %s at their other end.", words(t)), "input "+t.Name+"LinkFilter", func() {
			c.line("Any of these ids; what lies below them in a hierarchy counts too.", "in: [ID!]")
			c.line("Whether there is such a link at all: false finds gaps.", "exists: Boolean")
			c.line("What the other end must fit.", "where: "+t.Name+"Filter")
		})
	}
}

func (c *contract) leafFilters() {
	for _, name := range sorted(c.filters) {
		switch name {
		case "Entity":
			c.block("Which ends of a link to things of several types to keep.", "input EntityLinkFilter", func() {
				c.line("Any of these ids.", "in: [ID!]")
				c.line("Whether there is such a link at all: false finds gaps.", "exists: Boolean")
			})
		case "PartialDate":
			c.block("Which dates to keep.", "input DateFilter", func() {
				c.line("That day, month or year, or later.", "from: PartialDate")
				c.line("That day, month or year, or earlier.", "until: PartialDate")
				c.line("Whether a date is known at all: false finds gaps.", "exists: Boolean")
			})
		case "Int":
			c.block("Which numbers to keep.", "input IntFilter", func() {
				c.line("Any of these.", "in: [Int!]")
				c.line("That or more.", "min: Int")
				c.line("That or less.", "max: Int")
				c.line("Whether a number is known at all: false finds gaps.", "exists: Boolean")
			})
		default:
			c.block("Which values of "+name+" to keep.", "input "+name+"Filter", func() {
				c.line("Any of these.", "in: ["+name+"!]")
				c.line("Whether a value is known at all: false finds gaps.", "exists: Boolean")
			})
		}
	}
}
