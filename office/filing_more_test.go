package office

import (
	"encoding/json"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/policy"
	"yichuang/store"
	"yichuang/supervision"
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
	c, err = w.Submit(ctx, w.write(hr, c), "declaration", "")
	must(w.t, err)
	for _, s := range c.Unsettled() {
		c, err = w.Judge(ctx, w.write(qdOfficer, c), casefile.PaperJudged{Slot: s, State: casefile.Seen})
		must(w.t, err)
	}
	c, err = w.Accept(ctx, w.write(qdOfficer, c))
	must(w.t, err)
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

// TestPrefiling_isKnown is U11: before it the papers are asked, after it they are
// exempt by the clause, and nobody can claim it without a filing.
func TestPrefiling_isKnown(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		open := func(key string) casefile.Case {
			c, err := w.Open(ctx, Opening{Who: hr, Key: key, Matter: "work-residence-permit", Place: "650100", Employer: "firm", Foreigner: "anna"})
			must(t, err)
			return c
		}
		c := open("before")
		if s, _ := c.Slot("employer-qualification"); s.Treatment != casefile.Required {
			t.Fatalf("got %+v, want the paper asked", s)
		}
		if _, err := w.Save(ctx, w.write(hr, c), map[string]json.RawMessage{"employer.prefiled": []byte("true")}); !fault.Is(err, fault.Conflict) {
			t.Errorf("claimed without a filing: %v, want a conflict", err)
		}
		f, err := w.Open(ctx, Opening{Who: hr, Key: "file", Matter: "employer-prefiling", Place: "650100", Employer: "firm"})
		must(t, err)
		f = w.papers(f)
		f, err = w.Submit(ctx, w.write(hr, f), "declaration", "")
		must(t, err)
		for _, s := range f.Unsettled() {
			f, err = w.Judge(ctx, w.write(cop, f), casefile.PaperJudged{Slot: s, State: casefile.Seen})
			must(t, err)
		}
		f, err = w.Accept(ctx, w.write(cop, f))
		must(t, err)
		_, err = w.Conclude(ctx, w.write(cop, f), casefile.Decision{Track: "filing", Outcome: casefile.Complete})
		must(t, err)
		for _, c := range []casefile.Case{open("after"), must2(w.Refresh(ctx, w.write(hr, c)))(t)} {
			for _, id := range []casefile.SlotID{"employer-qualification", "legal-person-document"} {
				if s, _ := c.Slot(id); s.Treatment != casefile.Exempt || s.Clause != "cn-650100-2024/U11" {
					t.Errorf("%s: got %s by %s, want exempt by U11", id, s.Treatment, s.Clause)
				}
			}
			if k, _ := c.KnownAs("employer.prefiled"); k.Ref != string(f.Number) || string(k.Value) != "true" {
				t.Errorf("known as %+v, want true from the filing", k)
			}
		}
		records, err := w.Records(ctx, otherHR, casefile.Prefiling, "firm")
		if err != nil || len(records) > 0 {
			t.Errorf("another firm reads %v, %v", records, err)
		}
	})
}

func must2[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T { t.Helper(); must(t, err); return v }
}

