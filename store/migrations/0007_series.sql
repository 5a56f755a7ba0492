-- +goose Up
-- Which of several published series a number comes from (wages of on-post staff
-- or of all employed), and the order in which numbers and years were loaded: of
-- two that say otherwise the later answers, even where both came at one instant.
ALTER TABLE parameters ADD COLUMN series TEXT NOT NULL DEFAULT '';
ALTER TABLE parameters ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calendars ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
