package office

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// invitationLife is how long an invitation can be taken.
const invitationLife = 14 * 24 * time.Hour

// Invited is what an invitation is for.
type Invited struct {
	Account people.PartyID
	Name    string
	Login   string
	Until   time.Time
}

// Invite lets an administrator make a new invitation for an account that exists
// already, such as one whose password is lost. The code is returned for printing
// and, where the login is an e-mail address, put into the outbox. Older
// invitations end.
func (w *Window) Invite(ctx context.Context, who people.Who, account people.PartyID) (code string, err error) {
	if !who.Role.Can(people.Administer) || who.Disabled {
		return "", fault.New(fault.Forbidden, "fault.people.role")
	}
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		if code, err = w.invite(ctx, tx, account); err != nil {
			return err
		}
		return record(ctx, tx, who, accountChain(account), "account.invited", struct{}{})
	})
	return code, err
}

// invite makes an invitation and its message.
func (w *Window) invite(ctx context.Context, tx *store.Tx, account people.PartyID) (code string, err error) {
	row, err := tx.Account(ctx, string(account))
	if err != nil {
		return "", err
	}
	if err := end(ctx, tx, account, kindInvitation); err != nil {
		return "", err
	}
	code = printedCode(4)
	c := store.Credential{
		ID: store.NewID(), Account: string(account), Kind: kindInvitation, Secret: code,
		Body: json.RawMessage("{}"), ValidUntil: tx.Now().Add(invitationLife),
	}
	if err := tx.AddCredential(ctx, &c); err != nil {
		return "", err
	}
	if !strings.Contains(row.Login, "@") {
		return code, nil
	}
	language, err := languageOf(row)
	if err != nil {
		return "", err
	}
	say := func(key string, args ...any) string { return w.say(language, key, args...) }
	return code, tx.AddMessage(ctx, &store.Message{
		ID: store.NewID(), Dedupe: "invitation/" + c.ID, Kind: kindInvitation, Party: string(account),
		Recipient: row.Login, Language: language, Subject: say("mail.invitation.subject"),
		Text: say("mail.invitation.text", "name", row.Name, "link", w.Address+"/invitation/"+code, "days", int(invitationLife/(24*time.Hour))),
	})
}

// say is a text for people from the catalogues, in their language.
func (w *Window) say(language, key string, args ...any) string {
	if w.Say == nil {
		return key
	}
	return w.Say(language, key, args...)
}

// errInvitation is the one answer to a code that is wrong, used or too old.
var errInvitation = fault.New(fault.NotFound, "fault.account.invitation")

// Invitation reads what an invitation is for.
func (w *Window) Invitation(ctx context.Context, code string) (Invited, error) {
	_, row, err := w.invitation(ctx, &w.DB.Reader, code)
	if err != nil {
		return Invited{}, err
	}
	return row, nil
}

func (w *Window) invitation(ctx context.Context, r *store.Reader, code string) (store.Credential, Invited, error) {
	c, err := r.CredentialBySecret(ctx, kindInvitation, code)
	if fault.Is(err, fault.NotFound) {
		return c, Invited{}, errInvitation
	}
	if err != nil {
		return c, Invited{}, err
	}
	if !c.UsedAt.IsZero() || !w.Clock().Before(c.ValidUntil) {
		return c, Invited{}, errInvitation
	}
	row, err := r.Account(ctx, c.Account)
	if err != nil {
		return c, Invited{}, err
	}
	if row.Status == accountDisabled {
		return c, Invited{}, errInvitation
	}
	return c, Invited{Account: people.PartyID(row.ID), Name: row.Name, Login: row.Login, Until: c.ValidUntil}, nil
}

// Take takes an invitation: the account has this password from now on, and can
// sign in. The code works once; of two who take it at once, one gets a conflict.
func (w *Window) Take(ctx context.Context, code, password string) (s Signing, err error) {
	_, invited, err := w.invitation(ctx, &w.DB.Reader, code)
	if err != nil {
		return s, err
	}
	if err := checkPassword(password, invited.Login); err != nil {
		return s, err
	}
	phc := hashPassword(password) // outside the transaction: it takes a while
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		c, _, err := w.invitation(ctx, &tx.Reader, code)
		if err != nil {
			return err
		}
		c.UsedAt = tx.Now()
		if err := tx.ChangeCredential(ctx, &c); err != nil {
			return err
		}
		s, err = setPassword(ctx, tx, people.PartyID(c.Account), phc)
		return err
	})
	return s, err
}

// setPassword replaces the account's password and makes it active.
func setPassword(ctx context.Context, tx *store.Tx, account people.PartyID, phc string) (Signing, error) {
	if err := end(ctx, tx, account, kindPassword); err != nil {
		return Signing{}, err
	}
	c := store.Credential{ID: store.NewID(), Account: string(account), Kind: kindPassword, Secret: phc, Body: json.RawMessage("{}")}
	if err := tx.AddCredential(ctx, &c); err != nil {
		return Signing{}, err
	}
	row, err := tx.Account(ctx, string(account))
	if err != nil {
		return Signing{}, err
	}
	row.Status, row.Failures, row.LockedUntil = accountActive, 0, time.Time{}
	if err := tx.ChangeAccount(ctx, &row); err != nil {
		return Signing{}, err
	}
	if err := record(ctx, tx, people.Who{Account: account}, accountChain(account), "account.password-set", struct{}{}); err != nil {
		return Signing{}, err
	}
	codes, err := live(ctx, &tx.Reader, account, kindCode)
	return Signing{Account: account, Name: row.Name, Code: len(codes) > 0}, err
}

// ChangePassword gives the account a new password, after the old one.
func (w *Window) ChangePassword(ctx context.Context, account people.PartyID, old, password string) error {
	row, err := w.DB.Account(ctx, string(account))
	if err != nil {
		return err
	}
	if err := checkPassword(password, row.Login); err != nil {
		return err
	}
	if err := w.checkOwn(ctx, row, old); err != nil {
		return err
	}
	phc := hashPassword(password)
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		_, err := setPassword(ctx, tx, account, phc)
		return err
	})
}
