package casefile

import (
	"encoding/json"
	"testing"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
)

// TestStory_jointCase is scene 5 of the demo: joint review on Monday 27 April,
// permit by 7 May, granted on the 29th, residence by the earlier of the local
// promise (15 May) and the law (14 May).
func TestStory_jointCase(t *testing.T) {
	cal := calendar(t)
	s := open(t, "work-permit-first", "2026-04-27", nil)
	s.send(s.plan()).accept(clerk)
	s.must(s.PassJointReview(s.by(officer), ""))
	s.must(s.PassJointReview(s.by(cop), ""))
	wantDue(t, s.Case, cal, "permit/work-permit/promise/joint-review", "2026-05-07")
	wantDue(t, s.Case, cal, "permit/work-permit/law/acceptance", "2026-05-27")
	if _, due, _ := s.NextDue(cal, ""); due != day("2026-05-07") {
		t.Errorf("got next due %s; want the earlier 2026-05-07", due)
	}
	if got, _ := s.Track("residence"); got.Begun != nil {
		t.Error("the residence track began before the permit was granted")
	}

	s.on("2026-04-29").decide(grant("permit", "2026-05-01", "2031-04-30"))
	if s.Status != StatusDeciding {
		t.Errorf("got status %s with one track decided; want deciding", s.Status)
	}
	wantDue(t, s.Case, cal, "residence/residence-permit/promise/joint-review", "2026-05-15")
	wantDue(t, s.Case, cal, "residence/residence-permit/law/receipt", "2026-05-14")
	wantDue(t, s.Case, cal, "permit/delivery/law/grant", "2026-05-15")
	next, due, _ := s.NextDue(cal, "residence")
	if due != day("2026-05-14") || !next.Limit.Statutory {
		t.Errorf("residence: got %s (statutory %t); want the law's 2026-05-14", due, next.Limit.Statutory)
	}

	s.on("2026-05-06")
	s.must(s.Draft(s.by(cop), grant("residence", "2026-05-06", "2031-04-30"), police))
	s.must(s.Approve(s.by(cop2), "residence", "R-1"))
	if s.Status != StatusDecided || s.Permit != "P-1" || s.Label() != LabelGranted {
		t.Errorf("got %s, permit %s, label %s; want decided, P-1, granted", s.Status, s.Permit, s.Label())
	}
	s.must(s.Issue(s.by(officer), s.matter, Letter{Ref: ref(1), Kind: GrantLetter, Track: "permit", Hash: "h"}))
	s.must(s.Deliver(s.by(clerk), ref(1), Delivery{How: "counter", To: "anna"}))
	if _, running, ok := s.NextDue(cal, "permit"); ok {
		t.Errorf("a permit clock still runs to %s after delivery", running)
	}
	s.must(s.Close(s.by(officer)))
	s.must(s.Rate(s.by(foreigner), Rated{Stars: 2}))
	if w := s.Warnings(cal, s.now); len(w) != 1 || w[0].Kind != WarnRating {
		t.Errorf("got warnings %v; want a call back", w)
	}
}

// TestStory_shandongSeven: seven working days from Monday 27 April 2026 cross
// five holidays and a working Saturday.
func TestStory_shandongSeven(t *testing.T) {
	limit := Limit{Track: "permit", Step: "work-permit", Amount: 7, Unit: InWorkingDays, From: AtAcceptance}
	k := Clock{Limit: limit, Entries: []Entry{{Kind: Started, On: day("2026-04-27")}}}
	if due, _ := k.Due(calendar(t)); due != day("2026-05-09") {
		t.Errorf("got %s, want 2026-05-09", due)
	}
}

// TestStory_refusalEndsBothTracks: the residence track that waits for a refused
// permit never begins, and the case is decided.
func TestStory_refusalEndsBothTracks(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-27", nil)
	s.send(s.plan()).accept(clerk)
	refusal := Decision{Track: "permit", Outcome: Refused, Reason: "no post", Clauses: []Citation{{Clause: "cn-2017/APP-2", From: day("2017-04-01")}}}
	s.decide(refusal)
	if s.Status != StatusDecided || s.Label() != LabelRefused {
		t.Errorf("got %s, %s; want decided, refused", s.Status, s.Label())
	}
	if d := s.Tracks[0].Decision; d.Remedy.EN != "review or court" || d.Drafter != officer.Account || d.Approver != approver.Account {
		t.Errorf("got decision %+v; want the office's remedy and both persons", d)
	}
	s.must(s.Close(s.by(officer)))
	if s.Label() != LabelClosed {
		t.Errorf("got label %s, want closed", s.Label())
	}
}

