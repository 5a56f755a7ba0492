package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Organisation is an employer or a service agency as its own handlers see it.
type Organisation struct {
	RegistrationState
	NameEN         string
	Representative string
	LicenceExpires *civil.Date
	Version        int64
	Handlers       []Handler
}

// Handler is an account that acts for the organisation.
type Handler struct {
	ID     people.PartyID
	Name   string
	Login  string
	Status string // of the account
}

// orgBody is what the row of an organisation holds beside its columns. A row
// whose body says more keeps it.
type orgBody struct {
	NameEN         string      `json:"name_en,omitempty"`
	Representative string      `json:"representative,omitempty"`
	LicenceExpires *civil.Date `json:"licence_expires,omitempty"`
	WasVerified    bool        `json:"was_verified,omitempty"` // before what is checked now was changed
	HandedIn       *civil.Date `json:"handed_in,omitempty"`    // what is checked now; nil: before this was kept
	Claims         string      `json:"claims,omitempty"`       // the employer that was here before under this code
}

// Organisation reads the organisation that the person handles for.
func (w *Window) Organisation(ctx context.Context, who people.Who) (o Organisation, err error) {
	row, err := w.ownOrganisation(ctx, who)
	if err != nil {
		return o, err
	}
	o, err = w.organisation(ctx, row)
	o.Claims = "" // the window alone knows
	return o, err
}

// Registration reads an organisation for who checks its registration.
func (w *Window) Registration(ctx context.Context, who people.Who, party people.PartyID) (o Organisation, err error) {
	if err := mayVerify(who); err != nil {
		return o, err
	}
	row, err := w.DB.Party(ctx, string(party))
	if err != nil {
		return o, err
	}
	if !registers(who, row) {
		return o, fault.New(fault.NotFound, "fault.not-found")
	}
	return w.organisation(ctx, row)
}

func (w *Window) organisation(ctx context.Context, row store.Party) (o Organisation, err error) {
	if o.RegistrationState, err = w.registrationState(ctx, &w.DB.Reader, row); err != nil {
		return o, err
	}
	var body orgBody
	if err := json.Unmarshal(row.Body, &body); err != nil {
		return o, fmt.Errorf("read party %s: %w", row.ID, err)
	}
	o.NameEN, o.Representative, o.LicenceExpires, o.Version = body.NameEN, body.Representative, body.LicenceExpires, row.Version
	accounts, err := accountsOf(ctx, &w.DB.Reader, people.PartyID(row.ID))
	if err != nil {
		return o, err
	}
	for _, a := range accounts {
		o.Handlers = append(o.Handlers, Handler{people.PartyID(a.ID), a.Name, a.Login, a.Status})
	}
	return o, nil
}

// ownOrganisation is the row of the person's organisation.
func (w *Window) ownOrganisation(ctx context.Context, who people.Who) (store.Party, error) {
	if who.Disabled || who.Party == "" || who.Role != people.EmployerHR && who.Role != people.Agency {
		return store.Party{}, fault.New(fault.Forbidden, "fault.people.role")
	}
	return w.DB.Party(ctx, string(who.Party))
}

// OrganisationChange is what an organisation says of itself anew.
type OrganisationChange struct {
	Name, NameEN, Representative string
	Place                        people.PlaceCode
	LicenceExpires               *civil.Date // nil: without end, or not stated
	Seen                         int64       // version of the organisation that the person saw
}

