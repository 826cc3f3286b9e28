package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// Known is in how many entities of a type a field is known.
type Known struct {
	Type       *schema.Type
	Field      string // such as summary or means/money
	Link       bool
	Known, All int
}

// Completeness is how often each field that may be left open is known, type by type and in the order of the declaration.
func (s *Store) Completeness(ctx context.Context) ([]Known, error) {
	linked, err := s.linkedFrom(ctx)
	if err != nil {
		return nil, err
	}
	var all []Known
	for _, t := range s.schema.Entities {
		known, err := s.knownOf(ctx, t, linked)
		if err != nil {
			return nil, err
		}
		all = append(all, known...)
	}
	return all, nil
}

// knownOf looks through the bodies of a type once.
func (s *Store) knownOf(ctx context.Context, t *schema.Type, linked map[string]int) ([]Known, error) {
	open := s.open(t, "")
	counts, columns := make([]int, len(open)+1), []string{"count(*)"}
	into := []any{&counts[0]}
	for i, k := range open {
		columns = append(columns, fmt.Sprintf("count(CASE WHEN body -> '$.%s' NOT IN ('null', '[]') THEN 1 END)", strings.ReplaceAll(k.Field, "/", ".")))
		into = append(into, &counts[i+1])
	}
	if err := s.read.QueryRowContext(ctx, fmt.Sprintf("SELECT %s FROM entity WHERE type = '%s' AND archived IS NULL", strings.Join(columns, ", "), t.Path)).
		Scan(into...); err != nil {
		return nil, err
	}
	for i := range open {
		open[i].Type, open[i].Known, open[i].All = t, counts[i+1], counts[0]
	}
	for _, f := range t.Fields {
		if r := f.Relation; r != nil && r.Out && len(r.Through) == 0 && optional(f) {
			open = append(open, Known{t, f.Name, true, linked[r.Kinds[0].Stored], counts[0]})
		}
	}
	return open, nil
}

// open are the fields of a body that may be left open, those of a value in it included.
func (s *Store) open(of *schema.Type, within string) []Known {
	var all []Known
	for _, f := range of.Fields {
		if !f.Stored() || f.Name == "citations" || f.Name == "translations" || f.Qualifier {
			continue
		}
		if optional(f) {
			all = append(all, Known{Field: within + f.Name})
		}
		if value := s.schema.Types[f.Type]; within == "" && !f.List && value != nil && !f.Reference {
			all = append(all, s.open(value, f.Name+"/")...)
		}
	}
	return all
}

func optional(f *schema.Field) bool {
	return !f.NonNull && !f.List || f.List && (f.Min == nil || *f.Min == 0)
}

// linkedFrom is from how many entities links of each kind start, by the kind as it is stored.
func (s *Store) linkedFrom(ctx context.Context) (map[string]int, error) {
	all := map[string]int{}
	err := s.each(ctx, func(scan func(...any) error) error {
		var kind string
		var n int
		err := scan(&kind, &n)
		all[kind] = n
		return err
	}, `SELECT l.kind, count(DISTINCT l.from_key) FROM link l
		CROSS JOIN entity f ON f.key = l.from_key AND f.archived IS NULL CROSS JOIN entity t ON t.key = l.to_key AND t.archived IS NULL GROUP BY l.kind`)
	return all, err
}
