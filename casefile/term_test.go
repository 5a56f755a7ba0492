package casefile

import (
	"testing"

	"yichuang/permit"
)

// TestLongest_residenceEndsWithItsWorkPermit: on the track that waited, no more
// is proposed nor can be given than the work permit that was granted.
func TestLongest_residenceEndsWithItsWorkPermit(t *testing.T) {
	s := accepted(t)
	allowed := s.Longest("permit")
	if before := s.Longest("residence"); before.Until != allowed.Until {
		t.Errorf("nothing is granted yet: got %s, want %s", before, allowed)
	}
	s.decide(grant("permit", "2026-05-01", "2028-04-30"))
	got := s.Longest("residence")
	if got == nil || got.Until != day("2028-04-30") || got.Binding != permit.WorkPermit || got.From != allowed.From {
		t.Errorf("got %s, want an end with the work permit on 2028-04-30", got)
	}
	if s.Determination.Term.Until != allowed.Until || len(s.Determination.Term.Caps) != len(allowed.Caps) {
		t.Error("the determination was changed")
	}
	events, err := s.Draft(s.by(cop), grant("residence", "2026-05-01", "2028-05-01"), police)
	s.refused("fault.permit.past-cap", events, err)
	s.must(s.Draft(s.by(cop), grant("residence", "2026-05-01", "2028-04-30"), police))
}

// TestDraft_termOfAGrant: it begins no earlier than computed, and less than the
// longest is told with a reason.
func TestDraft_termOfAGrant(t *testing.T) {
	s := accepted(t)
	longest := s.Longest("permit")
	given := func(from, until, reason string) ([]Event, error) {
		return s.Draft(s.by(officer), Decision{
			Track: "permit", Outcome: Granted, Reason: reason, Term: &permit.Term{From: day(from), Until: day(until), Caps: longest.Caps},
		}, experts)
	}
	events, err := given("2025-01-01", longest.Until.String(), "")
	s.refused("fault.case.term-early", events, err)
	events, err = given(longest.From.String(), "2027-01-01", "")
	s.refused("fault.case.term-reason", events, err)
	s.must(given(longest.From.String(), "2027-01-01", "the project ends then"))
	s.must(given(longest.From.AddDays(3).String(), longest.Until.String(), ""))
}

// TestDraft_againstOnesOwnFinding: what an officer of the track found not met is
// granted with a reason only; what the other office found is its own matter.
func TestDraft_againstOnesOwnFinding(t *testing.T) {
	s := accepted(t)
	d := grant("permit", "2026-05-01", "2031-04-30")
	s.must(s.Find(s.by(cop), Finding{Condition: "fact:applicant.visa", Computed: "unknown", Found: "not-met", Reason: "another visa"}))
	s.must(s.Draft(s.by(officer), d, experts))
	s.must(s.Find(s.by(officer), Finding{Condition: "limit:age", Computed: "met", Found: "not-met", Reason: "over 60"}))
	events, err := s.Draft(s.by(officer), d, experts)
	s.refused("fault.case.found-otherwise", events, err)
	d.Reason = "urgently needed"
	s.must(s.Draft(s.by(officer), d, experts))
}
