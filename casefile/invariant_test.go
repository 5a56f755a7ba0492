package casefile

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
)

// The eleven invariants of design/architecture.md, as far as a case holds them.
// Chains and transactions are tested in audit and store, scopes in people.

// submitted is a story of the matter, sent on Monday 20 April 2026.
func submitted(t testing.TB) *story {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	return s.send(s.plan())
}

// accepted is a story accepted on the same day.
func accepted(t testing.TB) *story { return submitted(t).accept(clerk) }

func correction(again string) CorrectionRequested {
	return CorrectionRequested{
		Items: []CorrectionItem{{Slot: "passport", Page: 2, Fault: "blurred", Fix: "scan again"}},
		Due:   day("2026-05-20"), Again: again, Notice: ref(9),
	}
}

// TestInvariant1_foldingTheEventsGivesTheRowAgain: every story checks it after
// every act (story.checkRow); here a broken history is told from a whole one.
func TestInvariant1_foldingTheEventsGivesTheRowAgain(t *testing.T) {
	s := accepted(t)
	again, err := FoldAll(s.events)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := json.Marshal(s.Case)
	if got, _ := json.Marshal(again); string(got) != string(want) {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := FoldAll(append(s.events[:2:2], s.events[3:]...)); err == nil {
		t.Error("a history with a gap was folded")
	}
}

// TestInvariant2_versionsHaveNoGaps: the chain is per case by version; an event
// out of order, of another case or without a body is refused.
func TestInvariant2_versionsHaveNoGaps(t *testing.T) {
	s := submitted(t)
	for name, e := range map[string]Event{
		"again":        {Case: s.Number, Version: s.Version, Body: Closed{}},
		"gap":          {Case: s.Number, Version: s.Version + 2, Body: Closed{}},
		"another case": {Case: "WL26-000001-A", Version: s.Version + 1, Body: Closed{}},
		"no body":      {Case: s.Number, Version: s.Version + 1},
	} {
		if _, err := Fold(s.Case, e); err == nil {
			t.Errorf("%s: folded", name)
		}
	}
	for _, e := range s.events {
		if _, ok := registry[e.Kind()]; !ok {
			t.Errorf("kind %s cannot be read back", e.Kind())
		}
	}
}

// TestInvariant3_staleWriteSaysWhoChangedWhat.
func TestInvariant3_staleWriteSaysWhoChangedWhat(t *testing.T) {
	s := submitted(t)
	seen := s.Version
	if err := s.Fresh(seen, nil); err != nil {
		t.Errorf("got %v for the current version", err)
	}
	s.must(s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: Seen}))
	err := s.Fresh(seen, s.events[len(s.events)-1:])
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Conflict {
		t.Fatalf("got %v, want a conflict", err)
	}
	args := map[any]any{}
	for i := 0; i < len(f.Args); i += 2 {
		args[f.Args[i]] = f.Args[i+1]
	}
	if args["actor"] != "clerk-li" || args["act"] != "paper-judged" {
		t.Errorf("got args %v; want who and what", args)
	}
}

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

// TestInvariant5_acceptanceNeedsEverySlot accepted, seen, treated or deferred.
func TestInvariant5_acceptanceNeedsEverySlot(t *testing.T) {
	for _, c := range []struct {
		name string
		slot Slot
		want bool
	}{
		{"empty", Slot{Treatment: Required, State: Empty}, false},
		{"supplied, not judged", Slot{Treatment: Required, State: Supplied}, false},
		{"not good enough", Slot{Treatment: Required, State: NotGood}, false},
		{"accepted online", Slot{Treatment: Required, State: Good}, true},
		{"original seen", Slot{Treatment: Required, State: Seen}, true},
		{"exempt", Slot{Treatment: Exempt, State: Empty}, true},
		{"shared by the state", Slot{Treatment: SharedByState, State: Empty}, true},
		{"commitment unsigned", Slot{Treatment: ByCommitment, State: Empty}, false},
		{"commitment signed", Slot{Treatment: ByCommitment, State: Empty, Committed: "k1"}, true},
		{"deferrable, no tolerance", Slot{Treatment: Deferrable, State: Empty}, false},
		{"deferred", Slot{Treatment: Deferrable, State: Empty, Deferred: dayPtr("2026-05-30")}, true},
		{"optional", Slot{Treatment: Optional, State: Empty}, true},
		{"optional and bad", Slot{Treatment: Optional, State: NotGood}, false},
	} {
		if got := c.slot.Settled(); got != c.want {
			t.Errorf("%s: got settled %t, want %t", c.name, got, c.want)
		}
	}
	s := submitted(t)
	events, err := s.Accept(s.by(clerk))
	s.refused("fault.case.slots-open", events, err)
	s.must(s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: NotGood, Fault: "expired"}))
	events, err = s.Accept(s.by(clerk))
	s.refused("fault.case.slots-open", events, err)
}

// tolerable is a submitted case with a paper that may follow.
func tolerable(t testing.TB) *story {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	s.send(s.plan(
		Slot{ID: "passport", Treatment: Required, Key: true, State: Empty},
		Slot{ID: "experience-proof", Treatment: Deferrable, State: Empty},
	))
	return s
}

