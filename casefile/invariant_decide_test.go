package casefile

import (
	"testing"

	"yichuang/people"
	"yichuang/permit"
)

// TestInvariant7_twoPersonsInJurisdictionAndNoParty.
func TestInvariant7_twoPersonsInJurisdictionAndNoParty(t *testing.T) {
	s := accepted(t)
	s.must(s.Draft(s.by(officer), grant("permit", "2026-05-01", "2031-04-30"), experts))
	if s.Label() != LabelApproving {
		t.Errorf("got label %s, want approving", s.Label())
	}
	drafter := approver
	drafter.Account = officer.Account
	events, err := s.Approve(s.by(drafter), "permit", "P-1")
	s.refused("fault.people.same-person", events, err)
	elsewhere := approver
	elsewhere.Places = []people.PlaceCode{"370000"}
	events, err = s.Approve(s.by(elsewhere), "permit", "P-1")
	s.refused("fault.case.not-found", events, err)
	related := approver
	related.Account = "anna"
	events, err = s.Approve(s.by(related), "permit", "P-1")
	s.refused("fault.people.party", events, err)
	handler := approver
	handler.Account = hr.Account
	events, err = s.Approve(s.by(handler), "permit", "P-1")
	s.refused("fault.people.party", events, err)
	otherOffice := approver
	otherOffice.Office = police.ID
	events, err = s.Approve(s.by(otherOffice), "permit", "P-1")
	s.refused("fault.people.other-office", events, err)
	events, err = s.SendBack(s.by(approver), DecisionSentBack{Track: "permit"})
	s.refused("", events, err)
	s.must(s.SendBack(s.by(approver), DecisionSentBack{Track: "permit", Reason: "term"}))
	events, err = s.Approve(s.by(approver), "permit", "P-1")
	s.refused("fault.case.no-draft", events, err)
	s.decide(grant("permit", "2026-05-01", "2030-04-30"))
}

// TestInvariant7_refusalNeedsReasonClauseAndRemedy of that track and decision.
func TestInvariant7_refusalNeedsReasonClauseAndRemedy(t *testing.T) {
	s := accepted(t)
	good := Decision{Track: "permit", Outcome: Refused, Reason: "post not special", Clauses: []Citation{{Clause: "cn-2017/APP-2", From: day("2017-04-01")}}}
	for name, change := range map[string]func(*Decision){
		"no reason": func(d *Decision) { d.Reason = "" },
		"no clause": func(d *Decision) { d.Clauses = nil },
		"clause ended before": func(d *Decision) {
			d.Clauses = []Citation{{Clause: "x/1", From: day("2020-01-01"), Until: dayPtr("2026-04-19")}}
		},
		"clause of tomorrow": func(d *Decision) { d.Clauses = []Citation{{Clause: "x/1", From: day("2026-04-21")}} },
	} {
		bad := good
		change(&bad)
		if _, err := s.Draft(s.by(officer), bad, experts); err == nil {
			t.Errorf("%s: drafted", name)
		}
	}
	lastDay := good
	lastDay.Clauses = []Citation{{Clause: "x/1", From: day("2020-01-01"), Until: dayPtr("2026-04-20")}}
	if _, err := s.Draft(s.by(officer), lastDay, experts); err != nil {
		t.Errorf("clause on its last day: got %v", err)
	}
	bare := experts
	bare.Remedies = map[string]people.Words{"residence/refused": words("final")}
	events, err := s.Draft(s.by(officer), good, bare)
	s.refused("fault.case.remedy", events, err)
	events, err = s.Draft(s.by(officer), good, police)
	s.refused("", events, err)
	forged := good
	forged.Remedy = words("none")
	s.must(s.Draft(s.by(officer), forged, experts))
	if got := s.Tracks[0].Draft.Remedy.EN; got != "review or court" {
		t.Errorf("got remedy %q, want the office's", got)
	}
}

// TestInvariant8_endWithinEveryCap: the binding cap is recorded; a permit has
// one open case that alters it.
func TestInvariant8_endWithinEveryCap(t *testing.T) {
	s := accepted(t)
	caps := []permit.Cap{
		{Binding: permit.PolicyCap, Until: day("2031-04-30")}, {Binding: "passport", Until: day("2029-08-01")}, {Binding: "contract", Until: day("2030-01-01")},
	}
	d := Decision{Track: "permit", Outcome: Granted, Term: &permit.Term{From: day("2026-05-01"), Until: day("2029-08-02"), Caps: caps}}
	events, err := s.Draft(s.by(officer), d, experts)
	s.refused("fault.permit.past-cap", events, err)
	d.Term.Until = day("2029-08-01")
	s.decide(d)
	if got := s.Tracks[0].Decision.Term.Binding; got != "passport" {
		t.Errorf("got binding %s, want passport", got)
	}
	events, err = s.Draft(s.by(officer), d, experts)
	s.refused("fault.case.decided", events, err)

	held := heldPermit(t)
	if held, err = held.Claim("WL26-000009-X"); err != nil {
		t.Fatal(err)
	}
	o := Opening{Number: s.Number, Matter: matter(t, "work-permit-cancel"), Place: "650100", Employer: "employer", Foreigner: "anna", Offices: offices, Permit: &held}
	events, err = Open(s.by(hr), o)
	s.refused("fault.permit.altered", events, err)
}
