package store

import (
	"context"
	"encoding/json"
	"time"
)

// selfCheck is a public self-check kept by code, without an account. The facts
// are personal and sealed; of the code only the blind hash is stored.
type selfCheck struct {
	ID        string    `db:"id"`
	CodeIndex string    `db:"code_index"`
	Facts     string    `db:"facts,sealed"`
	CreatedAt time.Time `db:"created_at"`
	ExpiresAt time.Time `db:"expires_at"`
}

var selfChecks = tableOf[selfCheck]("self_checks")

// KeepSelfCheck keeps facts under a code until an instant, exclusive. A code
// that is in use is a conflict: take another.
func (tx *Tx) KeepSelfCheck(ctx context.Context, code string, facts json.RawMessage, until time.Time) error {
	return selfChecks.insert(ctx, tx, &selfCheck{ID: NewID(), CodeIndex: tx.keys.blind(selfChecks.name, "code", code),
		Facts: string(facts), ExpiresAt: until})
}

// SelfCheck reads the facts kept under a code; expired ones are not found.
func (r *Reader) SelfCheck(ctx context.Context, code string, at time.Time) (json.RawMessage, error) {
	kept, err := selfChecks.one(ctx, r, "WHERE code_index = $1 AND expires_at > $2",
		r.keys.blind(selfChecks.name, "code", code), at.UnixMicro())
	return json.RawMessage(kept.Facts), err
}

// Forget deletes what is kept for a time only and has expired at the
// transaction's instant: self-checks, sessions, and idempotency keys that are
// older than a day.
func (tx *Tx) Forget(ctx context.Context) error {
	for statement, before := range map[string]time.Time{
		"DELETE FROM self_checks WHERE expires_at <= $1": tx.now,
		"DELETE FROM sessions WHERE expires_at <= $1":    tx.now,
		"DELETE FROM idempotency WHERE created_at <= $1": tx.now.Add(-24 * time.Hour),
	} {
		if _, err := tx.q.ExecContext(ctx, statement, before.UnixMicro()); err != nil {
			return tx.failed(err, "forget what expired")
		}
	}
	return nil
}