// TestStay_lastDay is S1.4: the last day to ask is seven days before the end, that
// day included; it is told ahead, and all extensions together are never longer
// than the stay first given.
func TestStay_lastDay(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.Say = speaks(t)
		w.qingdao("2029-12-31")
		stay := NewStay{Person: "maria", Employer: "firm", Place: "370200", From: civil.MustParseDate("2025-12-08"), Until: civil.MustParseDate("2026-06-05")}
		must(t, w.TellStay(ctx, hr, stay))
		stay.Employer = "firm"
		if err := w.TellStay(ctx, otherHR, stay); !fault.Is(err, fault.NotFound) {
			t.Errorf("told for another employer: %v, want not found", err)
		}
		if err := w.TellStay(ctx, people.Who{Account: "a", Role: people.Applicant, Party: "anna"}, stay); !fault.Is(err, fault.Forbidden) {
			t.Errorf("told of another person: %v, want forbidden", err)
		}
		read := func(who people.Who) []Staying { return must2(w.Stays(ctx, who))(t) }
		got := read(hr)
		if len(got) != 1 || got[0].Last.String() != "2026-05-29" || got[0].Late || got[0].Most.String() != "2026-12-02" {
			t.Fatalf("got %+v, want the last day 2026-05-29 and at most 2026-12-02", got)
		}
		if len(read(otherHR)) != 0 || len(read(people.Who{Account: "m", Role: people.Applicant, Party: "maria"})) != 1 || len(read(cop)) != 0 || len(read(qdCop)) != 1 {
			t.Error("a stay is read by others than its people and its police")
		}
		w.now = at("2026-05-15")
		for range 2 {
			must(t, w.Remind(ctx))
		}
		if n := strings.Count(w.messages("hr-wang"), "29 May 2026"); n != 1 {
			t.Errorf("reminded %d times, want once", n)
		}
		c, err := w.Open(ctx, Opening{Who: hr, Key: "extend", Matter: "r-visa-extension", Place: "370200", Employer: "firm", Foreigner: "maria"})
		must(t, err)
		c, err = w.Save(ctx, w.write(hr, c), map[string]json.RawMessage{"applicant.passport_expires": []byte(`"2030-01-01"`)})
		must(t, err)
		c, err = w.Refresh(ctx, w.write(hr, c))
		must(t, err)
		term := c.Determination.Term
		if c.Determination.Verdict != "met" || term == nil || term.From.String() != "2026-06-06" || term.Until.String() != "2026-12-02" || term.Binding != permit.StayGiven {
			t.Fatalf("got %s, %v; want met, from 2026-06-06 until 2026-12-02 by the stay first given", c.Determination.Verdict, term)
		}
		if _, err := w.Open(ctx, Opening{Who: hr, Key: "unknown", Matter: "r-visa-extension", Place: "370200", Employer: "firm", Foreigner: "rosa"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a stay that nobody told: %v, want a conflict", err)
		}
		w.now = at("2026-05-30")
		if got := read(hr); !got[0].Late {
			t.Errorf("got %+v, want too late on the day after", got[0])
		}
		c, err = w.Refresh(ctx, w.write(hr, c))
		must(t, err)
		if c.Determination.Verdict != "not-met" {
			t.Errorf("got %s on the day after, want not-met", c.Determination.Verdict)
		}
	})
}

// TestPlatform_approval is S5.1: the register opens the application, its zone is
// known, and the end of the approval closes it.
func TestPlatform_approval(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.qingdao("2029-12-31")
		n := NewPlatform{
			Platform: Platform{Name: "Example Park", Code: "91350100M000100Y43", Place: "370200", Zone: "sco-demo", ApprovedFrom: civil.MustParseDate("2026-01-01"), Decision: "No. 3"},
			Handler:  "Gao", Login: "gao@park.example",
		}
		if _, err := w.ApprovePlatform(ctx, officer, n); !fault.Is(err, fault.Forbidden) {
			t.Errorf("approved by another place's officer: %v", err)
		}
		wrong := n
		wrong.Zone = "xj-ftz-urumqi"
		if _, err := w.ApprovePlatform(ctx, qdOfficer, wrong); !fault.Is(err, fault.Invalid) {
			t.Errorf("a zone elsewhere: %v", err)
		}
		code, err := w.ApprovePlatform(ctx, qdOfficer, n)
		must(t, err)
		if code == "" {
			t.Error("the handler got no invitation")
		}
		all, err := w.Platforms(ctx)
		must(t, err)
		gao := people.Who{Account: "gao", Role: people.Incubator, Party: all[0].ID}
		open := Opening{Who: gao, Key: "founder", Matter: "startup-permit", Place: "370200", Employer: all[0].ID, Foreigner: "maria"}
		c, err := w.Open(ctx, open)
		must(t, err)
		if k, _ := c.KnownAs("employer.incubator_approved"); string(k.Value) != "true" || !k.Firm {
			t.Errorf("the approval is known as %+v", k)
		}
		if c.Determination.Verdict != "met" || c.Determination.Term == nil || c.Determination.Term.Until.String() != "2026-10-26" {
			t.Errorf("got %s, %v; want met for six months", c.Determination.Verdict, c.Determination.Term)
		}
		must(t, w.EndApproval(ctx, qdOfficer, all[0].ID, civil.MustParseDate("2026-04-26"), "ended"))
		open.Key = "another"
		if _, err := w.Open(ctx, open); !fault.Is(err, fault.Conflict) {
			t.Errorf("after the end of the approval: %v, want a conflict", err)
		}
		if c, err = w.Refresh(ctx, w.write(gao, c)); err != nil || c.Determination.Verdict != "not-met" {
			t.Errorf("the draft says %s, %v; want not-met", c.Determination.Verdict, err)
		}
	})
}

