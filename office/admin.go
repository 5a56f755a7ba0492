package office

import (
	"bytes"
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

// OfficeSeen is an office as an administrator saw it, for changing it.
type OfficeSeen struct {
	people.Office
	Version int64
}

// Office reads an office for an administrator.
func (w *Window) Office(ctx context.Context, who people.Who, id people.OfficeID) (o OfficeSeen, err error) {
	if err := mayAdminister(who); err != nil {
		return o, err
	}
	row, err := w.DB.Office(ctx, string(id))
	if err != nil {
		return o, err
	}
	o.Version = row.Version
	if err := json.Unmarshal(row.Body, &o.Office); err != nil {
		return o, fmt.Errorf("read office %s: %w", id, err)
	}
	return o, nil
}

// AnyVersion replaces an office whatever it is now.
const AnyVersion = -1

// KeepOffice is SaveOffice for data that replace whatever there is.
func (w *Window) KeepOffice(ctx context.Context, who people.Who, o people.Office) error {
	return w.SaveOffice(ctx, who, o, AnyVersion)
}

// SaveOffice adds an office (seen 0), or replaces the one seen at a version; one
// that was changed since is a conflict. Cases under way see the change with their
// next act; letters that went out keep their text. Saving what stands there
// changes nothing.
func (w *Window) SaveOffice(ctx context.Context, who people.Who, o people.Office, seen int64) error {
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
		if fault.Is(err, fault.NotFound) && seen <= 0 {
			if err := tx.AddOffice(ctx, &store.Office{ID: string(o.ID), Kind: string(o.Kind), Body: body}); err != nil {
				return err
			}
			return record(ctx, tx, who, "office/"+string(o.ID), "office.added", o)
		}
		if err != nil {
			return err
		}
		if bytes.Equal(row.Body, body) {
			return nil
		}
		if seen == 0 {
			return fault.New(fault.Conflict, "fault.office.taken").WithPath("id")
		}
		if seen != AnyVersion {
			row.Version = seen
		}
		row.Kind, row.Body = string(o.Kind), body
		if err := tx.ChangeOffice(ctx, &row); err != nil {
			return err
		}
		return record(ctx, tx, who, "office/"+string(o.ID), "office.changed", o)
	})
}

// AdoptOffices adds the offices that a city's data brings along and that are not
// there yet; from then on they are an administrator's to change.
func (w *Window) AdoptOffices(ctx context.Context, offices []people.Office) error {
	for _, o := range offices {
		if err := w.checkOffice(o); err != nil {
			return fmt.Errorf("office %s: %w", o.ID, err)
		}
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		for _, o := range offices {
			if _, err := tx.Office(ctx, string(o.ID)); !fault.Is(err, fault.NotFound) {
				if err != nil {
					return err
				}
				continue
			}
			body, err := json.Marshal(o)
			if err != nil {
				return err
			}
			if err := tx.AddOffice(ctx, &store.Office{ID: string(o.ID), Kind: string(o.Kind), Body: body}); err != nil {
				return err
			}
			if err := record(ctx, tx, people.Who{Account: people.System}, "office/"+string(o.ID), "office.added", o); err != nil {
				return err
			}
		}
		return nil
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
	case o.Name.ZH == "":
		return officeFault("name").WithPath("name_zh")
	case o.Name.EN == "":
		return officeFault("name").WithPath("name_en")
	case !letters:
		return officeFault("letters")
	case len(o.Places) == 0:
		return officeFault("places")
	case o.SlotLength < 0 || o.SlotLength > 480:
		return officeFault("slot_minutes")
	case o.Numbering != "" && (!strings.Contains(o.Numbering, "{year}") || !strings.Contains(o.Numbering, "{number}")):
		return officeFault("numbering")
	}
	for _, opening := range o.Opening {
		if err := opening.Validate(); err != nil {
			return err
		}
	}
	if _, ok := w.Law().Calendars.Calendar(civil.CalendarID(o.Calendar)); o.Calendar != "" && !ok {
		return officeFault("calendar")
	}
	for _, place := range o.Places {
		if _, err := w.Law().calendar(place); fault.Is(err, fault.Invalid) {
			return officeFault("places").WithCause(err)
		}
	}
	return nil
}

func officeFault(field string) *fault.Error {
	return fault.New(fault.Invalid, "fault.office."+field).WithPath(field).WithDetail("office: %s is missing or wrong", field)
}

// Listed is an account as the administrator's list shows it.
type Listed struct {
	people.Account
	Login  string
	Status string
}

func listed(rows []store.Account) ([]Listed, error) {
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
