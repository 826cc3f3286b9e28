-- What is not public: who may write, what waits for an editor, what a city answered of itself.
CREATE TABLE token (
  id      TEXT PRIMARY KEY,            -- the first part of the token, which may be shown
  hash    BLOB NOT NULL,               -- SHA-256 of the second part, which is shown once and stored nowhere
  name    TEXT NOT NULL,               -- the account, as it stands in the log
  role    TEXT NOT NULL CHECK (role IN ('CONTRIBUTOR', 'EDITOR', 'ADMIN')),
  created TEXT NOT NULL,
  expires TEXT,
  revoked TEXT,
  used    TEXT                         -- the last time, to the minute
) STRICT;

CREATE TABLE proposal (
  number   INTEGER PRIMARY KEY,
  author   TEXT NOT NULL,
  message  TEXT NOT NULL,
  state    TEXT NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'ACCEPTED', 'REJECTED', 'WITHDRAWN')),
  created  TEXT NOT NULL,
  base     INTEGER NOT NULL,           -- the sequence it was made from, or last rebased on
  edits    TEXT NOT NULL CHECK (json_valid(edits)),
  key      BLOB UNIQUE,                -- SHA-256 of author and idempotency key
  by       TEXT,                       -- who decided
  decided  TEXT,
  reason   TEXT,
  sequence INTEGER                     -- the change set that it became
) STRICT;

CREATE INDEX proposal_author ON proposal (author, number);
CREATE INDEX proposal_state ON proposal (state, number);

CREATE TABLE comment (
  proposal INTEGER NOT NULL REFERENCES proposal,
  n        INTEGER NOT NULL,
  author   TEXT NOT NULL,
  time     TEXT NOT NULL,
  text     TEXT NOT NULL,
  PRIMARY KEY (proposal, n)
) STRICT, WITHOUT ROWID;
