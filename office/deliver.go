package office

import (
	"context"
	"strings"
	"time"

	"yichuang/mail"
	"yichuang/store"
)

// Outbox is the window's outbox as mail delivers from it. Worker is unique among
// all workers of all servers.
type Outbox struct {
	Window *Window
	Worker string
}

// A round of delivery takes this many messages for this long: time for each to
// run into the mail client's timeout.
const (
	messagesAtOnce = 10
	leaseFor       = 10 * time.Minute
)

// Lease takes messages that are due.
func (o Outbox) Lease(ctx context.Context) ([]mail.Message, error) {
	var leased []store.Message
	err := o.do(ctx, func(tx *store.Tx) (err error) {
		leased, err = store.Outbox.Lease(ctx, tx, store.Lease{Worker: o.Worker, For: leaseFor, Limit: messagesAtOnce})
		return err
	})
	messages := make([]mail.Message, len(leased))
	for i, m := range leased {
		messages[i] = mail.Message{ID: m.ID, To: m.Recipient, Subject: m.Subject, Text: m.Text + o.link(m), At: m.CreatedAt}
	}
	return messages, err
}

// link is where a message's case is read; pages show it as a link of their own.
func (o Outbox) link(m store.Message) string {
	if m.CaseID == "" || o.Window.Address == "" {
		return ""
	}
	base := "/case/"
	if strings.HasPrefix(m.Kind, deskNews) {
		base = "/officer/"
	}
	return "\n\n" + o.Window.Address + base + m.CaseID
}

// Sent settles a message that the mail server took.
func (o Outbox) Sent(ctx context.Context, id string) error {
	return o.do(ctx, func(tx *store.Tx) error { return store.Outbox.Finish(ctx, tx, id, o.Worker) })
}

// Failed puts a message off.
func (o Outbox) Failed(ctx context.Context, id, reason string) error {
	return o.do(ctx, func(tx *store.Tx) error { return store.Outbox.Fail(ctx, tx, id, o.Worker, reason) })
}

// Refused leaves a message to people, who see it on the outbox page.
func (o Outbox) Refused(ctx context.Context, id, reason string) error {
	return o.do(ctx, func(tx *store.Tx) error { return store.Outbox.GiveUp(ctx, tx, id, o.Worker, reason) })
}

// do settles even when the server is told to stop: what the mail server took
// must not be sent again.
func (o Outbox) do(ctx context.Context, fn func(*store.Tx) error) error {
	return o.Window.DB.Do(context.WithoutCancel(ctx), o.Window.Clock(), fn)
}
