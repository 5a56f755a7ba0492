-- +goose Up
-- Work left for later: messages to deliver and jobs to do, taken by lease.

CREATE TABLE outbox (
  id           TEXT PRIMARY KEY,
  dedupe       TEXT NOT NULL UNIQUE,
  kind         TEXT NOT NULL,
  case_id      TEXT,
  party        TEXT NOT NULL,
  recipient    TEXT NOT NULL,
  language     TEXT NOT NULL,
  subject      TEXT NOT NULL,
  body         TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  due_at       BIGINT NOT NULL,
  attempts     BIGINT NOT NULL,
  leased_by    TEXT NOT NULL,
  leased_until BIGINT NOT NULL,
  done_at      BIGINT,
  given_up_at  BIGINT,
  last_error   TEXT NOT NULL
);
CREATE INDEX outbox_by_due ON outbox (done_at, given_up_at, due_at);
CREATE INDEX outbox_by_party ON outbox (party, created_at);

CREATE TABLE jobs (
  id           TEXT PRIMARY KEY,
  dedupe       TEXT NOT NULL UNIQUE,
  kind         TEXT NOT NULL,
  body         TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  due_at       BIGINT NOT NULL,
  attempts     BIGINT NOT NULL,
  leased_by    TEXT NOT NULL,
  leased_until BIGINT NOT NULL,
  done_at      BIGINT,
  given_up_at  BIGINT,
  last_error   TEXT NOT NULL
);
CREATE INDEX jobs_by_due ON jobs (done_at, given_up_at, due_at);
