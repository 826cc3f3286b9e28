package store

import (
	"context"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"
)

// Place is where a practice is done, by rows: its city, the territories that this lies in up to the country, and the
// associations that the city is a member of, directly or by another one.
type Place struct {
	City                      int64
	Territories, Associations []int64
}

// Places are where practices are done, by their rows; a model has none. What lies above a city is read once, however many
// practices are done in it.
func (s *Store) Places(ctx context.Context, practices []int64) (map[int64]*Place, error) {
	all, spots := map[int64]*Place{}, map[int64]*Place{}
	at := map[int64][]int64{}
	err := s.pairs(ctx, `SELECT j.value, l.to_key, '' FROM json_each(?) j CROSS JOIN link l ON l.from_key = j.value
		AND l.kind IN ('practice.doneIn', 'practice.covers')`, practices, func(practice, spot int64, _ string) {
		at[practice], spots[spot] = append(at[practice], spot), &Place{}
	})
	if err != nil {
		return nil, err
	}
	err = s.pairs(ctx, `WITH RECURSIVE above (spot, key) AS (SELECT value, value FROM json_each(?)
			UNION SELECT a.spot, l.to_key FROM above a CROSS JOIN link l ON l.from_key = a.key
				AND l.kind IN ('city.in', 'city.memberOf', 'territory.partOf', 'association.memberOf'))
		SELECT a.spot, a.key, e.type FROM above a CROSS JOIN entity e ON e.key = a.key WHERE e.archived IS NULL`,
		slices.Sorted(maps.Keys(spots)), func(spot, key int64, typ string) { spots[spot].add(typ, key) })
	for practice, of := range at {
		if all[practice] = spots[of[0]]; len(of) > 1 {
			all[practice] = together(of, spots)
		}
	}
	return all, err
}

// together is the place of a practice that is done in a city and covers a territory.
func together(of []int64, spots map[int64]*Place) *Place {
	p := &Place{}
	for _, spot := range of {
		p.City = max(p.City, spots[spot].City)
		p.Territories = append(p.Territories, spots[spot].Territories...)
		p.Associations = append(p.Associations, spots[spot].Associations...)
	}
	return p
}

func (p *Place) add(typ string, key int64) {
	switch typ {
	case "city":
		p.City = key
	case "territory":
		p.Territories = append(p.Territories, key)
	case "association":
		p.Associations = append(p.Associations, key)
	}
}

// pairs reads two rows and a type for each of some rows.
func (s *Store) pairs(ctx context.Context, query string, of []int64, each func(from, to int64, typ string)) error {
	list, err := json.Marshal(of, json.FormatNilSliceAsNull(false))
	if err != nil {
		return err
	}
	rows, err := s.read.QueryContext(ctx, query, string(list))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var from, to int64
		var typ string
		if err := rows.Scan(&from, &to, &typ); err != nil {
			return err
		}
		each(from, to, typ)
	}
	return rows.Err()
}
