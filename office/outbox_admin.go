package office

import (
	"context"
	"time"

	"yichuang/people"
	"yichuang/store"
)

// Outgoing is a message of the outbox as the administrator's page shows it.
type Outgoing struct {
	ID, Subject, Recipient string
	Language               string
	State                  OutgoingState
	Error                  string
	At                     time.Time
	Attempts               int
	Text                   string // only where it was asked for: the text is for the person it goes to
}

// OutgoingState is what became of a message.
type OutgoingState string

// The states of a message.
const (
	MessageSent    OutgoingState = "sent"
	MessageWaiting OutgoingState = "waiting"
	MessageGivenUp OutgoingState = "given-up"
	MessageOnPage  OutgoingState = "page" // there is no address: it is read on the person's page
)

// outboxPage is how many messages the outbox page shows, newest first.
const outboxPage = 100

// OutboxFilter says which messages to list.
type OutboxFilter struct {
	State  OutgoingState // MessageWaiting or MessageGivenUp; "": all
	Limit  int           // 0: outboxPage
	Offset int
}

// Outgoing lists messages, the newest first, for an administrator.
func (w *Window) Outgoing(ctx context.Context, who people.Who, f OutboxFilter) ([]Outgoing, error) {
	if err := mayAdminister(who); err != nil {
		return nil, err
	}
	if f.Limit == 0 {
		f.Limit = outboxPage
	}
	rows, err := w.DB.Messages(ctx, store.MessageFilter{
		Waiting: f.State == MessageWaiting, GivenUp: f.State == MessageGivenUp, Limit: f.Limit, Offset: f.Offset,
	})
	if err != nil {
		return nil, err
	}
	out := make([]Outgoing, len(rows))
	for i, m := range rows {
		out[i] = outgoing(m)
	}
	return out, nil
}

func outgoing(m store.Message) Outgoing {
	o := Outgoing{ID: m.ID, Subject: m.Subject, Recipient: m.Recipient, Language: m.Language, State: MessageWaiting,
		Error: m.LastError, At: m.CreatedAt, Attempts: m.Attempts}
	switch {
	case !m.DoneAt.IsZero():
		o.State = MessageSent
	case !m.GivenUpAt.IsZero():
		o.State = MessageGivenUp
	case m.Recipient == "":
		o.State = MessageOnPage
	}
	return o
}

// OutgoingMessage reads a message without its text.
func (w *Window) OutgoingMessage(ctx context.Context, who people.Who, message string) (Outgoing, error) {
	if err := mayAdminister(who); err != nil {
		return Outgoing{}, err
	}
	m, err := w.DB.Message(ctx, message)
	if err != nil {
		return Outgoing{}, err
	}
	return outgoing(m), nil
}

// ReadMessage gives an administrator a message with its text, to be handed over
// where no mail reaches the person. Every reading is recorded.
func (w *Window) ReadMessage(ctx context.Context, who people.Who, message string) (o Outgoing, err error) {
	if err := mayAdminister(who); err != nil {
		return o, err
	}
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		m, err := tx.Message(ctx, message)
		if err != nil {
			return err
		}
		o = outgoing(m)
		o.Text = m.Text
		return record(ctx, tx, who, "outbox/"+message, "message.read", struct{}{})
	})
	return o, err
}

// Repeat lets an administrator send a message again at once.
func (w *Window) Repeat(ctx context.Context, who people.Who, message string) error {
	if err := mayAdminister(who); err != nil {
		return err
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		if err := store.Outbox.Repeat(ctx, tx, message); err != nil {
			return err
		}
		return record(ctx, tx, who, "outbox/"+message, "message.repeated", struct{}{})
	})
}
