-- +goose Up
-- Lists that staff keep are replaced as a whole; edition counts them, and the
-- highest answers; of two writers who saw the same one, one adds the next. Places of a list that were given away: while one is held, no
-- other case can hold it.
ALTER TABLE lists ADD COLUMN edition BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX lists_by_edition ON lists (name, place, edition);

CREATE TABLE allocations (
  id         TEXT PRIMARY KEY,
  list       TEXT NOT NULL,
  place      TEXT NOT NULL,
  item       TEXT NOT NULL,
  held       TEXT UNIQUE,
  case_id    TEXT NOT NULL REFERENCES cases (id),
  from_on    TEXT NOT NULL,
  until_on   TEXT,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version    BIGINT NOT NULL
);
CREATE INDEX allocations_by_item ON allocations (list, place, item);
CREATE INDEX allocations_by_case ON allocations (case_id);
