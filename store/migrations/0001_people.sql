-- +goose Up
-- Who there is, who may sign in, who works where, who may act for whom.
-- Beside a column <name>_index the column <name> is sealed (ciphertext), and the
-- index is the keyed hash by which equal values are found. Instants are microseconds since
-- 1970 (UTC), dates are YYYY-MM-DD, body columns are JSON.

CREATE TABLE parties (
  id               TEXT PRIMARY KEY,
  kind             TEXT NOT NULL,
  name             TEXT NOT NULL,
  name_key         TEXT NOT NULL,
  code             TEXT UNIQUE,
  place            TEXT NOT NULL,
  status           TEXT NOT NULL,
  nationality      TEXT NOT NULL,
  passport         TEXT NOT NULL,
  passport_index   TEXT NOT NULL,
  birth_date       TEXT NOT NULL,
  birth_date_index TEXT NOT NULL,
  email            TEXT NOT NULL,
  email_index      TEXT NOT NULL,
  phone            TEXT NOT NULL,
  phone_index      TEXT NOT NULL,
  body             TEXT NOT NULL,
  created_at       BIGINT NOT NULL,
  changed_at       BIGINT NOT NULL,
  version          BIGINT NOT NULL
);
CREATE INDEX parties_by_passport ON parties (passport_index);
CREATE INDEX parties_by_email ON parties (email_index);
CREATE INDEX parties_by_phone ON parties (phone_index);

CREATE TABLE accounts (
  id           TEXT PRIMARY KEY,
  party        TEXT REFERENCES parties (id),
  name         TEXT NOT NULL,
  login        TEXT NOT NULL,
  login_index  TEXT NOT NULL UNIQUE,
  status       TEXT NOT NULL,
  language     TEXT NOT NULL,
  failures     BIGINT NOT NULL,
  locked_until BIGINT,
  body         TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  changed_at   BIGINT NOT NULL,
  version      BIGINT NOT NULL
);
CREATE INDEX accounts_by_party ON accounts (party);

CREATE TABLE credentials (
  id           TEXT PRIMARY KEY,
  account      TEXT REFERENCES accounts (id),
  kind         TEXT NOT NULL,
  secret       TEXT NOT NULL,
  secret_index TEXT NOT NULL,
  body         TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  valid_until  BIGINT,
  used_at      BIGINT,
  version      BIGINT NOT NULL
);
CREATE INDEX credentials_by_account ON credentials (account, kind);
CREATE INDEX credentials_by_secret ON credentials (secret_index);

CREATE TABLE sessions (
  id         TEXT PRIMARY KEY,
  content    TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE offices (
  id         TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,
  body       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version    BIGINT NOT NULL
);

CREATE TABLE officers (
  id          TEXT PRIMARY KEY,
  account     TEXT NOT NULL REFERENCES accounts (id),
  office      TEXT NOT NULL REFERENCES offices (id),
  role        TEXT NOT NULL,
  valid_from  TEXT NOT NULL,
  valid_until TEXT,
  body        TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL,
  version     BIGINT NOT NULL
);
CREATE INDEX officers_by_account ON officers (account);
CREATE INDEX officers_by_office ON officers (office, role);

CREATE TABLE mandates (
  id          TEXT PRIMARY KEY,
  principal   TEXT NOT NULL REFERENCES parties (id),
  agent       TEXT NOT NULL REFERENCES parties (id),
  valid_from  TEXT NOT NULL,
  valid_until TEXT,
  revoked_at  BIGINT,
  body        TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL,
  version     BIGINT NOT NULL
);
CREATE INDEX mandates_by_agent ON mandates (agent);
CREATE INDEX mandates_by_principal ON mandates (principal);
