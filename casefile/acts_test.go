package casefile

import (
	"encoding/json"
	"testing"

	"yichuang/civil"
	"yichuang/people"
	"yichuang/permit"
)

// TestFold_sharesNothing: two futures of one state do not write into each other.
func TestFold_sharesNothing(t *testing.T) {
	s := accepted(t)
	s.must(s.Pause(s.by(officer), ClockPaused{Track: "permit", Ground: ForHearing, Notice: ref(1)}))
	s.must(s.Resume(s.by(officer), "permit"))
	fork := func(ground Ground) Case {
		events, err := s.Pause(s.by(officer), ClockPaused{Track: "permit", Ground: ground, Notice: ref(2)})
		if err != nil {
			t.Fatal(err)
		}
		return s.after(events)
	}
	first := fork(ForHearing)
	before, _ := json.Marshal(first)
	fork(ForTesting)
	if after, _ := json.Marshal(first); string(after) != string(before) {
		t.Errorf("folding one future changed another:\n%s\n%s", before, after)
	}
}

// TestPass_waitsForTheLastDay of a correction request, and for a held case.
func TestPass_waitsForTheLastDay(t *testing.T) {
	cal := calendar(t)
	s := submitted(t)
	s.must(s.RequestCorrection(s.by(clerk), correction("")))
	s.on("2026-05-20").pass(cal)
	if s.Status != StatusSubmitted {
		t.Errorf("got %s on the last day to answer, want submitted", s.Status)
	}
	s.must(s.Hold(s.by(officer), HandlingHeld{Sanction: "s1", Notice: ref(2)}))
	s.on("2026-05-21").pass(cal)
	if s.Status != StatusSubmitted {
		t.Errorf("got %s while held, want submitted", s.Status)
	}
}

// TestMoments_comeOnce: a moment's first day stands.
func TestMoments_comeOnce(t *testing.T) {
	s := accepted(t)
	s.must(s.PassJointReview(s.by(officer), ""))
	events, err := s.on("2026-04-22").PassJointReview(s.by(officer), "")
	s.refused("fault.case.reviewed", events, err)
	next := s.after(s.emit(s.by(officer), JointReviewPassed{}))
	if got := next.Moments[AtJointReview]; got != day("2026-04-20") {
		t.Errorf("got joint review on %s; want its first day", got)
	}
}

// TestPassJointReview_needsCompleteMaterial.
func TestPassJointReview_needsCompleteMaterial(t *testing.T) {
	s := accepted(t)
	s.must(s.RequestCorrection(s.by(officer), correction("")))
	events, err := s.PassJointReview(s.by(officer), "")
	s.refused("fault.case.material-open", events, err)
}

// TestDelivery_clockOfAGrantOnly: what is refused has no delivery clock by the
// law on grants.
func TestDelivery_clockOfAGrantOnly(t *testing.T) {
	s := accepted(t)
	s.decide(refusal())
	for _, k := range s.Clocks {
		if k.Limit.Step == StepDelivery {
			t.Errorf("got a delivery clock after a refusal: %+v", k)
		}
	}
}

func refusal() Decision {
	return Decision{Track: "permit", Outcome: Refused, Reason: "no need", Clauses: []Citation{{Clause: "cn-2017/APP-2", From: day("2017-04-01")}}}
}

// TestDraft_waitsForTheAnswer: no grant while a correction is awaited, but a
// refusal.
func TestDraft_waitsForTheAnswer(t *testing.T) {
	s := accepted(t)
	s.must(s.RequestCorrection(s.by(officer), correction("")))
	events, err := s.Draft(s.by(officer), grant("permit", "2026-05-01", "2031-04-30"), experts)
	s.refused("fault.case.request-open", events, err)
	s.must(s.Draft(s.by(officer), refusal(), experts))
}

// TestDraft_clauseOfThePinnedDay: the policy day is that of submission, also
// when the clause has ended by the time of the decision.
func TestDraft_clauseOfThePinnedDay(t *testing.T) {
	s := accepted(t)
	d := refusal()
	d.Clauses = []Citation{{Clause: "x/1", From: day("2020-01-01"), Until: dayPtr("2026-04-20")}}
	s.on("2026-05-15").must(s.Draft(s.by(officer), d, experts))
	d.Clauses = []Citation{{Clause: "x/1", From: day("2026-05-01")}}
	events, err := s.Draft(s.by(officer), d, experts)
	s.refused("fault.case.clause", events, err)
}

