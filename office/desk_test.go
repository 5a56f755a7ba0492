package office

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/policy"
	"yichuang/store"
)

// TestClock_toldInLetters: a pause on a legal ground and an extension are acts
// with their letter; the clock stands still, goes on and ends later.
func TestClock_toldInLetters(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.accepted()
		if _, err := w.Pause(ctx, w.write(officer, c), casefile.ClockPaused{Track: "permit", Ground: casefile.ForCorrection}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a pause without a legal ground: %v", err)
		}
		c, err := w.Pause(ctx, w.write(officer, c), casefile.ClockPaused{Track: "permit", Ground: casefile.ForExpertReview, Reason: "two experts look at the patents"})
		must(t, err)
		l := w.lastLetter(hr, c)
		if text := spoken(l.EN); l.Kind != casefile.PauseLetter || !strings.Contains(text, "expert review") || !strings.Contains(text, "two experts") || !strings.Contains(spoken(l.ZH), "专家评审") {
			t.Errorf("the pause says: %s", text)
		}
		extend := casefile.ClockExtended{Amount: 10, Reason: "the experts need longer"}
		for _, k := range c.Clocks {
			if k.Limit.Track == "permit" && k.Limit.Statutory && k.Limit.Decides() {
				extend.Clock = k.Limit.ID()
			}
		}
		if _, err := w.Extend(ctx, w.write(officer, c), extend); !fault.Is(err, fault.Conflict) {
			t.Errorf("a paused clock is extended: %v", err)
		}
		w.now = at("2026-04-29")
		c, err = w.Resume(ctx, w.write(officer, c), "permit")
		must(t, err)
		k, ok := Extendable(c, "permit")
		if !ok || k.Limit.ID() != extend.Clock {
			t.Fatalf("got clock %v, %t; want the law's", k.Limit.ID(), ok)
		}
		cal, err := w.Law().calendar("650100")
		must(t, err)
		before, _ := k.Due(cal)
		c, err = w.Extend(ctx, w.write(officer, c), extend)
		must(t, err)
		after, _ := clockOf(c, extend.Clock)
		due, _ := after.Due(cal)
		if got := cal.WorkingDaysBetween(before, due); got != 10 {
			t.Errorf("the limit moved by %d working days from %s to %s, want 10", got, before, due)
		}
		l = w.lastLetter(hr, c)
		if text := spoken(l.EN); l.Kind != casefile.ExtensionLetter || !strings.Contains(text, "10 working days") || !strings.Contains(text, "the experts need longer") {
			t.Errorf("the extension says: %s", text)
		}
		if _, ok := Extendable(c, "permit"); ok {
			t.Error("a limit can be extended twice")
		}
	})
}

// TestTolerate: papers follow on the clause, by the operator's parameter, on a
// signed commitment; the letter says so, the case is accepted at once, and what
// does not follow ends it by itself.
func TestTolerate(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.lacking()
		if _, err := w.Tolerate(ctx, w.write(clerk, c)); !fault.Is(err, fault.Unavailable) {
			t.Errorf("papers follow without the operator's parameter: %v", err)
		}
		w.allowDays(7)
		if _, err := w.Tolerate(ctx, w.write(clerk, c)); !fault.Is(err, fault.Invalid) {
			t.Errorf("papers follow without a signed commitment: %v", err)
		}
		c, err := w.Sign(ctx, w.write(hr, c), promise)
		must(t, err)
		c, err = w.Tolerate(ctx, w.write(clerk, c))
		must(t, err)
		if c.Status != casefile.StatusAccepted || c.Tolerance == nil || c.Tolerance.Due.String() != "2026-05-09" {
			t.Fatalf("got %s, tolerance %+v; want accepted, due seven working days later", c.Status, c.Tolerance)
		}
		if got := w.kindsOf(c); !slices.Equal(got, []casefile.LetterKind{casefile.ReceiptLetter, casefile.ToleranceLetter, casefile.AcceptanceLetter}) {
			t.Errorf("got letters %v", got)
		}
		w.now = at("2026-05-10")
		_, err = w.Pass(ctx)
		must(t, err)
		c, err = w.Case(ctx, officer, c.Number)
		must(t, err)
		if c.Status != casefile.StatusLapsed || c.Exit.Cause != "tolerance" {
			t.Errorf("got %s; want the case to lapse with its tolerance", c.Status)
		}
	})
}

// TestHandOver: at the counter all letters go at once, with one proof of delivery
// that lists them, and the case is closed.
func TestHandOver(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.account(clerk.Account, "Clerk Li")
		c := w.accepted()
		c = w.grant(c, "permit", officer, approver, "2026-05-01", "2031-04-30")
		c = w.grant(c, "residence", cop, cop2, "2026-05-01", "2031-04-30")
		if _, err := w.HandOver(ctx, w.write(clerk, c), " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("handed to nobody: %v", err)
		}
		c, err := w.HandOver(ctx, w.write(clerk, c), "OBRAZTSOVA-EXAMPLE Anna")
		must(t, err)
		if c.Status != casefile.StatusClosed {
			t.Errorf("got %s, want closed", c.Status)
		}
		proofs := 0
		for _, l := range c.Letters {
			switch {
			case l.Kind == casefile.ProofOfDelivery:
				proofs++
			case l.Delivered == nil || l.Delivered.How != casefile.AtCounter:
				t.Errorf("letter %s was not handed over", l.Kind)
			}
		}
		if proofs != 1 {
			t.Errorf("got %d proofs of delivery, want 1 that lists all", proofs)
		}
		text := spoken(w.lastLetter(hr, c).EN)
		all, err := w.Letters(ctx, hr, c.Number)
		must(t, err)
		for _, l := range all {
			if l.Kind != casefile.ProofOfDelivery && !strings.Contains(text, l.EN.Number) {
				t.Errorf("the proof does not list %s %s: %s", l.Kind, l.EN.Number, text)
			}
		}
		if !strings.Contains(text, "OBRAZTSOVA-EXAMPLE Anna") || !strings.Contains(text, "Clerk Li") {
			t.Errorf("the proof says: %s", text)
		}
	})
}

