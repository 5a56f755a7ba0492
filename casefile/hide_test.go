package casefile

import (
	"encoding/json"
	"strings"
	"testing"

	"yichuang/people"
)

// secretive is a case in which the one agency knows what the other has no need
// to see: pay on the form, papers about it, and words that speak of it.
func secretive(t *testing.T) *story {
	t.Helper()
	s := open(t, "work-permit-first", "2026-04-20", nil)
	s.must(s.Save(s.by(hr), map[string]json.RawMessage{"job.annual_salary": json.RawMessage("987654"), "job.months_per_year": json.RawMessage("12"), "applicant.birth_date": json.RawMessage(`"1990-03-02"`)}))
	s.must(s.Determine(s.by(hr), s.plan(Slot{ID: "passport", Treatment: Required, State: Empty}, Slot{ID: "tax-record", Treatment: Required, State: Empty}, Slot{ID: "pay-commitment", Treatment: ByCommitment, State: Empty})))
	s.must(s.Sign(s.by(hr), Commitment{ID: "k", Slot: "pay-commitment", Name: "wages 987654", Text: "t"}))
	s.send(s.plan(s.Slots...))
	s.must(s.RequestCorrection(s.by(clerk), CorrectionRequested{Due: day("2026-05-20"), Notice: ref(1), Items: []CorrectionItem{
		{Slot: "tax-record", Fault: "shows 987654", Fix: "mend 987654"}, {Field: "job.annual_salary", Fault: "987654", Fix: "987654"}, {Slot: "passport", Fault: "blurred", Fix: "scan it again"},
	}}))
	s.must(s.Answer(s.by(hr), CorrectionAnswered{Done: []int{0, 1, 2}}, AnswersSaved{}))
	s.accept(clerk)
	s.must(s.Find(s.by(officer), Finding{Condition: "ground:wage-6x", Computed: "officer", Found: "met", Reason: "pay of 987654"}))
	d := grant("permit", "2026-05-01", "2031-04-30")
	d.Reason, d.Ground = "wage of 987654", "wage-6x"
	s.decide(d)
	return s
}

// TestSeenBy: whatever the case holds of pay, no part of it reaches the office
// that has no need to see it; the office whose own it is, and the applicant, see
// everything.
func TestSeenBy(t *testing.T) {
	s := secretive(t)
	for _, who := range []people.Who{cop, staff("clerk-gate", people.Clerk, police), staff("boss", people.Supervisor, police), staff("second", people.Approver, police)} {
		seen := s.SeenBy(s.matter, who)
		text, err := json.Marshal(seen)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"987654", "annual_salary", "tax-record", "pay-commitment", "wage-6x"} {
			if strings.Contains(string(text), secret) {
				t.Errorf("%s reads %q: %s", who.Account, secret, text)
			}
		}
		if _, ok := seen.Slot("passport"); !ok || seen.Answers["applicant.birth_date"] == nil || len(seen.Requests[0].Items) != 1 {
			t.Errorf("%s misses what is needed", who.Account)
		}
		if track, _ := seen.Track("permit"); track.Decision == nil || track.Decision.Outcome != Granted || track.Decision.Term == nil {
			t.Errorf("%s misses the other office's result", who.Account)
		}
		for _, e := range s.events {
			shown, ok := s.EventSeenBy(s.matter, who, e)
			if wire, _ := json.Marshal(shown); ok && (strings.Contains(string(wire), "987654") || strings.Contains(string(wire), "annual_salary")) {
				t.Errorf("%s reads in the history: %s", who.Account, wire)
			}
		}
	}
	whole, _ := json.Marshal(s.Case)
	for _, who := range []people.Who{hr, foreigner, officer, clerk} {
		if text, _ := json.Marshal(s.SeenBy(s.matter, who)); string(text) != string(whole) {
			t.Errorf("%s does not see the whole case", who.Account)
		}
	}
}
