package office

import (
	"encoding/json"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// engaged is a domestic worker's case of the firm's for Anna, granted on both tracks.
func (w *world) engaged(permitRow string) casefile.Case {
	w.t.Helper()
	ctx := w.t.Context()
	c, err := w.Open(ctx, Opening{Who: hr, Key: "helper", Matter: "domestic-worker", Place: "370200", Employer: "firm", Foreigner: "maria", PermitRow: permitRow})
	must(w.t, err)
	c, err = w.Save(ctx, w.write(hr, c), map[string]json.RawMessage{
		"applicant.birth_date": []byte(`"1988-03-15"`), "applicant.nationality": []byte(`"PHL"`), "applicant.in_china": []byte("false"),
		"applicant.passport_expires": []byte(`"2033-01-01"`), "job.contract_from": []byte(`"2026-05-01"`), "job.contract_until": []byte(`"2032-12-31"`),
	})
	must(w.t, err)
	c, err = w.Refresh(ctx, w.write(hr, c))
	must(w.t, err)
	c = w.papers(c)
	c = w.acceptedBy(c, hr, qdOfficer)
	for _, part := range []struct {
		track           casefile.TrackID
		drafter, signer people.Who
	}{{"permit", qdOfficer, qdApprover}, {"residence", qdCop, qdCop2}} {
		d := casefile.Decision{Track: part.track, Outcome: casefile.Granted, Class: "C", Term: c.Determination.Term}
		c, err = w.Draft(ctx, w.write(part.drafter, c), d)
		must(w.t, err)
		c, err = w.Approve(ctx, w.write(part.signer, c), part.track)
		must(w.t, err)
	}
	return c
}

// TestDomestic_followsTheTalent is S1.5: class and term come from the talent's
// permit, a second worker is refused, and both permits end with the talent's.
func TestDomestic_followsTheTalent(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		w.Say = speaks(t)
		row := w.qingdao("2029-12-31")
		c := w.engaged(row)
		if c.Determination.Verdict != "met" || c.Determination.Term.Until.String() != "2029-12-31" {
			t.Fatalf("got %s until %s, want met with the talent's term", c.Determination.Verdict, c.Determination.Term.Until)
		}
		again := Opening{Who: hr, Key: "second", Matter: "domestic-worker", Place: "370200", Employer: "firm", Foreigner: "rosa", PermitRow: row}
		if _, err := w.Open(t.Context(), again); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second domestic worker: %v, want a conflict", err)
		}
		unknown := again
		unknown.Key, unknown.Foreigner, unknown.New = "third", "", &NewForeigner{Name: "EXAMPLE Third", Passport: "DEMO0009", BirthDate: "1990-01-01"}
		if _, err := w.Open(t.Context(), unknown); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second domestic worker who is new: %v, want a conflict", err)
		}
		if known := must2(w.DB.PartiesByPassport(t.Context(), "DEMO0009"))(t); len(known) > 0 {
			t.Error("the refused worker stays registered")
		}
		foreign := again
		foreign.Who, foreign.Employer, foreign.Key = otherHR, "other-firm", "foreign"
		if _, err := w.Open(t.Context(), foreign); !fault.Is(err, fault.NotFound) {
			t.Errorf("on another employer's permit: %v, want not found", err)
		}
		served := func() string { return must2(w.Serving(t.Context(), hr, "A"))(t)[0].Worker }
		if served() != "EXAMPLE Maria" {
			t.Errorf("the talent is served by %q", served())
		}
		w.now = at("2026-06-01")
		w.cancel(row)
		rows, err := w.DB.Permits(t.Context(), store.PermitFilter{Scope: systemScope, Holder: "maria"})
		must(t, err)
		if len(rows) != 2 {
			t.Fatalf("the worker has %d permits, want two", len(rows))
		}
		for _, r := range rows {
			if p := w.held(r.ID); p.Status != permit.Cancelled || p.Versions[len(p.Versions)-1].Reason != "work-1" {
				t.Errorf("%s is %s, want cancelled because of the talent's", p.Number, p.Status)
			}
		}
		if c = w.reread(c); c.Ended == nil || c.Ended.Cause != endedCancelled {
			t.Errorf("the case says %+v, want the end of its permits", c.Ended)
		}
		if wrong, err := w.DB.VerifyFolds(t.Context()); err != nil || len(wrong) > 0 {
			t.Errorf("cases %v do not fold to their rows, %v", wrong, err)
		}
	})
}

