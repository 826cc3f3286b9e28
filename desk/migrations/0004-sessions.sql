-- Who has signed in on the pages. What the browser keeps is random, and known here by its hash alone.
CREATE TABLE session (
  hash    BLOB PRIMARY KEY,            -- SHA-256 of what the browser keeps
  token   TEXT REFERENCES token,       -- ours that it was begun with: it ends with that; null for one of an issuer
  name    TEXT NOT NULL,
  role    TEXT NOT NULL,
  expires TEXT NOT NULL
) STRICT, WITHOUT ROWID;