func tolerance() Tolerance {
	return Tolerance{Clause: "cn-650100-2024/U15", Slots: []SlotID{"experience-proof"}, Due: day("2026-05-08"), Commitment: "k1"}
}

func (s *story) signTolerance() *story {
	s.t.Helper()
	s.must(s.Sign(s.by(foreigner), Commitment{ID: "k1", Text: "text", Name: "ANNA", Clause: "cn-650100-2024/U15"}))
	return s
}

// TestInvariant5_toleranceNeeds its clause, key material, a commitment, a due
// date and no sanction.
func TestInvariant5_toleranceNeeds(t *testing.T) {
	s := tolerable(t)
	events, err := s.Tolerate(s.by(clerk), tolerance())
	s.refused("fault.case.tolerance-unsigned", events, err)
	s.signTolerance()
	events, err = s.Tolerate(s.by(clerk), tolerance())
	s.refused("fault.case.key-missing", events, err)
	s.must(s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: Seen}))
	for name, change := range map[string]func(*Tolerance){
		"no clause":    func(x *Tolerance) { x.Clause = "" },
		"no due date":  func(x *Tolerance) { x.Due = 0 },
		"due today":    func(x *Tolerance) { x.Due = day("2026-04-20") },
		"key material": func(x *Tolerance) { x.Slots = []SlotID{"passport"} },
		"nothing":      func(x *Tolerance) { x.Slots = nil },
	} {
		bad := tolerance()
		change(&bad)
		if _, err := s.Tolerate(s.by(clerk), bad); err == nil {
			t.Errorf("%s: tolerated", name)
		}
	}
	sanctioned := s.by(clerk)
	sanctioned.Stops = []Stop{{Sanction: "x"}}
	events, err = s.Tolerate(sanctioned, tolerance())
	s.refused("", events, err)
	s.must(s.Tolerate(s.by(clerk), tolerance()))
	s.accept(clerk)
	events, err = s.Draft(s.by(officer), grant("permit", "2026-05-01", "2031-04-30"), experts)
	s.refused("fault.case.papers-follow", events, err)
}

// TestInvariant5_toleranceLapsesByItself after its last day, not on it.
func TestInvariant5_toleranceLapsesByItself(t *testing.T) {
	cal := calendar(t)
	s := tolerable(t).signTolerance()
	s.must(s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: Seen}))
	s.must(s.Tolerate(s.by(clerk), tolerance()))
	s.accept(clerk)
	s.on("2026-05-08").pass(cal)
	if s.Status != StatusAccepted {
		t.Fatalf("got %s on the last day, want accepted", s.Status)
	}
	s.on("2026-05-09").pass(cal)
	if s.Status != StatusLapsed || s.Exit.Cause != "tolerance" || !s.Tolerance.Lapsed || s.Tolerance.Running() {
		t.Errorf("got %s, %+v; want lapsed by the tolerance", s.Status, s.Exit)
	}
	if e := s.events[len(s.events)-1]; e.Actor != people.System {
		t.Errorf("got actor %s, want the system", e.Actor)
	}
}

// TestInvariant5_toleranceIsMet when the paper follows and is judged.
func TestInvariant5_toleranceIsMet(t *testing.T) {
	s := tolerable(t).signTolerance()
	s.must(s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: Seen}))
	s.must(s.Tolerate(s.by(clerk), tolerance()))
	s.accept(clerk)
	s.must(s.Supply(s.by(foreigner), "experience-proof", file("e")))
	s.must(s.Judge(s.by(officer), PaperJudged{Slot: "experience-proof", State: Good}))
	if !s.Tolerance.Met {
		t.Error("the tolerance is not met")
	}
	s.on("2026-06-01").pass(calendar(t))
	if s.Status != StatusAccepted {
		t.Errorf("got %s, want accepted", s.Status)
	}
	s.must(s.Draft(s.by(officer), grant("permit", "2026-06-01", "2031-04-30"), experts))
}

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

