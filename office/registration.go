package office

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// The kinds of parties.
const (
	kindEmployer = "employer"
	kindAgency   = "agency"
)

// Registration is what an employer or a service agency says of itself and of the
// person who will handle its cases.
type Registration struct {
	Agency         bool // a service agency; otherwise an employer
	Name, NameEN   string
	CreditCode     string
	Place          people.PlaceCode
	Representative string
	Handler        string // name of the person
	Login          string // e-mail address of the person
	Language       string
}

// Register registers the party, unverified, with its first handler. The code is
// an invitation with which the handler chooses a password at once.
func (w *Window) Register(ctx context.Context, r Registration) (code string, err error) {
	r.CreditCode = strings.ToUpper(strings.TrimSpace(r.CreditCode))
	if err := w.checkRegistration(r); err != nil {
		return "", err
	}
	party, err := r.party()
	if err != nil {
		return "", err
	}
	if party.Body, err = withField(party.Body, "handed_in", civil.DateOf(w.Clock())); err != nil {
		return "", err
	}
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		named, err := tx.PartyByCode(ctx, party.Code)
		switch {
		case err == nil && named.Status == statusNamed && !r.Agency:
			if party, err = takeOver(named, party); err != nil {
				return err
			}
			err = tx.ChangeParty(ctx, &party)
		case err == nil && !r.Agency:
			if party, _, err = claims(ctx, tx, named, party); err != nil {
				return err
			}
			err = tx.AddParty(ctx, &party)
		default:
			err = tx.AddParty(ctx, &party)
		}
		if err != nil {
			if fault.Is(err, fault.Conflict) {
				return fault.New(fault.Conflict, "fault.account.registered").WithPath("code").WithCause(err)
			}
			return err
		}
		role := people.EmployerHR
		if r.Agency {
			role = people.Agency
		}
		who := people.Who{Account: people.PartyID(store.NewID()), Role: role, Party: people.PartyID(party.ID)}
		if _, err := addAccount(ctx, tx, who, Newcomer{
			ID: who.Account, Party: who.Party, Name: r.Handler, Login: r.Login, Language: r.Language, Roles: []people.Role{role},
		}); err != nil {
			return err
		}
		if code, err = w.invite(ctx, tx, who.Account); err != nil {
			return err
		}
		return record(ctx, tx, who, partyChain(people.PartyID(party.ID)), "party.registered", r.told())
	})
	return code, err
}

// takeOver lets an employer that was only named so far, when its consent was
// asked, register itself: it keeps its id, and everything else is as it says.
func takeOver(named, registered store.Party) (store.Party, error) {
	registered.ID, registered.Version = named.ID, named.Version
	var err error
	registered.Body, err = withField(registered.Body, "id", named.ID)
	return registered, err
}

func (w *Window) checkRegistration(r Registration) error {
	for _, f := range []struct{ path, value string }{
		{"name", r.Name}, {"code", r.CreditCode}, {"place", string(r.Place)}, {"handler", r.Handler}, {"login", r.Login},
	} {
		if strings.TrimSpace(f.value) == "" {
			return needed(f.path)
		}
	}
	if !people.ValidCreditCode(r.CreditCode) {
		return fault.New(fault.Invalid, "fault.account.credit-code").WithPath("code")
	}
	if _, err := w.Law().calendar(r.Place); fault.Is(err, fault.Invalid) {
		return fault.New(fault.Invalid, "fault.needed").WithPath("place").WithCause(err)
	}
	return nil
}

// partyChain is where acts on a party's registration are recorded.
func partyChain(id people.PartyID) string { return "party/" + string(id) }

// told is what the record says of a registration; the handler's address stands
// in the account alone.
func (r Registration) told() any {
	return struct {
		Name           string           `json:"name"`
		NameEN         string           `json:"name_en,omitempty"`
		CreditCode     string           `json:"credit_code"`
		Place          people.PlaceCode `json:"place"`
		Representative string           `json:"representative,omitempty"`
		Handler        string           `json:"handler"`
		Agency         bool             `json:"agency,omitempty"`
	}{r.Name, r.NameEN, r.CreditCode, r.Place, r.Representative, r.Handler, r.Agency}
}

// party is the row of the party; its body is a people.Employer or ServiceAgency.
func (r Registration) party() (store.Party, error) {
	id := people.PartyID(store.NewID())
	var body any = people.Employer{
		ID: id, Name: r.Name, NameEN: r.NameEN, CreditCode: r.CreditCode, Place: r.Place,
		Representative: r.Representative, Verification: people.Unverified,
	}
	kind := kindEmployer
	if r.Agency {
		kind = kindAgency
		body = people.ServiceAgency{
			ID: id, Name: r.Name, NameEN: r.NameEN, CreditCode: r.CreditCode, Place: r.Place, Verification: people.Unverified,
		}
	}
	text, err := json.Marshal(body)
	return store.Party{
		ID: string(id), Kind: kind, Name: strings.TrimSpace(r.Name), Code: r.CreditCode, Place: string(r.Place),
		Status: string(people.Unverified), Email: r.Login, Body: text,
	}, err
}

