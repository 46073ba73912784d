-- The first form of a case. What is acquired or decided is written once; what is derived can be made again.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- One row a text as acquired.
CREATE TABLE documents (
  number   INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,   -- the id given with it, else its SHA-256
  sha256   TEXT NOT NULL UNIQUE,   -- of the bytes
  blake3   TEXT NOT NULL,
  length   INTEGER NOT NULL,       -- of the bytes
  media    TEXT NOT NULL,
  encoding TEXT NOT NULL,          -- how the bytes were read
  given    TEXT NOT NULL,          -- JSON: what was said of it when it was handed in
  name     TEXT NOT NULL,          -- the file's name, without its folders; and the line
  acquired TEXT NOT NULL           -- UTC
) STRICT;

-- The bytes, in a table of their own so that lists of documents do not read them.
CREATE TABLE originals (
  document INTEGER PRIMARY KEY REFERENCES documents (number),
  packing  TEXT NOT NULL,          -- 'deflate' or 'plain'
  bytes    BLOB NOT NULL
) STRICT;

-- What was made of a document, and by which version of the program.
CREATE TABLE derived (
  document    INTEGER PRIMARY KEY REFERENCES documents (number),
  engine      TEXT NOT NULL,
  reading     BLOB NOT NULL,       -- the document without its text, JSON, deflated
  annotations BLOB NOT NULL,       -- JSON, deflated
  problems    TEXT NOT NULL,       -- JSON
  seal        TEXT NOT NULL        -- SHA-256 over the text and the columns above: damage shows, and can be mended
) STRICT;

CREATE TABLE texts (
  document INTEGER PRIMARY KEY REFERENCES documents (number),
  title    TEXT NOT NULL,
  body     TEXT NOT NULL
) STRICT;

-- The ledger as rows, to filter by.
CREATE TABLE claims (
  number   INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents (number),
  claim    INTEGER NOT NULL,
  words    TEXT NOT NULL,
  from_day TEXT,                   -- of what it tells, else of the publication
  to_day   TEXT,
  UNIQUE (document, claim)
) STRICT;

CREATE TABLE claim_keys (
  claim INTEGER NOT NULL REFERENCES claims (number),
  kind  TEXT NOT NULL,             -- event, source, place, outlet, voice
  value TEXT NOT NULL,             -- lower case
  PRIMARY KEY (claim, kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_keys_by_value ON claim_keys (kind, value);

-- Whose names a document holds that must not leave. A name gets its number when it is first to be shown.
CREATE TABLE shielded (
  document INTEGER NOT NULL REFERENCES documents (number),
  entity   INTEGER NOT NULL,
  name     TEXT NOT NULL,          -- lower case
  PRIMARY KEY (document, entity, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE pseudonyms (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- What people decided. Added to, never changed.
CREATE TABLE decisions (
  number  INTEGER PRIMARY KEY,
  time    TEXT NOT NULL,
  who     TEXT NOT NULL,
  details TEXT NOT NULL            -- JSON
) STRICT;

-- Every deed, each entry sealed over the one before it.
CREATE TABLE log (
  seq      INTEGER PRIMARY KEY,
  time     TEXT NOT NULL,
  who      TEXT NOT NULL,
  deed     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  details  TEXT NOT NULL,          -- JSON
  previous TEXT NOT NULL,
  hash     TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE texts_found USING fts5 (
  title, body, content = 'texts', content_rowid = 'document',
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE TRIGGER texts_in AFTER INSERT ON texts BEGIN
  INSERT INTO texts_found (rowid, title, body) VALUES (new.document, new.title, new.body);
END;
CREATE TRIGGER texts_out AFTER DELETE ON texts BEGIN
  INSERT INTO texts_found (texts_found, rowid, title, body) VALUES ('delete', old.document, old.title, old.body);
END;

CREATE VIRTUAL TABLE claims_found USING fts5 (
  words, content = 'claims', content_rowid = 'number',
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE TRIGGER claims_in AFTER INSERT ON claims BEGIN
  INSERT INTO claims_found (rowid, words) VALUES (new.number, new.words);
END;
CREATE TRIGGER claims_out AFTER DELETE ON claims BEGIN
  INSERT INTO claims_found (claims_found, rowid, words) VALUES ('delete', old.number, old.words);
END;

CREATE TRIGGER originals_stay BEFORE UPDATE ON originals BEGIN SELECT RAISE(ABORT, 'an original is never changed'); END;
CREATE TRIGGER originals_remain BEFORE DELETE ON originals BEGIN SELECT RAISE(ABORT, 'an original is never deleted'); END;
CREATE TRIGGER documents_stay BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'an acquisition is never changed'); END;
CREATE TRIGGER documents_remain BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'an acquisition is never deleted'); END;
CREATE TRIGGER log_stays BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER log_remains BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are only added to'); END;
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are only added to'); END;