// TestStory_filing is received and complete, never granted, by one person, and
// only with both consents.
func TestStory_filing(t *testing.T) {
	hr2 := hr
	hr2.Account, hr2.Party = "hr-second", "second"
	s := open(t, "part-time-urumqi", "2026-04-27", func(o *Opening) {
		o.Consents = []Consent{{Of: "main-employer", Party: "employer"}, {Of: "second-employer", Party: "second"}}
	})
	d := Determined{Snapshot: Snapshot{On: day("2026-04-27"), Hash: "d", Verdict: "met"}, Limits: s.matter.Limits}
	for _, path := range []string{"part_time.kind"} {
		events, err := s.Consent(s.by(hr), "main-employer", "Wang")
		s.refused("fault.consent.open-answers", events, err)
		s.must(s.Save(s.by(hr), map[string]json.RawMessage{path: json.RawMessage(`"answered"`)}))
	}
	s.must(s.Consent(s.by(hr), "main-employer", "Wang"))
	events, err := s.Submit(s.by(hr), Submission{Matter: s.matter, Determined: d, Declared: "x"})
	s.refused("fault.case.incomplete", events, err)
	events, err = s.Withdraw(s.by(hr2), "")
	s.refused("fault.people.mandate", events, err)
	s.must(s.Consent(s.by(hr2), "second-employer", "Li"))
	s.send(d)
	if s.Label() != LabelReceived {
		t.Errorf("got label %s, want received", s.Label())
	}
	s.accept(cop)
	events, err = s.Draft(s.by(cop), Decision{Track: "filing", Outcome: Complete}, police)
	s.refused("fault.case.concluded-by-one", events, err)
	events, err = s.Conclude(s.by(cop), Decision{Track: "filing", Outcome: Granted}, police)
	s.refused("fault.case.outcome", events, err)
	s.must(s.Conclude(s.by(cop), Decision{Track: "filing", Outcome: Complete}, police))
	if s.Status != StatusDecided || s.Label() != LabelComplete {
		t.Errorf("got %s, %s; want decided, complete", s.Status, s.Label())
	}
}

// TestStory_request is answered by a partner, with what was allocated.
func TestStory_request(t *testing.T) {
	s := open(t, "housing", "2026-04-27", nil)
	s.send(Determined{Snapshot: Snapshot{On: day("2026-04-27"), Hash: "d", Verdict: "met"}, Limits: s.matter.Limits}).accept(partner)
	s.must(s.Conclude(s.by(partner), Decision{Track: "service", Outcome: Fulfilled, Detail: map[string]string{"unit": "7"}}, housingDesk))
	if got := s.Tracks[0].Decision.Detail["unit"]; got != "7" || s.Label() != LabelFulfilled {
		t.Errorf("got %q, %s; want the flat, fulfilled", got, s.Label())
	}
	events, err := s.HandBack(s.by(hr), "service", "unit")
	s.refused("fault.people.role", events, err)
	s.on("2026-12-01").must(s.HandBack(s.by(partner), "service", "unit"))
	if d := s.Tracks[0].Decision.Detail; d[HandedBackOn("unit")] != "2026-12-01" || d["unit"] != "7" {
		t.Errorf("got %v, want the flat and the day it was handed back", d)
	}
	events, err = s.HandBack(s.by(partner), "service", "unit")
	s.refused("fault.service.nothing-held", events, err)
}

// TestStory_requestOfTheForeigner: opened, answered, sent and taken back by the
// foreigner alone; the employer does not even read it.
func TestStory_requestOfTheForeigner(t *testing.T) {
	o := Opening{Number: "WL26-004172-E", Matter: matter(t, "housing"), Place: "650100", Foreigner: "anna", Offices: offices}
	s := &story{t: t, matter: o.Matter}
	s.on("2026-04-27").must(Open(s.by(foreigner), o))
	set := map[string]json.RawMessage{}
	for _, q := range s.matter.Questions {
		set[q.Path()] = json.RawMessage(`"answered"`)
	}
	for _, path := range s.matter.Required {
		set[path] = json.RawMessage(`"answered"`)
	}
	s.must(s.Save(s.by(foreigner), set))
	d := Determined{Snapshot: Snapshot{On: day("2026-04-27"), Hash: "d", Verdict: "met"}, Limits: s.matter.Limits}
	s.must(s.Submit(s.by(foreigner), Submission{Matter: s.matter, Determined: d, Declared: "x"}))
	if err := hr.May(people.Read, s.Subject(""), s.now); !fault.Is(err, fault.NotFound) {
		t.Errorf("the employer reads it: %v", err)
	}
	if err := partner.May(people.Read, s.Subject(""), s.now); err != nil {
		t.Errorf("the desk does not read it: %v", err)
	}
	s.must(s.Withdraw(s.by(foreigner), "found a flat"))

	o.Employer = "employer"
	events, err := Open(s.by(foreigner), o)
	s.refused("fault.people.employer-applies", events, err)
	o.Employer, o.Matter = "", matter(t, "programme")
	events, err = Open(s.by(foreigner), o)
	s.refused("", events, err)
	o.Matter = matter(t, "work-permit-first")
	events, err = Open(s.by(foreigner), o)
	s.refused("fault.people.employer-applies", events, err)
}

