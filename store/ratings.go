package store

import (
	"context"
	"encoding/json"
	"time"
)

// Rating is what one account says of a finished case, once: level 5 (very
// satisfied) to 1. CalledAt is when somebody called back; zero: not yet.
type Rating struct {
	ID        string          `db:"id"`
	CaseID    string          `db:"case_id"`
	Account   string          `db:"account"`
	Office    string          `db:"office"`
	Level     int             `db:"level"`
	Body      json.RawMessage `db:"body"`
	CalledAt  time.Time       `db:"called_at"`
	CreatedAt time.Time       `db:"created_at"`
	ChangedAt time.Time       `db:"changed_at"`
	Version   int64           `db:"version"`
}

var ratings = tableOf[Rating]("ratings")

// AddRating keeps a rating; a second one of the same account is a conflict.
func (tx *Tx) AddRating(ctx context.Context, x *Rating) error { return ratings.insert(ctx, tx, x) }

// ChangeRating replaces a rating seen at x.Version.
func (tx *Tx) ChangeRating(ctx context.Context, x *Rating) error { return ratings.update(ctx, tx, x) }

// Rating reads a rating.
func (r *Reader) Rating(ctx context.Context, id string) (Rating, error) {
	return ratings.get(ctx, r, id)
}

// RatingsToCall lists ratings of at most a level that nobody called back yet,
// oldest first. An empty office is all offices.
func (r *Reader) RatingsToCall(ctx context.Context, office string, level int) ([]Rating, error) {
	w := &conditions{}
	w.equal("office", office)
	w.and("called_at IS NULL AND level <= " + w.arg(level))
	return ratings.find(ctx, r, w.String()+" ORDER BY created_at, id", w.args...)
}
