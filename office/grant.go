package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/letter"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
	"yichuang/supervision"
)

// complete fills in of a grant what the officer does not choose: the ground that
// the determination found, the conditions that it carries, and the last day that
// the register allows.
func (s *step) complete(ctx context.Context, d *casefile.Decision) error {
	if d.Outcome != casefile.Granted {
		return nil
	}
	if found := s.file.Determination; found != nil {
		if d.Ground == "" {
			d.Ground = found.Ground
		}
		d.Conditions = found.Conditions
	}
	cap, capped, err := s.registerCap(ctx)
	if err != nil || !capped || d.Term == nil {
		return err
	}
	caps := slices.Clone(d.Term.Caps)
	if !slices.Contains(caps, cap) {
		caps = append(caps, cap)
	}
	term, err := permit.NewTerm(d.Term.From, d.Term.Until, caps)
	d.Term = &term
	return err
}

// ownTerm is the longest term of a grant on which the determination says nothing:
// capped by the facts that the matter names and by what is on record. nil: not
// known yet, or over before it begins.
func (s *step) ownTerm(ctx context.Context, matter casefile.Matter) (*permit.Term, error) {
	plan := matter.Permit
	if plan == nil || len(plan.Caps) == 0 {
		return nil, nil
	}
	var caps []permit.Cap
	for _, k := range plan.Caps {
		if until, err := civil.ParseDate(s.answer(k.Fact)); err == nil {
			caps = append(caps, permit.Cap{Binding: k.Binding, Until: until, Clause: plan.Clause})
		}
	}
	cap, capped, err := s.registerCap(ctx)
	if err != nil {
		return nil, err
	}
	if capped {
		caps = append(caps, cap)
	}
	from := civil.DateOf(s.tx.Now())
	if first, err := civil.ParseDate(s.answer(plan.From)); err == nil {
		from = max(from, first)
	}
	if last, err := civil.ParseDate(s.answer(plan.After)); err == nil {
		from = last.AddDays(1)
	}
	var days int
	if json.Unmarshal(s.file.Answers[plan.Days], &days) == nil && days > 0 {
		caps = append(caps, permit.Cap{Binding: permit.PolicyCap, Until: from.AddDays(civil.Days(days - 1)), Clause: plan.Clause})
	}
	if len(caps) == 0 || permit.Earliest(caps).Until < from {
		return nil, nil
	}
	term, err := permit.NewTerm(from, permit.Earliest(caps).Until, caps)
	return &term, err
}

// needsStay refuses an extension of a stay that the window does not know: without
// its first day nobody can say how long extensions may be.
func (s *step) needsStay(ctx context.Context, matter casefile.Matter) error {
	if matter.Permit == nil || matter.Permit.After == "" {
		return nil
	}
	_, _, found, err := stayOf(ctx, &s.tx.Reader, s.file.Foreigner)
	if err == nil && !found {
		err = fault.New(fault.Conflict, "fault.stay.unknown").WithPath("person").WithDetail("no stay of %s is on record", s.file.Foreigner)
	}
	return err
}

// registerCap is the last day that something on record allows: the permit of the
// person served, or the stay first given.
func (s *step) registerCap(ctx context.Context) (permit.Cap, bool, error) {
	matter, err := s.matter(s.file.Matter)
	if err != nil || matter.Permit == nil || matter.Permit.Clause == "" {
		return permit.Cap{}, false, err
	}
	if s.file.Basis != "" {
		_, p, err := s.basis(ctx)
		return permit.CapByTalent(p, matter.Permit.Clause), err == nil, err
	}
	if s.file.Serves != "" {
		return permit.Cap{}, false, nil // a permanent resident: the contract and the policy cap it
	}
	stay, _, found, err := stayOf(ctx, &s.tx.Reader, s.file.Foreigner)
	return permit.Cap{Binding: permit.StayGiven, Until: stay.Longest(), Clause: matter.Permit.Clause}, found, err
}