// TestStory_forwarded: permanent residence ends forwarded, its result recorded.
func TestStory_forwarded(t *testing.T) {
	s := open(t, "permanent-residence", "2026-04-27", nil)
	s.send(Determined{
		Snapshot: Snapshot{On: day("2026-04-27"), Hash: "d", Verdict: "met"}, Limits: s.matter.Limits, Slots: s.Slots,
	}).accept(cop)
	s.must(s.Conclude(s.by(cop), Decision{Track: "residence", Outcome: Forwarded}, police))
	events, err := s.RecordResult(s.by(cop), ResultRecorded{Track: "residence", Result: "perhaps"})
	s.refused("", events, err)
	s.on("2026-09-01").must(s.RecordResult(s.by(cop), ResultRecorded{Track: "residence", Result: "granted"}))
	if got := s.Tracks[0].Decision.Detail["result"]; got != "granted" || s.Label() != LabelForwarded {
		t.Errorf("got %q, %s; want the result beside forwarded", got, s.Label())
	}
}

// TestStory_cancellationKeepsNoTerm: a cancellation has no term, alters the
// permit, and no sanction stops it.
func TestStory_cancellationKeepsNoTerm(t *testing.T) {
	held := heldPermit(t)
	s := open(t, "work-permit-cancel", "2026-04-27", func(o *Opening) { o.Permit = &held })
	s.stops = []Stop{{Sanction: "s1", Party: "employer", Until: day("2027-01-01")}}
	s.send(s.plan()).accept(clerk).decide(Decision{Track: "permit", Outcome: Granted})
	if s.Status != StatusDecided || s.Tracks[0].Decision.Term != nil || !s.Alters {
		t.Errorf("got %s, term %v, alters %t; want decided without a term", s.Status, s.Tracks[0].Decision.Term, s.Alters)
	}
}

// heldPermit is Anna's permit, until 30 June 2026.
func heldPermit(t testing.TB) permit.Permit {
	t.Helper()
	p, err := permit.Issue(permit.Permit{
		Number: "P-1", Kind: permit.Work, Holder: "anna", Employer: "employer", Place: "650100", Class: "A",
		Term: permit.Term{From: day("2025-07-01"), Until: day("2026-06-30"), Caps: []permit.Cap{{Binding: permit.PolicyCap, Until: day("2026-06-30")}}},
	}, permit.Granted, permit.By{Case: "WL25-000001-A", Who: "approver-zhao", At: at("2025-06-20")})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestDetermined_keepsWhatWasSupplied: a second determination changes what is asked
// for and loses no file.
func TestDetermined_keepsWhatWasSupplied(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-27", nil)
	s.must(s.Determine(s.by(hr), s.plan()))
	s.must(s.Supply(s.by(hr), "passport", file("p1")))
	s.must(s.Determine(s.by(hr), s.plan(Slot{ID: "photo", Treatment: Required, State: Empty})))
	got, ok := s.Slot("passport")
	if !ok || len(got.Files) != 1 || got.Treatment != Optional {
		t.Errorf("got %+v; want the passport's file kept in an optional slot", got)
	}
	s.must(s.Determine(s.by(hr), s.plan()))
	if got, _ := s.Slot("passport"); got.State != Supplied || got.Treatment != Required {
		t.Errorf("got %+v; want the passport asked for and supplied", got)
	}
}

// TestCase_Revise records old date, new date and cause when a holiday is added.
func TestCase_Revise(t *testing.T) {
	cal := calendar(t)
	s := open(t, "work-permit-first", "2026-04-27", nil)
	s.send(s.plan()).accept(clerk)
	extra, err := civil.ReadAlmanac([]byte(`
calendar: demo
name: {zh: 演示, en: demo}
extends: cn
years:
  - year: 2026
    source: {title: demo}
    holidays:
      - {name: {zh: 节, en: feast}, from: 2026-05-20, until: 2026-05-21}
`))
	if err != nil {
		t.Fatal(err)
	}
	base, err := civil.ReadAlmanac(mustRead(t, "../packs/calendars/cn.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	set, err := civil.NewCalendars(base, extra)
	if err != nil {
		t.Fatal(err)
	}
	revised, _ := set.Calendar("demo")
	events := s.Revise(s.now, cal, revised, "demo overlay")
	if len(events) != 1 {
		t.Fatalf("got %d events, want one for the clock that crosses the holiday", len(events))
	}
	got := events[0].Body.(DueRevised)
	if got.Old != day("2026-05-27") || got.New != day("2026-05-29") || got.Cause != "demo overlay" {
		t.Errorf("got %+v; want 2026-05-27 moved to 2026-05-29", got)
	}
	s.must(events, nil)
}
