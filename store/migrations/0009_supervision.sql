-- +goose Up
-- Supervision: checks of commitments after the fact, revocations, and what
-- figures and watch lists are counted from. Nothing wrote integrity entries
-- before this step, so their new columns need no values of old rows.

ALTER TABLE integrity ADD COLUMN side TEXT NOT NULL DEFAULT '';
ALTER TABLE integrity ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE integrity ADD COLUMN valid_until TEXT NOT NULL DEFAULT '9999-12-31';
CREATE INDEX integrity_by_kind ON integrity (kind, valid_until);

-- The commitments on which a granted case rests: what a draw picks from.
CREATE TABLE commitments (
  case_id    TEXT NOT NULL REFERENCES cases (id),
  id         TEXT NOT NULL,
  slot       TEXT NOT NULL,
  clause     TEXT NOT NULL,
  place      TEXT NOT NULL,
  employer   TEXT NOT NULL,
  agent      TEXT NOT NULL,
  foreigner  TEXT NOT NULL,
  class      TEXT NOT NULL,
  signed_on  TEXT NOT NULL,
  granted_on TEXT NOT NULL,
  PRIMARY KEY (case_id, id)
);
CREATE INDEX commitments_by_grant ON commitments (granted_on, place);
CREATE INDEX commitments_by_employer ON commitments (employer);

CREATE TABLE checks (
  id         TEXT PRIMARY KEY,
  case_id    TEXT NOT NULL REFERENCES cases (id),
  commitment TEXT NOT NULL,
  place      TEXT NOT NULL,
  method     TEXT NOT NULL,
  result     TEXT NOT NULL,
  assigned   TEXT NOT NULL,
  due_on     TEXT NOT NULL,
  body       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version    BIGINT NOT NULL,
  UNIQUE (case_id, commitment)
);
CREATE INDEX checks_by_due ON checks (result, due_on, id);

CREATE TABLE revocations (
  id         TEXT PRIMARY KEY,
  party      TEXT NOT NULL REFERENCES parties (id),
  case_id    TEXT NOT NULL REFERENCES cases (id),
  permit     TEXT NOT NULL REFERENCES permits (id),
  finding    TEXT NOT NULL REFERENCES integrity (id),
  place      TEXT NOT NULL,
  outcome    TEXT NOT NULL,
  hear_by    TEXT NOT NULL,
  body       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version    BIGINT NOT NULL
);
CREATE INDEX revocations_by_party ON revocations (party);
CREATE INDEX revocations_by_permit ON revocations (permit);

-- Letters to a party that are no letters of a case. Insert-only.
CREATE TABLE notices (
  id         TEXT PRIMARY KEY,
  party      TEXT NOT NULL REFERENCES parties (id),
  kind       TEXT NOT NULL,
  office     TEXT NOT NULL,
  year       BIGINT NOT NULL,
  number     BIGINT NOT NULL,
  issued_by  TEXT NOT NULL,
  code       TEXT NOT NULL UNIQUE,
  body       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (office, year, number)
);

-- How a sent case goes, a row a case; written with the case.
CREATE TABLE progress (
  case_id      TEXT PRIMARY KEY REFERENCES cases (id),
  place        TEXT NOT NULL,
  office       TEXT NOT NULL,
  matter       TEXT NOT NULL,
  class        TEXT NOT NULL,
  submitted_on TEXT NOT NULL,
  accepted_on  TEXT,
  decided_on   TEXT,
  outcome      TEXT NOT NULL,
  requests     BIGINT NOT NULL,
  again_on     TEXT,
  deemed_on    TEXT,
  paused_on    TEXT,
  ground       TEXT NOT NULL
);
CREATE INDEX progress_by_submission ON progress (submitted_on, place);
CREATE INDEX progress_by_acceptance ON progress (accepted_on, place, office, requests);
CREATE INDEX progress_by_decision ON progress (decided_on, place, outcome);
CREATE INDEX progress_by_second ON progress (again_on);
CREATE INDEX progress_by_deemed ON progress (deemed_on);
CREATE INDEX progress_by_pause ON progress (paused_on);

-- How many working days each finished step of a case took, pauses left out.
CREATE TABLE steps (
  case_id  TEXT NOT NULL REFERENCES cases (id),
  track    TEXT NOT NULL,
  step     TEXT NOT NULL,
  place    TEXT NOT NULL,
  office   TEXT NOT NULL,
  class    TEXT NOT NULL,
  ended_on TEXT NOT NULL,
  days     BIGINT NOT NULL,
  PRIMARY KEY (case_id, track, step)
);
CREATE INDEX steps_by_end ON steps (ended_on, place, step, office, class, days);

CREATE INDEX ratings_by_time ON ratings (created_at);
CREATE INDEX sanctions_by_end ON sanctions (valid_until);