// TestInvariant9_mandateAndForeigner: the agent acts while its mandate lives,
// the principal always reads, the foreigner never submits.
func TestInvariant9_mandateAndForeigner(t *testing.T) {
	mandate := people.Mandate{Principal: "employer", Agent: "agency", Acts: people.MandateActs, From: day("2026-04-01"), Until: dayPtr("2026-04-30")}
	agent := people.Who{Account: "agent-lin", Role: people.Agency, Party: "agency", Mandates: []people.Mandate{mandate}}
	s := open(t, "work-permit-first", "2026-04-20", func(o *Opening) { o.Agent = "agency" })
	s.must(s.Save(s.by(agent), map[string]json.RawMessage{"job.post": json.RawMessage(`"engineer"`)}))
	if e := s.events[len(s.events)-1]; e.For != "employer" {
		t.Errorf("got for %q, want the principal", e.For)
	}
	if err := hr.May(people.Read, s.Subject(""), s.now); err != nil {
		t.Errorf("the principal cannot read: %v", err)
	}
	revoked := agent
	revoked.Mandates = []people.Mandate{mandate.Revoke("hr-wang", s.now)}
	events, err := s.Save(s.by(revoked), nil)
	s.refused("fault.case.not-found", events, err)
	s.on("2026-05-01")
	events, err = s.Save(s.by(agent), nil)
	s.refused("fault.case.not-found", events, err)

	s.on("2026-04-20").must(s.Determine(s.by(hr), s.plan(Slot{ID: "no-criminal-record", Treatment: ByCommitment, State: Empty})))
	s.must(s.Sign(s.by(foreigner), Commitment{ID: "k", Slot: "no-criminal-record", Text: "t", Name: "ANNA"}))
	events, err = s.Submit(s.by(foreigner), Submission{Matter: s.matter, Declared: "x"})
	s.refused("fault.people.role", events, err)
	s.send(s.plan(Slot{ID: "no-criminal-record", Treatment: ByCommitment, State: Empty}))
	s.must(s.Report(s.by(foreigner), Reported{What: "employer-has-not-cancelled"}))
}

// TestInvariant10_sanctionStopsNewAndPending: opening, sending, accepting,
// deciding; answering and withdrawing go on, and what is held does not run out.
func TestInvariant10_sanctionStopsNewAndPending(t *testing.T) {
	cal := calendar(t)
	s := submitted(t)
	s.stops = []Stop{{Sanction: "s1", Party: "employer", Until: day("2026-12-31"), Reason: "false commitment"}}
	o := Opening{Number: s.Number, Matter: s.matter, Place: "650100", Employer: "employer", Foreigner: "anna", Offices: offices}
	events, err := Open(s.by(hr), o)
	s.refused("fault.case.sanctioned", events, err)
	s.must(s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: Seen}))
	events, err = s.Accept(s.by(clerk))
	s.refused("fault.case.sanctioned", events, err)

	s.stops = nil
	s.must(s.Hold(s.by(officer), HandlingHeld{Sanction: "s1", Notice: ref(5)}))
	events, err = s.Accept(s.by(clerk))
	s.refused("fault.case.held", events, err)
	s.on("2026-06-01").pass(cal)
	if s.Status != StatusSubmitted || s.Label() != LabelPaused {
		t.Errorf("got %s, %s; want the case held, not accepted by silence", s.Status, s.Label())
	}
	if other := s.Release(s.by(officer), "s2"); other != nil {
		t.Error("another sanction's end released the case")
	}
	s.must(s.Release(s.by(officer), "s1"), nil)
	wantDue(t, s.Case, cal, "permit/acceptance/law/submission", "2026-06-08")
	s.must(s.Accept(s.by(clerk)))
}

// TestInvariant10_reliefIsNeverStopped: cancelling and correcting data.
func TestInvariant10_reliefIsNeverStopped(t *testing.T) {
	for _, id := range []MatterID{"work-permit-cancel", "work-permit-change"} {
		held := heldPermit(t)
		s := open(t, id, "2026-04-20", func(o *Opening) { o.Permit = &held })
		s.stops = []Stop{{Sanction: "s1", Party: "employer", Until: day("2026-12-31")}}
		if events, err := s.Hold(s.by(officer), HandlingHeld{Sanction: "s1", Notice: ref(1)}); len(events) > 0 || err != nil {
			t.Errorf("%s: got held, %v", id, err)
		}
		s.send(s.plan()).accept(clerk).decide(Decision{Track: "permit", Outcome: Granted})
	}
}

// TestInvariant11_draftsStayWithTheApplicant: rights ask the same Subject on
// every path; a draft shows itself to no authority save the clerk who opened it.
func TestInvariant11_draftsStayWithTheApplicant(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	for _, w := range []people.Who{clerk, officer, approver, cop, staff("sup", people.Supervisor, experts)} {
		if err := w.May(people.Read, s.Subject(""), s.now); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s reads a draft: %v", w.Role, err)
		}
	}
	counter := s.Subject("")
	counter.OpenedBy = clerk.Account
	if err := clerk.May(people.Read, counter, s.now); err != nil {
		t.Errorf("the clerk cannot read the draft opened at the counter: %v", err)
	}
	s.send(s.plan())
	for _, w := range []people.Who{clerk, officer, approver, cop} {
		if err := w.May(people.Read, s.Subject(""), s.now); err != nil {
			t.Errorf("%s cannot read a sent case: %v", w.Role, err)
		}
	}
}

// TestSubmit_namesEverythingMissing at once.
func TestSubmit_namesEverythingMissing(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	events, err := s.Submit(s.by(hr), Submission{Matter: s.matter, Determined: s.plan(), Declared: "x"})
	s.refused("fault.case.incomplete", events, err)
	for _, want := range []string{"applicant.birth_date", "job.post", "slot/passport"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %q; want it to name %s", err, want)
		}
	}
	old := s.plan()
	old.Snapshot.On--
	events, err = s.Submit(s.by(hr), Submission{Matter: s.matter, Determined: old, Declared: "x"})
	s.refused("fault.case.determination-old", events, err)
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
