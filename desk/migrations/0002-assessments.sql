-- What a city answers of itself: private to the account that made it, until that publishes it.
CREATE TABLE assessment (
  number    INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: who keeps the address of a deleted one finds no other
  owner     TEXT NOT NULL,
  city      TEXT NOT NULL,
  benchmark TEXT NOT NULL,
  created   TEXT NOT NULL,
  updated   TEXT NOT NULL,
  published TEXT
) STRICT;

CREATE INDEX assessment_owner ON assessment (owner, number);
CREATE INDEX assessment_city ON assessment (city, number);

CREATE TABLE answer (
  assessment INTEGER NOT NULL REFERENCES assessment ON DELETE CASCADE,
  question   TEXT NOT NULL,            -- the id of a guiding question, a key factor or the benchmark
  state      TEXT NOT NULL CHECK (state IN ('MET', 'PARTLY_MET', 'NOT_MET', 'NOT_APPLICABLE', 'UNKNOWN')),
  note       TEXT,
  UNIQUE (assessment, question)
) STRICT;