// TestApprove_grantNeedsANumber of the permit.
func TestApprove_grantNeedsANumber(t *testing.T) {
	s := accepted(t)
	s.must(s.Draft(s.by(officer), grant("permit", "2026-05-01", "2031-04-30"), experts))
	events, err := s.Approve(s.by(approver), "permit", "")
	s.refused("", events, err)
}

// TestDraft_otherThanTheComputerNeedsAReason, and so does a finding.
func TestDraft_otherThanTheComputerNeedsAReason(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	plan := s.plan()
	plan.Snapshot.Verdict = "officer"
	s.send(plan).accept(clerk)
	d := grant("permit", "2026-05-01", "2031-04-30")
	events, err := s.Draft(s.by(officer), d, experts)
	s.refused("fault.case.reason", events, err)
	finding := Finding{Condition: "limit:age", Computed: "officer", Found: "met"}
	events, err = s.Find(s.by(officer), finding)
	s.refused("fault.case.finding-reason", events, err)
	finding.Reason = "urgently needed"
	s.must(s.Find(s.by(officer), finding))
	finding.Found, finding.Reason = "not-met", "the need has gone"
	s.must(s.Find(s.by(officer), finding))
	if len(s.Findings) != 1 || s.Findings[0].Found != "not-met" || s.Findings[0].By != officer.Account {
		t.Errorf("got findings %+v; want the later one alone", s.Findings)
	}
	d.Reason = "urgently needed"
	s.must(s.Draft(s.by(officer), d, experts))
}

// TestWithdraw_notAfterADecision.
func TestWithdraw_notAfterADecision(t *testing.T) {
	s := accepted(t)
	s.decide(grant("permit", "2026-05-01", "2031-04-30"))
	events, err := s.Withdraw(s.by(hr), "")
	s.refused("fault.case.decided", events, err)
	early := accepted(t)
	early.must(early.Withdraw(early.by(hr), "new plan"))
	if early.Label() != LabelWithdrawn || early.Exit.Reason != "new plan" {
		t.Errorf("got %s, %+v", early.Label(), early.Exit)
	}
	for _, k := range early.Clocks {
		if k.State() != Stopped {
			t.Errorf("clock %s is %s after withdrawal", k.Limit.ID(), k.State())
		}
	}
}

// TestLetters are never edited: a number is used once, a wrong letter is
// superseded by one of its kind, each goes out once.
func TestLetters(t *testing.T) {
	s := accepted(t)
	letter := Letter{Ref: ref(1), Kind: AcceptanceLetter, Hash: "h1"}
	s.must(s.Issue(s.by(officer), s.matter, letter))
	again := func(change func(*Letter)) error {
		l := letter
		l.Ref = ref(2)
		change(&l)
		_, err := s.Issue(s.by(officer), s.matter, l)
		return err
	}
	for name, change := range map[string]func(*Letter){
		"same number":             func(l *Letter) { l.Ref = ref(1) },
		"no number":               func(l *Letter) { l.Ref.Number = 0 },
		"no document":             func(l *Letter) { l.Hash = "" },
		"not of this matter":      func(l *Letter) { l.Kind = FilingLetter },
		"supersedes nothing":      func(l *Letter) { r := ref(7); l.Supersedes = &r },
		"supersedes another kind": func(l *Letter) { r := ref(1); l.Kind, l.Supersedes = ReceiptLetter, &r },
	} {
		if again(change) == nil {
			t.Errorf("%s: issued", name)
		}
	}
	first := ref(1)
	s.must(s.Issue(s.by(officer), s.matter, Letter{Ref: ref(2), Kind: AcceptanceLetter, Hash: "h2", Supersedes: &first}))
	if again(func(l *Letter) { l.Ref, l.Supersedes = ref(3), &first }) == nil {
		t.Error("a superseded letter was superseded again")
	}
	if valid := s.ValidLetters(); len(valid) != 1 || valid[0].Ref != ref(2) || len(s.Letters) != 2 {
		t.Errorf("got valid %+v of %d; want the second of two", valid, len(s.Letters))
	}
	s.must(s.Deliver(s.by(clerk), ref(2), Delivery{How: "counter", To: "hr"}))
	events, err := s.Deliver(s.by(clerk), ref(2), Delivery{How: "post", To: "hr"})
	s.refused("fault.case.delivered", events, err)
	events, err = s.Deliver(s.by(clerk), ref(9), Delivery{How: "post", To: "hr"})
	s.refused("fault.case.no-letter", events, err)
	lawful, err := s.IssueByLaw(s.by(officer), s.matter, Letter{Ref: ref(3), Kind: DeemedAcceptLetter, Hash: "h3"})
	if err != nil || lawful[0].Actor != people.System {
		t.Errorf("got %v, %v; want a letter in nobody's name", lawful, err)
	}
}

