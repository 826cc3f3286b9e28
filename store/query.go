package store

import (
	"fmt"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// clause is a piece of SQL with its arguments.
type clause struct {
	sql  strings.Builder
	args []any
}

func (c *clause) add(sql string, args ...any) {
	c.sql.WriteString(sql)
	c.args = append(c.args, args...)
}

// linked is the FROM part (CROSS JOIN keeps SQLite from starting at all entities of the type) that leads to the entities at the other end of a relation, as e, with the link as l.
// Where a relation leads through parts, each whole comes once and without a link.
func (c *clause) linked(r *schema.Relation, key any) {
	kinds := kindList(r.Kinds)
	near, far := "from_key", "to_key"
	if !r.Out {
		near, far = far, near
	}
	switch {
	case len(r.Through) == 0:
		c.add(fmt.Sprintf("FROM link l CROSS JOIN entity e ON e.key = l.%s WHERE l.%s = ? AND l.kind IN (%s)", far, near, kinds), key)
	case r.Out:
		c.add(fmt.Sprintf(`FROM (SELECT to_key AS key FROM link WHERE from_key = ? AND kind IN (%[1]s)
			UNION SELECT p.to_key FROM link l JOIN entity m ON m.key = l.to_key AND m.archived IS NULL
				JOIN link p ON p.from_key = m.key AND p.kind IN (%[2]s) WHERE l.from_key = ? AND l.kind IN (%[1]s)) d
			CROSS JOIN entity e ON e.key = d.key WHERE true`, kinds, kindList(r.Through)), key, key)
	default:
		c.add(fmt.Sprintf(`FROM (SELECT from_key AS key FROM link WHERE to_key = ? AND kind IN (%[1]s)
			UNION SELECT l.from_key FROM link p JOIN entity m ON m.key = p.from_key AND m.archived IS NULL
				JOIN link l ON l.to_key = m.key AND l.kind IN (%[1]s) WHERE p.to_key = ? AND p.kind IN (%[2]s)) d
			CROSS JOIN entity e ON e.key = d.key WHERE true`, kinds, kindList(r.Through)), key, key)
	}
	if len(r.Ends) == 1 || len(r.Through) > 0 {
		c.add(" AND e.type IN (" + typeList(r.Ends) + ")")
	}
}

// The names below come from the declaration, never from a question, so they may stand in the SQL.

func kindList(kinds []*schema.Kind) string {
	return quoted(kinds, func(k *schema.Kind) string { return k.Stored })
}

func typeList(types []*schema.Type) string {
	return quoted(types, func(t *schema.Type) string { return t.Path })
}

func quoted[T any](items []T, name func(T) string) string {
	names := make([]string, len(items))
	for i, item := range items {
		names[i] = "'" + name(item) + "'"
	}
	return strings.Join(names, ", ")
}