// TestDomestic_workerLeaves: the worker's own permit is cancelled; another may come.
func TestDomestic_workerLeaves(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		row := w.qingdao("2029-12-31")
		c := w.engaged(row)
		rows, err := w.DB.Permits(ctx, store.PermitFilter{Scope: systemScope, Holder: "maria", Kinds: []string{string(permit.DomesticWork)}})
		must(t, err)
		w.cancelOf("maria", rows[0].ID)
		if c = w.reread(c); c.Ended == nil || w.held(row).Status != permit.Active {
			t.Errorf("the worker's case says %+v, the talent's permit is %s", c.Ended, w.held(row).Status)
		}
		another := Opening{Who: hr, Key: "another", Matter: "domestic-worker", Place: "370200", Employer: "firm", Foreigner: "rosa", PermitRow: row}
		if _, err := w.Open(ctx, another); err != nil {
			t.Errorf("after the first one left: %v", err)
		}
	})
}

// TestDomestic_permanentResident: a talent without a work permit is named; one
// worker is allowed all the same, and the contract sets the term.
func TestDomestic_permanentResident(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.qingdao("2029-12-31")
		o := Opening{Who: hr, Key: "resident", Matter: "domestic-worker", Place: "370200", Employer: "firm", Foreigner: "maria", Serves: "rosa"}
		c, err := w.Open(ctx, o)
		must(t, err)
		if k, _ := c.KnownAs("talent.permanent_residence"); string(k.Value) != "true" || c.Serves != "rosa" || c.Basis != "" {
			t.Errorf("got %+v, serves %s on %q", k, c.Serves, c.Basis)
		}
		c, err = w.Save(ctx, w.write(hr, c), map[string]json.RawMessage{"talent.class": []byte(`"A"`), "applicant.birth_date": []byte(`"1988-03-15"`),
			"job.contract_from": []byte(`"2026-05-01"`), "job.contract_until": []byte(`"2028-04-30"`), "applicant.passport_expires": []byte(`"2033-01-01"`)})
		must(t, err)
		c, err = w.Refresh(ctx, w.write(hr, c))
		must(t, err)
		if c.Determination.Verdict != "met" || c.Determination.Term.Until.String() != "2028-04-30" {
			t.Errorf("got %s, %v; want met until the end of the contract", c.Determination.Verdict, c.Determination.Term)
		}
		o.Key, o.Serves = "nobody", ""
		if _, err := w.Open(ctx, o); !fault.Is(err, fault.Invalid) {
			t.Errorf("serving nobody: %v", err)
		}
		o.Key, o.Serves = "self", "maria"
		if _, err := w.Open(ctx, o); !fault.Is(err, fault.Invalid) {
			t.Errorf("serving oneself: %v", err)
		}
	})
}

// talentRuns extends the talent's permit, as an extension of it would.
func (w *world) talentRuns(row, until string) {
	w.t.Helper()
	ctx := w.t.Context()
	must(w.t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
		held, p, err := readPermit(ctx, &tx.Reader, row)
		if err != nil {
			return err
		}
		last := civil.MustParseDate(until)
		term := permit.Term{From: p.Term.From, Until: last, Caps: []permit.Cap{{Binding: permit.PolicyCap, Until: last}}}
		if p, err = p.Extend(term, false, permit.By{Who: "qd-officer", At: w.now}); err != nil {
			return err
		}
		s := &step{Window: w.Window, tx: tx, law: w.Law(), by: casefile.By{Who: qdOfficer, At: w.now}}
		return s.changePermit(ctx, held, p)
	}))
}