// TestContact: appointments, messages, ratings and reveals.
func TestContact(t *testing.T) {
	s := accepted(t)
	ahead := Appointment{Purpose: "originals", Office: experts.ID, At: at("2026-04-22"), State: "booked"}
	past := ahead
	past.At = at("2026-04-19")
	if _, err := s.Book(s.by(hr), past); err == nil {
		t.Error("booked in the past")
	}
	s.must(s.Book(s.by(hr), ahead))
	moved := ahead
	moved.ID, moved.State, moved.At = 1, "changed", at("2026-04-23")
	s.must(s.Book(s.by(foreigner), moved))
	kept := moved
	kept.State = "kept"
	events, err := s.Book(s.by(hr), kept)
	s.refused("fault.people.role", events, err)
	s.must(s.Book(s.by(clerk), kept))
	if len(s.Appointments) != 1 || s.Appointments[0].State != "kept" {
		t.Errorf("got %+v; want one, kept", s.Appointments)
	}
	unknown := kept
	unknown.ID = 9
	events, err = s.Book(s.by(clerk), unknown)
	s.refused("fault.case.no-appointment", events, err)

	s.must(s.Message(s.by(officer), Messaged{To: "applicant", Text: "please come"}))
	events, err = s.Message(s.by(officer), Messaged{To: "press", Text: "x"})
	s.refused("", events, err)
	events, err = s.Report(s.by(foreigner), Reported{})
	s.refused("", events, err)
	s.must(s.Reveal(s.by(officer), Revealed{What: "passport-number", Of: "anna"}))
	events, err = s.Rate(s.by(hr), Rated{Stars: 5})
	s.refused("fault.case.status", events, err)
	s.must(s.Withdraw(s.by(hr), ""))
	events, err = s.Rate(s.by(hr), Rated{Stars: 6})
	s.refused("", events, err)
	s.must(s.Rate(s.by(hr), Rated{Stars: 5}))
	events, err = s.Rate(s.by(foreigner), Rated{Stars: 1})
	s.refused("fault.case.rated", events, err)
}

// TestOpen_refuses a foreign permit, a place without the matter or an office, a
// role that may not start it, and a number that is none.
func TestOpen_refuses(t *testing.T) {
	number, err := NewCaseNumber("WL", 2026, 1)
	if err != nil {
		t.Fatal(err)
	}
	good := Opening{Number: number, Matter: matter(t, "mutual-recognition"), Place: "650100", Employer: "employer", Foreigner: "anna", Offices: offices}
	as := func(w people.Who) By { return By{Who: w, At: at("2026-04-20")} }
	if _, err := Open(as(hr), good); err != nil {
		t.Fatal(err)
	}
	held := heldPermit(t)
	for name, c := range map[string]struct {
		who    people.Who
		change func(*Opening)
		key    string
	}{
		"another's permit":      {hr, func(o *Opening) { o.Permit, o.Foreigner = &held, "kim" }, "fault.permit.not-found"},
		"permit missing":        {hr, func(o *Opening) { o.Matter = matter(t, "work-permit-cancel") }, "fault.case.permit-missing"},
		"elsewhere":             {hr, func(o *Opening) { o.Place, o.Offices = "370200", elsewhere() }, "fault.case.not-offered"},
		"no office":             {hr, func(o *Opening) { o.Offices = offices[:1] }, "fault.case.no-office"},
		"office of other place": {hr, func(o *Opening) { o.Offices = elsewhere() }, "fault.case.no-office"},
		"another's employer":    {hr, func(o *Opening) { o.Employer = "rival" }, "fault.case.not-found"},
		"the foreigner":         {foreigner, func(*Opening) {}, "fault.people.role"},
		"incubator":             {people.Who{Account: "i", Role: people.Incubator, Party: "employer"}, func(*Opening) {}, "fault.case.matter-role"},
		"no number":             {hr, func(o *Opening) { o.Number = "WL26-000001-A" }, ""},
		"consent without party": {hr, func(o *Opening) { o.Matter = matter(t, "part-time-urumqi") }, ""},
	} {
		o := good
		c.change(&o)
		events, err := Open(as(c.who), o)
		s := &story{t: t}
		if err == nil {
			t.Errorf("%s: opened with %d events", name, len(events))
			continue
		}
		s.refused(c.key, events, err)
	}
	if events, err := Open(as(clerk), good); err != nil || events[0].Role != people.Clerk {
		t.Errorf("the clerk opens at the counter: %v", err)
	}
	beside := good
	beside.Permit = &held
	events, err := Open(as(hr), beside)
	if err != nil || events[0].Body.(Opened).Alters {
		t.Errorf("a first permit beside a held one: got %+v, %v; want it named, not altered", events, err)
	}
}

