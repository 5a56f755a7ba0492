-- +goose Up
-- Which case file each person of an authority has open: a view, not a lock, and
-- no record of who worked when. One row a person, replaced by the next file, so
-- that nothing older than the last look is kept; not in backups, as sessions.
CREATE TABLE open_files (
  account TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  office  TEXT NOT NULL,
  since   BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
CREATE INDEX open_files_by_seen ON open_files (seen_at);
