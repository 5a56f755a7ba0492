package store

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/civil"
)

// Office is an authority's desk; the body holds people.Office.
type Office struct {
	ID        string          `db:"id"`
	Kind      string          `db:"kind"`
	Body      json.RawMessage `db:"body"`
	CreatedAt time.Time       `db:"created_at"`
	ChangedAt time.Time       `db:"changed_at"`
	Version   int64           `db:"version"`
}

// Officer is an account's post at an office; the body holds people.Officer.
type Officer struct {
	ID         string          `db:"id"`
	Account    string          `db:"account"`
	Office     string          `db:"office"`
	Role       string          `db:"role"`
	ValidFrom  civil.Date      `db:"valid_from"`
	ValidUntil *civil.Date     `db:"valid_until"` // inclusive; nil: without end
	Body       json.RawMessage `db:"body"`
	CreatedAt  time.Time       `db:"created_at"`
	ChangedAt  time.Time       `db:"changed_at"`
	Version    int64           `db:"version"`
}

var (
	offices  = tableOf[Office]("offices")
	officers = tableOf[Officer]("officers")
)

// AddOffice adds an office.
func (tx *Tx) AddOffice(ctx context.Context, o *Office) error { return offices.insert(ctx, tx, o) }

// ChangeOffice replaces an office seen at o.Version.
func (tx *Tx) ChangeOffice(ctx context.Context, o *Office) error { return offices.update(ctx, tx, o) }

// Office reads an office.
func (r *Reader) Office(ctx context.Context, id string) (Office, error) {
	return offices.get(ctx, r, id)
}

// Offices lists all offices by id.
func (r *Reader) Offices(ctx context.Context) ([]Office, error) {
	return offices.find(ctx, r, "ORDER BY id")
}

// AddOfficer adds a post.
func (tx *Tx) AddOfficer(ctx context.Context, o *Officer) error { return officers.insert(ctx, tx, o) }

// ChangeOfficer replaces a post seen at o.Version.
func (tx *Tx) ChangeOfficer(ctx context.Context, o *Officer) error {
	return officers.update(ctx, tx, o)
}

// Officer reads a post.
func (r *Reader) Officer(ctx context.Context, id string) (Officer, error) {
	return officers.get(ctx, r, id)
}

// OfficerFilter says which posts to list: all that match every field given.
type OfficerFilter struct {
	Account string
	Office  string
	Role    string
	On      *civil.Date // held on that day
}

// Officers lists posts by office, role and id.
func (r *Reader) Officers(ctx context.Context, f OfficerFilter) ([]Officer, error) {
	w := &conditions{}
	w.equal("account", f.Account)
	w.equal("office", f.Office)
	w.equal("role", f.Role)
	w.heldOn(f.On)
	return officers.find(ctx, r, w.String()+" ORDER BY office, role, id", w.args...)
}
