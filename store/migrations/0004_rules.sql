-- +goose Up
-- What determinations rest on, loaded while the program runs. Nothing here is
-- edited: a newer row of the same key answers from the moment it was added.

CREATE TABLE policies (
  id         TEXT PRIMARY KEY,
  pack       TEXT NOT NULL,
  digest     TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  body       TEXT NOT NULL,
  added_by   TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (pack, digest)
);

CREATE TABLE parameters (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  place      TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  value      TEXT NOT NULL,
  source     TEXT NOT NULL,
  added_by   TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX parameters_by_name ON parameters (name, place, valid_from);

CREATE TABLE calendars (
  id         TEXT PRIMARY KEY,
  place      TEXT NOT NULL,
  year       BIGINT NOT NULL,
  body       TEXT NOT NULL,
  source     TEXT NOT NULL,
  added_by   TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX calendars_by_year ON calendars (place, year);

CREATE TABLE lists (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  place      TEXT NOT NULL,
  body       TEXT NOT NULL,
  source     TEXT NOT NULL,
  added_by   TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX lists_by_name ON lists (name, place);

-- Self-checks kept by code, without an account; deleted when they expire.
CREATE TABLE self_checks (
  id         TEXT PRIMARY KEY,
  code_index TEXT NOT NULL UNIQUE,
  facts      TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX self_checks_by_expiry ON self_checks (expires_at);