// TestDomestic_extension is S1.5 later on: the worker's own permits are extended to
// the new last day of the talent's and not past it, by a case that only a domestic
// worker's permit begins; the filing runs on with them, a second worker is still
// refused, and what was extended ends with the talent's permit.
func TestDomestic_extension(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.Say = speaks(t)
		row := w.qingdao("2029-12-31")
		w.engaged(row)
		rows, err := w.DB.Permits(ctx, store.PermitFilter{Scope: systemScope, Holder: "maria", Kinds: []string{string(permit.DomesticWork)}})
		must(t, err)
		own := rows[0]
		w.now = at("2026-06-01") // both permits have begun

		o := Opening{Who: hr, Key: "wrong", Matter: "work-permit-extension", Place: "370200", Employer: "firm", Foreigner: "maria", PermitRow: own.ID}
		if _, err := w.Open(ctx, o); !fault.Is(err, fault.Conflict) {
			t.Errorf("a domestic worker's permit in another matter: %v, want a conflict", err)
		}
		w.talentRuns(row, "2031-04-30")
		c, err := w.BeginOn(ctx, hr, "longer", own.Number, "domestic-worker-extension")
		must(t, err)
		if c.Serves != "anna" || c.Basis != "work-1" || !c.Alters {
			t.Fatalf("the case serves %q on %q, alters: %v", c.Serves, c.Basis, c.Alters)
		}
		if _, err := w.BeginOn(ctx, hr, "twice", own.Number, "domestic-worker-extension"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second extension: %v, want a conflict", err)
		}
		c, err = w.Save(ctx, w.write(hr, c), map[string]json.RawMessage{
			"applicant.birth_date": []byte(`"1988-03-15"`), "applicant.nationality": []byte(`"PHL"`), "applicant.in_china": []byte("true"),
			"applicant.residence_permit": []byte(`"work"`), "applicant.visa": []byte(`"none"`), "applicant.passport_expires": []byte(`"2039-01-01"`),
			"job.contract_from": []byte(`"2030-01-01"`), "job.contract_until": []byte(`"2034-12-31"`),
		})
		must(t, err)
		c, err = w.Refresh(ctx, w.write(hr, c))
		must(t, err)
		d := c.Determination
		if d.Verdict != "met" || d.Term == nil || d.Term.Until.String() != "2031-04-30" || d.Term.Binding != permit.TalentPermit {
			t.Fatalf("got %s, %+v; want met, bound by the talent's permit", d.Verdict, d.Term)
		}
		c = w.papers(c)
		c = w.acceptedBy(c, hr, qdOfficer)
		past := *d.Term
		past.Until, past.Caps = past.Until.AddDays(1), nil
		if _, err := w.Draft(ctx, w.write(qdOfficer, c), casefile.Decision{Track: "permit", Outcome: casefile.Granted, Class: "C", Term: &past}); err == nil {
			t.Error("a grant past the talent's permit was drafted")
		}
		c, err = w.Draft(ctx, w.write(qdOfficer, c), casefile.Decision{Track: "permit", Outcome: casefile.Granted, Class: "C", Term: d.Term})
		must(t, err)
		c, err = w.Approve(ctx, w.write(qdApprover, c), "permit")
		must(t, err)
		c, err = w.Draft(ctx, w.write(qdCop, c), casefile.Decision{Track: "residence", Outcome: casefile.Granted, Class: "C", Term: d.Term})
		must(t, err)
		_, err = w.Approve(ctx, w.write(qdCop2, c), "residence")
		must(t, err)

		rows, err = w.DB.Permits(ctx, store.PermitFilter{Scope: systemScope, Holder: "maria"})
		must(t, err)
		for _, r := range rows {
			if len(rows) != 2 || r.ValidUntil.String() != "2031-04-30" {
				t.Errorf("%d permits, %s runs until %s", len(rows), r.Number, r.ValidUntil)
			}
		}
		served := must2(w.Serving(ctx, hr, "A"))(t)[0]
		if served.Until == nil || served.Until.String() != "2031-04-30" {
			t.Errorf("the filing runs until %v", served.Until)
		}
		another := Opening{Who: hr, Key: "second", Matter: "domestic-worker", Place: "370200", Employer: "firm", Foreigner: "rosa", PermitRow: row}
		if _, err := w.Open(ctx, another); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second worker beside the extended one: %v, want a conflict", err)
		}
		w.cancel(row)
		for _, r := range rows {
			if p := w.held(r.ID); p.Status != permit.Cancelled {
				t.Errorf("%s is %s after the talent's permit was cancelled", p.Number, p.Status)
			}
		}
	})
}
