package casefile

import (
	"encoding/json"
	"testing"

	"yichuang/civil"
	"yichuang/people"
	"yichuang/permit"
)

// TestFold_sharesNothing: two futures of one state do not write into each other.
func TestFold_sharesNothing(t *testing.T) {
	s := accepted(t)
	s.must(s.Pause(s.by(officer), ClockPaused{Track: "permit", Ground: ForHearing, Notice: ref(1)}))
	s.must(s.Resume(s.by(officer), "permit"))
	fork := func(ground Ground) Case {
		events, err := s.Pause(s.by(officer), ClockPaused{Track: "permit", Ground: ground, Notice: ref(2)})
		if err != nil {
			t.Fatal(err)
		}
		return s.after(events)
	}
	first := fork(ForHearing)
	before, _ := json.Marshal(first)
	fork(ForTesting)
	if after, _ := json.Marshal(first); string(after) != string(before) {
		t.Errorf("folding one future changed another:\n%s\n%s", before, after)
	}
}

// TestPass_waitsForTheLastDay of a correction request, and for a held case.
func TestPass_waitsForTheLastDay(t *testing.T) {
	cal := calendar(t)
	s := submitted(t)
	s.must(s.RequestCorrection(s.by(clerk), correction("")))
	s.on("2026-05-20").pass(cal)
	if s.Status != StatusSubmitted {
		t.Errorf("got %s on the last day to answer, want submitted", s.Status)
	}
	s.must(s.Hold(s.by(officer), HandlingHeld{Sanction: "s1", Notice: ref(2)}))
	s.on("2026-05-21").pass(cal)
	if s.Status != StatusSubmitted {
		t.Errorf("got %s while held, want submitted", s.Status)
	}
}

// TestMoments_comeOnce: a moment's first day stands.
func TestMoments_comeOnce(t *testing.T) {
	s := accepted(t)
	s.must(s.PassJointReview(s.by(officer), ""))
	s.must(s.PassJointReview(s.by(cop), ""))
	events, err := s.on("2026-04-22").PassJointReview(s.by(cop2), "")
	s.refused("fault.case.reviewed", events, err)
	next := s.after(s.emit(s.by(officer), JointReviewPassed{}))
	if got := next.Moments[AtJointReview]; got != day("2026-04-20") {
		t.Errorf("got joint review on %s; want its first day", got)
	}
}

// TestPassJointReview_needsCompleteMaterial.
func TestPassJointReview_needsCompleteMaterial(t *testing.T) {
	s := accepted(t)
	s.must(s.RequestCorrection(s.by(officer), correction("")))
	events, err := s.PassJointReview(s.by(officer), "")
	s.refused("fault.case.material-open", events, err)
}

// TestDelivery_clockOfAGrantOnly: what is refused has no delivery clock by the
// law on grants.
func TestDelivery_clockOfAGrantOnly(t *testing.T) {
	s := accepted(t)
	s.decide(refusal())
	for _, k := range s.Clocks {
		if k.Limit.Step == StepDelivery {
			t.Errorf("got a delivery clock after a refusal: %+v", k)
		}
	}
}

func refusal() Decision {
	return Decision{Track: "permit", Outcome: Refused, Reason: "no need", Clauses: []Citation{{Clause: "cn-2017/APP-2", From: day("2017-04-01")}}}
}

// TestDraft_waitsForTheAnswer: no grant while a correction is awaited, but a
// refusal.
func TestDraft_waitsForTheAnswer(t *testing.T) {
	s := accepted(t)
	s.must(s.RequestCorrection(s.by(officer), correction("")))
	events, err := s.Draft(s.by(officer), grant("permit", "2026-05-01", "2031-04-30"), experts)
	s.refused("fault.case.request-open", events, err)
	s.must(s.Draft(s.by(officer), refusal(), experts))
}

// TestDraft_clauseOfThePinnedDay: the policy day is that of submission, also
// when the clause has ended by the time of the decision.
func TestDraft_clauseOfThePinnedDay(t *testing.T) {
	s := accepted(t)
	d := refusal()
	d.Clauses = []Citation{{Clause: "x/1", From: day("2020-01-01"), Until: dayPtr("2026-04-20")}}
	s.on("2026-05-15").must(s.Draft(s.by(officer), d, experts))
	d.Clauses = []Citation{{Clause: "x/1", From: day("2026-05-01")}}
	events, err := s.Draft(s.by(officer), d, experts)
	s.refused("fault.case.clause", events, err)
}