// TestReveal: the number in full costs an entry in the record, and is for the
// offices of the case alone.
func TestReveal(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		c := w.accepted()
		id, err := w.Identity(t.Context(), officer, c.Number)
		must(t, err)
		if strings.Contains(id.Passport, "DEMO0001") || !strings.HasSuffix(id.Passport, "0001") {
			t.Errorf("got passport %q, want it masked", id.Passport)
		}
		number, err := w.Reveal(t.Context(), w.write(officer, c))
		must(t, err)
		if number != "DEMO0001" {
			t.Errorf("got %q", number)
		}
		history, err := w.History(t.Context(), officer, c.Number)
		must(t, err)
		if last := history[len(history)-1]; last.Kind() != "revealed" || last.Actor != officer.Account {
			t.Errorf("the record ends with %s by %s", last.Kind(), last.Actor)
		}
		far := officer
		far.Places = []people.PlaceCode{"370200"}
		c, err = w.Case(t.Context(), officer, c.Number)
		must(t, err)
		for _, who := range []people.Who{far, hr} {
			if number, err := w.Reveal(t.Context(), w.write(who, c)); err == nil || number != "" {
				t.Errorf("%s reads %q", who.Account, number)
			}
		}
	})
}

// TestHidden_everyPath: pay and the papers about it reach the exit-entry
// administration on no path: case, history, uploads, files, letters.
func TestHidden_everyPath(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.parameter(policy.ParameterValue{ID: "average-wage", Place: "650100", Value: 50000, ValidFrom: civil.MustParseDate("2025-01-01")})
		c := w.openedWith("work-permit-first", `{"applicant.postdoc":"none"}`) // class A by pay alone: a paper about it is asked
		c, err := w.Submit(ctx, w.write(hr, c), "declaration", "")
		must(t, err)
		hidden := c.Hidden(w.find(t, c.Matter), cop.Office)
		if len(hidden) == 0 {
			t.Fatal("the matter hides nothing from the police")
		}
		c, err = w.AskCorrection(ctx, w.write(clerk, c), casefile.CorrectionRequested{Due: civil.MustParseDate("2026-05-20"), Items: []casefile.CorrectionItem{
			{Field: "job.annual_salary", Fault: "360000 is not what the contract says", Fix: "mend it"},
		}})
		must(t, err)
		seen, err := w.Case(ctx, cop, c.Number)
		must(t, err)
		history, err := w.History(ctx, cop, c.Number)
		must(t, err)
		letters, err := w.Letters(ctx, cop, c.Number)
		must(t, err)
		uploads, err := w.Attachments(ctx, cop, c.Number)
		must(t, err)
		told, err := json.Marshal([]any{seen, history, letters, uploads})
		must(t, err)
		for _, secret := range []string{"360000", "annual_salary", "months_per_year", "pay-commitment"} {
			if strings.Contains(string(told), secret) {
				t.Errorf("the police read %q", secret)
			}
		}
		own, err := w.Letters(ctx, officer, c.Number)
		must(t, err)
		for _, l := range own {
			if _, err := w.Letter(ctx, cop, c.Number, l.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("the police read the letter %s: %v", l.Kind, err)
			}
		}
		all, err := w.Attachments(ctx, officer, c.Number)
		must(t, err)
		pay := slices.IndexFunc(all, func(a Attachment) bool { return a.Slot == "pay-commitment" })
		if pay < 0 {
			t.Fatal("the foreign-expert department misses the paper about pay")
		}
		if _, _, err := w.Paper(ctx, cop, c.Number, all[pay].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the police open the paper: %v", err)
		}
	})
}

// TestPermit_unnamedIsNew: a change of employer from a permit that is not in our
// records issues one and touches nobody else's.
func TestPermit_unnamedIsNew(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		other, err := permit.Issue(permit.Permit{Number: "W-650100-25000009", Kind: permit.Work, Holder: "other-person", Employer: "other-firm", Place: "650100", Class: "B",
			Term: permit.Term{From: civil.MustParseDate("2025-01-01"), Until: civil.MustParseDate("2027-01-01"), Caps: []permit.Cap{{Until: civil.MustParseDate("2027-01-01")}}}}, permit.Granted, permit.By{At: w.now})
		must(t, err)
		must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
			if err := tx.AddParty(ctx, &store.Party{ID: "other-person", Kind: "person", Name: "SAMPLE Other", Body: json.RawMessage("{}")}); err != nil {
				return err
			}
			row := store.PermitRow{ID: "p-other", Code: "other"}
			if err := fill(&row, other); err != nil {
				return err
			}
			return tx.AddPermit(ctx, &row)
		}))
		c := w.changing(t)
		c = w.grant(c, "permit", officer, approver, "2026-05-01", "2031-04-30")
		w.grant(c, "residence", cop, cop2, "2026-05-01", "2031-04-30")
		row, err := w.DB.Permit(ctx, "p-other")
		must(t, err)
		if row.Version != 1 || row.Holder != "other-person" || row.Employer != "other-firm" {
			t.Errorf("another person's permit was changed: %+v", row)
		}
		held, _, err := w.Permits(ctx, officer, store.PermitFilter{Holder: "anna"})
		must(t, err)
		if len(held) != 2 || held[0].Employer != "firm" {
			t.Errorf("got %d permits for the person, want a work and a residence permit", len(held))
		}
	})
}
