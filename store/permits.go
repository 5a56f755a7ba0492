package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// PermitRow is a permit as lists need it, beside its state (permit.Permit).
// One person keeps one work permit number for life, so numbers repeat.
type PermitRow struct {
	ID         string          `db:"id"`
	Kind       string          `db:"kind"`
	Number     string          `db:"number"`
	Holder     string          `db:"holder"`
	Employer   string          `db:"employer,null"`
	Place      string          `db:"place"`
	Class      string          `db:"class"`
	Status     string          `db:"status"` // as stored: expired is for the reader to compute
	ValidFrom  civil.Date      `db:"valid_from"`
	ValidUntil civil.Date      `db:"valid_until"` // inclusive
	Code       string          `db:"code,null"`   // of the certificate's verify page
	State      json.RawMessage `db:"state"`
	CreatedAt  time.Time       `db:"created_at"`
	ChangedAt  time.Time       `db:"changed_at"`
	Version    int64           `db:"version"`
}

var permits = tableOf[PermitRow]("permits")

// AddPermit adds a permit.
func (tx *Tx) AddPermit(ctx context.Context, p *PermitRow) error { return permits.insert(ctx, tx, p) }

// ChangePermit replaces a permit seen at p.Version.
func (tx *Tx) ChangePermit(ctx context.Context, p *PermitRow) error {
	return permits.update(ctx, tx, p)
}

// Permit reads a permit.
func (r *Reader) Permit(ctx context.Context, id string) (PermitRow, error) {
	return permits.get(ctx, r, id)
}

// PermitByCode reads the permit with a certificate code.
func (r *Reader) PermitByCode(ctx context.Context, code string) (PermitRow, error) {
	return permits.one(ctx, r, "WHERE code = $1", code)
}

// PermitFilter says which permits to list. Scope is the reader's right and
// always applies, the office part of it by place alone: a permit has no track.
type PermitFilter struct {
	Scope     people.Scope
	Kinds     []string
	Statuses  []string
	Number    string
	Holder    string
	Employer  string
	Text      string      // its number, or words of the holder's name
	EndsFrom  *civil.Date // ValidUntil on that day or later
	EndsUntil *civil.Date // ValidUntil on that day or before
	Limit     int         // 0: 25
	Offset    int
}

// Permits lists permits, the one that ends first in front.
func (r *Reader) Permits(ctx context.Context, f PermitFilter) ([]PermitRow, error) {
	return permits.page(ctx, r, f.where(), "valid_until, id", f.Limit, f.Offset)
}

// CountPermits counts the permits that the filter holds, whatever its page.
func (r *Reader) CountPermits(ctx context.Context, f PermitFilter) (int64, error) {
	return permits.count(ctx, r, f.where())
}

// PermitsByEmployer counts the permits that the filter holds, by employer.
func (r *Reader) PermitsByEmployer(ctx context.Context, f PermitFilter) (map[string]int64, error) {
	return permits.countBy(ctx, r, f.where(), "employer")
}

func (f PermitFilter) where() *conditions {
	if f.Scope.Empty() {
		return nil
	}
	w := &conditions{}
	w.and(permitInScope(w, f.Scope))
	w.in("kind", f.Kinds)
	w.in("status", f.Statuses)
	w.equal("number", f.Number)
	w.equal("holder", f.Holder)
	w.equal("employer", f.Employer)
	for _, word := range strings.Fields(f.Text) {
		number := w.arg(strings.ToUpper(word))
		if name := FoldName(word); name != "" {
			w.and("(number = " + number + " OR holder IN (SELECT id FROM parties WHERE name_key LIKE " + w.arg("%"+strings.ReplaceAll(name, " ", "%")+"%") + "))")
		} else {
			w.and("number = " + number)
		}
	}
	if f.EndsFrom != nil {
		w.and("valid_until >= " + w.arg(f.EndsFrom.String()))
	}
	if f.EndsUntil != nil {
		w.and("valid_until <= " + w.arg(f.EndsUntil.String()))
	}
	return w
}

func permitInScope(w *conditions, s people.Scope) string {
	var any alternatives
	if s.Foreigner != "" {
		any.or("holder = " + w.arg(string(s.Foreigner)))
	}
	if len(s.Principals) > 0 {
		any.or("employer IN (" + list(w, s.Principals) + ")")
	}
	if len(s.Places) > 0 && (s.AnyOffice || s.Office != "") {
		any.or(within(w, s.Places))
	}
	return any.String()
}