// TestConsent_byLink: a party without an account answers by the link that is bound
// to it; a wrong code is counted and the fifth kills the link; it can register
// later under the same code and finds its answer.
func TestConsent_byLink(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.Say = speaks(t)
		const code = "91350100M000100Y43"
		c, err := w.Open(ctx, Opening{Who: hr, Key: "u5", Matter: "part-time-urumqi", Place: "650100", Employer: "firm", Foreigner: "anna"})
		must(t, err)
		c, err = w.Save(ctx, w.write(hr, c), map[string]json.RawMessage{"part_time.kind": []byte(`"work"`), "employer.kind": []byte(`["key-university"]`)})
		must(t, err)
		ask := Asking{Of: "main-employer", Name: "Example University", Code: code, Email: "staff@univ.example", Language: "en"}
		c, link, err := w.AskConsent(ctx, w.write(hr, c), ask)
		must(t, err)
		dead := strings.TrimPrefix(link, "/consent/")
		for range mostTries {
			if _, err := w.AnswerByLink(ctx, dead, Answering{Agree: true, Name: "Li", Code: "91350100M000100Y44"}); !fault.Is(err, fault.Invalid) {
				t.Fatalf("a wrong code: %v, want invalid", err)
			}
		}
		if _, err := w.AnswerByLink(ctx, dead, Answering{Agree: true, Name: "Li", Code: code}); !fault.Is(err, fault.NotFound) {
			t.Errorf("after five wrong codes: %v, want not found", err)
		}
		c, link, err = w.AskConsent(ctx, w.write(hr, c), ask)
		must(t, err)
		live := strings.TrimPrefix(link, "/consent/")
		asked, err := w.ConsentByLink(ctx, live)
		must(t, err)
		if asked.PartyName != "Example University" || len(asked.Covers) != 1 {
			t.Errorf("the link shows %+v, want what is agreed to and no more", asked)
		}
		asked, err = w.AnswerByLink(ctx, live, Answering{Agree: false, Reason: "no time", Name: "Li", Code: code})
		must(t, err)
		if asked.State.RefusedAt == nil {
			t.Errorf("got %+v, want the refusal", asked.State)
		}
		if _, err := w.AnswerByLink(ctx, live, Answering{Agree: true, Name: "Li", Code: "91350100m000100y43"}); err != nil {
			t.Errorf("the party thinks again: %v", err)
		}
		c = w.reread(c)
		if c.Consents[0].GivenAt == nil || c.Consents[0].Name != "Li" {
			t.Fatalf("got %+v, want the consent", c.Consents[0])
		}
		if _, err := w.Register(ctx, Registration{Name: "Example University", CreditCode: code, Place: "650100", Handler: "Li", Login: "li@univ.example"}); err != nil {
			t.Fatalf("the named party registers: %v", err)
		}
		rows, err := w.DB.Accounts(ctx, string(c.Consents[0].Party))
		if err != nil || len(rows) != 1 {
			t.Errorf("the registration has %d accounts for the named party, %v; want one", len(rows), err)
		}
		second := people.Who{Account: "li", Role: people.EmployerHR, Party: c.Consents[0].Party}
		if _, err := w.Case(ctx, second, c.Number); !fault.Is(err, fault.NotFound) {
			t.Errorf("who consents reads the case: %v", err)
		}
		if list := must2(w.ConsentsAsked(ctx, second))(t); len(list) != 1 {
			t.Errorf("it sees %d consents, want one", len(list))
		}
	})
}

