-- +goose Up
-- Papers that were handed in with a contest or a repair. The content lies with
-- the attachments of cases, by its id in "file"; "subject" is the chain of what
-- the paper is about.
CREATE TABLE evidence (
  id          TEXT PRIMARY KEY,
  subject     TEXT NOT NULL,
  file        TEXT NOT NULL,
  name        TEXT NOT NULL,
  media_type  TEXT NOT NULL,
  size        BIGINT NOT NULL,
  uploaded_by TEXT NOT NULL,
  created_at  BIGINT NOT NULL
);
CREATE INDEX evidence_by_subject ON evidence (subject);
