package store

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// Filing is the result of a filing for the record: an employer's pre-filing,
// a part-time engagement beside a permit. Both days are included.
type Filing struct {
	ID         string          `db:"id"`
	Kind       string          `db:"kind"`
	CaseID     string          `db:"case_id,null"`
	Party      string          `db:"party"`
	Permit     string          `db:"permit,null"`
	Place      string          `db:"place"`
	Status     string          `db:"status"`
	ValidFrom  civil.Date      `db:"valid_from"`
	ValidUntil *civil.Date     `db:"valid_until"`
	Body       json.RawMessage `db:"body"`
	CreatedAt  time.Time       `db:"created_at"`
	ChangedAt  time.Time       `db:"changed_at"`
	Version    int64           `db:"version"`
}

var filings = tableOf[Filing]("filings").recorded(func(f *Filing) string {
	if f.Kind == FilingOfStay {
		return "stay/" + f.ID
	}
	return "filing/" + f.ID
})

// FilingOfStay is the kind of the stays that people tell: subjects of their own.
const FilingOfStay = "r-stay"

// AddFiling adds a filing.
func (tx *Tx) AddFiling(ctx context.Context, f *Filing) error { return filings.insert(ctx, tx, f) }

// ChangeFiling replaces a filing seen at f.Version.
func (tx *Tx) ChangeFiling(ctx context.Context, f *Filing) error { return filings.update(ctx, tx, f) }

// Filing reads a filing.
func (r *Reader) Filing(ctx context.Context, id string) (Filing, error) {
	return filings.get(ctx, r, id)
}

// FilingFilter says which filings to list: all that match every field given.
type FilingFilter struct {
	Kind       string
	Party      string
	Permit     string
	CaseID     string
	Status     string
	Places     []people.PlaceCode // or within them
	On         *civil.Date        // in force on that day
	EndsBefore *civil.Date        // ended before that day by date
}

// Filings lists filings, oldest first.
func (r *Reader) Filings(ctx context.Context, f FilingFilter) ([]Filing, error) {
	w := &conditions{}
	w.equal("kind", f.Kind)
	w.equal("party", f.Party)
	w.equal("permit", f.Permit)
	w.equal("case_id", f.CaseID)
	w.equal("status", f.Status)
	if len(f.Places) > 0 {
		w.and(within(w, f.Places))
	}
	w.heldOn(f.On)
	if f.EndsBefore != nil {
		w.and("valid_until < " + w.arg(f.EndsBefore.String()))
	}
	return filings.find(ctx, r, w.String()+" ORDER BY created_at, id", w.args...)
}
