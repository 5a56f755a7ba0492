-- +goose Up
-- Messages of one moment in the order in which they were written. What was written
-- before this step keeps 0, and its order by time alone.
ALTER TABLE outbox ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
CREATE INDEX outbox_by_seq ON outbox (seq);
