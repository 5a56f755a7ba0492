package office

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strings"

	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// recoveryCodes is how many codes stand in for a lost phone, each once.
const recoveryCodes = 8

// Factor is a second factor being set up: the secret of one-time codes, and the
// address that apps read it from.
type Factor struct{ Secret, Address string }

// NewFactor makes a secret for the account's app. It holds once KeepFactor has
// seen a code made with it.
func (w *Window) NewFactor(ctx context.Context, account people.PartyID, issuer string) (Factor, error) {
	row, err := w.DB.Account(ctx, string(account))
	if err != nil {
		return Factor{}, err
	}
	secret := newSecret()
	return Factor{Secret: secret, Address: codeAddress(issuer, row.Login, secret)}, nil
}

// KeepFactor makes the secret the account's own after a right code, in place of
// an older one, and returns fresh recovery codes, to be shown once.
func (w *Window) KeepFactor(ctx context.Context, account people.PartyID, secret, code string) (recovery []string, err error) {
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		step, ok := matchCode(secret, code, tx.Now(), 0)
		if !ok {
			return fault.New(fault.Invalid, "fault.account.code-setup").WithPath("code")
		}
		body, err := json.Marshal(codeBody{Step: step})
		if err != nil {
			return err
		}
		if err := end(ctx, tx, account, kindCode); err != nil {
			return err
		}
		c := store.Credential{ID: store.NewID(), Account: string(account), Kind: kindCode, Secret: secret, Body: body}
		if err := tx.AddCredential(ctx, &c); err != nil {
			return err
		}
		if recovery, err = renewRecovery(ctx, tx, account); err != nil {
			return err
		}
		return record(ctx, tx, people.Who{Account: account}, accountChain(account), "account.factor-set", struct{}{})
	})
	return recovery, err
}

// RenewRecovery makes fresh recovery codes, to be shown once; the older ones end.
func (w *Window) RenewRecovery(ctx context.Context, account people.PartyID) (recovery []string, err error) {
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		recovery, err = renewRecovery(ctx, tx, account)
		return err
	})
	return recovery, err
}

func renewRecovery(ctx context.Context, tx *store.Tx, account people.PartyID) ([]string, error) {
	if err := end(ctx, tx, account, kindRecovery); err != nil {
		return nil, err
	}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = printedCode(2)
		c := store.Credential{ID: store.NewID(), Account: string(account), Kind: kindRecovery, Secret: codes[i], Body: json.RawMessage("{}")}
		if err := tx.AddCredential(ctx, &c); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// printedCode is a random code in groups of five letters and digits, 25 bits a
// group, that people can read aloud. It is found in any spelling.
func printedCode(groups int) string {
	text := rand.Text()
	parts := make([]string, groups)
	for i := range parts {
		parts[i] = text[5*i : 5*i+5]
	}
	return strings.Join(parts, "-")
}

// RecoveryLeft is how many recovery codes the account has not used.
func (w *Window) RecoveryLeft(ctx context.Context, account people.PartyID) (int, error) {
	unused, err := live(ctx, &w.DB.Reader, account, kindRecovery)
	return len(unused), err
}

// ResetFactor lets an administrator take away a lost second factor: the account
// sets up a new one when it signs in next. Its recovery codes end too.
func (w *Window) ResetFactor(ctx context.Context, who people.Who, account people.PartyID) error {
	if !who.Role.Can(people.Administer) || who.Disabled {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		for _, kind := range []string{kindCode, kindRecovery} {
			if err := end(ctx, tx, account, kind); err != nil {
				return err
			}
		}
		return record(ctx, tx, who, accountChain(account), "account.factor-reset", struct{}{})
	})
}

// live are the account's credentials not used or ended, newest first.
func live(ctx context.Context, r *store.Reader, account people.PartyID, kind string) (unused []store.Credential, err error) {
	all, err := r.Credentials(ctx, string(account), kind)
	for _, c := range all {
		if c.UsedAt.IsZero() {
			unused = append(unused, c)
		}
	}
	return unused, err
}

// end ends the account's credentials of a kind; they stay in the database.
func end(ctx context.Context, tx *store.Tx, account people.PartyID, kind string) error {
	all, err := live(ctx, &tx.Reader, account, kind)
	if err != nil {
		return err
	}
	for _, c := range all {
		c.UsedAt = tx.Now()
		if err := tx.ChangeCredential(ctx, &c); err != nil {
			return err
		}
	}
	return nil
}
