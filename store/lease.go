package store

import (
	"context"
	"fmt"
	"time"

	"yichuang/fault"
)

// Messages and jobs are taken by lease: a worker takes some that are due, does
// them, and says how it went. If it dies, its leases end and another worker
// takes them, so everything is done at least once. A worker must be done before
// its lease ends, or stop.

// Lease says who takes work, how much, and for how long.
type Lease struct {
	Worker string // unique among all workers of all servers
	For    time.Duration
	Limit  int
}

// The pace of repeating what failed: after 1, 2, 4, … minutes, at most 6 hours
// apart; after 12 attempts (about two days) it is given up and shown to people.
const (
	firstRetry  = time.Minute
	longestWait = 6 * time.Hour
	maxAttempts = 12
)

// take leases what is due in a table and returns the ids. wanted narrows it.
// The CTE is materialized so that PostgreSQL locks no more rows than it takes.
func (tx *Tx) take(ctx context.Context, table, wanted string, l Lease) ([]string, error) {
	query := fmt.Sprintf(`WITH due AS MATERIALIZED (
			SELECT id FROM %[1]s WHERE done_at IS NULL AND given_up_at IS NULL
			AND due_at <= $1 AND leased_until <= $1 %[2]s ORDER BY due_at, id LIMIT $2%[3]s)
		UPDATE %[1]s SET leased_by = $3, leased_until = $4, attempts = attempts + 1
		WHERE id IN (SELECT id FROM due) RETURNING id`, table, wanted, tx.engine.skipLocked())
	ids, err := tx.texts(ctx, query, tx.now.UnixMicro(), l.Limit, l.Worker, tx.now.Add(l.For).UnixMicro())
	return ids, tx.failed(err, "lease from %s", table)
}

// finish marks leased work as done. If the lease went to another worker, it is
// the conflict fault.lease.lost and nothing changes.
func (tx *Tx) finish(ctx context.Context, table, id, worker string) error {
	return tx.settle(ctx, table, id, worker, "done_at = $3, last_error = ''", tx.now.UnixMicro())
}

// fail notes an error and puts leased work off, or gives it up.
func (tx *Tx) fail(ctx context.Context, table, id, worker, reason string) error {
	attempts, err := tx.number(ctx, "SELECT attempts FROM "+table+" WHERE id = $1", id)
	if err != nil {
		return tx.failed(err, "put off %s of %s", id, table)
	}
	if attempts >= maxAttempts {
		return tx.giveUp(ctx, table, id, worker, reason)
	}
	return tx.settle(ctx, table, id, worker, "due_at = $3, last_error = $4", tx.now.Add(retryAfter(attempts)).UnixMicro(), reason)
}

// giveUp leaves leased work to people.
func (tx *Tx) giveUp(ctx context.Context, table, id, worker, reason string) error {
	return tx.settle(ctx, table, id, worker, "given_up_at = $3, last_error = $4", tx.now.UnixMicro(), reason)
}

// retryAfter is the wait after that many attempts.
func retryAfter(attempts int64) time.Duration {
	wait := firstRetry
	for n := int64(1); n < attempts && wait < longestWait; n++ {
		wait *= 2
	}
	return min(wait, longestWait)
}

func (tx *Tx) settle(ctx context.Context, table, id, worker, set string, args ...any) error {
	result, err := tx.q.ExecContext(ctx,
		"UPDATE "+table+" SET leased_by = '', leased_until = 0, "+set+" WHERE id = $1 AND leased_by = $2 AND done_at IS NULL",
		append([]any{id, worker}, args...)...)
	if err != nil {
		return tx.failed(err, "settle %s of %s", id, table)
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fault.New(fault.Conflict, "fault.lease.lost").WithDetail("%s of %s is not leased to %s any more", id, table, worker)
}

// again makes given-up or waiting work due at once, with all its attempts.
func (tx *Tx) again(ctx context.Context, table, id string) error {
	_, err := tx.q.ExecContext(ctx, "UPDATE "+table+" SET due_at = $2, attempts = 0, given_up_at = NULL WHERE id = $1 AND done_at IS NULL",
		id, tx.now.UnixMicro())
	return tx.failed(err, "repeat %s of %s", id, table)
}
