-- A hash over each change set and all before it: who knows the last one can tell whether a log goes on from it.
ALTER TABLE changeset ADD COLUMN hash BLOB;
