package office

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
	"yichuang/supervision"
)

// Finding is an integrity entry to be made: about one party in one capacity,
// found in a case or, without one, named by its credit code.
type Finding struct {
	Supervising
	Case     casefile.CaseNumber
	Code     string // unified social credit code, where there is no case
	Of       supervision.SubjectKind
	Cause    supervision.Cause
	Reason   string
	Evidence []string
	Clause   string
	Until    civil.Date
}

// RecordFinding makes the entry in the party's integrity file and tells the party.
func (w *Window) RecordFinding(ctx context.Context, in Finding) (supervision.EntryID, error) {
	if in.Who.Disabled || !in.Who.Role.Can(people.Sanction) {
		return "", fault.New(fault.Forbidden, "fault.people.role")
	}
	in.Asked = strings.Join([]string{string(in.Case), in.Code, string(in.Of), string(in.Cause), in.Reason}, "\n")
	id, err := w.supervise(ctx, in.Supervising, func(o *oversight) (string, error) {
		e := supervision.Entry{
			ID: supervision.EntryID(store.NewID()), Of: in.Of, Cause: in.Cause, Reason: in.Reason, Evidence: in.Evidence,
			Clause: in.Clause, Case: string(in.Case), Until: in.Until,
		}
		if err := o.subject(ctx, in, &e); err != nil {
			return "", err
		}
		e, err := supervision.Record(o.by, e)
		if err != nil {
			return "", err
		}
		return string(e.ID), o.addEntry(ctx, e)
	})
	return supervision.EntryID(id), err
}

// subject fills in whom the entry is about and where it is made.
func (o *oversight) subject(ctx context.Context, in Finding, e *supervision.Entry) error {
	if _, ok := o.law.Engine.Policies.Clause(in.Clause, o.by.On()); !ok {
		return fault.New(fault.Invalid, "fault.integrity.reason").WithPath("clause")
	}
	if in.Case == "" {
		return o.byCode(ctx, in, e)
	}
	c, err := o.tx.CaseFile(ctx, in.Case)
	if err == nil && !in.Who.Scope(o.by.At).Holds(c.Subject("")) {
		err = fault.New(fault.NotFound, "fault.case.not-found")
	}
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Invalid, "fault.case.not-found").WithPath("case").WithCause(err)
	}
	if err != nil {
		return err
	}
	e.Place = string(c.Place)
	e.Party = map[supervision.SubjectKind]people.PartyID{
		supervision.OfEmployer: c.Employer, supervision.OfAgency: c.Agent, supervision.OfForeigner: c.Foreigner,
	}[in.Of]
	if e.Party == "" {
		return fault.New(fault.Invalid, "fault.integrity.no-party").WithPath("of")
	}
	return nil
}

// byCode finds an employer or agency by its code. The entry is made where the
// party sits, or at the officer's first place if that lies elsewhere.
func (o *oversight) byCode(ctx context.Context, in Finding, e *supervision.Entry) error {
	party, err := o.tx.PartyByCode(ctx, strings.ToUpper(strings.TrimSpace(in.Code)))
	if in.Code == "" || fault.Is(err, fault.NotFound) || err == nil && party.Kind != string(in.Of) {
		return fault.New(fault.Invalid, "fault.integrity.no-party").WithPath("code")
	}
	if err != nil {
		return err
	}
	e.Party, e.Place = people.PartyID(party.ID), party.Place
	if watches(in.Who, people.PlaceCode(party.Place)) != nil && len(in.Who.Places) > 0 {
		e.Place = string(in.Who.Places[0])
	}
	return nil
}

func (o *oversight) addEntry(ctx context.Context, e supervision.Entry) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	row := store.IntegrityEntry{
		ID: string(e.ID), Party: string(e.Party), CaseID: e.Case, Kind: string(e.Cause), Status: "active", Side: string(e.Of),
		Place: e.Place, Until: e.Until, Body: body,
	}
	if err := o.tx.AddIntegrityEntry(ctx, &row); err != nil {
		return err
	}
	if err := o.record(ctx, "integrity", row.ID, "recorded", e); err != nil {
		return err
	}
	return o.tell(ctx, e.Party, "integrity-entry", row.ID, "/integrity/"+row.ID, "until", e.Until)
}

// changeEntry reads an entry that the person may see, changes it, and keeps it
// with its record. What rests on an entry that no longer counts falls with it.
func (w *Window) changeEntry(ctx context.Context, in Supervising, id, what string, change func(*oversight, supervision.Entry) (supervision.Entry, error)) error {
	in.Asked = id + "\n" + what + "\n" + in.Asked
	_, err := w.supervise(ctx, in, func(o *oversight) (string, error) {
		row, e, err := o.entry(ctx, id)
		if err != nil {
			return "", err
		}
		if e, err = change(o, e); err != nil {
			return "", err
		}
		switch {
		case e.Struck != nil:
			row.Status = "struck"
		case e.Repaired != nil:
			row.Status = "repaired"
		}
		if row.Body, err = json.Marshal(e); err != nil {
			return "", err
		}
		if err := o.tx.ChangeIntegrityEntry(ctx, &row); err != nil {
			return "", err
		}
		if err := o.record(ctx, "integrity", id, what, e); err != nil {
			return "", err
		}
		return id, o.fall(ctx, e)
	})
	return err
}

