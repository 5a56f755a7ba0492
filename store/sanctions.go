package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// IntegrityEntry is a finding about a party's conduct, with its evidence and
// what was said against it in the body.
type IntegrityEntry struct {
	ID        string          `db:"id"`
	Party     string          `db:"party"`
	CaseID    string          `db:"case_id,null"`
	Kind      string          `db:"kind"`
	Status    string          `db:"status"`
	Side      string          `db:"side"` // employer, agency or foreigner
	Place     string          `db:"place"`
	Until     civil.Date      `db:"valid_until"` // last day on which it counts
	Body      json.RawMessage `db:"body"`
	CreatedAt time.Time       `db:"created_at"`
	ChangedAt time.Time       `db:"changed_at"`
	Version   int64           `db:"version"`
}

// Sanction stops handling for a party in a scope. Both days are included; a
// lifted one ends at that instant.
type Sanction struct {
	ID         string          `db:"id"`
	Party      string          `db:"party"`
	Kind       string          `db:"kind"`
	Place      string          `db:"place"`        // the first of them
	Places     string          `db:"places"`       // all in which it holds, as PlaceList writes them
	Finding    string          `db:"finding,null"` // the integrity entry it rests on
	ValidFrom  civil.Date      `db:"valid_from"`
	ValidUntil *civil.Date     `db:"valid_until"`
	LiftedAt   time.Time       `db:"lifted_at"`
	Body       json.RawMessage `db:"body"`
	CreatedAt  time.Time       `db:"created_at"`
	ChangedAt  time.Time       `db:"changed_at"`
	Version    int64           `db:"version"`
}

// PlaceList writes places so that each of them can be searched for.
func PlaceList(places []people.PlaceCode) string {
	list := " "
	for _, p := range places {
		list += string(p) + " "
	}
	return list
}

// In are the places in which the sanction holds.
func (s Sanction) In() []people.PlaceCode {
	var places []people.PlaceCode
	for _, p := range strings.Fields(s.Places) {
		places = append(places, people.PlaceCode(p))
	}
	return places
}

// holding is within for the column places, a list that PlaceList has written.
func holding(w *conditions, places []people.PlaceCode) string {
	var any alternatives
	for _, p := range places {
		if p == people.Nation {
			any.or("1 = 1")
		} else if prefix := p.Prefix(); prefix == string(p) {
			any.or("places LIKE " + w.arg("% "+prefix+" %"))
		} else {
			any.or("places LIKE " + w.arg("% "+prefix+"______"[len(prefix):]+" %")) // a sign for each digit that follows
		}
	}
	return any.String()
}

var (
	integrity = tableOf[IntegrityEntry]("integrity")
	sanctions = tableOf[Sanction]("sanctions")
)

// AddIntegrityEntry adds an entry.
func (tx *Tx) AddIntegrityEntry(ctx context.Context, e *IntegrityEntry) error {
	return integrity.insert(ctx, tx, e)
}

// ChangeIntegrityEntry replaces an entry seen at e.Version.
func (tx *Tx) ChangeIntegrityEntry(ctx context.Context, e *IntegrityEntry) error {
	return integrity.update(ctx, tx, e)
}

// IntegrityEntry reads an entry.
func (r *Reader) IntegrityEntry(ctx context.Context, id string) (IntegrityEntry, error) {
	return integrity.get(ctx, r, id)
}

// FileFilter says whose integrity entries, sanctions or revocations to list: of
// one party, or found at the places. With neither it lists nothing.
type FileFilter struct {
	Party  string
	Places []people.PlaceCode // or within them
	Kind   string             // of an entry: its cause
	Case   string             // of an entry: where the finding arose
	Text   string             // words of the party's name
	On     *civil.Date        // counts on that day
	Open   bool               // of a revocation: undecided
	Limit  int                // 0: 25
	Offset int
}

