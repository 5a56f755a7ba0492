package store

import (
	"context"
	"time"

	"yichuang/people"
)

// Message is something told to a party: always shown on the party's page, and
// sent by e-mail where there is a recipient and a mail server. Recipient and
// text are sealed; a subject holds no personal detail.
type Message struct {
	ID          string    `db:"id"`
	Dedupe      string    `db:"dedupe"` // the same thing is told once: the event it comes from and to whom
	Kind        string    `db:"kind"`
	CaseID      string    `db:"case_id,null"`
	Party       string    `db:"party"`
	Recipient   string    `db:"recipient,sealed"` // e-mail address; empty: the page only
	Language    string    `db:"language"`
	Subject     string    `db:"subject"`
	Text        string    `db:"body,sealed"`
	Words       string    `db:"words,sealed"` // the same in every language, for the party's page; empty: only as sent
	CreatedAt   time.Time `db:"created_at"`
	Seq         int64     `db:"seq"`    // counts up as messages are written: those of one moment stand in their order
	DueAt       time.Time `db:"due_at"` // zero: at once
	Attempts    int       `db:"attempts"`
	LeasedBy    string    `db:"leased_by"`
	LeasedUntil int64     `db:"leased_until"` // microseconds; 0: free
	DoneAt      time.Time `db:"done_at"`
	GivenUpAt   time.Time `db:"given_up_at"`
	LastError   string    `db:"last_error"`
}

var outbox = tableOf[Message]("outbox")

// AddMessage puts a message into the outbox, unless one with its Dedupe was
// ever there. It comes after all that the transaction sees.
func (tx *Tx) AddMessage(ctx context.Context, m *Message) error {
	if m.DueAt.IsZero() {
		m.DueAt = tx.now
	}
	var err error
	if m.Seq, err = tx.number(ctx, "SELECT COALESCE(MAX(seq), 0) + 1 FROM outbox"); err != nil {
		return tx.failed(err, "count messages")
	}
	_, err = outbox.insertOnce(ctx, tx, m, "dedupe")
	return err
}

// Message reads a message.
func (r *Reader) Message(ctx context.Context, id string) (Message, error) {
	return outbox.get(ctx, r, id)
}

// MessageFilter says which messages to list: all that match every field given.
type MessageFilter struct {
	Parties []people.PartyID
	CaseID  string
	Waiting bool // with a recipient, not delivered yet
	GivenUp bool
	Limit   int // 0: 25
	Offset  int
}

// Messages lists messages, newest first.
func (r *Reader) Messages(ctx context.Context, f MessageFilter) ([]Message, error) {
	w := &conditions{}
	if len(f.Parties) > 0 {
		w.and("party IN (" + list(w, f.Parties) + ")")
	}
	w.equal("case_id", f.CaseID)
	if f.Waiting {
		w.and("done_at IS NULL AND given_up_at IS NULL AND recipient <> ''")
	}
	if f.GivenUp {
		w.and("given_up_at IS NOT NULL")
	}
	return outbox.page(ctx, r, w, "created_at DESC, seq DESC, id", f.Limit, f.Offset)
}
