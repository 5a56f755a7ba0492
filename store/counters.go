package store

import (
	"context"

	"yichuang/fault"
)

// Next returns the next number of a counter, beginning with 1. Numbers have no
// gaps: one that a failed transaction took is given again. Writers of one
// counter wait for each other until the transaction ends, so take it late.
func (tx *Tx) Next(ctx context.Context, counter string) (int64, error) {
	n, err := tx.number(ctx, `INSERT INTO counters (name, last) VALUES ($1, 1)
		ON CONFLICT (name) DO UPDATE SET last = counters.last + 1 RETURNING last`, counter)
	return n, tx.failed(err, "count %s", counter)
}

// StartCounter lets a counter go on after last, for numbers that another system
// gave before. A counter that has begun already is a conflict.
func (tx *Tx) StartCounter(ctx context.Context, counter string, last int64) error {
	n, err := tx.Next(ctx, counter)
	if err != nil {
		return err
	}
	if n != 1 {
		return fault.New(fault.Conflict, "fault.counter.begun", "counter", counter).WithDetail("counter %s stands at %d", counter, n)
	}
	_, err = tx.q.ExecContext(ctx, "UPDATE counters SET last = $2 WHERE name = $1", counter, last)
	return tx.failed(err, "start counter %s", counter)
}
