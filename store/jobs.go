package store

import (
	"context"
	"encoding/json"
	"time"
)

// Job is work for the server itself at a time, such as letting a tolerance
// lapse or making the day's checkpoint.
type Job struct {
	ID          string          `db:"id"`
	Dedupe      string          `db:"dedupe"` // the same work is noted once
	Kind        string          `db:"kind"`
	Body        json.RawMessage `db:"body"`
	CreatedAt   time.Time       `db:"created_at"`
	DueAt       time.Time       `db:"due_at"` // zero: at once
	Attempts    int             `db:"attempts"`
	LeasedBy    string          `db:"leased_by"`
	LeasedUntil int64           `db:"leased_until"` // microseconds; 0: free
	DoneAt      time.Time       `db:"done_at"`
	GivenUpAt   time.Time       `db:"given_up_at"`
	LastError   string          `db:"last_error"`
}

var jobs = tableOf[Job]("jobs")

// AddJob notes work, unless work with its Dedupe was ever noted.
func (tx *Tx) AddJob(ctx context.Context, j *Job) error {
	if j.DueAt.IsZero() {
		j.DueAt = tx.now
	}
	_, err := jobs.insertOnce(ctx, tx, j, "dedupe")
	return err
}

// JobsWaiting lists the jobs not done yet, those given up in front.
func (r *Reader) JobsWaiting(ctx context.Context) ([]Job, error) {
	return jobs.find(ctx, r, "WHERE done_at IS NULL ORDER BY CASE WHEN given_up_at IS NULL THEN 1 ELSE 0 END, due_at, id")
}