// Registered is a party as the list of registrations shows it.
type Registered struct {
	ID         people.PartyID
	Agency     bool
	Name, Code string
	Place      people.PlaceCode
	Status     people.Verification
	Note       string
	Claims     people.PartyID // the employer that was here before under this code; for the window alone
}

// Registrations lists the parties in the officer's jurisdiction whose
// registration has a status.
func (w *Window) Registrations(ctx context.Context, who people.Who, status people.Verification) ([]Registered, error) {
	if err := mayVerify(who); err != nil {
		return nil, err
	}
	var out []Registered
	for _, kind := range []string{kindEmployer, kindAgency} {
		rows, err := w.DB.Parties(ctx, store.PartyFilter{Kind: kind, Statuses: []string{string(status)}, Limit: registrationPage})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if serves(who, people.PlaceCode(row.Place)) {
				r, err := registered(row)
				if err != nil {
					return nil, err
				}
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// registrationPage is how many registrations of a kind a list holds.
const registrationPage = 200

func registered(row store.Party) (Registered, error) {
	var body struct {
		Note   string `json:"verification_note"`
		Code   string `json:"credit_code"`
		Claims string `json:"claims"`
	}
	if err := json.Unmarshal(row.Body, &body); err != nil {
		return Registered{}, fmt.Errorf("read party %s: %w", row.ID, err)
	}
	return Registered{
		ID: people.PartyID(row.ID), Agency: row.Kind == kindAgency, Name: row.Name, Code: cmp.Or(row.Code, body.Code), Claims: people.PartyID(body.Claims),
		Place: people.PlaceCode(row.Place), Status: people.Verification(row.Status), Note: body.Note,
	}, nil
}

// Party reads a registration for the party itself, or for who verifies it.
func (w *Window) Party(ctx context.Context, who people.Who, party people.PartyID) (Registered, error) {
	row, err := w.DB.Party(ctx, string(party))
	if err != nil {
		return Registered{}, err
	}
	if who.Party != party && (mayVerify(who) != nil || !serves(who, people.PlaceCode(row.Place))) {
		return Registered{}, fault.New(fault.NotFound, "fault.not-found")
	}
	r, err := registered(row)
	if who.Party == party {
		r.Claims = "" // the window alone knows
	}
	return r, err
}

// Verify records whether an officer found the registration right; note says
// what is missing and is told to the party. A rejection needs one.
func (w *Window) Verify(ctx context.Context, who people.Who, party people.PartyID, found people.Verification, note string) error {
	if err := mayVerify(who); err != nil {
		return err
	}
	note = strings.TrimSpace(note)
	switch {
	case found != people.Verified && found != people.Rejected:
		return fault.New(fault.Invalid, "fault.form.choice").WithPath("found")
	case found == people.Rejected && note == "":
		return needed("note")
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		row, err := tx.Party(ctx, string(party))
		if err != nil {
			return err
		}
		if !registers(who, row) {
			return fault.New(fault.NotFound, "fault.not-found")
		}
		var body map[string]json.RawMessage
		if err := json.Unmarshal(row.Body, &body); err != nil {
			return fmt.Errorf("read party %s: %w", party, err)
		}
		if body["verification"], err = json.Marshal(found); err != nil {
			return err
		}
		if body["verification_note"], err = json.Marshal(note); err != nil {
			return err
		}
		if row.Body, err = json.Marshal(body); err != nil {
			return err
		}
		row.Status = string(found)
		claim, err := registered(row)
		if err != nil {
			return err
		}
		if found == people.Verified && claim.Claims != "" {
			if row, err = w.bind(ctx, tx, who, row, string(claim.Claims)); err != nil {
				return err
			}
			party = people.PartyID(row.ID)
		} else if err := tx.ChangeParty(ctx, &row); err != nil {
			return err
		}
		if err := record(ctx, tx, who, partyChain(party), "party."+string(found), struct {
			Note string `json:"note,omitempty"`
		}{note}); err != nil {
			return err
		}
		accounts, err := accountsOf(ctx, &tx.Reader, party)
		if err != nil {
			return err
		}
		return w.inform(ctx, tx, accounts, news{
			About: fmt.Sprintf("party/%s/%d", party, row.Version), Kind: "registration", Key: "party-" + string(found),
			Args: []any{"note", note, "link", w.Address + "/org"},
		})
	})
}

// mayVerify: the window and the foreign-expert department check registrations.
func mayVerify(who people.Who) error {
	if who.Disabled || who.Role != people.Clerk && who.Role != people.OfficerRole {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	return nil
}

// registers reports whether the party is an organisation of the officer's places.
// A claim that was bound is none any more.
func registers(who people.Who, row store.Party) bool {
	return serves(who, people.PlaceCode(row.Place)) && (row.Kind == kindEmployer || row.Kind == kindAgency) && row.Status != statusBound
}

func serves(who people.Who, place people.PlaceCode) bool {
	return slices.ContainsFunc(who.Places, func(p people.PlaceCode) bool { return p.Holds(place) })
}
