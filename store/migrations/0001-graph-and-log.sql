-- The log: every write, in order. It is the truth; all below it can be made again from it.
CREATE TABLE changeset (
  sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
  time     TEXT NOT NULL,              -- RFC 3339, universal time
  author   TEXT NOT NULL CHECK (author <> ''),
  message  TEXT NOT NULL CHECK (message <> ''),
  origin   TEXT,
  key      BLOB UNIQUE,                -- SHA-256 of the client's idempotency key
  digest   BLOB                        -- SHA-256 of what it did, to tell another change set under the same key
) STRICT;

CREATE TABLE change (
  sequence INTEGER NOT NULL REFERENCES changeset,
  n        INTEGER NOT NULL,           -- the place in the change set, from 0
  action   TEXT NOT NULL CHECK (action IN ('CREATE', 'UPDATE', 'ARCHIVE', 'RESTORE', 'LINK', 'UNLINK', 'ALIAS')),
  entity   TEXT NOT NULL,              -- the id of the entity, or of where the link starts
  revision INTEGER NOT NULL,           -- of the entity, after the change set
  target   TEXT,                       -- the id of where the link ends, or where the alias leads
  link     TEXT CHECK (link IS NULL OR json_valid(link)),
  body     TEXT CHECK (body IS NULL OR json_valid(body)),
  schema   INTEGER NOT NULL,           -- the number of the schema that link and body are written in
  PRIMARY KEY (sequence, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX change_entity ON change (entity, sequence, n);
CREATE INDEX change_target ON change (target, sequence, n) WHERE target IS NOT NULL;

-- The state: what the log amounts to.
CREATE TABLE entity (
  key      INTEGER PRIMARY KEY,
  type     TEXT NOT NULL,              -- the first part of the id
  slug     TEXT NOT NULL,              -- the second
  revision INTEGER NOT NULL CHECK (revision > 0),
  created  TEXT NOT NULL,
  updated  TEXT NOT NULL,
  archived TEXT,
  sort     TEXT NOT NULL,              -- the name, folded
  body     TEXT NOT NULL CHECK (json_valid(body)),
  UNIQUE (type, slug)
) STRICT;

CREATE INDEX entity_sort ON entity (type, sort, slug);

CREATE TABLE words (                   -- what a filter by text looks into
  key  INTEGER PRIMARY KEY REFERENCES entity,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE link (
  from_key   INTEGER NOT NULL REFERENCES entity,
  kind       TEXT NOT NULL,            -- the type where it starts, a dot and the kind
  to_key     INTEGER NOT NULL REFERENCES entity,
  qualifier  TEXT NOT NULL,
  position   INTEGER NOT NULL,
  id         TEXT NOT NULL UNIQUE,
  properties TEXT CHECK (properties IS NULL OR json_valid(properties)),
  citations  TEXT CHECK (citations IS NULL OR json_valid(citations)),
  PRIMARY KEY (from_key, kind, to_key, qualifier)
) STRICT, WITHOUT ROWID;

CREATE INDEX link_in ON link (to_key, kind, from_key);

CREATE TABLE citation (                -- which fact cites which source, read out of bodies and links
  owner  INTEGER NOT NULL REFERENCES entity,
  link   TEXT NOT NULL,                -- the id of the link, or empty where the entity itself cites
  n      INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES entity,
  path   TEXT NOT NULL,                -- the field or value, or empty for the whole
  basis  TEXT NOT NULL,
  body   TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (owner, link, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX citation_source ON citation (source, owner, link, n);

CREATE TABLE alias (                   -- old ids and where they lead
  type TEXT NOT NULL,
  slug TEXT NOT NULL,
  key  INTEGER NOT NULL REFERENCES entity,
  PRIMARY KEY (type, slug)
) STRICT, WITHOUT ROWID;

CREATE TABLE derived (                 -- the hash of the declaration that views and indexes were made for
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  hash TEXT NOT NULL
) STRICT;
