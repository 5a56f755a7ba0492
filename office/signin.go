package office

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Wrong passwords and codes are counted together, before they are checked, so
// that guessing at the same moment from many places gains nothing.
const (
	mostTries = 5
	tryHold   = 15 * time.Minute // for which signing in is held after them
)

// The kinds of credentials.
const (
	kindPassword   = "password"
	kindCode       = "code"     // secret of one-time codes
	kindRecovery   = "recovery" // in place of a code, once
	kindInvitation = "invitation"
	kindClaim      = store.CredentialOfTries // tries to claim an account, by case number
)

// errSignIn is the one answer to a wrong login, a wrong password, a wrong code,
// a disabled account and a held one: who guesses learns nothing from it.
func errSignIn(key string) error {
	return fault.New(fault.Invalid, key, "n", mostTries, "minutes", int(tryHold/time.Minute))
}

// Signing is what a right password gives: who it is, and what is still missing.
type Signing struct {
	Account people.PartyID
	Name    string
	Code    bool // a one-time code is to be asked; false: the account has to set one up
}

// SignIn checks login and password, the first of two steps.
func (w *Window) SignIn(ctx context.Context, login, password string) (Signing, error) {
	row, err := w.DB.AccountByLogin(ctx, login)
	if fault.Is(err, fault.NotFound) {
		verifyPassword("", password)
		return Signing{}, errSignIn("fault.account.signin")
	}
	if err != nil {
		return Signing{}, err
	}
	if err := w.checkOwn(ctx, row, password); err != nil {
		return Signing{}, err
	}
	codes, err := live(ctx, &w.DB.Reader, people.PartyID(row.ID), kindCode)
	if err != nil {
		return Signing{}, err
	}
	s := Signing{Account: people.PartyID(row.ID), Name: row.Name, Code: len(codes) > 0}
	if !s.Code {
		err = w.forgive(ctx, s.Account)
	}
	return s, err
}

// checkOwn counts a try and checks the password of the account.
func (w *Window) checkOwn(ctx context.Context, row store.Account, password string) error {
	if err := w.try(ctx, people.PartyID(row.ID)); err != nil {
		verifyPassword("", password)
		return err
	}
	passwords, err := live(ctx, &w.DB.Reader, people.PartyID(row.ID), kindPassword)
	if err != nil {
		return err
	}
	phc := ""
	if len(passwords) > 0 {
		phc = passwords[0].Secret
	}
	if !verifyPassword(phc, password) {
		return errSignIn("fault.account.signin")
	}
	return nil
}

// Prove checks a one-time code or a recovery code, the second of two steps.
func (w *Window) Prove(ctx context.Context, account people.PartyID, code string) error {
	if err := w.try(ctx, account); err != nil {
		return err
	}
	if err := w.useCode(ctx, account, code); err != nil {
		return err
	}
	return w.forgive(ctx, account)
}

// Confirm proves anew, before a decision, that the account's owner is there: by
// a one-time code, or by the password.
func (w *Window) Confirm(ctx context.Context, account people.PartyID, secret string) error {
	if looksLikeCode(secret) {
		return w.Prove(ctx, account, secret)
	}
	row, err := w.DB.Account(ctx, string(account))
	if err != nil {
		return err
	}
	if err := w.checkOwn(ctx, row, secret); err != nil {
		return err
	}
	return w.forgive(ctx, account)
}

func looksLikeCode(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r != ' ':
			return false
		}
	}
	return digits == 6
}

// try counts a try on the account. It fails, and counts nothing, while signing
// in is held or where the account cannot sign in at all.
func (w *Window) try(ctx context.Context, account people.PartyID) error {
	return w.changeAccount(ctx, account, func(row *store.Account, now time.Time) error {
		if row.Status != accountActive || now.Before(row.LockedUntil) {
			return errSignIn("fault.account.signin")
		}
		row.Failures++
		if row.Failures >= mostTries {
			row.Failures, row.LockedUntil = 0, now.Add(tryHold)
		}
		return nil
	})
}

// forgive forgets the tries after a right one.
func (w *Window) forgive(ctx context.Context, account people.PartyID) error {
	return w.changeAccount(ctx, account, func(row *store.Account, _ time.Time) error {
		row.Failures, row.LockedUntil = 0, time.Time{}
		return nil
	})
}

// codeBody is what the secret of one-time codes remembers.
type codeBody struct {
	Step int64 `json:"step"` // of the code used last
}

// useCode takes a one-time code or a recovery code of the account; each works
// once. Of two who bring the same code at once, one is refused.
func (w *Window) useCode(ctx context.Context, account people.PartyID, code string) error {
	err := w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		all, err := live(ctx, &tx.Reader, account, kindCode)
		if err != nil {
			return err
		}
		if len(all) > 0 {
			credential := all[0]
			var body codeBody
			if err := json.Unmarshal(credential.Body, &body); err != nil {
				return err
			}
			if step, ok := matchCode(credential.Secret, code, tx.Now(), body.Step); ok {
				if credential.Body, err = json.Marshal(codeBody{Step: step}); err != nil {
					return err
				}
				return tx.ChangeCredential(ctx, &credential)
			}
		}
		return useRecovery(ctx, tx, account, code)
	})
	if fault.Is(err, fault.Conflict) {
		return errSignIn("fault.account.code")
	}
	return err
}

func useRecovery(ctx context.Context, tx *store.Tx, account people.PartyID, code string) error {
	credential, err := tx.CredentialBySecret(ctx, kindRecovery, code)
	if fault.Is(err, fault.NotFound) {
		return errSignIn("fault.account.code")
	}
	if err != nil {
		return err
	}
	if credential.Account != string(account) || !credential.UsedAt.IsZero() {
		return errSignIn("fault.account.code")
	}
	credential.UsedAt = tx.Now()
	return tx.ChangeCredential(ctx, &credential)
}
