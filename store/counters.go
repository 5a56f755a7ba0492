package store

import "context"

// Next returns the next number of a counter, beginning with 1. Numbers have no
// gaps: one that a failed transaction took is given again. Writers of one
// counter wait for each other until the transaction ends, so take it late.
func (tx *Tx) Next(ctx context.Context, counter string) (int64, error) {
	n, err := tx.number(ctx, `INSERT INTO counters (name, last) VALUES ($1, 1)
		ON CONFLICT (name) DO UPDATE SET last = counters.last + 1 RETURNING last`, counter)
	return n, tx.failed(err, "count %s", counter)
}