// basis is the permit of the person served.
func (s *step) basis(ctx context.Context) (store.PermitRow, permit.Permit, error) {
	rows, err := s.tx.Permits(ctx, store.PermitFilter{Scope: systemScope, Number: string(s.file.Basis), Kinds: []string{string(permit.Work)}})
	if err != nil {
		return store.PermitRow{}, permit.Permit{}, err
	}
	if len(rows) == 0 {
		return store.PermitRow{}, permit.Permit{}, errNoPermit
	}
	return readPermit(ctx, &s.tx.Reader, rows[len(rows)-1].ID)
}

// mayServe refuses a second domestic worker for one person, and one for a person
// whose permit is not in force. It is asked when the case is opened, and again
// when a permit is granted: two drafts may be under way.
func (s *step) mayServe(ctx context.Context) error {
	on := civil.DateOf(s.tx.Now())
	var basis *permit.Permit
	if s.file.Basis != "" {
		_, p, err := s.basis(ctx)
		if err != nil {
			return err
		}
		basis = &p
	}
	held, err := s.tx.Filings(ctx, store.FilingFilter{Kind: recordDomestic, Party: string(s.file.Serves), Status: recordActive})
	if err != nil {
		return err
	}
	var permits []permit.Permit
	for _, f := range held {
		if f.CaseID == string(s.file.Number) {
			continue
		}
		body, err := servingOf(f)
		if err != nil {
			return err
		}
		if s.file.Alters && body.Worker == s.file.Foreigner {
			continue // the one whose permit is extended
		}
		for _, id := range body.Permits {
			_, p, err := readPermit(ctx, &s.tx.Reader, id)
			if err != nil {
				return err
			}
			permits = append(permits, p)
		}
	}
	return permit.CheckDomestic(s.file.Serves, basis, permits, on)
}

// serving is the body of a domestic worker's filing: the rows of the permits.
type serving struct {
	Worker  people.PartyID `json:"worker"`
	Permits []string       `json:"permits"`
}

func servingOf(f store.Filing) (body serving, err error) {
	if err := json.Unmarshal(f.Body, &body); err != nil {
		return body, fmt.Errorf("read filing %s: %w", f.ID, err)
	}
	return body, nil
}

// recordServing keeps that a permit of this case serves a person, so that it is
// counted, and ends with that person's own permit.
func (s *step) recordServing(ctx context.Context, row store.PermitRow) error {
	rows, err := s.tx.Filings(ctx, store.FilingFilter{Kind: recordDomestic, Party: string(s.file.Serves), Status: recordActive})
	if err != nil {
		return err
	}
	for _, f := range rows {
		body, err := servingOf(f)
		if err != nil {
			return err
		}
		if body.Worker != s.file.Foreigner {
			continue
		}
		body.Permits = append(body.Permits, row.ID)
		if f.Body, err = json.Marshal(body); err != nil {
			return err
		}
		return s.tx.ChangeFiling(ctx, &f)
	}
	f := &store.Filing{
		ID: store.NewID(), Kind: recordDomestic, CaseID: string(s.file.Number), Party: string(s.file.Serves), Place: string(s.file.Place),
		Status: recordActive, ValidFrom: row.ValidFrom, ValidUntil: &row.ValidUntil,
	}
	if s.file.Basis != "" {
		basis, _, err := s.basis(ctx)
		if err != nil {
			return err
		}
		f.Permit = basis.ID
	}
	if f.Body, err = json.Marshal(serving{Worker: s.file.Foreigner, Permits: []string{row.ID}}); err != nil {
		return err
	}
	return s.tx.AddFiling(ctx, f)
}

// recordStay moves the end of a stay on record to the extension that was granted.
func (s *step) recordStay(ctx context.Context, p permit.Permit) error {
	stay, row, found, err := stayOf(ctx, &s.tx.Reader, s.file.Foreigner)
	if err != nil || !found {
		return err
	}
	stay.Until = p.Term.Until
	if row.Body, err = json.Marshal(stay); err != nil {
		return err
	}
	row.CaseID = string(s.file.Number)
	return s.tx.ChangeFiling(ctx, &row)
}

