package store

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// Check is the verification of one commitment after the fact. A commitment is
// checked once.
type Check struct {
	ID         string          `db:"id"`
	CaseID     string          `db:"case_id"`
	Commitment string          `db:"commitment"`
	Place      string          `db:"place"`
	Method     string          `db:"method"`
	Result     string          `db:"result"` // open until it is finished
	Assigned   string          `db:"assigned"`
	DueOn      civil.Date      `db:"due_on"`
	Body       json.RawMessage `db:"body"`
	CreatedAt  time.Time       `db:"created_at"`
	ChangedAt  time.Time       `db:"changed_at"`
	Version    int64           `db:"version"`
}

// Revocation is the procedure of taking a decision back. Outcome is empty until
// it is decided.
type Revocation struct {
	ID        string          `db:"id"`
	Party     string          `db:"party"`
	CaseID    string          `db:"case_id"`
	Permit    string          `db:"permit"`
	Finding   string          `db:"finding"`
	Place     string          `db:"place"`
	Outcome   string          `db:"outcome"`
	HearBy    civil.Date      `db:"hear_by"`
	Body      json.RawMessage `db:"body"`
	CreatedAt time.Time       `db:"created_at"`
	ChangedAt time.Time       `db:"changed_at"`
	Version   int64           `db:"version"`
}

var (
	checks      = tableOf[Check]("checks")
	revocations = tableOf[Revocation]("revocations")
)

// AddCheck adds a check; a second one of the same commitment is a conflict.
func (tx *Tx) AddCheck(ctx context.Context, c *Check) error { return checks.insert(ctx, tx, c) }

// ChangeCheck replaces a check seen at c.Version.
func (tx *Tx) ChangeCheck(ctx context.Context, c *Check) error { return checks.update(ctx, tx, c) }

// Check reads a check.
func (r *Reader) Check(ctx context.Context, id string) (Check, error) { return checks.get(ctx, r, id) }

// CheckFilter says which checks to list; without places it lists nothing.
type CheckFilter struct {
	Places   []people.PlaceCode // or within them
	Results  []string
	Assigned string
	Limit    int // 0: 25
	Offset   int
}

func (f CheckFilter) where() *conditions {
	if len(f.Places) == 0 {
		return nil
	}
	w := &conditions{}
	w.in("result", f.Results)
	w.and(within(w, f.Places))
	w.equal("assigned", f.Assigned)
	return w
}

// Checks lists checks, the earliest last day first.
func (r *Reader) Checks(ctx context.Context, f CheckFilter) ([]Check, error) {
	return checks.page(ctx, r, f.where(), "due_on, id", f.Limit, f.Offset)
}

// CountChecks counts the checks that the filter holds, whatever its page.
func (r *Reader) CountChecks(ctx context.Context, f CheckFilter) (int64, error) {
	return checks.count(ctx, r, f.where())
}

// AddRevocation adds a revocation.
func (tx *Tx) AddRevocation(ctx context.Context, x *Revocation) error {
	return revocations.insert(ctx, tx, x)
}

// ChangeRevocation replaces a revocation seen at x.Version.
func (tx *Tx) ChangeRevocation(ctx context.Context, x *Revocation) error {
	return revocations.update(ctx, tx, x)
}

// Revocation reads a revocation.
func (r *Reader) Revocation(ctx context.Context, id string) (Revocation, error) {
	return revocations.get(ctx, r, id)
}

// OpenRevocations lists the undecided revocations of a permit.
func (r *Reader) OpenRevocations(ctx context.Context, permit string) ([]Revocation, error) {
	return revocations.find(ctx, r, "WHERE permit = $1 AND outcome = '' ORDER BY id", permit)
}

// Revocations lists revocations of a party and of the permits that it holds or
// employs under, or of places, newest first.
func (r *Reader) Revocations(ctx context.Context, f FileFilter) ([]Revocation, error) {
	party := f.Party
	if f.Party != "" && len(f.Places) == 0 {
		f.Party, f.Places = "", []people.PlaceCode{people.Nation}
	}
	w := f.where(within)
	if w != nil && party != "" && f.Party == "" {
		mark := w.arg(party)
		w.and("(party = " + mark + " OR permit IN (SELECT id FROM permits WHERE holder = " + mark + " OR employer = " + mark + "))")
	}
	if w != nil && f.Open {
		w.and("outcome = ''")
	}
	return revocations.page(ctx, r, w, newestFirst, f.Limit, f.Offset)
}
