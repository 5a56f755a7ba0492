package office

import (
	"encoding/json"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
)

// TestStay_lastDay is S1.4: the last day to ask is seven days before the end, that
// day included; it is told ahead, and all extensions together are never longer
// than the stay first given.
func TestStay_lastDay(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.Say = speaks(t)
		w.qingdao("2029-12-31")
		stay := NewStay{Person: "maria", Employer: "firm", Place: "370200", From: civil.MustParseDate("2025-12-08"), Until: civil.MustParseDate("2026-06-05")}
		must(t, w.TellStay(ctx, hr, stay))
		stay.Employer = "firm"
		if err := w.TellStay(ctx, otherHR, stay); !fault.Is(err, fault.NotFound) {
			t.Errorf("told for another employer: %v, want not found", err)
		}
		if err := w.TellStay(ctx, people.Who{Account: "a", Role: people.Applicant, Party: "anna"}, stay); !fault.Is(err, fault.Forbidden) {
			t.Errorf("told of another person: %v, want forbidden", err)
		}
		read := func(who people.Who) []Staying { return must2(w.Stays(ctx, who))(t) }
		got := read(hr)
		if len(got) != 1 || got[0].Last.String() != "2026-05-29" || got[0].Late || got[0].Most.String() != "2026-12-02" {
			t.Fatalf("got %+v, want the last day 2026-05-29 and at most 2026-12-02", got)
		}
		if len(read(otherHR)) != 0 || len(read(people.Who{Account: "m", Role: people.Applicant, Party: "maria"})) != 1 || len(read(cop)) != 0 || len(read(qdCop)) != 1 {
			t.Error("a stay is read by others than its people and its police")
		}
		w.now = at("2026-05-15")
		for range 2 {
			must(t, w.Remind(ctx))
		}
		if n := strings.Count(w.messages("hr-wang"), "29 May 2026"); n != 1 {
			t.Errorf("reminded %d times, want once", n)
		}
		c, err := w.Open(ctx, Opening{Who: hr, Key: "extend", Matter: "r-visa-extension", Place: "370200", Employer: "firm", Foreigner: "maria"})
		must(t, err)
		c, err = w.Save(ctx, w.write(hr, c), map[string]json.RawMessage{"applicant.passport_expires": []byte(`"2030-01-01"`)})
		must(t, err)
		c, err = w.Refresh(ctx, w.write(hr, c))
		must(t, err)
		term := c.Determination.Term
		if c.Determination.Verdict != "met" || term == nil || term.From.String() != "2026-06-06" || term.Until.String() != "2026-12-02" || term.Binding != permit.StayGiven {
			t.Fatalf("got %s, %v; want met, from 2026-06-06 until 2026-12-02 by the stay first given", c.Determination.Verdict, term)
		}
		if _, err := w.Open(ctx, Opening{Who: hr, Key: "unknown", Matter: "r-visa-extension", Place: "370200", Employer: "firm", Foreigner: "rosa"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a stay that nobody told: %v, want a conflict", err)
		}
		w.now = at("2026-05-30")
		if got := read(hr); !got[0].Late {
			t.Errorf("got %+v, want too late on the day after", got[0])
		}
		c, err = w.Refresh(ctx, w.write(hr, c))
		must(t, err)
		if c.Determination.Verdict != "not-met" {
			t.Errorf("got %s on the day after, want not-met", c.Determination.Verdict)
		}
	})
}

// TestShortPermit_days: a permit of at most 90 days runs as many days as were
// asked for, from the first day of the contract, and is granted.
func TestShortPermit_days(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.qingdao("2029-12-31")
		for matter, last := range map[casefile.MatterID]string{"short-work-permit": "2026-07-30", "confirmation-letter": "2031-01-01"} {
			c, err := w.Open(ctx, Opening{Who: hr, Key: string(matter), Matter: matter, Place: "370200", Employer: "firm", Foreigner: "maria"})
			must(t, err)
			answers := map[string]json.RawMessage{
				"applicant.birth_date": []byte(`"1990-03-15"`), "applicant.nationality": []byte(`"DEU"`), "applicant.postdoc": []byte(`"china"`),
				"job.days": []byte("60"), "job.contract_from": []byte(`"2026-06-01"`), "job.contract_until": []byte(`"2026-08-31"`), "applicant.passport_expires": []byte(`"2031-01-01"`),
			}
			m, err := w.matter(matter)
			must(t, err)
			for path := range answers {
				if !strings.Contains(strings.Join(m.Fields, " ")+" ", path+" ") {
					delete(answers, path)
				}
			}
			c, err = w.Save(ctx, w.write(hr, c), answers)
			must(t, err)
			c, err = w.Refresh(ctx, w.write(hr, c))
			must(t, err)
			c = w.papers(c)
			c = w.acceptedBy(c, hr, qdOfficer)
			c, err = w.Draft(ctx, w.write(qdOfficer, c), casefile.Decision{Track: "permit", Outcome: casefile.Granted, Reason: "fits", Class: "A", Term: c.Determination.Term})
			must(t, err)
			c, err = w.Approve(ctx, w.write(qdApprover, c), "permit")
			must(t, err)
			if c.Label() != casefile.LabelGranted || c.Determination.Term.Until.String() != last {
				t.Errorf("%s: got %s, %v; want granted until %s", matter, c.Label(), c.Determination.Term, last)
			}
		}
	})
}
