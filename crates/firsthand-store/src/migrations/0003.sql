-- Who may come to the desk of a team.

CREATE TABLE accounts (
  name  TEXT PRIMARY KEY,
  role  TEXT NOT NULL,             -- viewer, analyst, admin
  hash  TEXT NOT NULL,             -- of the password, by argon2id
  since TEXT NOT NULL              -- UTC
) STRICT, WITHOUT ROWID;
