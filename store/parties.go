package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"yichuang/civil"
)

// Party is a person, employer, service agency or platform. Passport, birth
// date, e-mail and phone are sealed and found by equality only; names are not
// sealed, as they are searched by part and stand in every list.
type Party struct {
	ID          string          `db:"id"`
	Kind        string          `db:"kind"`
	Name        string          `db:"name"`
	NameKey     string          `db:"name_key"`  // set by the store
	Code        string          `db:"code,null"` // unified social credit code; empty for persons
	Place       string          `db:"place"`
	Status      string          `db:"status"` // of the registration, such as verified
	Nationality string          `db:"nationality"`
	Passport    string          `db:"passport,sealed,index"`
	BirthDate   *civil.Date     `db:"birth_date,sealed,index"`
	Email       string          `db:"email,sealed,index"`
	Phone       string          `db:"phone,sealed,index"`
	Body        json.RawMessage `db:"body"` // everything else; no personal identifiers
	CreatedAt   time.Time       `db:"created_at"`
	ChangedAt   time.Time       `db:"changed_at"`
	Version     int64           `db:"version"`
}

var parties = tableOf[Party]("parties")

// AddParty adds a party. A code that is taken is a conflict.
func (tx *Tx) AddParty(ctx context.Context, p *Party) error {
	p.NameKey = FoldName(p.Name)
	return parties.insert(ctx, tx, p)
}

// ChangeParty replaces a party seen at p.Version.
func (tx *Tx) ChangeParty(ctx context.Context, p *Party) error {
	p.NameKey = FoldName(p.Name)
	return parties.update(ctx, tx, p)
}

// Party reads a party.
func (r *Reader) Party(ctx context.Context, id string) (Party, error) { return parties.get(ctx, r, id) }

// PartyByCode reads the party with a unified social credit code.
func (r *Reader) PartyByCode(ctx context.Context, code string) (Party, error) {
	return parties.one(ctx, r, "WHERE code = $1", code)
}

// PartiesByPassport lists the persons with a passport number, in any spelling:
// more than one where a number was registered twice.
func (r *Reader) PartiesByPassport(ctx context.Context, number string) ([]Party, error) {
	return r.partiesByIndex(ctx, "passport", number)
}

// PartiesByEmail lists the parties with an e-mail address.
func (r *Reader) PartiesByEmail(ctx context.Context, address string) ([]Party, error) {
	return r.partiesByIndex(ctx, "email", address)
}

// PartiesByPhone lists the parties with a phone number.
func (r *Reader) PartiesByPhone(ctx context.Context, number string) ([]Party, error) {
	return r.partiesByIndex(ctx, "phone", number)
}

func (r *Reader) partiesByIndex(ctx context.Context, column, value string) ([]Party, error) {
	blind := r.keys.blind(parties.name, column, value)
	if blind == "" {
		return nil, nil
	}
	return parties.find(ctx, r, "WHERE "+column+"_index = $1 ORDER BY created_at, id", blind)
}

// PartyFilter says which parties to list.
type PartyFilter struct {
	Kind     string
	Statuses []string
	Text     string // words of the name
	Limit    int    // 0: 25
	Offset   int
}

// Parties lists parties by name.
func (r *Reader) Parties(ctx context.Context, f PartyFilter) ([]Party, error) {
	w := &conditions{}
	w.equal("kind", f.Kind)
	w.in("status", f.Statuses)
	for _, word := range strings.Fields(FoldName(f.Text)) {
		w.and("name_key LIKE " + w.arg("%"+word+"%"))
	}
	return parties.page(ctx, r, w, "name_key, id", f.Limit, f.Offset)
}
