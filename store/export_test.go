package store

import (
	"context"
	"database/sql"
)

// Exec runs a statement on a file, past everything that guards it: for tests that damage a database on purpose.
func Exec(path, statement string) error {
	db, err := sql.Open("praxis", source(path, "rwc"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(statement)
	return err
}

// QueryText answers a query with one text, as another program would.
func QueryText(path, query string) (text string, err error) {
	db, err := openReaders(path)
	if err != nil {
		return "", err
	}
	defer db.Close()
	err = db.QueryRow(query).Scan(&text)
	return text, err
}

// ReadList is List out of the database, past what is kept in memory.
func (s *Store) ReadList(ctx context.Context, q Query) (*List, error) { return s.readList(ctx, q) }

// Plan is how SQLite goes about counting a list.
func (s *Store) Plan(ctx context.Context, q Query) (steps string, err error) {
	l, err := s.newLister(ctx, q, true)
	if err != nil {
		return "", err
	}
	rows, err := s.read.QueryContext(ctx, "EXPLAIN QUERY PLAN SELECT count(*) "+l.sql.String(), l.args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	for rows.Next() {
		var step string
		if err := rows.Scan(new(int), new(int), new(int), &step); err != nil {
			return "", err
		}
		steps += step + "\n"
	}
	return steps, rows.Err()
}

// ReadCount is Count out of the database.
func (s *Store) ReadCount(ctx context.Context, q Query) (int, error) { return s.count(ctx, q) }

// Walks tells whether a list is read by walking through a whole type.
func (s *Store) Walks(ctx context.Context, q Query) (bool, error) { return s.crowded(ctx, q) }

// ReadAtMost lets a level of a walk read so many links, until it is mended by what this gives.
func ReadAtMost(links int) (mend func()) {
	before := maxLinksOfLevel
	maxLinksOfLevel = links
	return func() { maxLinksOfLevel = before }
}

// Scan are the ids of what a filter of a type keeps, in order, found by looking at each entity.
func (s *Store) Scan(ctx context.Context, q Query) ([]string, error) {
	in, err := asPlain(q.Filter)
	if err != nil {
		return nil, err
	}
	fits := filter{ctx: ctx, store: s}
	if err := fits.and(q.Type, "e", in); err != nil {
		return nil, err
	}
	return column[string](s.read.QueryContext(ctx, "SELECT e.type || '/' || e.slug FROM entity e WHERE e.type = '"+q.Type.Path+
		"' AND e.archived IS NULL"+fits.sql.String()+" ORDER BY 1", fits.args...))
}

// MakeShapesAnew makes what filters start from again at the next start.
const MakeShapesAnew = "UPDATE derived SET shapes = NULL"

// ReadSome reads the words of the next entities into the index of words.
func (s *Store) ReadSome(ctx context.Context, most int) error { return s.readSome(ctx, most) }

// LookAtFew lets filters by text look at so many entities one by one in any case, until it is mended by what this gives.
func LookAtFew(n int) (mend func()) {
	before := few
	few = n
	return func() { few = before }
}
