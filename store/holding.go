package store

import (
	"context"
	"database/sql"
	"log/slog"
	"time"
)

// Filters by text start from an index of words, which SQLite keeps as a table of its own, holding. To write into it takes a
// sixth of an import, so that it reads new entities by itself when there are many of them; those that it has not read are
// looked at one by one. What changes later is read with the change.

const (
	manyUnread  = 256                   // entities: to look at fewer takes a millisecond or two
	heldAtOnce  = 1000                  // entities that are read in one transaction: a twentieth of a second
	betweenHeld = 20 * time.Millisecond // in which others may write
)

// FollowWords reads the words of new entities until the context ends, so that filters by text find them by an index. Without
// it they are found as well, and more slowly.
func (s *Store) FollowWords(ctx context.Context) {
	for {
		news := s.News()
		if err := s.ReadWords(ctx); err != nil && ctx.Err() == nil {
			slog.Error("words cannot be read: filters by text are slow", "error", err)
			return
		}
		select {
		case <-news:
		case <-ctx.Done():
			return
		}
	}
}

// ReadWords reads the words of all entities that are unread, where these are many.
func (s *Store) ReadWords(ctx context.Context) error {
	last, err := s.rows(ctx)
	if err != nil || last-s.wordsRead.Load() < manyUnread {
		return err
	}
	begin, before := time.Now(), s.wordsRead.Load()
	for s.wordsRead.Load() < last {
		if err := s.readSome(ctx, heldAtOnce); err != nil {
			return err
		}
		select {
		case <-time.After(betweenHeld):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	slog.Info("read the words that filters by text start from", "entities", s.wordsRead.Load()-before, "took", time.Since(begin).Round(time.Millisecond))
	return nil
}

// readSome reads the next entities.
func (s *Store) readSome(ctx context.Context, most int) error {
	s.commits.Lock()
	defer s.commits.Unlock()
	last := s.wordsRead.Load()
	err := s.inTransaction(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, "SELECT max(key) FROM (SELECT key FROM words WHERE key > ? ORDER BY key LIMIT ?)", s.wordsRead.Load(), most).Scan(&last); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO holding (docid, text) SELECT key, text FROM words WHERE key > ? AND key <= ? ORDER BY key", s.wordsRead.Load(), last); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE derived SET words_read = ?", last)
		return err
	})
	if err == nil {
		s.wordsRead.Store(last)
	}
	return err
}

// forgetWords empties the index of words, so that it is made again: nothing of what it had stays in it.
func forgetWords(ctx context.Context, db interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}) error {
	_, err := db.ExecContext(ctx, `DROP TABLE holding; CREATE VIRTUAL TABLE holding USING fts4 (text, content="", matchinfo="fts3", tokenize=simple);
		UPDATE derived SET words_read = 0`)
	return err
}

// reword writes the words of an entity that had others.
func (a *applier) reword(key int64, text string) {
	a.exec("INSERT OR REPLACE INTO words (key, text) VALUES (?, ?)", key, text)
	if key <= a.wordsRead {
		a.run("INSERT INTO holding (docid, text) VALUES (?, ?)", key, text)
	}
}
