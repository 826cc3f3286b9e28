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
	frequent = 8  // of them hold the words
	beyond   = 4  // how many more may hold the words than there are entities of the type
)

// few is how many entities of a type are looked at one by one in any case: a few milliseconds. Tests lower it.
var few = 1000

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
	holding, n := strings.Join(words, "* ")+"*", 0
	if err := f.store.read.QueryRowContext(point(f.ctx), sampling(t)+sample.sql.String(), sample.args...).Scan(&n); err != nil || n >= frequent {
		return nil, err
	}
	err = f.store.read.QueryRowContext(f.ctx, "SELECT count(*) FROM (SELECT 1 FROM holding WHERE holding MATCH ? LIMIT ?)", holding, beyond*all).Scan(&n)
	if err != nil || n == beyond*all {
		return nil, err
	}
	return startAt(false, fmt.Sprintf(`SELECT e.key FROM (SELECT docid AS key FROM holding WHERE holding MATCH ?
		UNION ALL SELECT key FROM words WHERE key > (SELECT words_read FROM derived)) h
		CROSS JOIN entity e INDEXED BY by_type ON e.key = h.key AND e.type = '%s' AND e.archived IS NULL`, t.Path), holding), nil
}

// sampling counts the words w of some entities of a type. They lie apart by the golden ratio, which no order of import repeats.
func sampling(t *schema.Type) string {
	end := func(which string) string {
		return fmt.Sprintf("(SELECT %s(key) FROM entity INDEXED BY by_type WHERE type = '%s' AND archived IS NULL)", which, t.Path)
	}
	return fmt.Sprintf(`WITH RECURSIVE ends (first, last) AS (SELECT %[3]s, %[4]s), at (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM at WHERE n < %[2]d - 1)
		SELECT count(DISTINCT w.key) FROM ends CROSS JOIN at CROSS JOIN words w ON w.key = (SELECT e.key FROM entity e INDEXED BY by_type
			WHERE e.type = '%[1]s' AND e.archived IS NULL AND e.key >= first + n * 40503 %% 65536 * (last - first) / 65536 ORDER BY e.key LIMIT 1) WHERE true`,
		t.Path, sampled, end("min"), end("max"))
}
