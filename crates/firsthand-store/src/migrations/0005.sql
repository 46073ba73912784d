-- What joins the documents: all of it derived, so that it can be dropped and made again, and kept so that nobody who looks
-- has to link the whole case first.

-- Which documents are linked, and whose names in them are to be shielded.
CREATE TABLE linked (
  document INTEGER PRIMARY KEY REFERENCES documents (number),
  people   TEXT NOT NULL           -- JSON, of the program
) STRICT;

-- What candidates are looked up by.
CREATE TABLE link_keys (
  key      INTEGER NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (key, document)
) STRICT, WITHOUT ROWID;

-- What is joined into incidents. A group never reaches beyond its cluster.
CREATE TABLE tellings (
  number   INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents (number),
  claim    INTEGER NOT NULL,       -- its first
  cluster  INTEGER NOT NULL,
  incident INTEGER NOT NULL,       -- the number of its group; 0 while it has none
  ties     BLOB NOT NULL,          -- to tellings that were there before: number and likeness, twelve bytes each
  UNIQUE (document, claim)
) STRICT;
CREATE INDEX tellings_by_cluster ON tellings (cluster);
CREATE INDEX tellings_by_incident ON tellings (incident);

-- Clusters to be grouped anew, and groups to be assessed anew: what a killed program left undone.
CREATE TABLE open_clusters (cluster INTEGER PRIMARY KEY) STRICT;
CREATE TABLE open_groups (incident INTEGER PRIMARY KEY) STRICT;

CREATE TABLE copies (
  a      INTEGER NOT NULL,
  b      INTEGER NOT NULL,
  record TEXT NOT NULL,            -- JSON
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_by_other ON copies (b);

-- Sources as each document names them.
CREATE TABLE voices (
  document INTEGER NOT NULL,
  source   TEXT NOT NULL,
  record   TEXT NOT NULL,          -- JSON
  PRIMARY KEY (document, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX voices_by_source ON voices (source);

-- Incidents and themes, as rows to list and as the whole record.
CREATE TABLE incidents (
  number         INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  kind           TEXT NOT NULL,
  title          TEXT NOT NULL,
  low            INTEGER NOT NULL,
  high           INTEGER NOT NULL,
  channels_low   INTEGER NOT NULL,
  channels_high  INTEGER NOT NULL,
  documents      INTEGER NOT NULL,
  claims         INTEGER NOT NULL,
  contradictions INTEGER NOT NULL,
  opposed        INTEGER NOT NULL, -- whether sources of opposed stakes assert it
  circular       INTEGER NOT NULL,
  stands_on      TEXT NOT NULL,    -- JSON: the bottleneck
  from_day       TEXT,             -- first publication
  to_day         TEXT,             -- last publication
  record         BLOB NOT NULL,    -- JSON, deflated
  seal           TEXT NOT NULL     -- SHA-256 over id and record
) STRICT;

CREATE TABLE incident_claims (
  document INTEGER NOT NULL,
  claim    INTEGER NOT NULL,
  incident INTEGER NOT NULL,
  PRIMARY KEY (document, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_claims_by_incident ON incident_claims (incident);

CREATE TABLE incident_documents (
  incident INTEGER NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (incident, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_documents_by_document ON incident_documents (document);

CREATE TABLE incident_keys (
  incident INTEGER NOT NULL,
  kind     TEXT NOT NULL,          -- event, place, source, outlet
  value    TEXT NOT NULL,          -- lower case
  PRIMARY KEY (incident, kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_keys_by_value ON incident_keys (kind, value);
