package mail

import (
	"context"
	"errors"
	"fmt"
)

// Outbox is where messages wait. What Lease returns belongs to the caller until
// the lease ends; Sent, Failed and Refused settle one message of it.
type Outbox interface {
	Lease(ctx context.Context) ([]Message, error)
	Sent(ctx context.Context, id string) error
	Failed(ctx context.Context, id, reason string) error  // to be tried again later
	Refused(ctx context.Context, id, reason string) error // never to be tried again by itself
}

// Sender sends one message; *Client is one.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Report counts what a round of delivery did.
type Report struct {
	Sent    int
	Failed  int
	Refused int
}

// Deliver sends what waits: it leases some messages, sends them one after the other,
// and settles each at once, so that a crash repeats at most the one it was sending;
// then the next, until a round sends none, because nothing is due or the mail server
// takes nothing. It returns early when ctx ends: the rest stays leased and is tried
// again.
func Deliver(ctx context.Context, box Outbox, sender Sender) (report Report, err error) {
	for {
		messages, err := box.Lease(ctx)
		if err != nil {
			return report, fmt.Errorf("lease messages: %w", err)
		}
		before := report.Sent
		for _, m := range messages {
			if err := ctx.Err(); err != nil {
				return report, err
			}
			failure := sender.Send(ctx, m)
			if failure != nil && ctx.Err() != nil {
				return report, ctx.Err() // we broke off, not the server
			}
			if err := report.settle(ctx, box, m.ID, failure); err != nil {
				return report, fmt.Errorf("settle message %s: %w", m.ID, err)
			}
		}
		if report.Sent == before {
			return report, nil
		}
	}
}

func (r *Report) settle(ctx context.Context, box Outbox, id string, failure error) error {
	switch {
	case failure == nil:
		r.Sent++
		return box.Sent(ctx, id)
	case errors.Is(failure, ErrRefused):
		r.Refused++
		return box.Refused(ctx, id, failure.Error())
	}
	r.Failed++
	return box.Failed(ctx, id, failure.Error())
}
