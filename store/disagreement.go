package store

import "context"

// Disputed is an indicator of an entity for which different values stand.
type Disputed struct {
	Key       int64 // of the entity
	Indicator string
	SameTime  bool // two of the values are for the same time, or for none that is known
}

// Disputes are where observations differ, by id and indicator. A value is what is said in numbers or words and its unit.
func (s *Store) Disputes(ctx context.Context) ([]Disputed, error) {
	var all []Disputed
	err := s.each(ctx, func(scan func(...any) error) error {
		var d Disputed
		err := scan(&d.Key, &d.Indicator, &d.SameTime)
		all = append(all, d)
		return err
	}, `WITH said AS MATERIALIZED (SELECT e.key, e.type, e.slug, o.value ->> '$.indicator' AS indicator,
			json_array(o.value ->> '$.value', o.value ->> '$.words', o.value ->> '$.unit') AS value,
			json_array(o.value ->> '$.date', o.value ->> '$.until') AS time
		FROM entity e, json_each(e.body, '$.observations') o WHERE e.archived IS NULL),
		at AS (SELECT key, indicator, count(DISTINCT value) AS n FROM said GROUP BY key, indicator, time)
		SELECT s.key, s.indicator, EXISTS (SELECT 1 FROM at WHERE at.key = s.key AND at.indicator = s.indicator AND at.n > 1)
		FROM said s GROUP BY s.key, s.indicator HAVING count(DISTINCT s.value) > 1 ORDER BY s.type, s.slug, s.indicator`)
	return all, err
}

// SourcePair is how often two sources give other values, by their ids.
type SourcePair struct {
	One, Other string
	Count      int // indicators of entities
}

// SourcePairs are the sources that differ, those that do so most often first.
func (s *Store) SourcePairs(ctx context.Context) ([]SourcePair, error) {
	var all []SourcePair
	err := s.each(ctx, func(scan func(...any) error) error {
		var p SourcePair
		err := scan(&p.One, &p.Other, &p.Count)
		all = append(all, p)
		return err
	}, `WITH said AS MATERIALIZED (SELECT DISTINCT e.key, o.value ->> '$.indicator' AS indicator, c.value ->> '$.source' AS source,
			json_array(o.value ->> '$.value', o.value ->> '$.words', o.value ->> '$.unit') AS value
		FROM entity e, json_each(e.body, '$.observations') o, json_each(o.value, '$.citations') c WHERE e.archived IS NULL)
		SELECT a.source, b.source, count(DISTINCT json_array(a.key, a.indicator)) FROM said a
		JOIN said b ON b.key = a.key AND b.indicator = a.indicator AND b.source > a.source AND b.value <> a.value
		GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`)
	return all, err
}
