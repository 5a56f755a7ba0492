package store

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/civil"
)

// IntegrityEntry is a finding about a party's conduct, with its evidence and
// what was said against it in the body.
type IntegrityEntry struct {
	ID        string          `db:"id"`
	Party     string          `db:"party"`
	CaseID    string          `db:"case_id,null"`
	Kind      string          `db:"kind"`
	Status    string          `db:"status"`
	Body      json.RawMessage `db:"body"`
	CreatedAt time.Time       `db:"created_at"`
	ChangedAt time.Time       `db:"changed_at"`
	Version   int64           `db:"version"`
}

// Sanction stops handling for a party in a scope. Both days are included; a
// lifted one ends at that instant.
type Sanction struct {
	ID         string          `db:"id"`
	Party      string          `db:"party"`
	Kind       string          `db:"kind"`
	Place      string          `db:"place"`
	Finding    string          `db:"finding,null"` // the integrity entry it rests on
	ValidFrom  civil.Date      `db:"valid_from"`
	ValidUntil *civil.Date     `db:"valid_until"`
	LiftedAt   time.Time       `db:"lifted_at"`
	Body       json.RawMessage `db:"body"`
	CreatedAt  time.Time       `db:"created_at"`
	ChangedAt  time.Time       `db:"changed_at"`
	Version    int64           `db:"version"`
}

var (
	integrity = tableOf[IntegrityEntry]("integrity")
	sanctions = tableOf[Sanction]("sanctions")
)

// AddIntegrityEntry adds an entry.
func (tx *Tx) AddIntegrityEntry(ctx context.Context, e *IntegrityEntry) error {
	return integrity.insert(ctx, tx, e)
}

// ChangeIntegrityEntry replaces an entry seen at e.Version.
func (tx *Tx) ChangeIntegrityEntry(ctx context.Context, e *IntegrityEntry) error {
	return integrity.update(ctx, tx, e)
}

// IntegrityEntry reads an entry.
func (r *Reader) IntegrityEntry(ctx context.Context, id string) (IntegrityEntry, error) {
	return integrity.get(ctx, r, id)
}

// IntegrityEntries lists a party's entries, newest first; of all parties if it
// is empty.
func (r *Reader) IntegrityEntries(ctx context.Context, party string) ([]IntegrityEntry, error) {
	w := &conditions{}
	w.equal("party", party)
	return integrity.find(ctx, r, w.String()+" ORDER BY created_at DESC, id", w.args...)
}

// AddSanction adds a sanction.
func (tx *Tx) AddSanction(ctx context.Context, s *Sanction) error {
	return sanctions.insert(ctx, tx, s)
}

// ChangeSanction replaces a sanction seen at s.Version.
func (tx *Tx) ChangeSanction(ctx context.Context, s *Sanction) error {
	return sanctions.update(ctx, tx, s)
}

// Sanction reads a sanction.
func (r *Reader) Sanction(ctx context.Context, id string) (Sanction, error) {
	return sanctions.get(ctx, r, id)
}

// SanctionFilter says which sanctions to list: all that match every field given.
type SanctionFilter struct {
	Parties []string
	On      *civil.Date // in force on that day and not lifted
}

// Sanctions lists sanctions, newest first.
func (r *Reader) Sanctions(ctx context.Context, f SanctionFilter) ([]Sanction, error) {
	w := &conditions{}
	w.in("party", f.Parties)
	if f.On != nil {
		w.heldOn(f.On)
		w.and("lifted_at IS NULL")
	}
	return sanctions.find(ctx, r, w.String()+" ORDER BY created_at DESC, id", w.args...)
}