// secondServes refuses a case for a second domestic worker while one is under way.
func (s *step) secondServes(ctx context.Context) error {
	if s.file.Serves == "" {
		return nil
	}
	rows, err := s.tx.Cases(ctx, store.CaseFilter{Scope: systemScope, Matters: []string{string(s.file.Matter)}, Principal: string(s.file.Employer), OpenOnly: true, Limit: 500})
	if err != nil {
		return err
	}
	for _, row := range rows {
		c, err := row.Folded()
		if err != nil {
			return err
		}
		if c.Number != s.file.Number && c.Serves == s.file.Serves && c.Status != casefile.StatusDecided {
			return fault.New(fault.Conflict, "fault.permit.second-domestic-case", "case", string(c.Number)).
				WithDetail("case %s asks for a domestic worker for %s already", c.Number, c.Serves)
		}
	}
	return s.mayServe(ctx)
}

// cancelled does what the law ties to a refusal: the authority cancels the permit
// that was to be extended, writes the letter, and puts it on the employer's
// integrity record, all by the one signature.
func (s *step) cancelled(ctx context.Context, events []casefile.Event) ([]casefile.Event, error) {
	all := events
	after, err := s.file.After(events)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		taken, ok := e.Body.(casefile.DecisionTaken)
		if !ok {
			continue
		}
		more := after.CancelPermit(s.by, taken.Decision)
		if len(more) == 0 {
			continue
		}
		row, p, err := s.altered(ctx)
		if err != nil {
			return nil, err
		}
		if p, err = p.Release(string(s.file.Number)).Cancel(permit.By{Case: string(s.file.Number), Who: e.Actor, At: e.At, Reason: taken.Decision.Reason}); err != nil {
			return nil, err
		}
		if err := s.changePermit(ctx, row, p); err != nil {
			return nil, err
		}
		if all, err = s.letter(ctx, append(all, more...), func(c casefile.Case) (notice, error) { return s.cancellation(ctx, c, taken.Decision) }); err != nil {
			return nil, err
		}
		if err := s.enter(ctx, taken.Decision); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// cancellation is the letter that tells of a permit cancelled by the authority.
func (s *step) cancellation(ctx context.Context, c casefile.Case, d casefile.Decision) (notice, error) {
	matter, err := s.matter(c.Matter)
	if err != nil {
		return notice{}, err
	}
	n := notice{kind: casefile.CancellationLetter, track: d.Track, remedy: d.Remedy, fields: letter.Fields{"reason": letter.Text(d.Reason)}, lists: map[string][]letter.Fields{}}
	n.lists["clauses"] = letter.Citations([]casefile.Citation{{Clause: c.Determination.Cancels}}, s.names(matter))
	if err := s.parties(ctx, c, d, n.fields); err != nil {
		return notice{}, err
	}
	return n, s.standing(ctx, c, d, &n)
}

// enter makes the integrity entry that the clause ties to the cancellation: of the
// employer, who said what the pay is. Its integrity officers hear of it.
func (s *step) enter(ctx context.Context, refused casefile.Decision) error {
	o := &oversight{Window: s.Window, tx: s.tx, law: s.law, by: supervision.By{Who: s.by.Who, At: s.by.At}}
	rules, _, err := rulesOf(ctx, &s.tx.Reader, s.file.Place, o.by.On())
	if err != nil {
		return err
	}
	e, err := supervision.RecordDecided(o.by, supervision.Entry{
		ID: supervision.EntryID(store.NewID()), Of: supervision.OfEmployer, Party: s.file.Employer, Cause: supervision.TaxProofMissing,
		Reason: refused.Reason, Evidence: []string{string(s.file.Number)}, Clause: s.file.Determination.Cancels, Case: string(s.file.Number),
		Place: string(s.file.Place), Until: o.by.On().AddMonths(civil.Months(rules.Months)),
	})
	if err != nil {
		return err
	}
	if err := o.addEntry(ctx, e); err != nil {
		return err
	}
	return o.tellInspectors(ctx, s.file.Place, "integrity-made", string(e.ID), "/integrity/"+string(e.ID), "number", string(s.file.Number))
}
