package store

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/civil"
)

// Mandate lets an agent act for a principal; the body holds people.Mandate. It
// is never deleted.
type Mandate struct {
	ID         string          `db:"id"`
	Principal  string          `db:"principal"`
	Agent      string          `db:"agent"`
	ValidFrom  civil.Date      `db:"valid_from"`
	ValidUntil *civil.Date     `db:"valid_until"` // inclusive; nil: until revoked
	RevokedAt  time.Time       `db:"revoked_at"`  // zero: not revoked
	Body       json.RawMessage `db:"body"`
	CreatedAt  time.Time       `db:"created_at"`
	ChangedAt  time.Time       `db:"changed_at"`
	Version    int64           `db:"version"`
}

var mandates = tableOf[Mandate]("mandates")

// AddMandate adds a mandate.
func (tx *Tx) AddMandate(ctx context.Context, m *Mandate) error { return mandates.insert(ctx, tx, m) }

// ChangeMandate replaces a mandate seen at m.Version.
func (tx *Tx) ChangeMandate(ctx context.Context, m *Mandate) error {
	return mandates.update(ctx, tx, m)
}

// Mandate reads a mandate.
func (r *Reader) Mandate(ctx context.Context, id string) (Mandate, error) {
	return mandates.get(ctx, r, id)
}

// MandatesTo lists the mandates given to an agent, dead ones included.
func (r *Reader) MandatesTo(ctx context.Context, agent string) ([]Mandate, error) {
	return mandates.find(ctx, r, "WHERE agent = $1 ORDER BY created_at, id", agent)
}

// MandatesOf lists the mandates a principal gave, dead ones included.
func (r *Reader) MandatesOf(ctx context.Context, principal string) ([]Mandate, error) {
	return mandates.find(ctx, r, "WHERE principal = $1 ORDER BY created_at, id", principal)
}