// entry reads an entry that the actor may see; any other is not found.
func (o *oversight) entry(ctx context.Context, id string) (store.IntegrityEntry, supervision.Entry, error) {
	return readEntry(ctx, &o.tx.Reader, o.by.Who, id)
}

func readEntry(ctx context.Context, r *store.Reader, who people.Who, id string) (store.IntegrityEntry, supervision.Entry, error) {
	row, err := r.IntegrityEntry(ctx, id)
	e, err := seenBy[supervision.Entry](who, row.Body, err, "integrity entry", id, people.PartyID(row.Party), people.PlaceCode(row.Place))
	return row, e, err
}

// seenBy opens the body of a row of supervision for somebody who may see it: its
// party, and who watches a place of it. For everybody else it is not there.
func seenBy[T any](who people.Who, body json.RawMessage, err error, what, id string, party people.PartyID, places ...people.PlaceCode) (x T, _ error) {
	if fault.Is(err, fault.NotFound) {
		return x, errNoEntry
	}
	if err != nil {
		return x, err
	}
	seen := func(place people.PlaceCode) bool { return supervision.Visible(who, party, place) }
	if x, err = unpack[T](body, what, id); err == nil && !slices.ContainsFunc(places, seen) {
		err = errNoEntry
	}
	return x, err
}

var errNoEntry = fault.New(fault.NotFound, "fault.integrity.not-found")

// fall lifts what rested on an entry that no longer counts, and lets cases go on.
func (o *oversight) fall(ctx context.Context, rest supervision.Entry) error {
	rows, err := o.tx.Sanctions(ctx, store.SanctionFilter{Finding: string(rest.ID)})
	if err != nil {
		return err
	}
	for _, row := range rows {
		s, err := unpack[supervision.Sanction](row.Body, "sanction", row.ID)
		if err != nil {
			return err
		}
		s, fell := s.Fall(rest, o.by)
		if !fell {
			continue
		}
		if err := o.keepSanction(ctx, row, s, "lifted"); err != nil {
			return err
		}
	}
	return nil
}

// ContestEntry is the party's objection to an entry in its own file, with what it
// says as evidence and the papers it hands in.
func (w *Window) ContestEntry(ctx context.Context, in Supervising, id, reason string, evidence []string, uploads ...Upload) error {
	in.Asked += reason
	papers, err := w.received(ctx, in.Who, "integrity", id, uploads)
	if err != nil {
		return err
	}
	return w.changeEntry(ctx, in, id, "contested", func(o *oversight, e supervision.Entry) (supervision.Entry, error) {
		ids, err := o.handIn(ctx, "integrity/"+id, papers)
		if err != nil {
			return e, err
		}
		e, err = e.Contest(o.by, reason, evidence, ids...)
		if err != nil {
			return e, err
		}
		return e, o.tellInspectors(ctx, people.PlaceCode(e.Place), "integrity-contest", id+"/"+strconv.Itoa(len(e.Contests)), "/integrity/"+id)
	})
}

// RuleEntry answers the open contest of an entry: upheld, or struck.
func (w *Window) RuleEntry(ctx context.Context, in Supervising, id string, upheld bool, reason string) error {
	in.Asked += reason
	return w.changeEntry(ctx, in, id, "ruled", func(o *oversight, e supervision.Entry) (supervision.Entry, error) {
		e, err := e.Rule(o.by, upheld, reason)
		if err != nil {
			return e, err
		}
		return e, o.tell(ctx, e.Party, "integrity-ruling", id+"/"+strconv.Itoa(len(e.Contests)), "/integrity/"+id)
	})
}

// RepairEntry accepts what the party did to make good.
func (w *Window) RepairEntry(ctx context.Context, in Supervising, id, reason string, evidence []string, uploads ...Upload) error {
	in.Asked += reason
	papers, err := w.received(ctx, in.Who, "integrity", id, uploads)
	if err != nil {
		return err
	}
	return w.changeEntry(ctx, in, id, "repaired", func(o *oversight, e supervision.Entry) (supervision.Entry, error) {
		ids, err := o.handIn(ctx, "integrity/"+id, papers)
		if err != nil {
			return e, err
		}
		e, err = e.Repair(o.by, reason, evidence, ids...)
		if err != nil {
			return e, err
		}
		return e, o.tell(ctx, e.Party, "integrity-repaired", id, "/integrity/"+id)
	})
}

// tellInspectors puts a message to the integrity officers of the place into the outbox.
func (o *oversight) tellInspectors(ctx context.Context, place people.PlaceCode, kind, about, path string, args ...any) error {
	on := o.by.On()
	rows, err := o.tx.Officers(ctx, store.OfficerFilter{Role: string(people.IntegrityOfficer), On: &on})
	if err != nil {
		return err
	}
	var accounts []store.Account
	for _, row := range rows {
		office, err := readOffice(ctx, &o.tx.Reader, people.OfficeID(row.Office))
		if err != nil {
			return err
		}
		if !office.Serves(place) {
			continue
		}
		account, err := o.tx.Account(ctx, row.Account)
		if err != nil {
			return err
		}
		accounts = append(accounts, account)
	}
	return o.tellAccounts(ctx, accounts, kind, about, path, args...)
}
