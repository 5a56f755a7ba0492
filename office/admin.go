package office

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// mayAdminister refuses everybody but administrators.
func mayAdminister(who people.Who) error {
	if who.Disabled || !who.Role.Can(people.Administer) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	return nil
}

// Offices lists every office for an administrator.
func (w *Window) Offices(ctx context.Context, who people.Who) ([]people.Office, error) {
	if err := mayAdminister(who); err != nil {
		return nil, err
	}
	return officesOf(ctx, &w.DB.Reader)
}

// KeepOffice adds an office, or replaces the one with its id. Cases under way
// see the change with their next act; letters that went out keep their text.
func (w *Window) KeepOffice(ctx context.Context, who people.Who, o people.Office) error {
	if err := mayAdminister(who); err != nil {
		return err
	}
	if err := w.checkOffice(o); err != nil {
		return err
	}
	body, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		row, err := tx.Office(ctx, string(o.ID))
		if fault.Is(err, fault.NotFound) {
			if err := tx.AddOffice(ctx, &store.Office{ID: string(o.ID), Kind: string(o.Kind), Body: body}); err != nil {
				return err
			}
			return record(ctx, tx, who, "office/"+string(o.ID), "office.added", o)
		}
		if err != nil {
			return err
		}
		row.Kind, row.Body = string(o.Kind), body
		if err := tx.ChangeOffice(ctx, &row); err != nil {
			return err
		}
		return record(ctx, tx, who, "office/"+string(o.ID), "office.changed", o)
	})
}

// checkOffice refuses an office that cases could not be opened at.
func (w *Window) checkOffice(o people.Office) error {
	letters := len(o.Letters) == 2 && strings.Trim(o.Letters, "ABCDEFGHJKLMNPQRSTUVWXYZ") == ""
	switch {
	case o.ID == "" || strings.Trim(string(o.ID), "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return officeFault("id")
	case !slices.Contains(people.OfficeKinds, o.Kind):
		return officeFault("kind")
	case o.Name.ZH == "" || o.Name.EN == "":
		return officeFault("name")
	case !letters:
		return officeFault("letters")
	case len(o.Places) == 0:
		return officeFault("places")
	}
	for _, place := range o.Places {
		if _, err := w.Law().calendar(place); fault.Is(err, fault.Invalid) {
			return officeFault("places").WithCause(err)
		}
	}
	return nil
}

func officeFault(field string) *fault.Error {
	return fault.New(fault.Invalid, "fault.office", "field", field).WithPath("office").WithDetail("office: %s is missing or wrong", field)
}

// Listed is an account as the administrator's list shows it.
type Listed struct {
	people.Account
	Login  string
	Status string
}

// Accounts lists every account for an administrator.
func (w *Window) Accounts(ctx context.Context, who people.Who) ([]Listed, error) {
	if err := mayAdminister(who); err != nil {
		return nil, err
	}
	rows, err := w.DB.Accounts(ctx, "")
	if err != nil {
		return nil, err
	}
	out := make([]Listed, len(rows))
	for i, row := range rows {
		a, err := readAccount(row)
		if err != nil {
			return nil, err
		}
		out[i] = Listed{Account: a, Login: row.Login, Status: row.Status}
	}
	return out, nil
}

// Outgoing is a message of the outbox as the administrator's page shows it; the text is for
// the person it goes to and stays unread.
type Outgoing struct {
	ID, Subject, Recipient string
	State                  string // "sent", "waiting", "given-up", or "page" where there is no address
	Error                  string
}

// outboxPage is how many messages the outbox page shows, newest first.
const outboxPage = 100

// Outgoing lists the newest messages for an administrator.
func (w *Window) Outgoing(ctx context.Context, who people.Who) ([]Outgoing, error) {
	if err := mayAdminister(who); err != nil {
		return nil, err
	}
	rows, err := w.DB.Messages(ctx, store.MessageFilter{Limit: outboxPage})
	if err != nil {
		return nil, err
	}
	out := make([]Outgoing, len(rows))
	for i, m := range rows {
		out[i] = Outgoing{ID: m.ID, Subject: m.Subject, Recipient: m.Recipient, State: "waiting", Error: m.LastError}
		switch {
		case !m.DoneAt.IsZero():
			out[i].State = "sent"
		case !m.GivenUpAt.IsZero():
			out[i].State = "given-up"
		case m.Recipient == "":
			out[i].State = "page"
		}
	}
	return out, nil
}

// Repeat lets an administrator send a message again at once.
func (w *Window) Repeat(ctx context.Context, who people.Who, message string) error {
	if err := mayAdminister(who); err != nil {
		return err
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		if err := tx.RepeatMessage(ctx, message); err != nil {
			return err
		}
		return record(ctx, tx, who, "outbox", "message.repeated", map[string]string{"message": message})
	})
}