// TestWageGround_cancelled is S3.2: an extension on the wage ground whose tax proof
// does not verify is refused, and with the second signature the authority cancels
// the permit, tells the parties, and asks for the integrity entry.
func TestWageGround_cancelled(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.Say = speaks(t)
		row := w.qingdao("2026-07-31")
		law := w.Law()
		law.Engine = determination.New(law.Engine.Policies, law.Places, policy.NewParameters([]policy.ParameterValue{
			{ID: "average-wage", Place: "370200", Value: 100000, ValidFrom: civil.MustParseDate("2025-06-01")},
		}))
		w.Window.Law = func() Law { return law }
		must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
			_, err := addAccount(ctx, tx, admin, Newcomer{ID: "integrity", Name: "Wu", Login: "wu@qd.example", Language: "en", Roles: []people.Role{people.IntegrityOfficer}, Office: qdExperts.ID})
			return err
		}))
		w.conditioned(t)
		c, err := w.Open(ctx, Opening{Who: hr, Key: "extend", Matter: "work-permit-extension", Place: "370200", Employer: "firm", Foreigner: "anna", PermitRow: row})
		must(t, err)
		var answers map[string]json.RawMessage
		must(t, json.Unmarshal([]byte(anna), &answers))
		for path := range answers {
			if strings.HasPrefix(path, "previous_permit.") || path == "zone" || path == "applicant.postdoc" {
				delete(answers, path)
			}
		}
		matter, err := w.matter("work-permit-extension")
		must(t, err)
		kept := map[string]json.RawMessage{}
		for _, path := range matter.Fields {
			if v, ok := answers[path]; ok {
				kept[path] = v
			}
		}
		kept["job.annual_salary"], kept["salary_ground.tax_proof"], kept["applicant.postdoc"] = []byte("700000"), []byte("false"), []byte(`"none"`)
		kept["applicant.degree.level"], kept["applicant.residence_permit"] = []byte(`"none"`), []byte(`"work"`)
		c, err = w.Save(ctx, w.write(hr, c), kept)
		must(t, err)
		c, err = w.Refresh(ctx, w.write(hr, c))
		must(t, err)
		if c.Determination.Cancels != "cn-370000-2023/S3.2" {
			t.Fatalf("got %+v, want the clause that cancels", c.Determination)
		}
		c = w.papers(c)
		c, err = w.Submit(ctx, w.write(hr, c), "declaration", "")
		must(t, err)
		for _, s := range c.Unsettled() {
			c, err = w.Judge(ctx, w.write(qdOfficer, c), casefile.PaperJudged{Slot: s, State: casefile.Seen})
			must(t, err)
		}
		c, err = w.Accept(ctx, w.write(qdOfficer, c))
		must(t, err)
		c, err = w.Draft(ctx, w.write(qdOfficer, c), casefile.Decision{
			Track: "permit", Outcome: casefile.Refused, Reason: "The tax record shows half of the pay.", Clauses: []casefile.Citation{{Clause: "cn-370000-2023/S3.2"}},
		})
		must(t, err)
		if p := w.held(row); p.Status != permit.Active {
			t.Fatalf("a draft cancelled the permit: %s", p.Status)
		}
		c, err = w.Approve(ctx, w.write(qdApprover, c), "permit")
		must(t, err)
		if p := w.held(row); p.Status != permit.Cancelled || c.Ended == nil || c.Ended.Cause != "authority" {
			t.Errorf("the permit is %s, the case says %+v; want it cancelled by the authority", p.Status, c.Ended)
		}
		if got := w.messages("hr-wang"); !strings.Contains(got, "the permit is cancelled") {
			t.Errorf("the employer was told\n%s", got)
		}
		if got := w.messages("hr-wang"); !strings.Contains(got, "A new record in your integrity file") {
			t.Errorf("the employer was not told of its record:\n%s", got)
		}
		if got := w.messages("integrity"); !strings.Contains(got, "an integrity entry was made") {
			t.Errorf("the integrity officer was told\n%s", got)
		}
		entries, total, err := w.Entries(ctx, hr, FileFilter{})
		must(t, err)
		if total != 1 || entries[0].Cause != supervision.TaxProofMissing || entries[0].Clause != "cn-370000-2023/S3.2" || entries[0].By != qdApprover.Account ||
			entries[0].Case != string(c.Number) || entries[0].Until != civil.DateOf(w.now).AddMonths(12) {
			t.Errorf("got %d entries, %+v; want one by who signed, with its clause, case and end", total, entries)
		}
		must(t, w.ContestEntry(ctx, w.as(hr), string(entries[0].ID), "the tax record was of another year", []string{"tax record"}))
		inspector := people.Who{Account: "integrity", Role: people.IntegrityOfficer, Office: qdExperts.ID, Places: qdExperts.Places}
		must(t, w.RuleEntry(ctx, w.as(inspector), string(entries[0].ID), false, "it was"))
	})
}

