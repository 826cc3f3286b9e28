-- What filters start from, and can be made again from the rest: what an entity has, in one number, and what its lists hold.
CREATE TABLE shape (
  key  INTEGER PRIMARY KEY,             -- of the entity
  type TEXT NOT NULL,
  has  INTEGER NOT NULL                -- a bit for each basis that it cites on, each list and each relation
) STRICT;

CREATE TABLE item (
  field TEXT NOT NULL,                 -- the type and the list, such as practice.workingLanguages
  value ANY NOT NULL,
  key   INTEGER NOT NULL,              -- of the entity
  PRIMARY KEY (field, value, key)
) STRICT, WITHOUT ROWID;

ALTER TABLE derived ADD COLUMN shapes TEXT; -- the hash of the declaration that they were made for
