package casefile

import (
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// TestInvariant6_oneOpenRequest; a second needs a reason that supervisors see.
func TestInvariant6_oneOpenRequest(t *testing.T) {
	s := submitted(t)
	s.must(s.RequestCorrection(s.by(clerk), correction("")))
	events, err := s.RequestCorrection(s.by(clerk), correction("forgot"))
	s.refused("fault.case.request-open", events, err)
	events, err = s.Accept(s.by(clerk))
	s.refused("fault.case.request-open", events, err)
	events, err = s.Answer(s.by(hr), CorrectionAnswered{}, AnswersSaved{})
	s.refused("fault.case.items-open", events, err)
	s.must(s.Answer(s.by(hr), CorrectionAnswered{Open: "the page is blank in the passport"}, AnswersSaved{}))
	events, err = s.RequestCorrection(s.by(clerk), correction(""))
	s.refused("fault.case.again-reason", events, err)
	s.must(s.RequestCorrection(s.by(clerk), correction("the seal was hidden")))
	seen := false
	for _, w := range s.Warnings(calendar(t), s.now) {
		seen = seen || w.Kind == WarnSecond
	}
	if !seen {
		t.Error("the second request does not warn the supervisor")
	}
	s.on("2026-05-21").pass(calendar(t))
	if s.Status != StatusLapsed || s.Exit.Cause != "correction" {
		t.Errorf("got %s, %+v; want lapsed, nobody answered", s.Status, s.Exit)
	}
}

// TestInvariant6_silenceAccepts from the day of receipt, after 5 working days.
func TestInvariant6_silenceAccepts(t *testing.T) {
	cal := calendar(t)
	s := submitted(t) // Monday 20 April: the fifth working day is Monday the 27th
	s.on("2026-04-27").pass(cal)
	if s.Status != StatusSubmitted {
		t.Fatalf("got %s on the last day, want submitted", s.Status)
	}
	s.on("2026-04-28").pass(cal)
	if s.Status != StatusAccepted || !s.Deemed || s.Moments[AtAcceptance] != day("2026-04-20") {
		t.Errorf("got %s, deemed %t, from %s; want accepted from 2026-04-20", s.Status, s.Deemed, s.Moments[AtAcceptance])
	}
	wantDue(t, s.Case, cal, "permit/work-permit/law/acceptance", "2026-05-20")
	last := s.events[len(s.events)-1]
	if body, ok := last.Body.(Accepted); !ok || body.Clause != "cn-2017/LIC-32" || last.Actor != people.System {
		t.Errorf("got %+v by %s; want the deemed acceptance with its clause", last.Body, last.Actor)
	}
}

// TestInvariant6_aNoticeStopsTheSilence, and the answer is a new receipt.
func TestInvariant6_aNoticeStopsTheSilence(t *testing.T) {
	cal := calendar(t)
	s := submitted(t).on("2026-04-24")
	s.must(s.RequestCorrection(s.by(clerk), correction("")))
	s.on("2026-05-12").pass(cal)
	if s.Status != StatusSubmitted {
		t.Fatalf("got %s while the applicant has the case, want submitted", s.Status)
	}
	s.must(s.Answer(s.by(hr), CorrectionAnswered{Done: []int{0}}, AnswersSaved{}))
	wantDue(t, s.Case, cal, "permit/acceptance/law/submission", "2026-05-19")
	s.on("2026-05-20").pass(cal)
	if s.Status != StatusAccepted || s.Moments[AtAcceptance] != day("2026-05-12") {
		t.Errorf("got %s from %s; want accepted from the answer's day", s.Status, s.Moments[AtAcceptance])
	}
}

// extension is an extension of a permit that ends on 30 June 2026.
func extension(t testing.TB, sentOn string) *story {
	held := heldPermit(t)
	s := open(t, "work-permit-extension", sentOn, func(o *Opening) { o.Permit = &held })
	return s.send(s.plan())
}

// TestInvariant6_undecidedExtensionIsGranted at expiry, and shouts beforehand.
func TestInvariant6_undecidedExtensionIsGranted(t *testing.T) {
	cal := calendar(t)
	s := extension(t, "2026-05-31").accept(clerk)
	if !s.InTime {
		t.Fatal("filed 30 days before the end; want in time")
	}
	shouts := func(on string) bool {
		for _, w := range s.Warnings(cal, at(on)) {
			if w.Kind == WarnDeemedGrant {
				return true
			}
		}
		return false
	}
	if shouts("2026-06-15") || !shouts("2026-06-16") {
		t.Error("want the shout from 14 days before the end on")
	}
	s.on("2026-06-30").pass(cal)
	if s.Tracks[0].Decision != nil {
		t.Fatal("granted on the permit's last day; want the day after")
	}
	s.on("2026-07-01").pass(cal)
	d := s.Tracks[0].Decision
	if d == nil || d.Outcome != Granted || !d.Deemed || *d.On != day("2026-06-30") || d.Term == nil || d.Clauses[0].Clause != "cn-2017/LIC-50" {
		t.Fatalf("got %+v; want a deemed grant of 2026-06-30 with term and clause", d)
	}
	if begun := s.Tracks[1].Begun; begun == nil {
		t.Error("the residence track did not begin")
	}
}

// TestInvariant6_undecidedExtensionNeverAccepted is granted all the same.
func TestInvariant6_undecidedExtensionNeverAccepted(t *testing.T) {
	s := extension(t, "2026-05-20")
	s.on("2026-05-21").must(s.RequestCorrection(s.by(clerk), CorrectionRequested{
		Items: correction("").Items, Due: day("2026-08-01"), Notice: ref(1),
	}))
	s.on("2026-07-01").pass(calendar(t))
	if d := s.Tracks[0].Decision; d == nil || !d.Deemed || s.Moments[AtAcceptance] != day("2026-05-20") {
		t.Errorf("got decision %+v; want deemed", d)
	}
}

// TestInvariant6_lateExtensionIsNotDeemed: 29 days before the end is too late.
func TestInvariant6_lateExtensionIsNotDeemed(t *testing.T) {
	s := extension(t, "2026-06-01").accept(clerk)
	s.on("2026-07-10").pass(calendar(t))
	if s.InTime || s.Tracks[0].Decision != nil {
		t.Errorf("in time %t, decision %+v; want neither", s.InTime, s.Tracks[0].Decision)
	}
}

// TestPass_draftLapses after 90 days without a change, reminded at 75.
func TestPass_draftLapses(t *testing.T) {
	cal := calendar(t)
	s := open(t, "work-permit-first", "2026-04-20", nil)
	last := day("2026-04-20").AddDays(DraftLife)
	if w := s.Warnings(cal, day("2026-04-20").AddDays(DraftReminder).Time()); len(w) != 1 || w[0].Kind != WarnDraft || w[0].Left != 15 {
		t.Errorf("got %+v; want a reminder with 15 days left", w)
	}
	s.now = last.Time().Add(9 * time.Hour)
	s.pass(cal)
	if s.Status != StatusDraft {
		t.Fatalf("lapsed on its last day")
	}
	s.now = last.AddDays(civil.Days(1)).Time()
	s.pass(cal)
	if s.Status != StatusLapsed || s.Exit.Cause != "draft" {
		t.Errorf("got %s, want lapsed", s.Status)
	}
}
