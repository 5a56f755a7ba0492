-- +goose Up
-- The newest event of each chain that is no case's (an office, a post, a
-- parameter, an integrity file), as cases.version and cases.head are of a
-- case's: an event cut off at the end of a chain is missed at once.
CREATE TABLE registers (
  chain   TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  head    TEXT NOT NULL
);
