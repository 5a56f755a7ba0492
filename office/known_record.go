package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// talent is what the register says of the person whom a domestic worker serves:
// nothing of it is typed.
func (k *knowing) talent(ctx context.Context) error {
	if k.c.Serves == "" {
		return nil
	}
	held, err := k.Filings(ctx, store.FilingFilter{Kind: recordDomestic, Party: string(k.c.Serves), Status: recordActive})
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(held, func(f store.Filing) bool { return f.CaseID == string(k.c.Number) })
	if err := k.add("talent.domestic_workers", len(others), casefile.FromRecord, "", true); err != nil {
		return err
	}
	if k.c.Basis == "" {
		return k.add("talent.permanent_residence", true, casefile.FromRegister, "", false)
	}
	p, found, err := k.held(ctx, k.c.Serves, permit.Work)
	if err != nil || !found {
		return err
	}
	values := map[string]any{"talent.class": p.Class, "talent.permit_until": p.Term.Until}
	if err := k.addAll(values, casefile.FromPermit, string(p.Number), true); err != nil {
		return err
	}
	residence, found, err := k.held(ctx, k.c.Serves, permit.WorkResidence)
	if err != nil || !found || !residence.InForce(k.on) {
		return err
	}
	return k.addAll(map[string]any{"talent.residence_permit": "work", "talent.permanent_residence": false}, casefile.FromPermit, string(residence.Number), true)
}

// prefiling says whether the employer's data are filed in advance, wherever that
// can be done.
func (k *knowing) prefiling(ctx context.Context) error {
	kept := slices.ContainsFunc(k.window.Matters, func(m casefile.Matter) bool {
		return m.Filing != nil && m.Filing.Records == casefile.Prefiling && m.OfferedAt(k.c.Place)
	})
	if !kept || k.c.Employer == "" {
		return nil
	}
	held, err := k.Filings(ctx, store.FilingFilter{Kind: casefile.Prefiling, Party: string(k.c.Employer), Status: recordActive, On: &k.on})
	if err != nil {
		return err
	}
	if len(held) == 0 {
		return k.add("employer.prefiled", false, casefile.FromRecord, "", true)
	}
	return k.add("employer.prefiled", true, casefile.FromFiling, held[len(held)-1].CaseID, true)
}

// platform says whether a platform that applies in its own name is approved.
func (k *knowing) platform(ctx context.Context) error {
	if k.c.Employer == "" {
		return nil
	}
	row, err := k.Party(ctx, string(k.c.Employer))
	if err != nil || row.Kind != kindPlatform {
		return err
	}
	p, err := readPlatform(row)
	if err != nil {
		return err
	}
	if err := k.add("employer.incubator_approved", p.ApprovedOn(k.on), casefile.FromPlatform, p.Decision, true); err != nil {
		return err
	}
	return k.add("zone", []string{p.Zone}, casefile.FromPlatform, p.Decision, true)
}

// stay is the stay of a talent-visa holder, as it was told or extended.
func (k *knowing) stay(ctx context.Context) error {
	stay, _, found, err := stayOf(ctx, k.Reader, k.c.Foreigner)
	if err != nil || !found {
		return err
	}
	return k.addAll(map[string]any{"applicant.visa": "R", "applicant.stay_until": stay.Until, "applicant.in_china": true}, casefile.FromRegister, "", false)
}

// The filings table keeps what is on record beside permits. Its kinds are those
// of casefile.Recordings and these.
const (
	recordDomestic = "domestic"         // party: the person served; permit: what it rests on
	recordStay     = store.FilingOfStay // party: the holder of a talent visa

	recordActive = "active"
	recordEnded  = "ended"
)

// Stay is the stay of a talent-visa holder. All extensions together never exceed
// the stay first given. Days are included.
type Stay struct {
	Visa     string         `json:"visa"`
	From     civil.Date     `json:"from"`
	Until    civil.Date     `json:"until"`
	First    civil.Date     `json:"first"` // last day of the stay first given
	Employer people.PartyID `json:"employer,omitempty"`
}

// Longest is the last day that extensions can reach.
func (s Stay) Longest() civil.Date { return s.First.AddDays(civil.Days(s.First-s.From) + 1) }

// stayOf reads a person's stay that is on record.
func stayOf(ctx context.Context, r *store.Reader, person people.PartyID) (stay Stay, row store.Filing, found bool, err error) {
	if person == "" {
		return stay, row, false, nil
	}
	rows, err := r.Filings(ctx, store.FilingFilter{Kind: recordStay, Party: string(person), Status: recordActive})
	if err != nil || len(rows) == 0 {
		return stay, row, false, err
	}
	row = rows[len(rows)-1]
	if err := json.Unmarshal(row.Body, &stay); err != nil {
		return stay, row, false, fmt.Errorf("read stay %s: %w", row.ID, err)
	}
	return stay, row, true, nil
}

// Platform is an approved park, incubator or maker space that applies for
// founders in its own name. It lies in one zone. Days are included.
type Platform struct {
	ID            people.PartyID   `json:"-" yaml:"-"`
	Name          string           `json:"-" yaml:"-"`
	Code          string           `json:"-" yaml:"-"`
	Place         people.PlaceCode `json:"-" yaml:"-"`
	NameEN        string           `json:"name_en,omitempty" yaml:"name_en"`
	Zone          string           `json:"zone" yaml:"zone"`
	ApprovedFrom  civil.Date       `json:"approved_from" yaml:"approved_from"`
	ApprovedUntil *civil.Date      `json:"approved_until,omitempty" yaml:"approved_until"` // nil: without end
	Decision      string           `json:"decision" yaml:"decision"`                       // number of the approval
}

// ApprovedOn reports whether the approval holds on the day.
func (p Platform) ApprovedOn(on civil.Date) bool {
	return p.ApprovedFrom <= on && (p.ApprovedUntil == nil || on <= *p.ApprovedUntil)
}

// PartyPlace is the place of the employer, agency or platform that the person
// handles for.
func (w *Window) PartyPlace(ctx context.Context, who people.Who) (people.PlaceCode, error) {
	row, err := w.DB.Party(ctx, string(who.Party))
	return people.PlaceCode(row.Place), err
}

const kindPlatform = "platform"

func readPlatform(row store.Party) (p Platform, err error) {
	if err := json.Unmarshal(row.Body, &p); err != nil {
		return p, fmt.Errorf("read platform %s: %w", row.ID, err)
	}
	p.ID, p.Name, p.Code, p.Place = people.PartyID(row.ID), row.Name, row.Code, people.PlaceCode(row.Place)
	return p, nil
}