// elsewhere are the offices, serving Shandong only.
func elsewhere() []people.Office {
	far := make([]people.Office, len(offices))
	for i, o := range offices {
		o.Places = []people.PlaceCode{"370000"}
		far[i] = o
	}
	return far
}

// TestCheck_refuses what makes no sense at the counter.
func TestCheck_refuses(t *testing.T) {
	s := submitted(t)
	for name, try := range map[string]func() ([]Event, error){
		"accepted without a file": func() ([]Event, error) {
			return s.Judge(s.by(clerk), PaperJudged{Slot: "degree-certificate", State: Good})
		},
		"bad without a word":  func() ([]Event, error) { return s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: NotGood}) },
		"no judgement":        func() ([]Event, error) { return s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: Empty}) },
		"no slot":             func() ([]Event, error) { return s.Judge(s.by(clerk), PaperJudged{Slot: "tea", State: Seen}) },
		"bare non-acceptance": func() ([]Event, error) { return s.NotAccept(s.by(clerk), NotAccepted{Reason: "x", Clause: "y"}) },
		"empty file":          func() ([]Event, error) { return s.Supply(s.by(hr), "passport", File{Hash: "h"}) },
		"commitment not asked": func() ([]Event, error) {
			return s.Sign(s.by(hr), Commitment{ID: "k", Slot: "passport", Text: "t", Name: "n"})
		},
		"commitment unsigned": func() ([]Event, error) { return s.Sign(s.by(hr), Commitment{ID: "k", Text: "t", Name: " "}) },
		"nothing to answer":   func() ([]Event, error) { return s.Answer(s.by(hr), CorrectionAnswered{}, AnswersSaved{}) },
		"no faults": func() ([]Event, error) {
			r := correction("")
			r.Items = nil
			return s.RequestCorrection(s.by(clerk), r)
		},
		"no notice": func() ([]Event, error) {
			r := correction("")
			r.Notice = Reference{}
			return s.RequestCorrection(s.by(clerk), r)
		},
		"due today": func() ([]Event, error) {
			r := correction("")
			r.Due = day("2026-04-20")
			return s.RequestCorrection(s.by(clerk), r)
		},
		"fault without a cure": func() ([]Event, error) {
			r := correction("")
			r.Items = []CorrectionItem{{Slot: "passport", Fault: "x"}}
			return s.RequestCorrection(s.by(clerk), r)
		},
		"fault nowhere": func() ([]Event, error) {
			r := correction("")
			r.Items = []CorrectionItem{{Fault: "x", Fix: "y"}}
			return s.RequestCorrection(s.by(clerk), r)
		},
		"fault in no slot": func() ([]Event, error) {
			r := correction("")
			r.Items = []CorrectionItem{{Slot: "tea", Fault: "x", Fix: "y"}}
			return s.RequestCorrection(s.by(clerk), r)
		},
	} {
		if _, err := try(); err == nil {
			t.Errorf("%s: allowed", name)
		}
	}
	s.must(s.NotAccept(s.by(clerk), NotAccepted{Reason: "wrong office", Clause: "c/1", Office: "police", Remedy: "review"}))
	if s.Label() != LabelNotAccepted || s.Exit.Office != "police" {
		t.Errorf("got %s, %+v", s.Label(), s.Exit)
	}
}

// TestAnswer_setsOnlyWhatWasAsked.
func TestAnswer_setsOnlyWhatWasAsked(t *testing.T) {
	s := submitted(t)
	r := correction("")
	r.Items = append(r.Items, CorrectionItem{Field: "job.post", Fault: "differs from the contract", Fix: "as in the contract"})
	s.must(s.RequestCorrection(s.by(clerk), r))
	set := func(path string) AnswersSaved {
		return AnswersSaved{Set: map[string]json.RawMessage{path: json.RawMessage(`"head"`)}}
	}
	events, err := s.Answer(s.by(hr), CorrectionAnswered{Done: []int{0, 1}}, set("job.annual_salary"))
	s.refused("", events, err)
	s.must(s.Answer(s.by(hr), CorrectionAnswered{Done: []int{0, 1}}, set("job.post")))
	if string(s.Answers["job.post"]) != `"head"` || !s.Requests[0].Items[1].Done {
		t.Errorf("got %s, %+v", s.Answers["job.post"], s.Requests[0].Items)
	}
}

