package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// Tally is how many entities, or citations, have a value of each of some dimensions; a value that is empty is unknown.
type Tally struct {
	Values []string
	Count  int
}

// Counted is what a tally counts: entities or citations, of some types by their paths, or of all where none are named, that
// may have values of all of some dimensions.
type Counted struct {
	Citations  bool
	Types      []string
	Dimensions []string
}

// dimension is what entities are told apart by.
type dimension struct {
	applies func(*schema.Schema, *schema.Type) bool
	values  func(*schema.Schema) string // SQL: the rows of entities, and a value of each; of what has several, each once
	cited   string                      // SQL: the value of the citation c, where it has one of its own
}

// dimensions by name. Values are words, or the ids of entities.
var dimensions = map[string]dimension{
	"TYPE":     {all, same("SELECT key, type FROM entity"), ""},
	"COUNTRY":  {placed, countries, ""},
	"THEME":    {themed, themes, ""},
	"EVIDENCE": {having("evidence"), same("SELECT key, body ->> '$.evidence' FROM entity"), ""},
	"STATUS":   {having("status"), same("SELECT key, body ->> '$.status' FROM entity"), ""},
	"LANGUAGE": {all, same(`SELECT e.key, j.key FROM entity e, json_each(e.body, '$.name') j WHERE j.key <> 'original'
		UNION SELECT e.key, j.key FROM entity e, json_each(e.body, '$.summary') j WHERE j.key <> 'original'`), ""},
	"SOURCE": {sourced, same("SELECT DISTINCT c.owner, 'source/' || s.slug FROM citation c CROSS JOIN entity s ON s.key = c.source"),
		"(SELECT 'source/' || s.slug FROM entity s WHERE s.key = c.source)"},
	"BASIS": {sourced, same("SELECT DISTINCT owner, basis FROM citation"), "c.basis"},
}

func same(sql string) func(*schema.Schema) string { return func(*schema.Schema) string { return sql } }

// countries climbs from cities and territories to the countries that they lie in, and takes along what is placed there.
func countries(s *schema.Schema) string {
	return `WITH RECURSIVE up (spot, key) AS (
		SELECT key, key FROM entity WHERE type IN ('city', 'territory') AND archived IS NULL
		UNION SELECT u.spot, l.to_key FROM up u CROSS JOIN link l ON l.from_key = u.key AND l.kind IN ('city.in', 'territory.partOf')
			CROSS JOIN entity e ON e.key = l.to_key AND e.archived IS NULL),
	land (spot, id) AS (SELECT u.spot, e.type || '/' || e.slug FROM up u CROSS JOIN entity e ON e.key = u.key
		WHERE e.type = 'territory' AND e.body ->> '$.level' = 'COUNTRY')
	SELECT spot, id FROM land
	UNION SELECT l.from_key, d.id FROM link l JOIN land d ON d.spot = l.to_key WHERE l.kind IN (` + kindList(placing(s)) + ")"
}

// themes climbs from each theme to those that are wider.
func themes(s *schema.Schema) string {
	return `WITH RECURSIVE up (spot, key) AS (
		SELECT key, key FROM entity WHERE type = 'theme' AND archived IS NULL
		UNION SELECT u.spot, l.to_key FROM up u CROSS JOIN link l ON l.from_key = u.key AND l.kind = 'theme.broader'
			CROSS JOIN entity e ON e.key = l.to_key AND e.archived IS NULL)
	SELECT DISTINCT l.from_key, 'theme/' || e.slug FROM link l JOIN up u ON u.spot = l.to_key CROSS JOIN entity e ON e.key = u.key
	WHERE l.kind IN (` + kindList(s.KindsNamed("about")) + ")"
}

func all(*schema.Schema, *schema.Type) bool { return true }

func sourced(_ *schema.Schema, t *schema.Type) bool { return t.Name != "Source" }

func having(field string) func(*schema.Schema, *schema.Type) bool {
	return func(_ *schema.Schema, t *schema.Type) bool { return t.Field(field) != nil }
}

func placed(s *schema.Schema, t *schema.Type) bool {
	return t.Name == "City" || t.Name == "Territory" || from(placing(s), t)
}

func themed(s *schema.Schema, t *schema.Type) bool { return from(s.KindsNamed("about"), t) }

func from(kinds []*schema.Kind, t *schema.Type) bool {
	return slices.ContainsFunc(kinds, func(k *schema.Kind) bool { return k.From == t })
}

// placing are the kinds of link that lead to cities and territories alone, and so say where something is.
func placing(s *schema.Schema) []*schema.Kind {
	var all []*schema.Kind
	for _, k := range s.Kinds {
		elsewhere := slices.ContainsFunc(k.To, func(t *schema.Type) bool { return t.Name != "City" && t.Name != "Territory" })
		if !elsewhere && k.From.Name != "City" && k.From.Name != "Territory" {
			all = append(all, k)
		}
	}
	return all
}

// Tallies counts by the values of some dimensions, or without any all together. The order is not fixed.
func (s *Store) Tallies(ctx context.Context, of Counted, by ...string) ([]Tally, error) {
	var all []Tally
	err := s.each(ctx, func(scan func(...any) error) error {
		t := Tally{Values: make([]string, len(by))}
		into := []any{&t.Count}
		for i := range t.Values {
			into = append(into, &t.Values[i])
		}
		err := scan(into...)
		all = append(all, t)
		return err
	}, s.tallying(of, by))
	return all, err
}

// Valued tells each value of a dimension that an entity has, archived ones included.
func (s *Store) Valued(ctx context.Context, dimension string, each func(key int64, value string)) error {
	return s.each(ctx, func(scan func(...any) error) error {
		var key int64
		var value string
		err := scan(&key, &value)
		each(key, value)
		return err
	}, dimensions[dimension].values(s.schema))
}

func (s *Store) tallying(of Counted, by []string) string {
	var with, joins, values []string
	for i, name := range by {
		d := dimensions[name]
		value := fmt.Sprintf("d%d.value", i)
		if of.Citations && d.cited != "" {
			value = d.cited
		} else {
			with = append(with, fmt.Sprintf("d%d (key, value) AS MATERIALIZED (%s)", i, d.values(s.schema)))
			joins = append(joins, fmt.Sprintf("LEFT JOIN d%[1]d ON d%[1]d.key = e.key", i))
		}
		values = append(values, fmt.Sprintf("ifnull(%s, '')", value))
	}
	sql := "SELECT " + strings.Join(append([]string{"count(*)"}, values...), ", ") + " FROM entity e"
	if len(with) > 0 {
		sql = "WITH " + strings.Join(with, ", ") + " " + sql
	}
	if of.Citations {
		sql += " CROSS JOIN citation c ON c.owner = e.key"
	}
	sql += fmt.Sprintf(" %s WHERE e.archived IS NULL AND e.type IN (%s)", strings.Join(joins, " "), typeList(s.counted(of)))
	if len(by) > 0 {
		sql += " GROUP BY " + strings.Join(values, ", ")
	}
	return sql
}

func (s *Store) counted(of Counted) []*schema.Type {
	return slices.DeleteFunc(slices.Clone(s.schema.Entities), func(t *schema.Type) bool {
		without := func(name string) bool { return !dimensions[name].applies(s.schema, t) }
		return len(of.Types) > 0 && !slices.Contains(of.Types, t.Path) || slices.ContainsFunc(of.Dimensions, without)
	})
}
