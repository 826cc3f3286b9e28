package store

import (
	"fmt"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// A list by words that are frequent in its type is found by looking at each entity, which takes less than to gather all that
// hold them. So is one of a type that has little, where much else holds the words.
const (
	sampled  = 64 // entities that are looked at to tell
	enough   = 16 // of them, where others lie far from each other
	frequent = 8  // one in so many holds the words
	beyond   = 4  // how many times more may hold the words than there are entities of the type
)

// few is how many entities of a type are looked at one by one in any case: a few milliseconds. Tests lower it.
var few = 250

// startOfText selects what may hold words that begin so; nil where to look at each entity takes less.
func (f *filter) startOfText(t *schema.Type, value any) (*start, error) {
	sample := &filter{ctx: f.ctx, store: f.store}
	words, err := sample.words("w", value)
	if err != nil || len(words) == 0 {
		return nil, err
	}
	all, err := f.store.total(f.ctx, Query{Type: t})
	if err != nil || all <= few {
		return nil, err
	}
	if often, err := f.frequent(t, sample); err != nil || often {
		return nil, err
	}
	holding, n := strings.Join(words, "* ")+"*", 0
	err = f.store.read.QueryRowContext(f.ctx, "SELECT count(*) FROM (SELECT 1 FROM holding WHERE holding MATCH ? LIMIT ?)", holding, beyond*all).Scan(&n)
	if err != nil || n == beyond*all {
		return nil, err
	}
	return startAt(false, fmt.Sprintf(`SELECT e.key FROM (SELECT docid AS key FROM holding WHERE holding MATCH ?
		UNION ALL SELECT key FROM words WHERE key > (SELECT words_read FROM derived)) h
		CROSS JOIN entity e INDEXED BY by_type ON e.key = h.key AND e.type = '%s' AND e.archived IS NULL`, t.Path), holding), nil
}

// frequent tells whether many entities of a type hold words, by looking at some. They lie apart by the golden ratio, which no
// order of import repeats; where most of those are the same, since other types lie between, the first ones stand for all.
func (f *filter) frequent(t *schema.Type, holds *filter) (bool, error) {
	all := fmt.Sprintf("FROM entity e INDEXED BY by_type WHERE e.type = '%s' AND e.archived IS NULL", t.Path)
	apart := fmt.Sprintf(`SELECT DISTINCT (SELECT e.key %[1]s AND e.key >= first + n * 40503 %% 65536 * (last - first) / 65536 ORDER BY e.key LIMIT 1)
		FROM (SELECT (SELECT min(e.key) %[1]s) AS first, (SELECT max(e.key) %[1]s) AS last) CROSS JOIN at LIMIT %[2]d`, all, sampled)
	first := fmt.Sprintf("SELECT e.key %s ORDER BY e.key LIMIT %d", all, sampled)
	some, holding := 0, 0
	for _, sample := range []string{apart, first} {
		err := f.store.read.QueryRowContext(point(f.ctx), fmt.Sprintf(`WITH RECURSIVE at (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM at WHERE n < %d),
			some (key) AS MATERIALIZED (%s)
			SELECT count(*), coalesce(sum(true%s), 0) FROM some CROSS JOIN words w ON w.key = some.key`, sampled*frequent, sample, holds.sql.String()), holds.args...).Scan(&some, &holding)
		if err != nil || some >= enough {
			return holding*frequent >= some, err
		}
	}
	return holding*frequent >= some, nil
}
