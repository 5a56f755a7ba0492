package casefile

import (
	"encoding/json"
	"strings"
	"testing"

	"yichuang/fault"
	"yichuang/people"
)

// TestInvariant9_mandateAndForeigner: the agent acts while its mandate lives,
// the principal always reads, the foreigner never submits.
func TestInvariant9_mandateAndForeigner(t *testing.T) {
	mandate := people.Mandate{Principal: "employer", Agent: "agency", Acts: people.MandateActs, From: day("2026-04-01"), Until: dayPtr("2026-04-30")}
	agent := people.Who{Account: "agent-lin", Role: people.Agency, Party: "agency", Mandates: []people.Mandate{mandate}}
	s := open(t, "work-permit-first", "2026-04-20", func(o *Opening) { o.Agent = "agency" })
	s.must(s.Save(s.by(agent), map[string]json.RawMessage{"job.post": json.RawMessage(`"engineer"`)}))
	if e := s.events[len(s.events)-1]; e.For != "employer" {
		t.Errorf("got for %q, want the principal", e.For)
	}
	if err := hr.May(people.Read, s.Subject(""), s.now); err != nil {
		t.Errorf("the principal cannot read: %v", err)
	}
	revoked := agent
	revoked.Mandates = []people.Mandate{mandate.Revoke("hr-wang", s.now)}
	events, err := s.Save(s.by(revoked), nil)
	s.refused("fault.case.not-found", events, err)
	s.on("2026-05-01")
	events, err = s.Save(s.by(agent), nil)
	s.refused("fault.case.not-found", events, err)

	s.on("2026-04-20").must(s.Determine(s.by(hr), s.plan(Slot{ID: "no-criminal-record", Treatment: ByCommitment, State: Empty})))
	s.must(s.Sign(s.by(foreigner), Commitment{ID: "k", Slot: "no-criminal-record", Text: "t", Name: "ANNA"}))
	events, err = s.Submit(s.by(foreigner), Submission{Matter: s.matter, Declared: "x"})
	s.refused("fault.people.employer-applies", events, err)
	s.send(s.plan(Slot{ID: "no-criminal-record", Treatment: ByCommitment, State: Empty}))
	s.must(s.Report(s.by(foreigner), Reported{What: "employer-has-not-cancelled"}))
}

// TestInvariant10_sanctionStopsNewAndPending: opening, sending, accepting,
// deciding; answering and withdrawing go on, and what is held does not run out. Of
// S6: new and pending handling, by an employer's suspension and by an agency's.
func TestInvariant10_sanctionStopsNewAndPending(t *testing.T) {
	cal := calendar(t)
	s := submitted(t)
	s.stops = []Stop{{Sanction: "s1", Party: "employer", Until: day("2026-12-31"), Reason: "false commitment"}}
	o := Opening{Number: s.Number, Matter: s.matter, Place: "650100", Employer: "employer", Foreigner: "anna", Offices: offices}
	events, err := Open(s.by(hr), o)
	s.refused("fault.case.sanctioned.own", events, err)
	s.stops[0].Party, o.Agent = "agency", "agency"
	events, err = Open(s.by(hr), o)
	s.refused("fault.case.sanctioned.agency", events, err)
	s.must(s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: Seen}))
	events, err = s.Accept(s.by(clerk))
	s.refused("fault.case.sanctioned", events, err)

	s.stops = nil
	s.must(s.Hold(s.by(officer), HandlingHeld{Sanction: "s1", Notice: ref(5)}))
	events, err = s.Accept(s.by(clerk))
	s.refused("fault.case.held", events, err)
	s.on("2026-06-01").pass(cal)
	if s.Status != StatusSubmitted || s.Label() != LabelPaused {
		t.Errorf("got %s, %s; want the case held, not accepted by silence", s.Status, s.Label())
	}
	if other := s.Release(s.by(officer), "s2"); other != nil {
		t.Error("another sanction's end released the case")
	}
	s.must(s.Release(s.by(officer), "s1"), nil)
	wantDue(t, s.Case, cal, "permit/acceptance/law/submission", "2026-06-08")
	s.must(s.Accept(s.by(clerk)))
}

// TestInvariant10_anAnswerDoesNotFreeAHeldCase: the correction is answered, the
// clocks wait for the sanction's end all the same.
func TestInvariant10_anAnswerDoesNotFreeAHeldCase(t *testing.T) {
	cal := calendar(t)
	s := submitted(t)
	s.must(s.RequestCorrection(s.by(clerk), correction("")))
	s.must(s.Hold(s.by(officer), HandlingHeld{Sanction: "s1", Notice: ref(5)}))
	s.on("2026-04-22").must(s.Answer(s.by(hr), CorrectionAnswered{Done: []int{0}}, AnswersSaved{}))
	if got := s.Clocks[0].State(); got != Pausing {
		t.Errorf("got clock %s, want paused", got)
	}
	s.on("2026-05-06").must(s.Release(s.by(officer), "s1"), nil)
	wantDue(t, s.Case, cal, "permit/acceptance/law/submission", "2026-05-12")
}

// TestInvariant10_reliefIsNeverStopped: cancelling and correcting data.
func TestInvariant10_reliefIsNeverStopped(t *testing.T) {
	for _, id := range []MatterID{"work-permit-cancel", "work-permit-change"} {
		held := heldPermit(t)
		s := open(t, id, "2026-04-20", func(o *Opening) { o.Permit = &held })
		s.stops = []Stop{{Sanction: "s1", Party: "employer", Until: day("2026-12-31")}}
		if events, err := s.Hold(s.by(officer), HandlingHeld{Sanction: "s1", Notice: ref(1)}); len(events) > 0 || err != nil {
			t.Errorf("%s: got held, %v", id, err)
		}
		s.send(s.plan()).accept(clerk).decide(Decision{Track: "permit", Outcome: Granted})
	}
}

// TestInvariant11_draftsStayWithTheApplicant: rights ask the same Subject on
// every path; a draft shows itself to no authority save the clerk who opened it.
func TestInvariant11_draftsStayWithTheApplicant(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	for _, w := range []people.Who{clerk, officer, approver, cop, staff("sup", people.Supervisor, experts)} {
		if err := w.May(people.Read, s.Subject(""), s.now); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s reads a draft: %v", w.Role, err)
		}
	}
	counter := s.Subject("")
	counter.OpenedBy = clerk.Account
	if err := clerk.May(people.Read, counter, s.now); err != nil {
		t.Errorf("the clerk cannot read the draft opened at the counter: %v", err)
	}
	s.send(s.plan())
	for _, w := range []people.Who{clerk, officer, approver, cop} {
		if err := w.May(people.Read, s.Subject(""), s.now); err != nil {
			t.Errorf("%s cannot read a sent case: %v", w.Role, err)
		}
	}
}

// TestSubmit_namesEverythingMissing at once.
func TestSubmit_namesEverythingMissing(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	events, err := s.Submit(s.by(hr), Submission{Matter: s.matter, Determined: s.plan(), Declared: "x"})
	s.refused("fault.case.incomplete", events, err)
	for _, want := range []string{"applicant.birth_date", "job.post", "slot/passport"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %q; want it to name %s", err, want)
		}
	}
	old := s.plan()
	old.Snapshot.On--
	events, err = s.Submit(s.by(hr), Submission{Matter: s.matter, Determined: old, Declared: "x"})
	s.refused("fault.case.determination-old", events, err)
}