// TestSupply_replacesACommitment: the paper may be given at any time.
func TestSupply_replacesACommitment(t *testing.T) {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	s.must(s.Determine(s.by(hr), s.plan(Slot{ID: "no-criminal-record", Treatment: ByCommitment, State: Empty})))
	s.must(s.Sign(s.by(foreigner), Commitment{ID: "k", Slot: "no-criminal-record", Text: "t", Name: "ANNA"}))
	events, err := s.Sign(s.by(foreigner), Commitment{ID: "k", Slot: "no-criminal-record", Text: "t", Name: "ANNA"})
	s.refused("fault.case.signed-already", events, err)
	s.must(s.Supply(s.by(foreigner), "no-criminal-record", file("n")))
	slot, _ := s.Slot("no-criminal-record")
	if slot.Committed != "" || slot.State != Supplied || slot.Settled() || !slot.Ready() || len(s.Commitments) != 1 {
		t.Errorf("got %+v; want the paper in place of the promise, and the promise on file", slot)
	}
	s.must(s.Judge(s.by(hrAsClerk(s)), PaperJudged{Slot: "no-criminal-record", State: Good}))
	events, err = s.Supply(s.by(foreigner), "no-criminal-record", file("m"))
	s.refused("fault.case.slot-accepted", events, err)
}

// hrAsClerk sends the case and returns the clerk, who can judge from then on.
func hrAsClerk(s *story) people.Who {
	s.send(s.plan(Slot{ID: "no-criminal-record", Treatment: ByCommitment, State: Empty}))
	return clerk
}

// TestEmit_neverRunsBackwards: an instant before the last change is moved up.
func TestEmit_neverRunsBackwards(t *testing.T) {
	s := accepted(t)
	late := s.ChangedAt
	s.on("2026-04-19").must(s.Assign(s.by(officer), "permit", "zhang"))
	if got := s.events[len(s.events)-1].At; got.Before(late) {
		t.Errorf("got %s after %s", got, late)
	}
	if s.Label() != LabelReviewing {
		t.Errorf("got label %s, want reviewing", s.Label())
	}
	events, err := s.Assign(s.by(officer), "tea", "zhang")
	s.refused("", events, err)
}

// TestWarnings_pausedLong after more than ten days.
func TestWarnings_pausedLong(t *testing.T) {
	cal := calendar(t)
	s := accepted(t)
	s.must(s.Pause(s.by(officer), ClockPaused{Track: "permit", Ground: ForHearing, Notice: ref(1)}))
	has := func(on string) bool {
		for _, w := range s.Warnings(cal, at(on)) {
			if w.Kind == WarnPaused {
				return true
			}
		}
		return false
	}
	if has("2026-04-30") || !has("2026-05-01") {
		t.Error("want a warning from the eleventh day on")
	}
}

// TestWarnings_beforeTheEnd: two left, one, today, late; and the silence of the
// first check.
func TestWarnings_beforeTheEnd(t *testing.T) {
	cal := calendar(t)
	s := accepted(t)
	s.must(s.PassJointReview(s.by(officer), "")) // promise: Monday 27 April
	for on, want := range map[string]WarningKind{"2026-04-22": "", "2026-04-23": WarnSoon, "2026-04-24": WarnSoon, "2026-04-27": WarnToday, "2026-04-28": WarnLate} {
		var got WarningKind
		for _, w := range s.Warnings(cal, at(on)) {
			got = w.Kind
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", on, got, want)
		}
	}
	silent := submitted(t)
	if w := silent.Warnings(cal, at("2026-04-23")); len(w) != 1 || w[0].Kind != WarnSilence || w[0].Left != 2 {
		t.Errorf("got %+v; want the silence announced with two days left", w)
	}
}

// TestDecisionTaken_permitOfTheFirstTrack: the residence track's number does not
// take the place of the permit's.
func TestDecisionTaken_permitOfTheFirstTrack(t *testing.T) {
	s := accepted(t)
	s.decide(grant("permit", "2026-05-01", "2031-04-30"))
	s.must(s.Draft(s.by(cop), grant("residence", "2026-05-01", "2031-04-30"), police))
	events, err := s.Approve(s.by(cop), "residence", "R-1")
	s.refused("fault.people.same-person", events, err)
	s.must(s.Approve(s.by(cop2), "residence", "R-1"))
	if s.Permit != "P-1" || s.Tracks[1].Decision.Permit != permit.Number("R-1") || *s.Tracks[1].Decision.On != civil.DateOf(s.now) {
		t.Errorf("got %s, %+v", s.Permit, s.Tracks[1].Decision)
	}
}
