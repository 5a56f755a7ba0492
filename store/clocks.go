package store

import (
	"context"
	"fmt"

	"yichuang/civil"
)

// Clock is one running limit of a case, for worklists and warnings only: the
// ledger it is derived from lies in the case's state. Basis tells the law's
// limit from the local promise.
type Clock struct {
	CaseID string
	Track  string
	Step   string
	Basis  string
	Office string
	DueOn  civil.Date
	Paused bool
}

// SetClocks replaces the running clocks of a case.
func (tx *Tx) SetClocks(ctx context.Context, caseID string, clocks []Clock) error {
	if _, err := tx.q.ExecContext(ctx, "DELETE FROM clocks WHERE case_id = $1", caseID); err != nil {
		return tx.failed(err, "set clocks of case %s", caseID)
	}
	for _, c := range clocks {
		paused := 0
		if c.Paused {
			paused = 1
		}
		_, err := tx.q.ExecContext(ctx,
			"INSERT INTO clocks (case_id, track, step, basis, office, due_on, paused) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			caseID, c.Track, c.Step, c.Basis, c.Office, c.DueOn.String(), paused)
		if err != nil {
			return tx.failed(err, "set clock %s/%s/%s of case %s", c.Track, c.Step, c.Basis, caseID)
		}
	}
	return nil
}

// ClockFilter says which clocks to list.
type ClockFilter struct {
	CaseID   string
	Office   string
	DueUntil *civil.Date // inclusive
	Running  bool        // leave out paused ones
	Limit    int         // 0: all
}

// Clocks lists clocks, the earliest due first.
func (r *Reader) Clocks(ctx context.Context, f ClockFilter) ([]Clock, error) {
	w := &conditions{}
	w.equal("case_id", f.CaseID)
	w.equal("office", f.Office)
	if f.DueUntil != nil {
		w.and("due_on <= " + w.arg(f.DueUntil.String()))
	}
	if f.Running {
		w.and("paused = 0")
	}
	query := fmt.Sprintf("SELECT case_id, track, step, basis, office, due_on, paused FROM clocks %s ORDER BY due_on, case_id, track, step, basis", w)
	if f.Limit > 0 {
		query += " LIMIT " + w.arg(f.Limit)
	}
	rows, err := r.q.QueryContext(ctx, query, w.args...)
	if err != nil {
		return nil, r.failed(err, "read clocks")
	}
	defer rows.Close()
	var all []Clock
	for rows.Next() {
		var c Clock
		var due string
		if err := rows.Scan(&c.CaseID, &c.Track, &c.Step, &c.Basis, &c.Office, &due, &c.Paused); err != nil {
			return nil, r.failed(err, "read clocks")
		}
		if c.DueOn, err = civil.ParseDate(due); err != nil {
			return nil, fmt.Errorf("read clock of case %s: %w", c.CaseID, err)
		}
		all = append(all, c)
	}
	return all, r.failed(rows.Err(), "read clocks")
}
