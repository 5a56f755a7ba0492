package office

import (
	"context"
	"encoding/json"
	"fmt"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/policy"
	"yichuang/store"
)

// filed puts on record what a filing is for, once every track is complete. One
// that is returned on any track leaves nothing.
func (s *step) filed(ctx context.Context, events []casefile.Event) error {
	matter, err := s.matter(s.file.Matter)
	if err != nil || matter.Filing == nil {
		return err
	}
	after, err := s.file.After(events)
	if err != nil {
		return err
	}
	if after.Status != casefile.StatusDecided {
		return nil
	}
	for _, t := range after.Tracks {
		if t.Decision == nil || t.Decision.Outcome != casefile.Complete {
			return nil
		}
	}
	if matter.Filing.Records == casefile.Prefiling {
		return s.prefile(ctx, *matter.Filing)
	}
	return s.engage(ctx)
}

// prefile records that the employer's data are filed in advance, for the months
// that the operator set, or without end. A newer filing takes the older's place.
func (s *step) prefile(ctx context.Context, plan casefile.FilingPlan) error {
	on := civil.DateOf(s.tx.Now())
	row := &store.Filing{
		ID: store.NewID(), Kind: plan.Records, CaseID: string(s.file.Number), Party: string(s.file.Employer), Place: string(s.file.Place),
		Status: recordActive, ValidFrom: on, Body: json.RawMessage("{}"),
	}
	if months, set := s.parameter(plan.Lasts, on); set {
		until := on.AddMonths(civil.Months(months)).AddDays(-1)
		row.ValidUntil = &until
	}
	former, err := s.tx.Filings(ctx, store.FilingFilter{Kind: plan.Records, Party: row.Party, Status: recordActive})
	if err != nil {
		return err
	}
	for _, old := range former {
		old.Status = recordEnded
		if err := s.tx.ChangeFiling(ctx, &old); err != nil {
			return err
		}
	}
	return s.tx.AddFiling(ctx, row)
}

// parameter is the operator's number for the place on the day.
func (w *Window) parameterAt(law Law, id string, place people.PlaceCode, on civil.Date) (policy.ParameterValue, bool) {
	at, ok := law.Places.Lookup(facts.PlaceCode(place))
	if !ok || id == "" {
		return policy.ParameterValue{}, false
	}
	return law.Engine.Parameters.Lookup(id, at, on)
}

func (s *step) parameter(id string, on civil.Date) (float64, bool) {
	v, set := s.parameterAt(s.law, id, s.file.Place, on)
	return v.Value, set
}

// engage records part-time work or an own business beside the person's permit.
// Where the permit is another city's the record stands alone; where it is ours
// it must be in force, and the engagement ends with it.
func (s *step) engage(ctx context.Context) error {
	on := civil.DateOf(s.tx.Now())
	e := permit.Engagement{Case: string(s.file.Number), Kind: s.answer("part_time.kind"), Place: s.file.Place, From: on}
	if at := s.answer("part_time.place"); at != "" {
		e.Place = people.PlaceCode(at)
	}
	for _, k := range s.file.Consents {
		if k.Of == "second-employer" {
			e.With = k.Party
		}
	}
	row := &store.Filing{
		ID: store.NewID(), Kind: casefile.Engagement, CaseID: string(s.file.Number), Party: string(s.file.Foreigner), Place: string(e.Place),
		Status: recordActive, ValidFrom: on,
	}
	held, p, found, err := s.besides(ctx)
	if err != nil {
		return err
	}
	if found {
		if p, err = p.Engage(e); err != nil {
			return err
		}
		if err := fill(&held, p); err != nil {
			return err
		}
		if err := s.tx.ChangePermit(ctx, &held); err != nil {
			return err
		}
		if err := s.recordPermit(ctx, held, p, "changed"); err != nil {
			return err
		}
		row.Permit, row.ValidUntil = held.ID, &p.Term.Until
	} else if until, err := civil.ParseDate(s.answer("previous_permit.valid_until")); err == nil {
		row.ValidUntil = &until
	}
	if row.Body, err = json.Marshal(e); err != nil {
		return err
	}
	return s.tx.AddFiling(ctx, row)
}

// besides is the work permit that a filing stands beside: the one it names, or
// the person's own in force here.
func (s *step) besides(ctx context.Context) (row store.PermitRow, p permit.Permit, found bool, err error) {
	rows, err := s.tx.Permits(ctx, store.PermitFilter{
		Scope: systemScope, Holder: string(s.file.Foreigner), Number: string(s.file.Permit), Kinds: []string{string(permit.Work)},
	})
	if err != nil || len(rows) == 0 {
		return row, p, false, err
	}
	row, p, err = readPermit(ctx, &s.tx.Reader, rows[len(rows)-1].ID)
	if err != nil || s.file.Permit == "" && !p.InForce(civil.DateOf(s.tx.Now())) {
		return row, p, false, err
	}
	return row, p, true, nil
}

// OnRecord is a filing as people read it.
type OnRecord struct {
	ID     string
	Kind   string
	Case   casefile.CaseNumber
	Party  people.PartyID
	Name   string // of the party
	Place  people.PlaceCode
	Active bool
	From   civil.Date
	Until  *civil.Date
	Work   permit.Engagement // of an engagement
	With   string            // name of the second employer
}

// Records lists what is on record of a kind about a party, newest first, to the
// party's own side and to authorities whose places hold it.
func (w *Window) Records(ctx context.Context, who people.Who, kind string, party people.PartyID) ([]OnRecord, error) {
	rows, err := w.DB.Filings(ctx, store.FilingFilter{Kind: kind, Party: string(party)})
	if err != nil {
		return nil, err
	}
	var out []OnRecord
	for i := len(rows) - 1; i >= 0; i-- {
		if !w.mayReadRecord(ctx, who, rows[i]) {
			continue
		}
		r, err := w.onRecord(ctx, rows[i])
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// mayReadRecord: the party itself, whoever reads the case, and authorities of
// the place.
func (w *Window) mayReadRecord(ctx context.Context, who people.Who, row store.Filing) bool {
	if who.Disabled {
		return false
	}
	if who.Party != "" && string(who.Party) == row.Party || who.Role.Staff() && serves(who, people.PlaceCode(row.Place)) {
		return true
	}
	_, err := w.Case(ctx, who, casefile.CaseNumber(row.CaseID))
	return err == nil
}

func (w *Window) onRecord(ctx context.Context, row store.Filing) (OnRecord, error) {
	today := civil.DateOf(w.Clock())
	r := OnRecord{
		ID: row.ID, Kind: row.Kind, Case: casefile.CaseNumber(row.CaseID), Party: people.PartyID(row.Party), Place: people.PlaceCode(row.Place),
		Active: row.Status == recordActive && (row.ValidUntil == nil || today <= *row.ValidUntil), From: row.ValidFrom, Until: row.ValidUntil,
	}
	var err error
	if r.Name, err = w.PartyName(ctx, r.Party); err != nil {
		return r, err
	}
	if row.Kind == casefile.Engagement {
		if err := json.Unmarshal(row.Body, &r.Work); err != nil {
			return r, fmt.Errorf("read filing %s: %w", row.ID, err)
		}
		if r.Work.With != "" {
			r.With, err = w.PartyName(ctx, r.Work.With)
		}
	}
	return r, err
}
