package casefile

import (
	"encoding/json"
	"testing"

	"yichuang/people"
)

// TestKnown_firm: what the window has on record is not answered otherwise, and
// goes when the record goes; a proposal gives way to the applicant's answer.
func TestKnown_firm(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-27", nil)
	s.must(s.Save(s.by(hr), map[string]json.RawMessage{"job.post": json.RawMessage(`"engineer"`)}))
	known := []Known{
		{Path: "job.post", Value: json.RawMessage(`"researcher"`), From: FromPermit, Ref: "W-1"},
		{Path: "employer.prefiled", Value: json.RawMessage(`true`), From: FromFiling, Ref: "WL26-000001-A", Firm: true},
	}
	s.must(s.ReadRegister(s.by(hr), known))
	if events, err := s.ReadRegister(s.by(hr), known); len(events) > 0 || err != nil {
		t.Errorf("the same again made %d events, %v", len(events), err)
	}
	if got := string(s.Answers["job.post"]); got != `"engineer"` {
		t.Errorf("the proposal took the place of the answer: %s", got)
	}
	events, err := s.Save(s.by(hr), map[string]json.RawMessage{"employer.prefiled": json.RawMessage(`false`)})
	s.refused("fault.case.known", events, err)
	s.must(s.Save(s.by(hr), map[string]json.RawMessage{"employer.prefiled": json.RawMessage(` true`), "job.post": json.RawMessage(`"head"`)}))
	s.must(s.ReadRegister(s.by(hr), known[:1]))
	if _, answered := s.Answers["employer.prefiled"]; answered {
		t.Error("an answer outlived its record")
	}
}

// TestConsent_coversItsAnswers: a consent falls when what it was given for
// changes, a refusal is told with its reason and can be asked again, and nobody
// answers for another party.
func TestConsent_coversItsAnswers(t *testing.T) {
	second := people.Who{Account: "hr-second", Role: people.EmployerHR, Party: "second"}
	s := open(t, "part-time-urumqi", "2026-04-27", nil)
	events, err := s.Consent(s.by(second), "second-employer", "Li")
	s.refused("fault.case.not-found", events, err)
	s.must(s.AskConsent(s.by(hr), "main-employer", "employer"))
	events, err = s.AskConsent(s.by(hr), "second-employer", "employer")
	s.refused("fault.consent.same-party", events, err)
	s.must(s.AskConsent(s.by(hr), "second-employer", "second"))
	answer := func(kind string) map[string]json.RawMessage {
		return map[string]json.RawMessage{"part_time.kind": json.RawMessage(kind)}
	}
	s.must(s.Save(s.by(hr), answer(`"work"`)))
	events, err = s.RefuseConsent(s.by(second), "second-employer", "Li", " ")
	s.refused("fault.case.reason", events, err)
	s.must(s.RefuseConsent(s.by(second), "second-employer", "Li", "no post is free"))
	if k := s.Consents[1]; k.RefusedAt == nil || k.Reason != "no post is free" {
		t.Errorf("got %+v, want the refusal", k)
	}
	s.must(s.AskConsent(s.by(hr), "second-employer", "second"))
	s.must(s.Consent(s.by(second), "second-employer", "Li"))
	s.must(s.Save(s.by(hr), answer(`"work" `)))
	if s.Consents[1].GivenAt == nil {
		t.Error("the same answer took the consent back")
	}
	s.must(s.Save(s.by(hr), answer(`"own-business"`)))
	if s.Consents[1].GivenAt != nil {
		t.Error("the consent stands for another kind of work")
	}
}

// TestEndResult_once: what ended by itself is told once and shows in the label.
func TestEndResult_once(t *testing.T) {
	s := open(t, "employer-prefiling", "2026-04-27", nil)
	s.send(Determined{Snapshot: Snapshot{On: day("2026-04-27"), Hash: "d", Verdict: "met"}, Limits: s.matter.Limits, Slots: s.Slots}).accept(cop)
	s.must(s.Conclude(s.by(cop), Decision{Track: "filing", Outcome: Complete}, police))
	s.must(s.EndResult(s.now, Ending{Cause: "expired", On: day("2026-04-28")}), nil)
	if s.Label() != LabelEnded || s.EndResult(s.now, Ending{Cause: "expired"}) != nil {
		t.Errorf("got label %s; want ended, once", s.Label())
	}
}
