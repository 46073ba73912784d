-- Tables and word lists of the user's own, which the engine reads beside those that ship. One row a table; the last one
-- added under a name stands, and the log tells of those before it.

CREATE TABLE own_tables (
  name   TEXT PRIMARY KEY,         -- the file's name, without its folders
  kind   TEXT NOT NULL,            -- 'places' or 'events'
  sha256 TEXT NOT NULL,            -- of the file as it was handed in
  bytes  BLOB NOT NULL,            -- as the engine opens it, deflated
  added  TEXT NOT NULL             -- UTC
) STRICT;
