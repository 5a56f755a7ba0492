package casefile

import (
	"testing"
)

// TestInvariant4_pauseNeedsAGroundOfTheListAndANotice.
func TestInvariant4_pauseNeedsAGroundOfTheListAndANotice(t *testing.T) {
	s := accepted(t)
	for name, p := range map[string]ClockPaused{
		"no ground":          {Track: "permit", Notice: ref(1)},
		"workload":           {Track: "permit", Ground: "workload", Notice: ref(1)},
		"correction by hand": {Track: "permit", Ground: ForCorrection, Notice: ref(1)},
		"no notice":          {Track: "permit", Ground: ForHearing},
		"waiting track":      {Track: "residence", Ground: ForHearing, Notice: ref(1)},
	} {
		if events, err := s.Pause(s.by(officer), p); err == nil {
			t.Errorf("%s: got %d events, want a refusal", name, len(events))
		}
	}
	for i, ground := range Grounds {
		s.must(s.Pause(s.by(officer), ClockPaused{Track: "permit", Ground: ground, Notice: ref(i + 1)}))
		if s.Label() != LabelPaused {
			t.Errorf("%s: got label %s, want paused", ground, s.Label())
		}
		s.must(s.Resume(s.by(officer), "permit"))
	}
	events, err := s.Resume(s.by(officer), "permit")
	s.refused("fault.case.nothing-paused", events, err)
}

// TestInvariant4_answeringARequestResumesTheClock, and moves its due date by the
// working days that passed meanwhile.
func TestInvariant4_answeringARequestResumesTheClock(t *testing.T) {
	cal := calendar(t)
	s := accepted(t)
	wantDue(t, s.Case, cal, "permit/work-permit/law/acceptance", "2026-05-20")
	s.on("2026-04-22").must(s.RequestCorrection(s.by(officer), correction("")))
	if s.Label() != LabelCorrection || s.Clocks[1].State() != Pausing {
		t.Errorf("got %s, clock %s; want correction, paused", s.Label(), s.Clocks[1].State())
	}
	events, err := s.Resume(s.by(officer), "permit")
	s.refused("fault.case.nothing-paused", events, err)
	s.on("2026-04-24").must(s.Answer(s.by(hr), CorrectionAnswered{Done: []int{0}}, AnswersSaved{}))
	if s.Clocks[1].State() != Running {
		t.Errorf("got clock %s after the answer, want running", s.Clocks[1].State())
	}
	wantDue(t, s.Case, cal, "permit/work-permit/law/acceptance", "2026-05-22")
}

// TestInvariant4_lawAndPromiseBothRun: neither replaces the other; the earlier
// one warns.
func TestInvariant4_lawAndPromiseBothRun(t *testing.T) {
	cal := calendar(t)
	s := accepted(t)
	s.must(s.PassJointReview(s.by(officer), ""))
	s.must(s.PassJointReview(s.by(cop), ""))
	wantDue(t, s.Case, cal, "permit/work-permit/law/acceptance", "2026-05-20")
	wantDue(t, s.Case, cal, "permit/work-permit/promise/joint-review", "2026-04-27")
	warnings := s.on("2026-04-28").Warnings(cal, at("2026-04-28"))
	if len(warnings) != 1 || warnings[0].Kind != WarnLate || warnings[0].Left != -1 {
		t.Errorf("got %+v; want the promise one day late", warnings)
	}
}

// TestInvariant4_extension: 20 + 10 once, before the limit ends, reasons told.
func TestInvariant4_extension(t *testing.T) {
	cal := calendar(t)
	s := accepted(t)
	law := ClockID("permit/work-permit/law/acceptance")
	good := ClockExtended{Clock: law, Amount: 10, Reason: "expert travels", Notice: ref(3)}
	for name, change := range map[string]func(*ClockExtended){
		"eleven":    func(x *ClockExtended) { x.Amount = 11 },
		"none":      func(x *ClockExtended) { x.Amount = 0 },
		"no reason": func(x *ClockExtended) { x.Reason = "" },
		"untold":    func(x *ClockExtended) { x.Notice = Reference{} },
		"no clock":  func(x *ClockExtended) { x.Clock = "permit/tea/law/acceptance" },
		"delivery":  func(x *ClockExtended) { x.Clock = "permit/delivery/law/grant" },
	} {
		bad := good
		change(&bad)
		if _, err := s.Extend(s.by(officer), cal, bad); err == nil {
			t.Errorf("%s: extended", name)
		}
	}
	late := s.by(officer)
	late.At = at("2026-05-21")
	events, err := s.Extend(late, cal, good)
	s.refused("fault.case.too-late", events, err)
	s.on("2026-05-20").must(s.Extend(s.by(officer), cal, good))
	wantDue(t, s.Case, cal, law, "2026-06-03")
	events, err = s.Extend(s.by(officer), cal, good)
	s.refused("fault.case.extended", events, err)
}
