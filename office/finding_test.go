package office

import (
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
	"yichuang/supervision"
)

// TestSupervision_foreigner: a finding of its own about the foreigner suspends the
// foreigner's business alone, new and pending, with whatever employer; the employer
// goes on with everybody else. Cancelling, leaving and correcting the foreigner's
// data go on, a held case can be taken back, and the foreigner reads the own file,
// contests it, and is free again once what was wrong is made good.
func TestSupervision_foreigner(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.posts()
		granted := w.granted()
		w.now = at("2026-05-11")
		pending := w.pending(t) // of boris, by the same employer
		boris := people.Who{Account: "boris-account", Role: people.Applicant, Party: "boris"}
		anna := people.Who{Account: "anna-account", Role: people.Applicant, Party: "anna"}
		from, until := civil.MustParseDate("2026-05-11"), civil.MustParseDate("2026-11-10")
		entry := w.entered(pending, supervision.OfForeigner)
		sanction, err := w.Impose(ctx, Imposing{Supervising: w.as(integrity), Entry: entry, Reason: "illegal work", From: from, Until: until})
		must(t, err)
		view, n, err := w.Sanction(ctx, boris, string(sanction))
		if err != nil || view.Of != supervision.OfForeigner || view.Party != "boris" || view.By != integrity.Account || view.Reason == "" || view.Until != until || n != 1 {
			t.Errorf("got %+v holding %d, %v; want the own suspension with who, why and until when", view, n, err)
		}
		held := func(number casefile.CaseNumber, want string) {
			t.Helper()
			if c, err := w.Case(ctx, hr, number); err != nil || c.Held != want {
				t.Errorf("%s: got held by %q, %v; want %q", number, c.Held, err, want)
			}
		}
		held(pending.Number, string(sanction))
		open := func(key string, who people.Who, employer, foreigner people.PartyID) error {
			_, err := w.Open(ctx, Opening{Who: who, Key: key, Matter: "work-permit-first", Place: "650100", Employer: employer, Foreigner: foreigner})
			return err
		}
		if err := open("boris-elsewhere", otherHR, "other-firm", "boris"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a new case of the foreigner with another employer: %v, want it refused", err)
		}
		if err := open("firm-anna", hr, "firm", "anna"); err != nil {
			t.Errorf("another person's case with the employer: %v", err)
		}

		for name, x := range map[string]struct {
			who people.Who
			n   int64
		}{"the foreigner": {boris, 1}, "another foreigner": {anna, 0}, "the employer": {hr, 0}} {
			if list, n, err := w.Entries(ctx, x.who, FileFilter{}); err != nil || n != x.n || int64(len(list)) != x.n {
				t.Errorf("%s: got %d entries, %v; want %d", name, n, err, x.n)
			}
		}
		must(t, w.ContestEntry(ctx, w.as(boris), string(entry), "I had a permit", nil))
		must(t, w.RuleEntry(ctx, w.as(integrity2), string(entry), true, "there is none"))
		held(pending.Number, string(sanction)) // upheld
		if err := w.RepairEntry(ctx, w.as(supervisor), string(entry), "fine paid", nil); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
			t.Errorf("a supervisor accepted what was made good: %v", err)
		}

		// The holder of a permit: what ends or corrects it is never stopped.
		_, err = w.Impose(ctx, Imposing{Supervising: w.as(integrity), Entry: w.entered(granted, supervision.OfForeigner), Reason: "illegal work", From: from, Until: until})
		must(t, err)
		rows, _, err := w.Permits(ctx, officer, store.PermitFilter{Holder: "anna", Kinds: []string{string(permit.Work)}})
		must(t, err)
		for _, matter := range []casefile.MatterID{"work-permit-change", "work-permit-cancel"} {
			c, err := w.Open(ctx, Opening{Who: hr, Key: string(matter), Matter: matter, Place: "650100", Employer: "firm", Foreigner: "anna", PermitRow: rows[0].ID})
			if err != nil || c.Held != "" {
				t.Errorf("%s of a suspended foreigner: held by %q, %v", matter, c.Held, err)
				continue
			}
			_, err = w.Withdraw(ctx, w.write(hr, c), "only a trial")
			must(t, err)
		}

		must(t, w.RepairEntry(ctx, w.as(integrity2), string(entry), "fine paid", []string{"receipt"}))
		held(pending.Number, "")
		view, _, err = w.Sanction(ctx, boris, string(sanction))
		if err != nil || view.Lifted == nil {
			t.Errorf("got %+v, %v; want the suspension lifted with its entry", view, err)
		}
		if v, _, _, err := w.Entry(ctx, boris, string(entry)); err != nil || v.Repaired == nil || v.Repaired.By != integrity2.Account || len(v.Contests) != 1 {
			t.Errorf("got %+v, %v; want the entry still in the file, repaired, with its contest", v, err)
		}
		after, err := w.Case(ctx, hr, pending.Number)
		must(t, err)
		_, err = w.Withdraw(ctx, w.write(hr, after), "he took another job")
		must(t, err)
	})
}

