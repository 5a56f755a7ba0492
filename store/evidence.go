package store

import (
	"context"
	"time"
)

// Evidence is a paper handed in with a contest or a repair. It is never changed.
type Evidence struct {
	ID         string    `db:"id"`
	Subject    string    `db:"subject"` // chain of the entry or sanction
	File       string    `db:"file"`
	Name       string    `db:"name,sealed"` // as the person called it; for show only
	MediaType  string    `db:"media_type"`
	Size       int64     `db:"size"` // bytes
	UploadedBy string    `db:"uploaded_by"`
	CreatedAt  time.Time `db:"created_at"`
}

var evidence = tableOf[Evidence]("evidence").recorded(func(e *Evidence) string { return "evidence/" + e.ID })

// AddEvidence adds a paper. Its content must be on disk before.
func (tx *Tx) AddEvidence(ctx context.Context, e *Evidence) error {
	return evidence.insert(ctx, tx, e)
}

// Evidence reads a paper.
func (r *Reader) Evidence(ctx context.Context, id string) (Evidence, error) {
	return evidence.get(ctx, r, id)
}

// EvidenceOf lists the papers about a subject, oldest first.
func (r *Reader) EvidenceOf(ctx context.Context, subject string) ([]Evidence, error) {
	return evidence.find(ctx, r, "WHERE subject = $1 ORDER BY created_at, id", subject)
}
