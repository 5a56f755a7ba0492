package store

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/civil"
)

// Determination is the snapshot of what the engine said of a case's facts on a
// day, with the receipt that lets it be run again. It is never changed.
type Determination struct {
	ID        string          `db:"id"`
	CaseID    string          `db:"case_id"`
	On        civil.Date      `db:"on_date"`
	Facts     json.RawMessage `db:"facts,sealed"`
	Outcome   json.RawMessage `db:"outcome,sealed"`
	Receipt   json.RawMessage `db:"receipt"`
	CreatedAt time.Time       `db:"created_at"`
}

var determinations = tableOf[Determination]("determinations").recorded(func(d *Determination) string { return "determination/" + d.ID })

// AddDetermination keeps a snapshot.
func (tx *Tx) AddDetermination(ctx context.Context, d *Determination) error {
	return determinations.insert(ctx, tx, d)
}

// Determination reads a snapshot.
func (r *Reader) Determination(ctx context.Context, id string) (Determination, error) {
	return determinations.get(ctx, r, id)
}

// Determinations lists a case's snapshots, newest first.
func (r *Reader) Determinations(ctx context.Context, caseID string) ([]Determination, error) {
	return determinations.find(ctx, r, "WHERE case_id = $1 ORDER BY created_at DESC, id", caseID)
}
