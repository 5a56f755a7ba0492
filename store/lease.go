package store

import (
	"context"
	"fmt"
	"time"

	"yichuang/fault"
)

// Queue is a table of work that is taken by lease: a worker takes some that is due,
// does it, and says how it went. If it dies, its leases end and another worker takes
// them, so everything is done at least once. A worker must be done before its lease
// ends, or stop.
type Queue[T any] struct {
	table  *table[T]
	wanted string // condition on what is taken at all; "" for everything
}

// Outbox and Jobs are the two queues: messages by mail, and work for the server.
var (
	Outbox = Queue[Message]{outbox, "AND recipient <> ''"}
	Jobs   = Queue[Job]{jobs, ""}
)

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

// Lease takes what is due, longest due first. The CTE is materialized so that
// PostgreSQL locks no more rows than it takes.
func (q Queue[T]) Lease(ctx context.Context, tx *Tx, l Lease) ([]T, error) {
	query := fmt.Sprintf(`WITH due AS MATERIALIZED (
			SELECT id FROM %[1]s WHERE done_at IS NULL AND given_up_at IS NULL
			AND due_at <= $1 AND leased_until <= $1 %[2]s ORDER BY due_at, id LIMIT $2%[3]s)
		UPDATE %[1]s SET leased_by = $3, leased_until = $4, attempts = attempts + 1
		WHERE id IN (SELECT id FROM due) RETURNING id`, q.table.name, q.wanted, tx.engine.skipLocked())
	ids, err := tx.texts(ctx, query, tx.now.UnixMicro(), l.Limit, l.Worker, tx.now.Add(l.For).UnixMicro())
	if err != nil || len(ids) == 0 {
		return nil, tx.failed(err, "lease from %s", q.table.name)
	}
	w := &conditions{}
	w.in("id", ids)
	return q.table.find(ctx, &tx.Reader, w.String()+" ORDER BY due_at, id", w.args...)
}

// Finish marks leased work as done. Called in the transaction that does the work,
// the work is done exactly once. If the lease went to another worker, it is the
// conflict fault.lease.lost and nothing changes.
func (q Queue[T]) Finish(ctx context.Context, tx *Tx, id, worker string) error {
	return q.settle(ctx, tx, id, worker, "done_at = $3, last_error = ''", tx.now.UnixMicro())
}

// Fail notes an error and puts leased work off; after the last attempt it is given
// up.
func (q Queue[T]) Fail(ctx context.Context, tx *Tx, id, worker, reason string) error {
	attempts, err := tx.number(ctx, "SELECT attempts FROM "+q.table.name+" WHERE id = $1", id)
	if err != nil {
		return tx.failed(err, "put off %s of %s", id, q.table.name)
	}
	if attempts >= maxAttempts {
		return q.GiveUp(ctx, tx, id, worker, reason)
	}
	return q.settle(ctx, tx, id, worker, "due_at = $3, last_error = $4", tx.now.Add(retryAfter(attempts)).UnixMicro(), reason)
}

// GiveUp leaves leased work to people: trying it again will not help.
func (q Queue[T]) GiveUp(ctx context.Context, tx *Tx, id, worker, reason string) error {
	return q.settle(ctx, tx, id, worker, "given_up_at = $3, last_error = $4", tx.now.UnixMicro(), reason)
}

// Repeat makes given-up or waiting work due at once, with all its attempts.
func (q Queue[T]) Repeat(ctx context.Context, tx *Tx, id string) error {
	_, err := tx.q.ExecContext(ctx, "UPDATE "+q.table.name+" SET due_at = $2, attempts = 0, given_up_at = NULL WHERE id = $1 AND done_at IS NULL",
		id, tx.now.UnixMicro())
	return tx.failed(err, "repeat %s of %s", id, q.table.name)
}

func (q Queue[T]) settle(ctx context.Context, tx *Tx, id, worker, set string, args ...any) error {
	result, err := tx.q.ExecContext(ctx,
		"UPDATE "+q.table.name+" SET leased_by = '', leased_until = 0, "+set+" WHERE id = $1 AND leased_by = $2 AND done_at IS NULL",
		append([]any{id, worker}, args...)...)
	if err != nil {
		return tx.failed(err, "settle %s of %s", id, q.table.name)
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fault.New(fault.Conflict, "fault.lease.lost").WithDetail("%s of %s is not leased to %s any more", id, q.table.name, worker)
}

// retryAfter is the wait after that many attempts.
func retryAfter(attempts int64) time.Duration {
	wait := firstRetry
	for n := int64(1); n < attempts && wait < longestWait; n++ {
		wait *= 2
	}
	return min(wait, longestWait)
}
