package store

import (
	"context"
)

// What a follower of the log reads.

// News is closed at the next commit. Ask for it before looking at the sequence, so that none is missed.
func (s *Store) News() <-chan struct{} {
	s.newsLock.Lock()
	defer s.newsLock.Unlock()
	return s.news
}

func (s *Store) tellNews() {
	s.newsLock.Lock()
	defer s.newsLock.Unlock()
	close(s.news)
	s.news = make(chan struct{})
}

// Touched are the ids that change sets after a sequence touched, at either end of a link too, each once, and the
// sequence that they go up to. It reads whole change sets, until there are most ids or more.
func (s *Store) Touched(ctx context.Context, after int64, most int) (ids []string, upTo int64, err error) {
	last := s.Sequence()
	rows, err := s.read.QueryContext(ctx, `SELECT sequence, entity, coalesce(target, '') FROM change WHERE sequence > ? ORDER BY sequence, n`, after)
	if err != nil {
		return nil, after, err
	}
	defer rows.Close()
	seen := map[string]bool{"": true}
	for upTo = after; rows.Next(); {
		var sequence int64
		var entity, target string
		if err := rows.Scan(&sequence, &entity, &target); err != nil {
			return nil, after, err
		}
		if sequence > upTo && len(ids) >= most {
			return ids, upTo, nil
		}
		upTo = sequence
		for _, id := range []string{entity, target} {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids, max(upTo, last), rows.Err() // the last change sets may have changed nothing
}