// TestSupervision_cooperation: every promise of a party with an entry is drawn for
// its risk, without luck. Who does not come to the interview has broken the duty to
// cooperate, which is a finding of its own and rests on the talk that was recorded;
// it puts nobody on the list of false commitments.
func TestSupervision_cooperation(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.posts()
		c := w.granted()
		w.now = at("2026-05-11")
		w.entered(c, supervision.OfEmployer)
		drawn, err := w.Draw(ctx, Drawing{Supervising: w.as(supervisor), Place: "650100", From: civil.MustParseDate("2026-04-01"), Until: civil.MustParseDate("2026-05-11"), Seed: 7})
		if err != nil || drawn.Candidates == 0 || drawn.Risky != drawn.Candidates || drawn.Sampled != 0 {
			t.Fatalf("got %+v, %v; want every promise drawn by risk", drawn, err)
		}
		checks, _, err := w.Checks(ctx, integrity, CheckFilter{Results: []string{"open"}})
		must(t, err)
		check := string(checks[0].ID)
		must(t, w.AssignCheck(ctx, w.as(supervisor), check, "integrity-lu"))
		if err := w.Interview(ctx, w.as(integrity), check, supervision.Interview{With: "firm"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a talk without what was said: %v", err)
		}
		must(t, w.Interview(ctx, w.as(integrity), check, supervision.Interview{With: "firm", Notes: "nobody came, no reason was given"}))
		must(t, w.FinishCheck(ctx, w.as(integrity), check, supervision.Unproven, "the party did not cooperate", nil))
		v, err := w.Check(ctx, supervisor, check)
		if err != nil || v.Method != supervision.ByRisk || len(v.Interviews) != 1 || v.Interviews[0].Came || v.Interviews[0].By != integrity.Account || v.Interviews[0].At.IsZero() {
			t.Errorf("got %+v, %v; want the talk on record", v, err)
		}
		finding := Finding{
			Supervising: w.as(integrity), Case: c.Number, Of: supervision.OfEmployer, Cause: supervision.NoCooperation, Reason: "nobody came",
			Clause: w.SupervisionClauses("650100")[0].Ref(), Until: civil.MustParseDate("2027-05-10"),
		}
		if _, err := w.RecordFinding(ctx, finding); !fault.Is(err, fault.Invalid) {
			t.Errorf("a finding without evidence: %v", err)
		}
		finding.Evidence, finding.Supervising = []string{"check " + check}, w.as(integrity)
		_, err = w.RecordFinding(ctx, finding)
		must(t, err)
		for cause, want := range map[supervision.Cause]int64{supervision.NoCooperation: 1, supervision.FalseCommitment: 0} {
			if list, n, err := w.Entries(ctx, supervisor, FileFilter{Kind: string(cause)}); err != nil || n != want {
				t.Errorf("%s: got %+v, %v; want %d entries", cause, list, err, want)
			}
		}
	})
}
