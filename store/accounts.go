package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"
)

// Account is how somebody signs in. Login is an e-mail address or a staff
// number; it is sealed, and found in any spelling.
type Account struct {
	ID          string          `db:"id"`
	Party       string          `db:"party,null"` // whom it handles for; empty for staff
	Name        string          `db:"name"`
	Login       string          `db:"login,sealed,index"`
	Status      string          `db:"status"`
	Language    string          `db:"language"`
	Failures    int             `db:"failures"` // wrong passwords or codes in a row
	LockedUntil time.Time       `db:"locked_until"`
	Body        json.RawMessage `db:"body"` // roles and the rest
	CreatedAt   time.Time       `db:"created_at"`
	ChangedAt   time.Time       `db:"changed_at"`
	Version     int64           `db:"version"`
}

var accounts = tableOf[Account]("accounts")

// AddAccount adds an account; a login that is taken is a conflict.
func (tx *Tx) AddAccount(ctx context.Context, a *Account) error { return accounts.insert(ctx, tx, a) }

// ChangeAccount replaces an account seen at a.Version.
func (tx *Tx) ChangeAccount(ctx context.Context, a *Account) error {
	return accounts.update(ctx, tx, a)
}

// Account reads an account.
func (r *Reader) Account(ctx context.Context, id string) (Account, error) {
	return accounts.get(ctx, r, id)
}

// AccountByLogin reads the account with a login.
func (r *Reader) AccountByLogin(ctx context.Context, login string) (Account, error) {
	return accounts.one(ctx, r, "WHERE login_index = $1", r.keys.blind(accounts.name, "login", login))
}

// Accounts lists all accounts by name; of one party if it is not empty.
func (r *Reader) Accounts(ctx context.Context, party string) ([]Account, error) {
	w := &conditions{}
	w.equal("party", party)
	return accounts.find(ctx, r, w.String()+" ORDER BY name, id", w.args...)
}

// StaffAccounts lists the accounts that belong to no party, by name: those of the
// authorities.
func (r *Reader) StaffAccounts(ctx context.Context) ([]Account, error) {
	return accounts.find(ctx, r, "WHERE party IS NULL ORDER BY name, id")
}

// PartyAccounts finds accounts of parties by their login, in any spelling, or by a
// part of their name; an empty text finds the newest. At most limit.
func (r *Reader) PartyAccounts(ctx context.Context, text string, limit int) ([]Account, error) {
	w := &conditions{}
	w.and("party IS NOT NULL")
	if text != "" {
		w.and("(login_index = " + w.arg(r.keys.blind(accounts.name, "login", text)) + " OR LOWER(name) LIKE " + w.arg("%"+strings.ToLower(text)+"%") + ")")
	}
	return accounts.find(ctx, r, w.String()+" ORDER BY created_at DESC, id LIMIT "+w.arg(limit), w.args...)
}

// Credential proves who somebody is: a password's hash, the secret of one-time
// codes, a recovery code, an invitation. Secret is sealed; secrets that are
// looked up (invitations) are found by CredentialBySecret. A used or ended
// credential stays.
type Credential struct {
	ID         string          `db:"id"`
	Account    string          `db:"account,null"` // empty: an invitation not taken yet
	Kind       string          `db:"kind"`
	Secret     string          `db:"secret,sealed,index"`
	Body       json.RawMessage `db:"body"`
	CreatedAt  time.Time       `db:"created_at"`
	ValidUntil time.Time       `db:"valid_until"` // zero: without end
	UsedAt     time.Time       `db:"used_at"`
	Version    int64           `db:"version"`
}

var credentials = tableOf[Credential]("credentials").recorded(func(c *Credential) string {
	switch c.Kind {
	case CredentialOfTries:
		return ""
	case CredentialOfProgram:
		return "token/" + c.ID
	}
	return "credential/" + c.ID
})

// Kinds of credentials that the record treats apart: what counts the tries on a
// case number proves nothing about anybody, and the tokens of programs have acts
// of their own.
const (
	CredentialOfTries   = "claim"
	CredentialOfProgram = "token"
)

// AddCredential adds a credential.
func (tx *Tx) AddCredential(ctx context.Context, c *Credential) error {
	return credentials.insert(ctx, tx, c)
}

// ChangeCredential replaces a credential seen at c.Version. Of two who use one
// invitation at once, one gets a conflict.
func (tx *Tx) ChangeCredential(ctx context.Context, c *Credential) error {
	return credentials.update(ctx, tx, c)
}

// Credentials lists an account's credentials of a kind, newest first.
func (r *Reader) Credentials(ctx context.Context, account, kind string) ([]Credential, error) {
	return credentials.find(ctx, r, "WHERE account = $1 AND kind = $2 ORDER BY created_at DESC, id", account, kind)
}

// CredentialBySecret reads the newest credential of a kind with a secret.
func (r *Reader) CredentialBySecret(ctx context.Context, kind, secret string) (Credential, error) {
	return credentials.one(ctx, r, "WHERE kind = $1 AND secret_index = $2 ORDER BY created_at DESC, id",
		kind, r.keys.blind(credentials.name, "secret", secret))
}

// Credential reads a credential.
func (r *Reader) Credential(ctx context.Context, id string) (Credential, error) {
	return credentials.get(ctx, r, id)
}
