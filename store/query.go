package store

import (
	"context"
	"database/sql"
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

// linked is the FROM part that leads to the entities at the other end of a relation, as e, with the link as l and the
// entity it was followed from as n.value; keys are those entities, as a JSON list. Where a relation leads through parts,
// each whole comes once and without a link. CROSS JOIN keeps SQLite from starting at all entities of the type.
func (c *clause) linked(r *schema.Relation, keys string) {
	near, far := columnsOf(r)
	direct := fmt.Sprintf("json_each(?) n CROSS JOIN link l ON l.%s = n.value AND l.kind IN (%s)", near, kindList(r.Kinds))
	switch {
	case len(r.Through) == 0:
		c.add(fmt.Sprintf("FROM %s CROSS JOIN entity e ON e.key = l.%s WHERE true", direct, far), keys)
	case r.Out:
		c.add(fmt.Sprintf(`FROM (SELECT n.value, l.to_key AS key FROM %[1]s
			UNION SELECT n.value, p.to_key FROM %[1]s CROSS JOIN entity m ON m.key = l.to_key AND m.archived IS NULL
				CROSS JOIN link p ON p.from_key = m.key AND p.kind IN (%[2]s)) n
			CROSS JOIN entity e ON e.key = n.key WHERE true`, direct, kindList(r.Through)), keys, keys)
	default:
		c.add(fmt.Sprintf(`FROM (SELECT n.value, l.from_key AS key FROM %[1]s
			UNION SELECT n.value, l.from_key FROM json_each(?) n CROSS JOIN link p ON p.to_key = n.value AND p.kind IN (%[2]s)
				CROSS JOIN entity m ON m.key = p.from_key AND m.archived IS NULL
				CROSS JOIN link l ON l.to_key = m.key AND l.kind IN (%[3]s)) n
			CROSS JOIN entity e ON e.key = n.key WHERE true`, direct, kindList(r.Through), kindList(r.Kinds)), keys, keys)
	}
	if len(r.Ends) == 1 || len(r.Through) > 0 {
		c.add(" AND e.type IN (" + typeList(r.Ends) + ")")
	}
}

// columnsOf are the columns of a link where a relation starts and where it leads.
func columnsOf(r *schema.Relation) (near, far string) {
	if r.Out {
		return "from_key", "to_key"
	}
	return "to_key", "from_key"
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

// column reads rows of one column.
func column[T any](rows *sql.Rows, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var one T
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// each reads rows one by one.
func (s *Store) each(ctx context.Context, act func(scan func(...any) error) error, query string, args ...any) error {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := act(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