// ChangeOrganisation keeps what the organisation says of itself. Where the legal
// name, the place or the representative changes, or the registration was sent
// back, it is checked anew.
func (w *Window) ChangeOrganisation(ctx context.Context, who people.Who, c OrganisationChange) error {
	row, err := w.ownOrganisation(ctx, who)
	if err != nil {
		return err
	}
	c.Name, c.NameEN, c.Representative = strings.TrimSpace(c.Name), strings.TrimSpace(c.NameEN), strings.TrimSpace(c.Representative)
	if c.Name == "" {
		return needed("name")
	}
	if _, err := w.Law().calendar(c.Place); fault.Is(err, fault.Invalid) {
		return fault.New(fault.Invalid, "fault.needed").WithPath("place").WithCause(err)
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		if row, err = tx.Party(ctx, row.ID); err != nil {
			return err
		}
		var body map[string]json.RawMessage
		var before orgBody
		if err := json.Unmarshal(row.Body, &body); err != nil {
			return fmt.Errorf("read party %s: %w", row.ID, err)
		}
		if err := json.Unmarshal(row.Body, &before); err != nil {
			return fmt.Errorf("read party %s: %w", row.ID, err)
		}
		again := row.Name != c.Name || row.Place != string(c.Place) || before.Representative != c.Representative || row.Status == string(people.Rejected)
		was := row.Status == string(people.Verified) || row.Status == string(people.Unverified) && before.WasVerified
		handed := civil.DateOf(row.ChangedAt) // kept before its day was
		if before.HandedIn != nil {
			handed = *before.HandedIn
		}
		if again {
			handed = civil.DateOf(tx.Now())
		}
		row.Name, row.Place, row.Version = c.Name, string(c.Place), c.Seen
		if again {
			row.Status = string(people.Unverified)
		}
		for key, value := range map[string]any{
			"name": c.Name, "name_en": c.NameEN, "representative": c.Representative, "place": c.Place,
			"licence_expires": c.LicenceExpires, "verification": row.Status, "was_verified": was, "handed_in": handed,
		} {
			if body[key], err = json.Marshal(value); err != nil {
				return err
			}
		}
		if row.Body, err = json.Marshal(body); err != nil {
			return err
		}
		if err := tx.ChangeParty(ctx, &row); err != nil {
			return err
		}
		c.Seen = 0
		return record(ctx, tx, who, partyChain(who.Party), "party.changed", c)
	})
}

// InviteHandler adds an account that acts for the person's organisation. The code
// is for printing; where the login is an e-mail address it is sent too.
func (w *Window) InviteHandler(ctx context.Context, who people.Who, n Newcomer) (code string, err error) {
	row, err := w.ownOrganisation(ctx, who)
	if err != nil {
		return "", err
	}
	n.ID, n.Party, n.Roles, n.Office, n.Places = "", people.PartyID(row.ID), []people.Role{who.Role}, "", nil
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		a, err := addAccount(ctx, tx, who, n)
		if err != nil {
			return err
		}
		code, err = w.invite(ctx, tx, a.ID)
		return err
	})
	return code, err
}

// CloseHandler ends the rights of another handler of the organisation.
func (w *Window) CloseHandler(ctx context.Context, who people.Who, account people.PartyID) error {
	row, err := w.ownOrganisation(ctx, who)
	if err != nil {
		return err
	}
	if account == who.Account {
		return fault.New(fault.Invalid, "fault.post.own")
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		a, err := tx.Account(ctx, string(account))
		if err != nil {
			return err
		}
		if a.Party != row.ID {
			return fault.New(fault.NotFound, "fault.not-found")
		}
		if a.Status == accountDisabled {
			return nil
		}
		a.Status = accountDisabled
		if err := tx.ChangeAccount(ctx, &a); err != nil {
			return err
		}
		return record(ctx, tx, who, accountChain(account), "account.disabled", struct{}{})
	})
}

// employer is what the employer says of itself on its page: the end of its
// licence, which no permit goes beyond. It answers before an earlier case does.
func (k *knowing) employer(ctx context.Context) error {
	if k.c.Employer == "" {
		return nil
	}
	row, err := k.Party(ctx, string(k.c.Employer))
	if err != nil {
		return err
	}
	var body orgBody
	if err := json.Unmarshal(row.Body, &body); err != nil {
		return fmt.Errorf("read party %s: %w", row.ID, err)
	}
	if body.LicenceExpires == nil {
		return nil
	}
	return k.add("employer.licence_expires", *body.LicenceExpires, casefile.FromRegister, "", false)
}
