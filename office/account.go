package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// The states of an account.
const (
	accountInvited  = "invited"  // has no password yet
	accountActive   = "active"   //
	accountDisabled = "disabled" // stays, as proof of what it did; cannot sign in
)

// Newcomer is somebody who is to get an account.
type Newcomer struct {
	ID       people.PartyID // "": a new one
	Party    people.PartyID // whom the account handles for, the person itself for an applicant; "" for staff
	Name     string
	Login    string // e-mail address or staff number; found in any spelling
	Language string // "zh", "en", or "" to ask
	Roles    []people.Role
	Office   people.OfficeID    // staff: the office of the posts, one for each role
	Places   []people.PlaceCode // staff: narrows the office's jurisdiction; nil: all of it
	Settled  bool               // needs no invitation: the demo signs it in by a click
}

// accountBody is what the row of an account holds beside its columns.
type accountBody struct {
	Roles []people.Role `json:"roles"`
}

// AddAccount lets an administrator add an account. It can sign in once it has
// taken an invitation.
func (w *Window) AddAccount(ctx context.Context, who people.Who, n Newcomer) (a people.Account, err error) {
	if !who.Role.Can(people.Administer) || who.Disabled {
		return a, fault.New(fault.Forbidden, "fault.people.role")
	}
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		a, err = addAccount(ctx, tx, who, n)
		return err
	})
	return a, err
}

// accountChain is where acts on an account and its posts are recorded.
func accountChain(id people.PartyID) string { return "account/" + string(id) }

// told is what the record says of a newcomer. The login may be an address: it
// stands in the account's row alone.
func (n Newcomer) told() any {
	return struct {
		Name   string             `json:"name"`
		Party  people.PartyID     `json:"party,omitempty"`
		Roles  []people.Role      `json:"roles"`
		Office people.OfficeID    `json:"office,omitempty"`
		Places []people.PlaceCode `json:"places,omitempty"`
	}{n.Name, n.Party, n.Roles, n.Office, n.Places}
}

// addAccount writes the account and, for staff at an office, its posts, and records
// that.
func addAccount(ctx context.Context, tx *store.Tx, who people.Who, n Newcomer) (people.Account, error) {
	if err := n.validate(); err != nil {
		return people.Account{}, err
	}
	if n.ID == "" {
		n.ID = people.PartyID(store.NewID())
	}
	body, err := json.Marshal(accountBody{Roles: n.Roles})
	if err != nil {
		return people.Account{}, err
	}
	row := store.Account{
		ID: string(n.ID), Party: string(n.Party), Name: strings.TrimSpace(n.Name), Login: strings.TrimSpace(n.Login),
		Status: accountInvited, Language: n.Language, Body: body,
	}
	if n.Settled {
		row.Status = accountActive
	}
	if err := tx.AddAccount(ctx, &row); err != nil {
		if fault.Is(err, fault.Conflict) {
			return people.Account{}, fault.New(fault.Conflict, "fault.account.login-taken").WithPath("login").WithCause(err)
		}
		return people.Account{}, err
	}
	if n.Office != "" {
		for _, role := range n.Roles {
			if err := addPost(ctx, tx, people.Officer{Account: n.ID, Office: n.Office, Role: role, Places: n.Places}, nil); err != nil {
				return people.Account{}, err
			}
		}
	}
	if err := record(ctx, tx, who, accountChain(n.ID), "account.added", n.told()); err != nil {
		return people.Account{}, err
	}
	return readAccount(row)
}

// addPost gives an account a post from today on; until is its last day, nil
// without end.
func addPost(ctx context.Context, tx *store.Tx, post people.Officer, until *civil.Date) error {
	body, err := json.Marshal(post)
	if err != nil {
		return err
	}
	return tx.AddOfficer(ctx, &store.Officer{
		ID: store.NewID(), Account: string(post.Account), Office: string(post.Office), Role: string(post.Role),
		ValidFrom: civil.DateOf(tx.Now()), ValidUntil: until, Body: body,
	})
}

// validate refuses an account that could not be told apart from others, or
// whose roles do not fit where it stands.
func (n Newcomer) validate() error {
	switch {
	case strings.TrimSpace(n.Name) == "":
		return needed("name")
	case strings.TrimSpace(n.Login) == "":
		return needed("login")
	case len(n.Roles) == 0:
		return needed("roles")
	}
	for i, role := range n.Roles {
		if _, err := people.ParseRole(string(role)); err != nil {
			return fault.At(fmt.Sprintf("roles.%d", i), "%v", err)
		}
		if role.Staff() == (n.Party != "") {
			return fault.At("roles", "role %s and party %q do not go together", role, n.Party)
		}
	}
	return nil
}

// needed is the fault of an empty field.
func needed(path string) error {
	return fault.New(fault.Invalid, "fault.needed").WithPath(path).WithDetail("%s is empty", path)
}

// Account reads an account.
func (w *Window) Account(ctx context.Context, id people.PartyID) (people.Account, error) {
	row, err := w.DB.Account(ctx, string(id))
	if err != nil {
		return people.Account{}, err
	}
	return readAccount(row)
}

func readAccount(row store.Account) (people.Account, error) {
	var body accountBody
	if err := json.Unmarshal(row.Body, &body); err != nil {
		return people.Account{}, fmt.Errorf("read account %s: %w", row.ID, err)
	}
	a := people.Account{
		ID: people.PartyID(row.ID), Party: people.PartyID(row.Party), Name: row.Name, Language: row.Language,
		Roles: body.Roles, Disabled: row.Status == accountDisabled, CreatedAt: row.CreatedAt,
	}
	if strings.Contains(row.Login, "@") {
		a.Email = row.Login
	}
	if a.Party == "" {
		a.Party = a.ID
	}
	return a, nil
}

// Speak keeps the language in which an account wants its pages and messages.
func (w *Window) Speak(ctx context.Context, account people.PartyID, language string) error {
	return w.changeAccount(ctx, account, func(row *store.Account, _ time.Time) error {
		row.Language = language
		return nil
	})
}

// Disable lets an administrator end an account's rights, or give them back.
func (w *Window) Disable(ctx context.Context, who people.Who, account people.PartyID, disabled bool) error {
	if !who.Role.Can(people.Administer) || who.Disabled {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	if disabled && account == who.Account {
		return fault.New(fault.Invalid, "fault.post.own").WithDetail("nobody closes the own account")
	}
	kind := "account.enabled"
	if disabled {
		kind = "account.disabled"
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		row, err := tx.Account(ctx, string(account))
		if err != nil {
			return err
		}
		if disabled == (row.Status == accountDisabled) {
			return nil
		}
		if row.Status = accountActive; disabled {
			row.Status = accountDisabled
		}
		if err := tx.ChangeAccount(ctx, &row); err != nil {
			return err
		}
		return record(ctx, tx, who, accountChain(account), kind, struct{}{})
	})
}

// retries is how often a change is begun again when another came between.
const retries = 5

// changeAccount reads the account, changes it and writes it back in one
// transaction, again when another did so at the same time.
func (w *Window) changeAccount(ctx context.Context, account people.PartyID, change func(*store.Account, time.Time) error) (err error) {
	for range retries {
		err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
			row, err := tx.Account(ctx, string(account))
			if err != nil {
				return err
			}
			if err := change(&row, tx.Now()); err != nil {
				return err
			}
			return tx.ChangeAccount(ctx, &row)
		})
		if !fault.Is(err, fault.Conflict) {
			break
		}
	}
	return err
}
