package store

import "context"

// SourceUse is how many facts cite a source, and how many of these nothing else.
type SourceUse struct {
	Key         int64
	Facts, Sole int
}

// SourceUses are how many facts cite each source, that of most facts first, and how many facts there are. A fact is what
// is cited at one place: a field or value of an entity, or a link.
func (s *Store) SourceUses(ctx context.Context) (uses []SourceUse, facts int, err error) {
	err = s.each(ctx, func(scan func(...any) error) error {
		var u SourceUse
		err := scan(&u.Key, &u.Facts, &u.Sole, &facts)
		uses = append(uses, u)
		return err
	}, `WITH cited AS MATERIALIZED (
			SELECT DISTINCT c.owner, c.link, c.path, c.source FROM citation c CROSS JOIN entity e ON e.key = c.owner WHERE e.archived IS NULL),
		fact AS MATERIALIZED (SELECT max(source) AS source, count(*) AS n FROM cited GROUP BY owner, link, path),
		sole AS MATERIALIZED (SELECT source, count(*) AS n FROM fact WHERE n = 1 GROUP BY source)
		SELECT c.source, count(*), ifnull(o.n, 0), (SELECT count(*) FROM fact)
		FROM cited c LEFT JOIN sole o ON o.source = c.source CROSS JOIN entity s ON s.key = c.source
		GROUP BY c.source ORDER BY 2 DESC, s.slug`)
	return uses, facts, err
}