// where returns the condition; nil if nothing can meet it. inPlaces is how the
// table says where its rows belong.
func (f FileFilter) where(inPlaces func(*conditions, []people.PlaceCode) string) *conditions {
	if f.Party == "" && len(f.Places) == 0 {
		return nil
	}
	w := &conditions{}
	w.equal("party", f.Party)
	if len(f.Places) > 0 {
		w.and(inPlaces(w, f.Places))
	}
	for _, word := range strings.Fields(FoldName(f.Text)) {
		w.and("EXISTS (SELECT 1 FROM parties WHERE parties.id = party AND name_key LIKE " + w.arg("%"+word+"%") + ")")
	}
	return w
}

// newestFirst is how files are listed.
const newestFirst = "created_at DESC, id"

func (f FileFilter) entries() *conditions {
	w := f.where(within)
	if w == nil {
		return nil
	}
	w.equal("kind", f.Kind)
	w.equal("case_id", f.Case)
	if f.On != nil {
		w.and("status = 'active' AND valid_until >= " + w.arg(f.On.String()))
	}
	return w
}

// IntegrityEntries lists entries, newest first.
func (r *Reader) IntegrityEntries(ctx context.Context, f FileFilter) ([]IntegrityEntry, error) {
	return integrity.page(ctx, r, f.entries(), newestFirst, f.Limit, f.Offset)
}

// CountIntegrityEntries counts the entries that the filter holds, whatever its page.
func (r *Reader) CountIntegrityEntries(ctx context.Context, f FileFilter) (int64, error) {
	return integrity.count(ctx, r, f.entries())
}

// ActiveEntries lists the entries about the parties that count on the day.
func (r *Reader) ActiveEntries(ctx context.Context, parties []string, on civil.Date) ([]IntegrityEntry, error) {
	w := &conditions{}
	w.and("status = 'active' AND valid_until >= " + w.arg(on.String()))
	w.in("party", parties)
	return integrity.find(ctx, r, w.String()+" ORDER BY created_at, id", w.args...)
}

// AddSanction adds a sanction.
func (tx *Tx) AddSanction(ctx context.Context, s *Sanction) error {
	return sanctions.insert(ctx, tx, s)
}

// ChangeSanction replaces a sanction seen at s.Version.
func (tx *Tx) ChangeSanction(ctx context.Context, s *Sanction) error {
	return sanctions.update(ctx, tx, s)
}

// Sanction reads a sanction.
func (r *Reader) Sanction(ctx context.Context, id string) (Sanction, error) {
	return sanctions.get(ctx, r, id)
}

// SanctionFilter says which sanctions to list: all that match every field given.
type SanctionFilter struct {
	Parties []string
	Finding string      // the integrity entry that they rest on
	On      *civil.Date // in force on that day and not lifted
}

// Sanctions lists sanctions, newest first.
func (r *Reader) Sanctions(ctx context.Context, f SanctionFilter) ([]Sanction, error) {
	w := &conditions{}
	w.in("party", f.Parties)
	w.equal("finding", f.Finding)
	if f.On != nil {
		w.heldOn(f.On)
		w.and("lifted_at IS NULL")
	}
	return sanctions.find(ctx, r, w.String()+" ORDER BY created_at DESC, id", w.args...)
}

func (f FileFilter) sanctions() *conditions {
	w := f.where(holding)
	if w != nil && f.On != nil {
		w.and("lifted_at IS NULL AND valid_until >= " + w.arg(f.On.String())) // in force or to come
	}
	return w
}

// SanctionFile lists sanctions of a party or of places, newest first.
func (r *Reader) SanctionFile(ctx context.Context, f FileFilter) ([]Sanction, error) {
	return sanctions.page(ctx, r, f.sanctions(), newestFirst, f.Limit, f.Offset)
}

// CountSanctionFile counts the sanctions that the filter holds, whatever its page.
func (r *Reader) CountSanctionFile(ctx context.Context, f FileFilter) (int64, error) {
	return sanctions.count(ctx, r, f.sanctions())
}
