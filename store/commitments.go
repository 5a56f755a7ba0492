package store

import (
	"context"
	"fmt"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
)

// Commitment is a signed promise on which a granted case rests.
type Commitment struct {
	CaseID    string     `db:"case_id"`
	ID        string     `db:"id"`
	Slot      string     `db:"slot"`
	Clause    string     `db:"clause"`
	Place     string     `db:"place"`
	Employer  string     `db:"employer"`
	Agent     string     `db:"agent"`
	Foreigner string     `db:"foreigner"`
	Class     string     `db:"class"`
	SignedOn  civil.Date `db:"signed_on"`
	GrantedOn civil.Date `db:"granted_on"`
}

var commitments = tableOf[Commitment]("commitments").recorded(func(k *Commitment) string { return "commitment/" + k.CaseID + "/" + k.ID })

// addCommitments keeps the promises on which the grant rests: those for papers
// that were not handed in after all, and those for papers to follow.
func (tx *Tx) addCommitments(ctx context.Context, c casefile.Case) error {
	granted := c.Tracks[0].Decision
	for _, k := range c.Commitments {
		if s, asked := c.Slot(k.Slot); k.Slot != "" && (!asked || s.Committed != k.ID) {
			continue
		}
		row := Commitment{
			CaseID: string(c.Number), ID: k.ID, Slot: string(k.Slot), Clause: k.Clause, Place: string(c.Place), Employer: string(c.Employer),
			Agent: string(c.Agent), Foreigner: string(c.Foreigner), Class: granted.Class, SignedOn: civil.DateOf(k.At), GrantedOn: *granted.On,
		}
		if err := commitments.insert(ctx, tx, &row); err != nil {
			return err
		}
	}
	return nil
}

// Commitment reads a commitment of a granted case.
func (r *Reader) Commitment(ctx context.Context, caseID, id string) (Commitment, error) {
	return commitments.one(ctx, r, "WHERE case_id = $1 AND id = $2", caseID, id)
}

// unchecked is that a commitment's case was granted at the places in the period,
// both days included, and that nobody has checked the commitment yet.
func unchecked(w *conditions, places []people.PlaceCode, from, until civil.Date) {
	w.and("granted_on >= " + w.arg(from.String()) + " AND granted_on <= " + w.arg(until.String()))
	w.and(within(w, places))
	w.and("NOT EXISTS (SELECT 1 FROM checks WHERE checks.case_id = commitments.case_id AND checks.commitment = commitments.id)")
}

// Unchecked lists the commitments that a draw can pick from.
func (r *Reader) Unchecked(ctx context.Context, places []people.PlaceCode, from, until civil.Date) ([]Commitment, error) {
	w := &conditions{}
	unchecked(w, places, from, until)
	return commitments.find(ctx, r, w.String()+" ORDER BY case_id, id", w.args...)
}

// CountUnchecked counts what Unchecked lists.
func (r *Reader) CountUnchecked(ctx context.Context, places []people.PlaceCode, from, until civil.Date) (int64, error) {
	w := &conditions{}
	unchecked(w, places, from, until)
	n, err := r.number(ctx, "SELECT COUNT(*) FROM commitments "+w.String(), w.args...)
	return n, r.failed(err, "count commitments")
}

// SentCases counts the sent cases of every employer that Unchecked lists.
func (r *Reader) SentCases(ctx context.Context, places []people.PlaceCode, from, until civil.Date) (map[string]int, error) {
	w := &conditions{}
	unchecked(w, places, from, until)
	rows, err := r.q.QueryContext(ctx, fmt.Sprintf(`SELECT principal, COUNT(*) FROM cases
		WHERE is_draft = 0 AND principal IN (SELECT employer FROM commitments %s) GROUP BY principal`, w), w.args...)
	if err != nil {
		return nil, r.failed(err, "count cases of employers")
	}
	defer rows.Close()
	count := map[string]int{}
	for rows.Next() {
		var employer string
		var n int
		if err := rows.Scan(&employer, &n); err != nil {
			return nil, r.failed(err, "count cases of employers")
		}
		count[employer] = n
	}
	return count, r.failed(rows.Err(), "count cases of employers")
}
