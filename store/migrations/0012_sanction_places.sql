-- +goose Up
-- Every place in which a sanction holds, each between spaces, so that the
-- watchers of each find it. "place" stays the first of them.
ALTER TABLE sanctions ADD COLUMN places TEXT NOT NULL DEFAULT '';
UPDATE sanctions SET places = ' ' || place || ' ';
