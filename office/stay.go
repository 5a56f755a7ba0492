package office

import (
	"context"
	"encoding/json"
	"fmt"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// The stay of a talent-visa holder is told to the window, because nobody applies
// for anything while it runs: the window then says until when an extension can be
// asked for, and reminds of it.
const (
	talentVisa    = "R"
	stayExtension = "r-visa-extension" // the service of the contract
	longestNotice = 90                 // days before the end of a stay at which the last filing day is looked for
)

// stayReminders are how many days before the last filing day holder and employer
// are told.
var stayReminders = []civil.Days{30, 14, 3}

// Staying is a stay as its people read it.
type Staying struct {
	Stay
	ID     string
	Person people.PartyID
	Name   string
	Place  people.PlaceCode
	Last   *civil.Date // last day on which an extension can be asked for; nil: no rule in force says
	Late   bool        // that day has passed
	Over   bool        // the stay itself has ended
	Most   civil.Date  // last day that extensions can reach
	Case   casefile.CaseNumber
}

// NewStay is what an employer, an agency or the holder tells.
type NewStay struct {
	Person      people.PartyID
	New         *NewForeigner // the person, where not known yet
	Employer    people.PartyID
	Place       people.PlaceCode
	From, Until civil.Date
}

// TellStay keeps the stay; a later one of the same person takes its place.
func (w *Window) TellStay(ctx context.Context, who people.Who, n NewStay) error {
	switch {
	case who.Disabled:
		return fault.New(fault.Forbidden, "fault.people.role")
	case who.Role == people.Applicant && who.Party == n.Person:
	case who.Role == people.EmployerHR || who.Role == people.Agency:
		if !handles(who, n.Employer, w) {
			return fault.New(fault.NotFound, "fault.not-found")
		}
	default:
		return fault.New(fault.Forbidden, "fault.people.role").WithDetail("role %s tells no stay of %s", who.Role, n.Person)
	}
	if n.Until < n.From {
		return fault.New(fault.Invalid, "fault.stay.dates").WithPath("until")
	}
	if n.Person == "" && n.New == nil {
		return needed("person")
	}
	if _, err := w.Law().calendar(n.Place); err != nil {
		return fault.New(fault.Invalid, "fault.needed").WithPath("place").WithCause(err)
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		n := n
		if n.Person == "" {
			id, err := n.New.register(ctx, tx, who)
			if err != nil {
				return err
			}
			n.Person = id
		}
		before, old, found, err := stayOf(ctx, &tx.Reader, n.Person)
		if err != nil || found && before.From == n.From && before.Until == n.Until && before.Employer == n.Employer {
			return err // told already
		}
		if found && before.Employer != n.Employer && n.Until <= before.Until {
			return fault.New(fault.Conflict, "fault.stay.told").WithPath("until").WithDetail("a stay until %s is on record already", before.Until)
		}
		if found {
			old.Status = recordEnded
			if err := tx.ChangeFiling(ctx, &old); err != nil {
				return err
			}
		}
		stay := Stay{Visa: talentVisa, From: n.From, Until: n.Until, First: n.Until, Employer: n.Employer}
		body, err := json.Marshal(stay)
		if err != nil {
			return err
		}
		row := &store.Filing{
			ID: store.NewID(), Kind: recordStay, Party: string(n.Person), Place: string(n.Place), Status: recordActive, ValidFrom: n.From, Body: body,
		}
		if err := tx.AddFiling(ctx, row); err != nil {
			return err
		}
		return record(ctx, tx, who, "stay/"+row.ID, "stay.told", stay)
	})
}

// handles reports whether the person may act for the employer.
func handles(who people.Who, employer people.PartyID, w *Window) bool {
	return who.Scope(w.Clock()).Holds(people.Subject{Principal: employer})
}

