-- A fingerprint of what was asked under a key: something else under the same key is refused.
ALTER TABLE proposal ADD COLUMN asked BLOB;
