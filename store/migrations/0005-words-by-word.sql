-- Which entities hold a word: what filters by text start from. It may know words that an entity holds no longer, and does not
-- know entities after the last that it has read: the words themselves are looked at as well.
CREATE VIRTUAL TABLE holding USING fts4 (text, content="", matchinfo="fts3", tokenize=simple);

ALTER TABLE derived ADD COLUMN words_read INTEGER NOT NULL DEFAULT 0; -- the key of the last entity that it has read