// Stays lists the stays in the person's reach: the own one, those of the
// employers handled for, those of an authority's places.
func (w *Window) Stays(ctx context.Context, who people.Who) ([]Staying, error) {
	f := store.FilingFilter{Kind: recordStay, Status: recordActive}
	switch {
	case who.Disabled:
		return nil, nil
	case who.Role == people.Applicant:
		f.Party = string(who.Party)
	case who.Role.Staff():
		if f.Places = who.Places; len(f.Places) == 0 {
			return nil, nil
		}
	}
	rows, err := w.DB.Filings(ctx, f)
	if err != nil {
		return nil, err
	}
	var out []Staying
	for _, row := range rows {
		s, err := w.staying(ctx, row)
		if err != nil {
			return nil, err
		}
		if who.Role.Staff() || who.Role == people.Applicant || handles(who, s.Employer, w) {
			out = append(out, s)
		}
	}
	return out, nil
}

func (w *Window) staying(ctx context.Context, row store.Filing) (s Staying, err error) {
	if err := json.Unmarshal(row.Body, &s.Stay); err != nil {
		return s, fmt.Errorf("read stay %s: %w", row.ID, err)
	}
	today := civil.DateOf(w.Clock())
	s.ID, s.Person, s.Place, s.Case, s.Most = row.ID, people.PartyID(row.Party), people.PlaceCode(row.Place), casefile.CaseNumber(row.CaseID), s.Longest()
	s.Over = today > s.Until
	if s.Name, err = w.PartyName(ctx, s.Person); err != nil {
		return s, err
	}
	last, found, err := w.lastFilingDay(s.Place, s.Until)
	if err != nil {
		return s, err
	}
	if found {
		s.Last, s.Late = &last, today > last
	}
	return s, nil
}

// lastFilingDay asks the policies for the last day on which an extension of a
// stay that ends on until can be asked for.
func (w *Window) lastFilingDay(place people.PlaceCode, until civil.Date) (last civil.Date, found bool, err error) {
	v := w.Law().Engine.Policies.Vocabulary()
	for day := until; day > until.AddDays(-longestNotice); day = day.AddDays(-1) {
		f := v.New()
		for path, text := range map[string]string{
			"on": day.String(), "place": string(place), "service": stayExtension, "applicant.visa": talentVisa, "applicant.stay_until": until.String(),
		} {
			field, ok := v.Lookup(path)
			if !ok {
				return 0, false, fmt.Errorf("the vocabulary has no %s", path)
			}
			value, err := v.ParseValue(field, text)
			if err != nil {
				return 0, false, err
			}
			f.Set(field.Slot, value)
		}
		d, err := w.Law().Engine.Determine(f)
		if err != nil {
			return 0, false, err
		}
		if d.Eligible != nil && *d.Eligible {
			return day, true, nil
		}
	}
	return 0, false, nil
}

// remindStays tells holders and employers of the last day on which an extension
// can be asked for, once for each reminder.
func (w *Window) remindStays(ctx context.Context) error {
	today := civil.DateOf(w.Clock())
	rows, err := w.DB.Filings(ctx, store.FilingFilter{Kind: recordStay, Status: recordActive})
	if err != nil {
		return err
	}
	for _, row := range rows {
		s, err := w.staying(ctx, row)
		if err != nil {
			return err
		}
		for _, before := range stayReminders {
			if s.Last == nil || s.Over || today < s.Last.AddDays(-before) || s.Late || today > s.Last.AddDays(-before+caughtUp) {
				continue
			}
			if err := w.tellStayEnds(ctx, row, s, before); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *Window) tellStayEnds(ctx context.Context, row store.Filing, s Staying, before civil.Days) error {
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		accounts, err := accountsOf(ctx, &tx.Reader, s.Person, s.Employer)
		if err != nil {
			return err
		}
		return w.inform(ctx, tx, accounts, news{
			About: fmt.Sprintf("stay/%s/%s/%d", row.ID, s.Until, before), Kind: "expiry", Key: "stay-ends", Args: []any{"last", *s.Last, "until", s.Until},
		})
	})
}
