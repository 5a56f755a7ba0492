package store

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/people"
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

var ratings = tableOf[Rating]("ratings").recorded(func(x *Rating) string { return "rating/" + x.ID })

// AddRating keeps a rating; a second one of the same account is a conflict.
func (tx *Tx) AddRating(ctx context.Context, x *Rating) error { return ratings.insert(ctx, tx, x) }

// ChangeRating replaces a rating seen at x.Version.
func (tx *Tx) ChangeRating(ctx context.Context, x *Rating) error { return ratings.update(ctx, tx, x) }

// Rating reads a rating.
func (r *Reader) Rating(ctx context.Context, id string) (Rating, error) {
	return ratings.get(ctx, r, id)
}

// LowRatings says which ratings to list for calling back.
type LowRatings struct {
	Places []people.PlaceCode
	Level  int       // at most
	Called bool      // those that were called back too
	Since  time.Time // given then or later
	Limit  int       // 0: 25
	Offset int
}

func (f LowRatings) where() *conditions {
	if len(f.Places) == 0 {
		return nil
	}
	w := &conditions{}
	w.and("level <= " + w.arg(f.Level) + " AND created_at >= " + w.arg(f.Since.UnixMicro()))
	if !f.Called {
		w.and("called_at IS NULL")
	}
	w.and("EXISTS (SELECT 1 FROM cases WHERE cases.id = ratings.case_id AND " + within(w, f.Places) + ")")
	return w
}

// LowRatings lists ratings of at most a level, the oldest first.
func (r *Reader) LowRatings(ctx context.Context, f LowRatings) ([]Rating, error) {
	return ratings.page(ctx, r, f.where(), "created_at, id", f.Limit, f.Offset)
}

// CountLowRatings counts what the filter holds, whatever its page.
func (r *Reader) CountLowRatings(ctx context.Context, f LowRatings) (int64, error) {
	return ratings.count(ctx, r, f.where())
}
