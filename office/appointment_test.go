package office

import (
	"testing"
	"time"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// TestAppointments: a time is booked, moved and cancelled by the applicant's
// side; its place is taken once, and the person comes once for the residence
// permit.
func TestAppointments(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		story, ctx := w.storied(), t.Context()
		as := func(account people.PartyID) people.Who {
			who, err := story.Who(account)
			must(t, err)
			return who
		}
		anna, agent, hrWang := as("anna-account"), as("agent-sun"), as("hr-wang")
		c := w.onlyOf(anna)
		errands, err := w.Errands(ctx, anna, c)
		must(t, err)
		if len(errands) != 1 || errands[0].Purpose != ForBiometrics || errands[0].Office.ID != "ur-exit-entry" {
			t.Fatalf("errands %+v, want to come once to the police", errands)
		}
		free, err := w.FreeTimes(ctx, errands[0])
		must(t, err)
		if len(free) == 0 || free[0].From.Format("2006-01-02 15:04") != "2026-04-28 09:00" {
			t.Fatalf("%d free times, the first %v; want tomorrow at nine", len(free), free[0].From)
		}
		for _, f := range free {
			if day := f.From.Format("2006-01-02"); day == "2026-05-01" || day == "2026-05-03" {
				t.Fatalf("%s is a day off and has a time", day)
			}
		}
		wish := Wish{Purpose: ForBiometrics, Office: "ur-exit-entry", At: free[0].From}
		if _, err := w.Book(ctx, w.write(hrWang, c), wish); !fault.Is(err, fault.NotFound) {
			t.Errorf("another firm: %v, want not found", err)
		}
		bad := wish
		bad.At = wish.At.Add(time.Minute)
		if _, err := w.Book(ctx, w.write(anna, c), bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("a time that is none: %v, want invalid", err)
		}
		c, err = w.Book(ctx, w.write(anna, c), wish)
		must(t, err)

		aigul := w.onlyNamed(as("hr-ur"), "SAMPLEBEK")
		for _, s := range aigul.Unsettled() {
			aigul, err = w.Judge(ctx, w.write(as("clerk-ur"), aigul), casefile.PaperJudged{Slot: s, State: casefile.Seen})
			must(t, err)
		}
		aigul, err = w.Accept(ctx, w.write(as("clerk-ur"), aigul))
		must(t, err)
		if _, err := w.Book(ctx, w.write(as("hr-ur"), aigul), wish); !fault.Is(err, fault.Conflict) {
			t.Fatalf("the same place twice: %v, want a conflict", err)
		}
		moved := wish
		moved.At = free[1].From
		c, err = w.Book(ctx, w.write(agent, c), moved)
		must(t, err)
		if len(c.Appointments) != 1 || c.Appointments[0].State != "changed" || !c.Appointments[0].At.Equal(free[1].From) {
			t.Errorf("after the move: %+v", c.Appointments)
		}
		if _, err := w.Book(ctx, w.write(as("hr-ur"), aigul), wish); err != nil {
			t.Errorf("the place that was given back: %v", err)
		}
		booked, err := w.DB.AppointmentsBetween(ctx, "ur-exit-entry", w.now, w.now.Add(48*time.Hour))
		must(t, err)
		if len(booked) != 2 {
			t.Errorf("the office has %d bookings, want 2", len(booked))
		}
		w.now = free[1].From.Add(-time.Hour)
		if _, err := w.Unbook(ctx, w.write(anna, c), ForBiometrics, "ur-exit-entry"); !fault.Is(err, fault.Conflict) {
			t.Errorf("an hour before: %v, want a conflict", err)
		}
		w.now = free[1].From.Add(-3 * time.Hour)
		c, err = w.Unbook(ctx, w.write(anna, c), ForBiometrics, "ur-exit-entry")
		must(t, err)
		if booked, err = w.DB.AppointmentsBetween(ctx, "ur-exit-entry", free[1].From, free[1].Until); err != nil || len(booked) != 0 {
			t.Errorf("after cancelling %d bookings remain, %v", len(booked), err)
		}
	})
}

// TestErrands_afterARefusal: where the permit is refused the residence track never
// opens, and nobody is asked to come for it.
func TestErrands_afterARefusal(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		c := w.accepted()
		before, err := w.Errands(t.Context(), hr, c)
		must(t, err)
		if len(before) != 1 || before[0].Purpose != ForBiometrics {
			t.Fatalf("errands %+v, want to come once for the residence permit", before)
		}
		c, err = w.Draft(t.Context(), w.write(officer, c), casefile.Decision{
			Track: "permit", Outcome: casefile.Refused, Reason: "the papers do not prove it", Facts: "three years are proved", Clauses: []casefile.Citation{{Clause: "cn-2017/B1"}},
		})
		must(t, err)
		c, err = w.Approve(t.Context(), w.write(approver, c), "permit")
		must(t, err)
		after, err := w.Errands(t.Context(), hr, c)
		must(t, err)
		if len(after) != 0 {
			t.Errorf("errands after the refusal %+v, want none", after)
		}
	})
}

// onlyOf is the one case of an account that is not a draft.
func (w *world) onlyOf(who people.Who) casefile.Case { return w.onlyNamed(who, "") }

func (w *world) onlyNamed(who people.Who, text string) casefile.Case {
	w.t.Helper()
	rows, _, err := w.Cases(w.t.Context(), who, store.CaseFilter{Text: text, Statuses: []string{"submitted", "accepted", "deciding", "decided"}})
	must(w.t, err)
	if len(rows) != 1 {
		w.t.Fatalf("%s has %d cases named %q, want 1", who.Account, len(rows), text)
	}
	c, err := rows[0].Folded()
	must(w.t, err)
	return c
}
