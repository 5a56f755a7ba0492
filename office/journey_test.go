package office

import (
	"encoding/json"
	"testing"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// TestJourney_classAInUrumqi is scene 5 of the demo story through the office, on
// both databases: open, answer, supply, send, accept, joint review, two
// decisions by two persons each, two permits.
func TestJourney_classAInUrumqi(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.opened("work-permit-first")
		c, err := w.Submit(ctx, w.write(hr, c), "declaration", "")
		must(t, err)
		if c.Status != casefile.StatusSubmitted || c.Determination.Class != "A" {
			t.Fatalf("got %s, class %s; want submitted, A", c.Status, c.Determination.Class)
		}
		for _, s := range c.Unsettled() {
			c, err = w.Judge(ctx, w.write(clerk, c), casefile.PaperJudged{Slot: s, State: casefile.Good})
			must(t, err)
		}
		c, err = w.Accept(ctx, w.write(clerk, c))
		must(t, err)
		c, err = w.PassJointReview(ctx, w.write(officer, c), "")
		must(t, err)
		c, err = w.PassJointReview(ctx, w.write(cop, c), "")
		must(t, err)
		rows, total, err := w.Cases(ctx, officer, store.CaseFilter{OpenOnly: true})
		must(t, err)
		if total != 1 || rows[0].DueOn == nil || rows[0].DueOn.String() != "2026-05-07" {
			t.Fatalf("got %d cases, first due %v; want one, due 2026-05-07", total, rows[0].DueOn)
		}
		if _, total, err = w.Cases(ctx, otherHR, store.CaseFilter{}); err != nil || total != 0 {
			t.Fatalf("another firm lists %d cases, %v; want none", total, err)
		}
		w.now = at("2026-04-29")
		c = w.grant(c, "permit", officer, approver, "2026-05-01", "2031-04-30")
		c = w.grant(c, "residence", cop, cop2, "2026-05-01", "2031-04-30")
		if c.Status != casefile.StatusDecided {
			t.Errorf("got %s, want decided", c.Status)
		}
		held, n, err := w.Permits(ctx, officer, store.PermitFilter{Holder: "anna"})
		must(t, err)
		if n != 2 || held[0].Status != string(permit.Active) || held[0].ValidUntil.String() != "2031-04-30" {
			t.Errorf("got %d permits %+v; want two, until 2031-04-30", n, held)
		}
		wrong, err := w.DB.VerifyFolds(ctx)
		if err != nil || len(wrong) > 0 {
			t.Errorf("cases %v do not fold to their rows, %v", wrong, err)
		}
	})
}

// TestAct_stale: a person who saw an older version is told, and nothing changes.
func TestAct_stale(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		c := w.opened("work-permit-first")
		old := w.write(hr, c)
		if _, err := w.Save(t.Context(), w.write(hr, c), map[string]json.RawMessage{"applicant.hsk": []byte("5")}); err != nil {
			t.Fatal(err)
		}
		_, err := w.Save(t.Context(), old, map[string]json.RawMessage{"applicant.hsk": []byte("6")})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("got %v, want a conflict", err)
		}
	})
}

// TestAct_repeated: the same request twice is one act.
func TestAct_repeated(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		c := w.opened("work-permit-first")
		in := w.write(hr, c)
		first, err := w.Submit(t.Context(), in, "declaration", "")
		must(t, err)
		again, err := w.Submit(t.Context(), in, "declaration", "")
		must(t, err)
		if again.Version != first.Version {
			t.Errorf("got version %d after the repetition, want %d", again.Version, first.Version)
		}
	})
}

// TestPass_deemedAcceptance: five working days of silence accept the case from
// the day of receipt.
func TestPass_deemedAcceptance(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		c := w.opened("work-permit-first")
		c, err := w.Submit(t.Context(), w.write(hr, c), "declaration", "")
		must(t, err)
		w.now = at("2026-05-07")
		if n, err := w.Pass(t.Context()); err != nil || n != 0 {
			t.Fatalf("on the last day: %d changes, %v; want none", n, err)
		}
		w.now = at("2026-05-08")
		if n, err := w.Pass(t.Context()); err != nil || n == 0 {
			t.Fatalf("on the day after: %d changes, %v; want the acceptance", n, err)
		}
		c, err = w.Case(t.Context(), officer, c.Number)
		must(t, err)
		if c.Status != casefile.StatusAccepted || !c.Deemed || c.Moments[casefile.AtAcceptance].String() != "2026-04-27" {
			t.Errorf("got %s, deemed %t, from %s", c.Status, c.Deemed, c.Moments[casefile.AtAcceptance])
		}
	})
}

// TestAct_sameKeyOtherRequest: two forms of one page share a key; the second is
// never taken for a repetition of the first.
func TestAct_sameKeyOtherRequest(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		c := w.opened("work-permit-first")
		in := w.write(hr, c)
		in.Asked = "save"
		_, err := w.Save(t.Context(), in, map[string]json.RawMessage{"applicant.hsk": []byte("5")})
		must(t, err)
		in.Asked = "withdraw"
		if _, err := w.Withdraw(t.Context(), in, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("got %v, want a conflict", err)
		}
	})
}

// TestOpen_registers: only who may open a case registers a person with it; where
// the case is refused, person and employer are not registered either; a retry with
// what was mended registers them once.
func TestOpen_registers(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		person := &NewForeigner{Name: "EXAMPLE New", Passport: "DEMO1", BirthDate: "1990-01-01", Nationality: "KOR"}
		const code = "91350100M000100Y43"
		registered := func() int {
			t.Helper()
			known := must2(w.DB.PartiesByPassport(ctx, person.Passport))(t)
			if _, err := w.DB.PartyByCode(ctx, code); err == nil {
				return len(known) + 1
			} else if !fault.Is(err, fault.NotFound) {
				t.Fatal(err)
			}
			return len(known)
		}
		for name, o := range map[string]Opening{
			"by the foreigner":     {Who: people.Who{Account: "anna", Role: people.Applicant, Party: "anna"}, Matter: "consultation", Place: "650100"},
			"for another employer": {Who: hr, Matter: "work-permit-first", Place: "650100", Employer: "other-firm"},
			"where nobody serves":  {Who: hr, Matter: "work-permit-first", Place: "510100", Employer: "firm"},
			"of no such matter":    {Who: clerk, Matter: "startup", Place: "650100", Counter: &CounterEmployer{Name: "Example", CreditCode: code, Place: "650100"}},
		} {
			o.Key, o.New = "key-"+name, person
			if _, err := w.Open(ctx, o); err == nil {
				t.Errorf("%s: a case was opened", name)
			}
			if n := registered(); n != 0 {
				t.Errorf("%s: %d parties were registered by a refused case", name, n)
			}
		}
		o := Opening{Who: clerk, Key: "right", Matter: "work-permit-first", Place: "650100", New: person,
			Counter: &CounterEmployer{Name: "Example", CreditCode: code, Place: "650100"}}
		first := must2(w.Open(ctx, o))(t)
		again := must2(w.Open(ctx, o))(t)
		if n := registered(); n != 2 || again.Number != first.Number {
			t.Errorf("%d parties and cases %s, %s; want one person, one employer, one case", n, first.Number, again.Number)
		}
	})
}
