-- What people decided, as it stands. The decisions themselves are rows added to `decisions` and sealed in the log; this
-- is the last of them over each subject and kind, and can be made again from them at any time.

CREATE TABLE standing (
  subject  TEXT NOT NULL,          -- what is decided over: a document, claim, source or incident, by its id
  kind     TEXT NOT NULL,          -- which question of it: status, credibility, reliability, note, link, withdrawn ...
  value    TEXT NOT NULL,          -- JSON; null where the decision was taken back
  version  INTEGER NOT NULL,       -- how many decisions there have been over this subject and kind
  decision INTEGER NOT NULL REFERENCES decisions (number),
  PRIMARY KEY (subject, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_by_kind ON standing (kind, subject);

CREATE INDEX decisions_by_subject ON decisions (details ->> 'subject', number);
