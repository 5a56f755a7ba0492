-- +goose Up
-- Cases, the events that made them, and what hangs on a case. What people
-- answered is sealed: cases.state, events.body, letters.body, the facts and
-- outcomes of determinations, and the names of files.

CREATE TABLE cases (
  id            TEXT PRIMARY KEY,
  number        TEXT NOT NULL UNIQUE,
  matter        TEXT NOT NULL,
  place         TEXT NOT NULL,
  status        TEXT NOT NULL,
  label         TEXT NOT NULL,
  is_draft      BIGINT NOT NULL,
  is_open       BIGINT NOT NULL,
  principal     TEXT REFERENCES parties (id),
  foreigner     TEXT REFERENCES parties (id),
  agent         TEXT REFERENCES parties (id),
  opened_by     TEXT NOT NULL,
  handler       TEXT NOT NULL,
  foreigner_key TEXT NOT NULL,
  principal_key TEXT NOT NULL,
  permit        TEXT,
  alters        TEXT UNIQUE,
  submitted_on  TEXT,
  due_on        TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  changed_at    BIGINT NOT NULL,
  state         TEXT NOT NULL,
  version       BIGINT NOT NULL,
  head          TEXT NOT NULL
);
CREATE INDEX cases_by_due ON cases (is_open, due_on, id);
CREATE INDEX cases_by_change ON cases (changed_at, id);
CREATE INDEX cases_by_principal ON cases (principal);
CREATE INDEX cases_by_foreigner ON cases (foreigner);
CREATE INDEX cases_by_agent ON cases (agent);
CREATE INDEX cases_by_permit ON cases (permit);

-- Who else reads a case: the offices of its tracks, and those whose consent is
-- asked. kind is office or consenter.
CREATE TABLE case_readers (
  case_id TEXT NOT NULL REFERENCES cases (id),
  kind    TEXT NOT NULL,
  reader  TEXT NOT NULL,
  PRIMARY KEY (case_id, kind, reader)
);
CREATE INDEX case_readers_by_reader ON case_readers (kind, reader, case_id);

-- Insert-only; see guards in sqlite.go and postgres.go.
CREATE TABLE events (
  chain   TEXT NOT NULL,
  version BIGINT NOT NULL,
  kind    TEXT NOT NULL,
  at      BIGINT NOT NULL,
  actor   TEXT NOT NULL,
  role    TEXT NOT NULL,
  behalf  TEXT NOT NULL,
  body    TEXT NOT NULL,
  hash    TEXT NOT NULL,
  PRIMARY KEY (chain, version)
);
CREATE INDEX events_by_time ON events (at);

-- Insert-only.
CREATE TABLE checkpoints (
  number BIGINT PRIMARY KEY,
  day    TEXT NOT NULL UNIQUE,
  note   TEXT NOT NULL,
  at     BIGINT NOT NULL
);
CREATE TABLE checkpoint_heads (
  checkpoint BIGINT NOT NULL REFERENCES checkpoints (number),
  position   BIGINT NOT NULL,
  chain      TEXT NOT NULL,
  version    BIGINT NOT NULL,
  hash       TEXT NOT NULL,
  PRIMARY KEY (chain, version)
);
CREATE INDEX checkpoint_heads_by_number ON checkpoint_heads (checkpoint, position);

CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);

CREATE TABLE clocks (
  case_id TEXT NOT NULL REFERENCES cases (id),
  track   TEXT NOT NULL,
  step    TEXT NOT NULL,
  basis   TEXT NOT NULL,
  office  TEXT NOT NULL,
  due_on  TEXT NOT NULL,
  paused  BIGINT NOT NULL,
  PRIMARY KEY (case_id, track, step, basis)
);
CREATE INDEX clocks_by_due ON clocks (office, paused, due_on);

CREATE TABLE attachments (
  id          TEXT PRIMARY KEY,
  case_id     TEXT NOT NULL REFERENCES cases (id),
  slot        TEXT NOT NULL,
  file        TEXT NOT NULL,
  name        TEXT NOT NULL,
  media_type  TEXT NOT NULL,
  size        BIGINT NOT NULL,
  pages       BIGINT NOT NULL,
  state       TEXT NOT NULL,
  uploaded_by TEXT NOT NULL,
  body        TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL,
  version     BIGINT NOT NULL
);
CREATE INDEX attachments_by_case ON attachments (case_id, slot);
CREATE INDEX attachments_by_file ON attachments (file);

-- Insert-only: a letter is superseded by another, never edited.
CREATE TABLE letters (
  id         TEXT PRIMARY KEY,
  case_id    TEXT NOT NULL REFERENCES cases (id),
  kind       TEXT NOT NULL,
  office     TEXT NOT NULL,
  series     TEXT NOT NULL,
  year       BIGINT NOT NULL,
  number     BIGINT NOT NULL,
  supersedes TEXT,
  issued_by  TEXT NOT NULL,
  code       TEXT NOT NULL UNIQUE,
  body       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (office, series, year, number)
);
CREATE INDEX letters_by_case ON letters (case_id);

CREATE TABLE determinations (
  id         TEXT PRIMARY KEY,
  case_id    TEXT NOT NULL REFERENCES cases (id),
  on_date    TEXT NOT NULL,
  facts      TEXT NOT NULL,
  outcome    TEXT NOT NULL,
  receipt    TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX determinations_by_case ON determinations (case_id, created_at);

CREATE TABLE slots (
  id         TEXT PRIMARY KEY,
  office     TEXT NOT NULL REFERENCES offices (id),
  purpose    TEXT NOT NULL,
  starts_at  BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL,
  capacity   BIGINT NOT NULL,
  booked     BIGINT NOT NULL
);
CREATE INDEX slots_by_office ON slots (office, starts_at);

CREATE TABLE appointments (
  id         TEXT PRIMARY KEY,
  slot       TEXT NOT NULL REFERENCES slots (id),
  case_id    TEXT NOT NULL REFERENCES cases (id),
  party      TEXT NOT NULL,
  status     TEXT NOT NULL,
  body       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version    BIGINT NOT NULL
);
CREATE INDEX appointments_by_slot ON appointments (slot);
CREATE INDEX appointments_by_case ON appointments (case_id);

CREATE TABLE ratings (
  id         TEXT PRIMARY KEY,
  case_id    TEXT NOT NULL REFERENCES cases (id),
  account    TEXT NOT NULL,
  office     TEXT NOT NULL,
  level      BIGINT NOT NULL,
  body       TEXT NOT NULL,
  called_at  BIGINT,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version    BIGINT NOT NULL,
  UNIQUE (case_id, account)
);
CREATE INDEX ratings_by_level ON ratings (office, level, called_at);

CREATE TABLE idempotency (
  actor      TEXT NOT NULL,
  key        TEXT NOT NULL,
  request    TEXT NOT NULL,
  result     TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
