package store

import (
	"context"
	"encoding/json"
	"time"
)

// Attachment is an upload into a slot of a case. File is the content's id in
// package files; the same content in two slots is stored once. An upload that
// is not good enough stays, in its state, beside the better one.
type Attachment struct {
	ID         string          `db:"id"`
	CaseID     string          `db:"case_id"`
	Slot       string          `db:"slot"`
	File       string          `db:"file"`
	Name       string          `db:"name,sealed"` // as the person called it; for show only
	MediaType  string          `db:"media_type"`
	Size       int64           `db:"size"` // bytes
	Pages      int             `db:"pages"`
	State      string          `db:"state"`
	UploadedBy string          `db:"uploaded_by"`
	Body       json.RawMessage `db:"body"` // what the checks found
	CreatedAt  time.Time       `db:"created_at"`
	ChangedAt  time.Time       `db:"changed_at"`
	Version    int64           `db:"version"`
}

var attachments = tableOf[Attachment]("attachments").recorded(func(a *Attachment) string { return "upload/" + a.ID })

// AddAttachment adds an upload to a slot. The content must be on disk before.
func (tx *Tx) AddAttachment(ctx context.Context, a *Attachment) error {
	return attachments.insert(ctx, tx, a)
}

// ChangeAttachment replaces an attachment seen at a.Version.
func (tx *Tx) ChangeAttachment(ctx context.Context, a *Attachment) error {
	return attachments.update(ctx, tx, a)
}

// Attachment reads an attachment.
func (r *Reader) Attachment(ctx context.Context, id string) (Attachment, error) {
	return attachments.get(ctx, r, id)
}

// Attachments lists a case's attachments by slot, oldest first.
func (r *Reader) Attachments(ctx context.Context, caseID string) ([]Attachment, error) {
	return attachments.find(ctx, r, "WHERE case_id = $1 ORDER BY slot, created_at, id", caseID)
}

// Contents lists the ids of all contents that attachments and evidence refer to,
// once each.
func (r *Reader) Contents(ctx context.Context) ([]string, error) {
	ids, err := r.texts(ctx, "SELECT file FROM attachments UNION SELECT file FROM evidence ORDER BY file")
	return ids, r.failed(err, "read contents")
}