// TestApprove_grantNeedsANumber of the permit.
func TestApprove_grantNeedsANumber(t *testing.T) {
	s := accepted(t)
	s.must(s.Draft(s.by(officer), grant("permit", "2026-05-01", "2031-04-30"), experts))
	events, err := s.Approve(s.by(approver), "permit", "")
	s.refused("", events, err)
}

// TestDraft_otherThanTheComputerNeedsAReason, and so does a finding.
func TestDraft_otherThanTheComputerNeedsAReason(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	plan := s.plan()
	plan.Snapshot.Verdict = "officer"
	s.send(plan).accept(clerk)
	d := grant("permit", "2026-05-01", "2031-04-30")
	events, err := s.Draft(s.by(officer), d, experts)
	s.refused("fault.case.reason", events, err)
	finding := Finding{Condition: "limit:age", Computed: "officer", Found: "met"}
	events, err = s.Find(s.by(officer), finding)
	s.refused("fault.case.finding-reason", events, err)
	finding.Reason = "urgently needed"
	s.must(s.Find(s.by(officer), finding))
	finding.Found, finding.Reason = "not-met", "the need has gone"
	s.must(s.Find(s.by(officer), finding))
	if len(s.Findings) != 1 || s.Findings[0].Found != "not-met" || s.Findings[0].By != officer.Account {
		t.Errorf("got findings %+v; want the later one alone", s.Findings)
	}
	d.Reason = "urgently needed"
	s.must(s.Draft(s.by(officer), d, experts))
}

// TestDraft_wayThatIsNotOpen: everything met, but the way to apply is the officer's to
// accept: the grant says why.
func TestDraft_wayThatIsNotOpen(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	plan := s.plan()
	plan.Snapshot.Route = "officer"
	s.send(plan).accept(clerk)
	d := grant("permit", "2026-05-01", "2031-04-30")
	events, err := s.Draft(s.by(officer), d, experts)
	s.refused("fault.case.reason", events, err)
	d.Reason = "the plant stands still without this person"
	s.must(s.Draft(s.by(officer), d, experts))
}

// TestWithdraw_notAfterADecision.
func TestWithdraw_notAfterADecision(t *testing.T) {
	s := accepted(t)
	s.decide(grant("permit", "2026-05-01", "2031-04-30"))
	events, err := s.Withdraw(s.by(hr), "")
	s.refused("fault.case.decided", events, err)
	early := accepted(t)
	early.must(early.Withdraw(early.by(hr), "new plan"))
	if early.Label() != LabelWithdrawn || early.Exit.Reason != "new plan" {
		t.Errorf("got %s, %+v", early.Label(), early.Exit)
	}
	for _, k := range early.Clocks {
		if k.State() != Stopped {
			t.Errorf("clock %s is %s after withdrawal", k.Limit.ID(), k.State())
		}
	}
}

// TestDecisionTaken_permitOfTheFirstTrack: the residence track's number does not
// take the place of the permit's.
func TestDecisionTaken_permitOfTheFirstTrack(t *testing.T) {
	s := accepted(t)
	s.decide(grant("permit", "2026-05-01", "2031-04-30"))
	s.must(s.Draft(s.by(cop), grant("residence", "2026-05-01", "2031-04-30"), police))
	events, err := s.Approve(s.by(cop), "residence", "R-1")
	s.refused("fault.people.same-person", events, err)
	s.must(s.Approve(s.by(cop2), "residence", "R-1"))
	if s.Permit != "P-1" || s.Tracks[1].Decision.Permit != permit.Number("R-1") || *s.Tracks[1].Decision.On != civil.DateOf(s.now) {
		t.Errorf("got %s, %+v", s.Permit, s.Tracks[1].Decision)
	}
}

// TestPassJointReview_bothAgencies: each agency passes its own part, once, in any
// order; the last part starts what counts from the review.
func TestPassJointReview_bothAgencies(t *testing.T) {
	for name, order := range map[string][]people.Who{"experts first": {officer, cop}, "police first": {cop, officer}} {
		t.Run(name, func(t *testing.T) {
			s := accepted(t)
			s.must(s.PassJointReview(s.by(order[0]), "identity and papers agree"))
			if _, passed := s.Moments[AtJointReview]; passed || len(s.ReviewsWaiting()) != 1 {
				t.Fatalf("one part of two passed the review; waiting %v", s.ReviewsWaiting())
			}
			events, err := s.PassJointReview(s.by(order[0]), "")
			s.refused("fault.case.reviewed-part", events, err)
			s.on("2026-04-21").must(s.PassJointReview(s.by(order[1]), ""))
			if got := s.Moments[AtJointReview]; got != day("2026-04-21") {
				t.Errorf("got the review passed on %s, want the day of the last part", got)
			}
		})
	}
}
