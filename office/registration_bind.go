package office

import (
	"context"
	"encoding/json"
	"fmt"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// statusBound is the registration of a claim that the window found right: all that
// was its own belongs to the employer that was here before.
const statusBound = "bound"

// claims makes the registration of an employer whose code somebody else brought
// here, with an existing permit, a claim: a party of its own that knows nothing of
// the employer until the window binds it. Whoever has an account is no such
// employer. The registrant cannot tell a claim from any other registration.
func claims(ctx context.Context, tx *store.Tx, known, registered store.Party) (claim store.Party, ok bool, err error) {
	accounts, err := accountsOf(ctx, &tx.Reader, people.PartyID(known.ID))
	if err != nil || len(accounts) > 0 || known.Kind != kindEmployer {
		return registered, false, err
	}
	registered.Code = "" // stands in the body: the column is the employer's
	registered.Body, err = withField(registered.Body, "claims", known.ID)
	return registered, true, err
}

// withField sets a field of a JSON object.
func withField(object json.RawMessage, field string, value any) (json.RawMessage, error) {
	var body map[string]json.RawMessage
	if err := json.Unmarshal(object, &body); err != nil {
		return nil, fmt.Errorf("read party: %w", err)
	}
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	if body == nil {
		body = map[string]json.RawMessage{}
	}
	body[field] = text
	return json.Marshal(body)
}

// bind gives the employer that was here before to the accounts of a claim that the
// officer found right. What the claim prepared meanwhile becomes the employer's.
func (w *Window) bind(ctx context.Context, tx *store.Tx, who people.Who, claim store.Party, to string) (store.Party, error) {
	employer, err := tx.Party(ctx, to)
	if err != nil {
		return employer, err
	}
	if !serves(who, people.PlaceCode(employer.Place)) {
		return employer, fault.New(fault.Conflict, "fault.registration.elsewhere").WithPath("found")
	}
	if _, free, err := claims(ctx, tx, employer, claim); err != nil || !free {
		if err == nil {
			err = fault.New(fault.Conflict, "fault.registration.bound").WithPath("found")
		}
		return employer, err
	}
	employer.Name, employer.Place, employer.Email, employer.Status = claim.Name, claim.Place, claim.Email, string(people.Verified)
	if employer.Body, err = withField(claim.Body, "id", employer.ID); err != nil {
		return employer, err
	}
	if employer.Body, err = withField(employer.Body, "claims", ""); err != nil {
		return employer, err
	}
	if err := tx.ChangeParty(ctx, &employer); err != nil {
		return employer, err
	}
	claim.Status = statusBound
	if err := tx.ChangeParty(ctx, &claim); err != nil {
		return employer, err
	}
	for _, move := range []func(context.Context, *store.Tx, people.Who, string, string) error{w.moveAccounts, w.moveMandates, w.moveCases} {
		if err := move(ctx, tx, who, claim.ID, employer.ID); err != nil {
			return employer, err
		}
	}
	return employer, record(ctx, tx, who, partyChain(people.PartyID(claim.ID)), "party.bound", map[string]string{"employer": employer.ID})
}

func (w *Window) moveAccounts(ctx context.Context, tx *store.Tx, who people.Who, from, to string) error {
	accounts, err := accountsOf(ctx, &tx.Reader, people.PartyID(from))
	if err != nil {
		return err
	}
	for _, a := range accounts {
		a.Party = to
		if err := tx.ChangeAccount(ctx, &a); err != nil {
			return err
		}
		if err := record(ctx, tx, who, accountChain(people.PartyID(a.ID)), "account.bound", map[string]string{"employer": to}); err != nil {
			return err
		}
	}
	return nil
}

func (w *Window) moveMandates(ctx context.Context, tx *store.Tx, who people.Who, from, to string) error {
	rows, err := tx.MandatesOf(ctx, from)
	if err != nil {
		return err
	}
	for _, row := range rows {
		row.Principal = to
		if row.Body, err = withField(row.Body, "principal", to); err != nil {
			return err
		}
		if err := tx.ChangeMandate(ctx, &row); err != nil {
			return err
		}
		if err := record(ctx, tx, who, mandateChain(people.MandateID(row.ID)), "mandate.bound", map[string]string{"principal": to}); err != nil {
			return err
		}
	}
	return nil
}

// moveCases moves page after page: a case that was moved is the claim's no more.
func (w *Window) moveCases(ctx context.Context, tx *store.Tx, who people.Who, from, to string) error {
	for {
		rows, err := tx.Cases(ctx, store.CaseFilter{Scope: systemScope, Principal: from, Limit: registrationPage})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			c, err := tx.CaseFile(ctx, casefile.CaseNumber(row.Number))
			if err != nil {
				return err
			}
			s := &step{Window: w, tx: tx, law: w.Law(), by: casefile.By{Who: who, At: tx.Now()}, file: c}
			if err := s.keep(ctx, c.BindEmployer(s.by, people.PartyID(to))); err != nil {
				return err
			}
		}
	}
}
