package supervision

import (
	"testing"

	"yichuang/fault"
)

// TestCheck: interviews are kept, and a broken commitment needs evidence.
func TestCheck(t *testing.T) {
	picked := Picked{Candidate: Candidate{Case: "QD26-004172-R", Commitment: "k1", Employer: "employer"}, Method: BySample, Draw: "seed 1"}
	if _, err := OpenCheck(by(officer, "2026-05-01"), "370200", "c1", picked, day("2026-06-01")); err == nil {
		t.Error("an officer opened a check")
	}
	c, err := OpenCheck(by(integrity, "2026-05-01"), "370200", "c1", picked, day("2026-06-01"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Interview(by(integrity, "2026-05-04"), Interview{With: "employer"}); err == nil {
		t.Error("an interview without notes")
	}
	c, err = c.Interview(by(integrity, "2026-05-04"), Interview{With: "employer", Notes: "nobody came"})
	if err != nil || c.Interviews[0].By != "integrity-lu" || c.Interviews[0].Came {
		t.Errorf("got %+v, %v", c.Interviews, err)
	}
	for name, try := range map[string]func() error{
		"no evidence": func() error { _, err := c.Finish(by(integrity, "2026-05-05"), Broken, "forged", nil); return err },
		"no reason":   func() error { _, err := c.Finish(by(integrity, "2026-05-05"), Broken, "", []string{"h"}); return err },
		"open":        func() error { _, err := c.Finish(by(integrity, "2026-05-05"), Unfinished, "x", nil); return err },
		"elsewhere":   func() error { _, err := c.Finish(by(far, "2026-05-05"), Kept, "", nil); return err },
	} {
		if try() == nil {
			t.Errorf("%s: finished", name)
		}
	}
	done, err := c.Finish(by(integrity, "2026-05-05"), Broken, "forged", []string{"h"})
	if err != nil || done.Result != Broken || done.ClosedAt == nil {
		t.Fatalf("got %+v, %v", done, err)
	}
	if _, err := done.Finish(by(integrity, "2026-05-06"), Kept, "", nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("finished twice: %v", err)
	}
}

// TestRevocation_hearsTheParty before it decides, by another person.
func TestRevocation_hearsTheParty(t *testing.T) {
	entry := goodEntry(t)
	proposal := Revocation{ID: "r1", Case: "QD26-004172-R", Permit: "P-1", Entry: "e1", Clause: "cn-370000-2023/S6", Reason: "false commitment", Evidence: []string{"h"}, HearBy: day("2026-05-20")}
	mild := entry
	mild.Cause = NoCooperation
	for name, try := range map[string]func() error{
		"mild cause": func() error { _, err := Propose(by(integrity, "2026-05-06"), "370200", proposal, mild); return err },
		"no time": func() error {
			p := proposal
			p.HearBy = day("2026-05-06")
			_, err := Propose(by(integrity, "2026-05-06"), "370200", p, entry)
			return err
		},
		"no reason": func() error {
			p := proposal
			p.Reason = ""
			_, err := Propose(by(integrity, "2026-05-06"), "370200", p, entry)
			return err
		},
		"elsewhere": func() error { _, err := Propose(by(far, "2026-05-06"), "370200", proposal, entry); return err },
	} {
		if try() == nil {
			t.Errorf("%s: proposed", name)
		}
	}
	r, err := Propose(by(integrity, "2026-05-06"), "370200", proposal, entry)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Decide(by(integrity2, "2026-05-20"), true); !fault.Is(err, fault.Conflict) {
		t.Errorf("decided unheard on the last day: %v", err)
	}
	if got, err := r.Decide(by(integrity2, "2026-05-21"), true); err != nil || got.Outcome != RevokedDecision {
		t.Errorf("after the last day: got %q, %v", got.Outcome, err)
	}
	if _, err := r.Hear(by(rival, "2026-05-07"), "", "me too", false); err == nil {
		t.Error("a rival was heard")
	}
	if _, err := r.Hear(by(integrity, "2026-05-07"), r.Party, "", true); err == nil {
		t.Error("an officer waived the hearing")
	}
	heard, err := r.Hear(by(employer, "2026-05-07"), "", "the work was real", false)
	if err != nil || heard.HeardFrom(heard.Party).By != "hr" {
		t.Fatalf("got %+v, %v", heard.Hearings, err)
	}
	if _, err := heard.Decide(by(integrity, "2026-05-08"), true); !fault.Is(err, fault.Forbidden) {
		t.Errorf("decided by the proposer: %v", err)
	}
	done, err := heard.Decide(by(integrity2, "2026-05-08"), false)
	if err != nil || done.Outcome != Dropped || done.DecidedBy != "integrity-qi" {
		t.Errorf("got %+v, %v; want dropped", done, err)
	}
	if _, err := done.Decide(by(integrity2, "2026-05-09"), true); !fault.Is(err, fault.Conflict) {
		t.Errorf("decided twice: %v", err)
	}
	if waived, err := r.Hear(by(employer, "2026-05-07"), "", "", true); err != nil || !waived.HearingOver(day("2026-05-07")) {
		t.Errorf("waived: %v", err)
	}
}
