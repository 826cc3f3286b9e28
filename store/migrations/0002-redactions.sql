-- What was blanked for law or privacy: the one act that changes the log. It leaves who did it, when, why, and a hash of
-- what stood there.
CREATE TABLE redaction (
  number INTEGER PRIMARY KEY,
  time   TEXT NOT NULL,
  by     TEXT NOT NULL CHECK (by <> ''),
  reason TEXT NOT NULL CHECK (reason <> ''),
  path   TEXT NOT NULL                 -- the text that was blanked, or empty where it was blanked wherever it stood
) STRICT;

CREATE TABLE redacted (
  number   INTEGER NOT NULL REFERENCES redaction,
  sequence INTEGER NOT NULL,
  n        INTEGER NOT NULL,           -- the line of the change set; -1 is its message
  entity   TEXT NOT NULL,
  hash     BLOB NOT NULL,              -- SHA-256 of what the line held before
  PRIMARY KEY (number, sequence, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX redacted_entity ON redacted (entity, number);