// conditioned grants Maria a first permit on the wage ground without tax proof: it
// runs a year at most and carries the condition, which the letter tells.
func (w *world) conditioned(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	c, err := w.Open(ctx, Opening{Who: hr, Key: "first", Matter: "work-permit-first", Place: "370200", Employer: "firm", Foreigner: "maria"})
	must(t, err)
	var answers map[string]json.RawMessage
	must(t, json.Unmarshal([]byte(anna), &answers))
	delete(answers, "employer.prefiled")
	delete(answers, "applicant.postdoc")
	answers["applicant.postdoc"], answers["applicant.degree.level"], answers["job.annual_salary"] = []byte(`"none"`), []byte(`"none"`), []byte("700000")
	answers["salary_ground.tax_proof"] = []byte("false")
	c, err = w.Save(ctx, w.write(hr, c), answers)
	must(t, err)
	c, err = w.Refresh(ctx, w.write(hr, c))
	must(t, err)
	c = w.papers(c)
	c, err = w.Submit(ctx, w.write(hr, c), "declaration", "")
	must(t, err)
	for _, s := range c.Unsettled() {
		c, err = w.Judge(ctx, w.write(qdOfficer, c), casefile.PaperJudged{Slot: s, State: casefile.Seen})
		must(t, err)
	}
	c, err = w.Accept(ctx, w.write(qdOfficer, c))
	must(t, err)
	if c.Determination.Ground != "wage-6x" || c.Determination.Term == nil || c.Determination.Term.Until.String() > "2027-04-30" {
		t.Fatalf("got %s, %v; want the wage ground for a year", c.Determination.Ground, c.Determination.Term)
	}
	c, err = w.Draft(ctx, w.write(qdOfficer, c), casefile.Decision{Track: "permit", Outcome: casefile.Granted, Reason: "wage", Class: "A", Term: c.Determination.Term})
	must(t, err)
	_, err = w.Approve(ctx, w.write(qdApprover, c), "permit")
	must(t, err)
	rows, err := w.DB.Permits(ctx, store.PermitFilter{Scope: systemScope, Holder: "maria"})
	must(t, err)
	if p := w.held(rows[0].ID); p.Ground != "wage-6x" || len(p.Conditions) != 1 || p.Conditions[0].Clause != "cn-370000-2023/S3.2" {
		t.Errorf("the permit rests on %s under %+v, want the wage ground and the tax proof", p.Ground, p.Conditions)
	}
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

// TestShortPermit_days: a permit of at most 90 days runs as many days as were
// asked for, from the first day of the contract, and is granted.
func TestShortPermit_days(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.qingdao("2029-12-31")
		for matter, last := range map[casefile.MatterID]string{"short-work-permit": "2026-07-30", "confirmation-letter": "2031-01-01"} {
			c, err := w.Open(ctx, Opening{Who: hr, Key: string(matter), Matter: matter, Place: "370200", Employer: "firm", Foreigner: "maria"})
			must(t, err)
			answers := map[string]json.RawMessage{
				"applicant.birth_date": []byte(`"1990-03-15"`), "applicant.nationality": []byte(`"DEU"`), "applicant.postdoc": []byte(`"china"`),
				"job.days": []byte("60"), "job.contract_from": []byte(`"2026-06-01"`), "job.contract_until": []byte(`"2026-08-31"`), "applicant.passport_expires": []byte(`"2031-01-01"`),
			}
			m, err := w.matter(matter)
			must(t, err)
			for path := range answers {
				if !strings.Contains(strings.Join(m.Fields, " ")+" ", path+" ") {
					delete(answers, path)
				}
			}
			c, err = w.Save(ctx, w.write(hr, c), answers)
			must(t, err)
			c, err = w.Refresh(ctx, w.write(hr, c))
			must(t, err)
			c = w.papers(c)
			c, err = w.Submit(ctx, w.write(hr, c), "declaration", "")
			must(t, err)
			for _, s := range c.Unsettled() {
				c, err = w.Judge(ctx, w.write(qdOfficer, c), casefile.PaperJudged{Slot: s, State: casefile.Seen})
				must(t, err)
			}
			c, err = w.Accept(ctx, w.write(qdOfficer, c))
			must(t, err)
			c, err = w.Draft(ctx, w.write(qdOfficer, c), casefile.Decision{Track: "permit", Outcome: casefile.Granted, Reason: "fits", Class: "A", Term: c.Determination.Term})
			must(t, err)
			c, err = w.Approve(ctx, w.write(qdApprover, c), "permit")
			must(t, err)
			if c.Label() != casefile.LabelGranted || c.Determination.Term.Until.String() != last {
				t.Errorf("%s: got %s, %v; want granted until %s", matter, c.Label(), c.Determination.Term, last)
			}
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

// TestCascade_byChange: a revocation ends everything that rests on the permit; a
// change of employer ends the part-time work beside the former employment and
// leaves the person's domestic worker; an extension carries the part-time work on.
func TestCascade_byChange(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		row := w.qingdao("2029-12-31")
		change := func(do func(permit.Permit, permit.By) (permit.Permit, error)) {
			t.Helper()
			must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
				held, p, err := readPermit(ctx, &tx.Reader, row)
				if err != nil {
					return err
				}
				if p, err = do(p, permit.By{Who: "qd-officer", At: w.now}); err != nil {
					return err
				}
				s := &step{Window: w.Window, tx: tx, law: w.Law(), by: casefile.By{Who: qdOfficer, At: w.now}}
				return s.changePermit(ctx, held, p)
			}))
		}
		term := func(until string) permit.Term {
			last := civil.MustParseDate(until)
			return permit.Term{From: civil.MustParseDate("2026-05-01"), Until: last, Caps: []permit.Cap{{Binding: permit.PolicyCap, Until: last}}}
		}
		helper, first := w.engaged(row), w.filedIn(w.partTime(row, "370200"))
		change(func(p permit.Permit, by permit.By) (permit.Permit, error) {
			return p.Extend(term("2031-04-30"), false, by)
		})
		records := must2(w.Records(ctx, hr, casefile.Engagement, "anna"))(t)
		if len(records) != 1 || records[0].Until.String() != "2031-04-30" || !records[0].Active {
			t.Errorf("after the extension: %+v, want the filing until 2031-04-30", records)
		}
		change(func(p permit.Permit, by permit.By) (permit.Permit, error) {
			return p.ChangeEmployer("other-firm", "researcher", "head", term("2031-04-30"), by)
		})
		if first = w.reread(first); first.Ended == nil || first.Ended.Cause != endedMoved {
			t.Errorf("after the change of employer the filing says %+v", first.Ended)
		}
		if helper = w.reread(helper); helper.Ended != nil {
			t.Errorf("the domestic worker left with the employer: %+v", helper.Ended)
		}
		change(func(p permit.Permit, by permit.By) (permit.Permit, error) { return p.Revoke(by) })
		if helper = w.reread(helper); helper.Ended == nil || helper.Ended.Cause != endedRevoked {
			t.Errorf("after the revocation the worker's case says %+v", helper.Ended)
		}
	})
}

