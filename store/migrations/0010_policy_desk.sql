-- +goose Up
-- The policy desk. Published texts get an order of their own, the person who wrote
-- them and the note to the publication; nothing has written this table before.
DROP TABLE policies;
CREATE TABLE policies (
  id         TEXT PRIMARY KEY,
  seq        BIGINT NOT NULL UNIQUE,
  pack       TEXT NOT NULL,
  digest     TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  body       TEXT NOT NULL,
  author     TEXT NOT NULL,
  added_by   TEXT NOT NULL,
  note       TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- The texts that came with a program that served this installation: a case keeps
-- the text it was accepted under, whatever program comes later.
CREATE TABLE policy_texts (
  digest     TEXT PRIMARY KEY,
  pack       TEXT NOT NULL,
  body       TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- Drafts: the files that differ from the text a draft began from.
CREATE TABLE policy_drafts (
  id         TEXT PRIMARY KEY,
  pack       TEXT NOT NULL,
  base       TEXT NOT NULL,
  status     TEXT NOT NULL,
  author     TEXT NOT NULL,
  saved_by   TEXT NOT NULL,
  body       TEXT NOT NULL,
  version    BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX policy_drafts_by_pack ON policy_drafts (pack, status);

-- Every saved state of a draft; none is changed.
CREATE TABLE policy_draft_states (
  id         TEXT PRIMARY KEY,
  draft      TEXT NOT NULL REFERENCES policy_drafts (id),
  state      BIGINT NOT NULL,
  saved_by   TEXT NOT NULL,
  body       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (draft, state)
);
