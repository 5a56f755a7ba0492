-- +goose Up
-- What a message says in each language, so that its reader can change the
-- language of the page: JSON, sealed like the body.
ALTER TABLE outbox ADD COLUMN words TEXT NOT NULL DEFAULT '';