// TestPrefiling_validity: the operator's months say how long a pre-filing holds.
func TestPrefiling_validity(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		law := w.Law()
		law.Engine = determination.New(law.Engine.Policies, law.Places, policy.NewParameters([]policy.ParameterValue{
			{ID: "prefiling-months", Place: "650100", Value: 1, ValidFrom: civil.MustParseDate("2025-06-01")},
		}))
		w.Window.Law = func() Law { return law }
		f, err := w.Open(ctx, Opening{Who: hr, Key: "file", Matter: "employer-prefiling", Place: "650100", Employer: "firm"})
		must(t, err)
		f = w.papers(f)
		f, err = w.Submit(ctx, w.write(hr, f), "declaration", "")
		must(t, err)
		for _, s := range f.Unsettled() {
			f, err = w.Judge(ctx, w.write(cop, f), casefile.PaperJudged{Slot: s, State: casefile.Seen})
			must(t, err)
		}
		f, err = w.Accept(ctx, w.write(cop, f))
		must(t, err)
		_, err = w.Conclude(ctx, w.write(cop, f), casefile.Decision{Track: "filing", Outcome: casefile.Complete})
		must(t, err)
		for day, want := range map[string]string{"2026-05-26": "true", "2026-05-27": "false"} {
			w.now = at(day)
			c, err := w.Open(ctx, Opening{Who: hr, Key: day, Matter: "work-residence-permit", Place: "650100", Employer: "firm", Foreigner: "anna"})
			must(t, err)
			if k, _ := c.KnownAs("employer.prefiled"); string(k.Value) != want {
				t.Errorf("on %s: got %s, want %s", day, k.Value, want)
			}
		}
	})
}
