package office

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// InviteForeigner gives the foreigner of a case an account and invites to it.
// Staff at the window get the code for printing; for everybody else it goes to
// the foreigner's e-mail address alone, so that nobody signs in another's name.
func (w *Window) InviteForeigner(ctx context.Context, who people.Who, number casefile.CaseNumber, login, language string) (code string, err error) {
	if !strings.Contains(login, "@") && !who.Role.Staff() {
		return "", fault.New(fault.Invalid, "fault.account.email").WithPath("login")
	}
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		c, err := tx.CaseFile(ctx, number)
		if err != nil {
			return err
		}
		if err := who.May(people.Upload, c.Subject(""), tx.Now()); err != nil {
			return err
		}
		code, err = w.inviteTo(ctx, tx, who, c.Foreigner, login, language)
		return err
	})
	if !who.Role.Staff() {
		code = ""
	}
	return code, err
}

// inviteTo invites a person, who gets an account where there is none. Until it is
// taken the window can send the invitation to another address. A person who can
// sign in already is told to.
func (w *Window) inviteTo(ctx context.Context, tx *store.Tx, who people.Who, person people.PartyID, login, language string) (string, error) {
	row, found, err := applicantAccount(ctx, &tx.Reader, person)
	if err != nil {
		return "", err
	}
	if found && row.Status != accountInvited {
		return "", fault.New(fault.Conflict, "fault.account.exists").WithPath("login")
	}
	id := people.PartyID(row.ID)
	if !found {
		party, err := tx.Party(ctx, string(person))
		if err != nil {
			return "", err
		}
		a, err := addAccount(ctx, tx, who, Newcomer{Party: person, Name: party.Name, Login: login, Language: language, Roles: []people.Role{people.Applicant}})
		if err != nil {
			return "", err
		}
		id = a.ID
	} else if row.Login != login { // the first address was wrong, or there is none to write to
		if !who.Role.Staff() { // another employer must not take over an account that opens every case
			return "", fault.New(fault.Conflict, "fault.account.invited").WithPath("login")
		}
		row.Login, row.Language = login, language
		if err := tx.ChangeAccount(ctx, &row); err != nil {
			return "", err
		}
		if err := record(ctx, tx, who, accountChain(id), "account.invited", struct{}{}); err != nil {
			return "", err
		}
	}
	return w.invite(ctx, tx, id)
}

func applicantAccount(ctx context.Context, r *store.Reader, person people.PartyID) (store.Account, bool, error) {
	rows, err := r.Accounts(ctx, string(person))
	if err != nil || person == "" {
		return store.Account{}, false, err
	}
	for _, row := range rows {
		a, err := readAccount(row)
		if err != nil {
			return row, false, err
		}
		if slices.Contains(a.Roles, people.Applicant) {
			return row, true, nil
		}
	}
	return store.Account{}, false, nil
}

// Claiming is how a foreigner shows that a case is the own one.
type Claiming struct {
	Number    casefile.CaseNumber
	BirthDate civil.Date
	LastFour  string // of the passport number
	Login     string // to sign in with from now on
	Language  string
}

// claimBody counts the tries on one case number.
type claimBody struct {
	Failures int       `json:"failures"`
	Until    time.Time `json:"until"`
}

var errClaim = fault.New(fault.Invalid, "fault.account.claim").WithPath("number")

// Claim gives the foreigner of a case an invitation to an account. A wrong
// number, date or passport gives one and the same answer; tries are counted
// before they are checked, and a number is held after five of them.
func (w *Window) Claim(ctx context.Context, c Claiming) (code string, err error) {
	if strings.TrimSpace(c.Login) == "" {
		return "", needed("login")
	}
	if !c.Number.Valid() {
		return "", errClaim
	}
	if err := w.claimTry(ctx, c.Number); err != nil {
		return "", err
	}
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		person, err := claimed(ctx, &tx.Reader, c)
		if err != nil {
			return err
		}
		code, err = w.inviteTo(ctx, tx, people.Who{Account: people.System}, person, c.Login, c.Language)
		return err
	})
	return code, err
}

// claimed finds the foreigner of the case, if all three details are right.
func claimed(ctx context.Context, r *store.Reader, c Claiming) (people.PartyID, error) {
	row, err := r.Case(ctx, string(c.Number))
	if fault.Is(err, fault.NotFound) {
		return "", errClaim
	}
	if err != nil {
		return "", err
	}
	if row.Foreigner == "" {
		return "", errClaim
	}
	party, err := r.Party(ctx, row.Foreigner)
	if err != nil {
		return "", err
	}
	last := strings.ToUpper(strings.TrimSpace(c.LastFour))
	if party.BirthDate == nil || *party.BirthDate != c.BirthDate || len(last) != 4 || !strings.HasSuffix(strings.ToUpper(party.Passport), last) {
		return "", errClaim
	}
	return people.PartyID(party.ID), nil
}

// claimTry counts a try on the case number and refuses while it is held.
func (w *Window) claimTry(ctx context.Context, number casefile.CaseNumber) error {
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		row, err := tx.CredentialBySecret(ctx, kindClaim, string(number))
		isNew := fault.Is(err, fault.NotFound)
		if err != nil && !isNew {
			return err
		}
		var body claimBody
		if !isNew {
			if err := json.Unmarshal(row.Body, &body); err != nil {
				return err
			}
		}
		if tx.Now().Before(body.Until) {
			return errClaim
		}
		if body.Failures++; body.Failures >= mostTries {
			body = claimBody{Until: tx.Now().Add(tryHold)}
		}
		if row.Body, err = json.Marshal(body); err != nil {
			return err
		}
		if !isNew {
			return tx.ChangeCredential(ctx, &row)
		}
		row.ID, row.Kind, row.Secret = store.NewID(), kindClaim, string(number)
		return tx.AddCredential(ctx, &row)
	})
}
