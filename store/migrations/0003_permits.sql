-- +goose Up
-- What was granted or registered, and what supervision found.

CREATE TABLE permits (
  id          TEXT PRIMARY KEY,
  kind        TEXT NOT NULL,
  number      TEXT NOT NULL,
  holder      TEXT NOT NULL REFERENCES parties (id),
  employer    TEXT REFERENCES parties (id),
  place       TEXT NOT NULL,
  class       TEXT NOT NULL,
  status      TEXT NOT NULL,
  valid_from  TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  code        TEXT UNIQUE,
  state       TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL,
  version     BIGINT NOT NULL
);
CREATE INDEX permits_by_number ON permits (number);
CREATE INDEX permits_by_holder ON permits (holder);
CREATE INDEX permits_by_employer ON permits (employer);
CREATE INDEX permits_by_end ON permits (status, valid_until);

CREATE TABLE filings (
  id          TEXT PRIMARY KEY,
  kind        TEXT NOT NULL,
  case_id     TEXT REFERENCES cases (id),
  party       TEXT NOT NULL REFERENCES parties (id),
  permit      TEXT REFERENCES permits (id),
  place       TEXT NOT NULL,
  status      TEXT NOT NULL,
  valid_from  TEXT NOT NULL,
  valid_until TEXT,
  body        TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL,
  version     BIGINT NOT NULL
);
CREATE INDEX filings_by_party ON filings (party, kind);
CREATE INDEX filings_by_permit ON filings (permit);

CREATE TABLE integrity (
  id         TEXT PRIMARY KEY,
  party      TEXT NOT NULL REFERENCES parties (id),
  case_id    TEXT REFERENCES cases (id),
  kind       TEXT NOT NULL,
  status     TEXT NOT NULL,
  body       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version    BIGINT NOT NULL
);
CREATE INDEX integrity_by_party ON integrity (party);

CREATE TABLE sanctions (
  id          TEXT PRIMARY KEY,
  party       TEXT NOT NULL REFERENCES parties (id),
  kind        TEXT NOT NULL,
  place       TEXT NOT NULL,
  finding     TEXT REFERENCES integrity (id),
  valid_from  TEXT NOT NULL,
  valid_until TEXT,
  lifted_at   BIGINT,
  body        TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL,
  version     BIGINT NOT NULL
);
CREATE INDEX sanctions_by_party ON sanctions (party);
