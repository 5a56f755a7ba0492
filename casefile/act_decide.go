package casefile

import (
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
)

// Draft proposes a decision on a track for the second signature. The remedy
// text is taken from the office's data for this track and decision. A later
// draft takes the place of an unsigned one.
func (c Case) Draft(by By, d Decision, office people.Office) ([]Event, error) {
	if err := c.begin(by, people.Draft, d.Track); err != nil {
		return nil, err
	}
	if c.Kind != ForPermit {
		return nil, fault.New(fault.Conflict, "fault.case.concluded-by-one").
			WithDetail("a %s is concluded by one person: it has no draft", c.Kind)
	}
	d, err := c.prepare(by, d, office)
	if err != nil {
		return nil, err
	}
	return c.emit(by, DecisionDrafted{Decision: d}), nil
}

// SendBack returns a draft to its drafter with the reason.
func (c Case) SendBack(by By, b DecisionSentBack) ([]Event, error) {
	if err := c.begin(by, people.SendBack, b.Track); err != nil {
		return nil, err
	}
	if t, _ := c.Track(b.Track); t.Draft == nil {
		return nil, NoDraft(b.Track)
	}
	if b.Reason == "" {
		return nil, fault.At("reason", "say why the draft goes back")
	}
	return c.emit(by, b), nil
}

// Approve signs the draft of the track: the decision is taken. The approver is
// another person than the drafter, has the track in the jurisdiction and is no
// party (people.Who.May). Number is the permit's where one is granted.
func (c Case) Approve(by By, track TrackID, number permit.Number) ([]Event, error) {
	if err := c.begin(by, people.Approve, track); err != nil {
		return nil, err
	}
	t, _ := c.Track(track)
	if t.Draft == nil {
		return nil, NoDraft(track)
	}
	d := *t.Draft
	if err := c.mayEnd(t, d.Outcome); err != nil {
		return nil, err
	}
	if d.Outcome == Granted && t.Grants != "" && number == "" {
		return nil, fault.At("permit", "a grant on track %s needs the permit's number", track)
	}
	on := by.On()
	d.Approver, d.On, d.Permit = by.Who.Account, &on, number
	return c.emit(by, DecisionTaken{Decision: d}), nil
}

// Conclude ends a track of a filing or a request: one person decides.
func (c Case) Conclude(by By, d Decision, office people.Office) ([]Event, error) {
	if err := c.begin(by, people.Conclude, d.Track); err != nil {
		return nil, err
	}
	if c.Kind == ForPermit {
		return nil, fault.New(fault.Forbidden, "fault.case.two-persons").WithDetail("an application is decided by two persons: draft it")
	}
	d, err := c.prepare(by, d, office)
	if err != nil {
		return nil, err
	}
	on := by.On()
	d.On = &on
	return c.emit(by, DecisionTaken{Decision: d}), nil
}

// RecordResult notes what the authority decided to which the case was forwarded.
func (c Case) RecordResult(by By, r ResultRecorded) ([]Event, error) {
	if err := c.begin(by, people.Conclude, r.Track); err != nil {
		return nil, err
	}
	t, _ := c.Track(r.Track)
	if t.Decision == nil || t.Decision.Outcome != Forwarded {
		return nil, fault.New(fault.Conflict, "fault.case.not-forwarded").WithDetail("track %s was not forwarded", r.Track)
	}
	if r.Result != "granted" && r.Result != "refused" {
		return nil, fault.At("result", "%q is no result (granted or refused)", r.Result)
	}
	return c.emit(by, r), nil
}

// Close ends a decided case.
func (c Case) Close(by By) ([]Event, error) {
	if err := c.begin(by, people.Close, ""); err != nil {
		return nil, err
	}
	return c.emit(by, Closed{}), nil
}

// prepare checks what every decision must hold and completes it.
func (c Case) prepare(by By, d Decision, office people.Office) (Decision, error) {
	t, _ := c.Track(d.Track)
	if !slices.Contains(t.Outcomes, d.Outcome) {
		return d, fault.New(fault.Invalid, "fault.case.outcome", "outcome", string(d.Outcome)).WithPath("outcome").
			WithDetail("%q cannot end track %s (one of %v)", d.Outcome, t.ID, t.Outcomes)
	}
	if err := c.mayEnd(t, d.Outcome); err != nil {
		return d, err
	}
	if office.ID != t.Office {
		return d, fault.At("office", "track %s belongs to office %s, not to %s", t.ID, t.Office, office.ID)
	}
	d.Remedy = office.Remedies[string(d.Track)+"/"+string(d.Outcome)]
	if err := c.reasoned(d, by.On()); err != nil {
		return d, err
	}
	if d.Outcome == Granted {
		var err error
		if d.Term, err = c.term(t, d.Term, d.Reason); err != nil {
			return d, err
		}
	}
	at := by.At.UTC()
	d.Drafter, d.DraftedAt, d.Approver, d.On, d.Deemed, d.Permit = by.Who.Account, &at, "", nil, false, ""
	return d, nil
}

// mayEnd refuses to end a track that has not begun or has ended, and to grant
// while papers are still to follow or a correction is awaited.
func (c Case) mayEnd(t Track, outcome Outcome) error {
	switch {
	case t.Begun == nil:
		return fault.New(fault.Conflict, "fault.case.track-waits", "track", string(t.ID)).WithDetail("track %s has not begun", t.ID)
	case t.Decision != nil:
		return fault.New(fault.Conflict, "fault.case.decided", "track", string(t.ID)).WithDetail("track %s is decided", t.ID)
	case outcome.Favourable() && c.Tolerance.Running():
		return fault.New(fault.Conflict, "fault.case.papers-follow", "due", c.Tolerance.Due).
			WithDetail("papers may follow until %s: no grant before", c.Tolerance.Due)
	case outcome.Favourable() && c.OpenRequest() != nil:
		return fault.New(fault.Conflict, "fault.case.request-open").WithDetail("case %s has an open correction request", c.Number)
	}
	return nil
}

// reasoned refuses an unfavourable decision without a reason, a clause in force
// on the case's day of law and the remedy text; and a favourable one without a
// reason where the determination did not say "met", or an officer found a
// condition not met. A request is answered, not
// granted: its results are the answer.
func (c Case) reasoned(d Decision, on civil.Date) error {
	if d.Outcome.Favourable() {
		if c.Kind != ForRequest && c.Determination != nil && !c.Determination.plain() && d.Reason == "" {
			return fault.New(fault.Invalid, "fault.case.reason").WithPath("reason").
				WithDetail("the determination says %s, of the way to apply %q: give the reason for %s", c.Determination.Verdict, c.Determination.Route, d.Outcome)
		}
		if c.Kind == ForPermit && d.Reason == "" && c.foundUnmet(d.Track) {
			return fault.New(fault.Invalid, "fault.case.found-otherwise").WithPath("reason").WithDetail("a finding says not met: give the reason for %s", d.Outcome)
		}
		return nil
	}
	if d.Reason == "" {
		return fault.New(fault.Invalid, "fault.case.reason").WithPath("reason").WithDetail("%s needs a reason", d.Outcome)
	}
	if c.Kind == ForRequest {
		return nil
	}
	day := c.LawDay(on)
	if !slices.ContainsFunc(d.Clauses, func(k Citation) bool { return k.ValidOn(day) }) {
		return fault.New(fault.Invalid, "fault.case.clause", "on", day).WithPath("clauses").
			WithDetail("%s needs a clause in force on %s", d.Outcome, day)
	}
	if d.Remedy.ZH == "" || d.Remedy.EN == "" {
		return fault.New(fault.Unavailable, "fault.case.remedy", "track", string(d.Track), "outcome", string(d.Outcome)).
			WithDetail("the office has no remedy text %s/%s: add it in the offices data", d.Track, d.Outcome)
	}
	return nil
}

// foundUnmet reports whether an officer of the track found a condition not met. The
// first track answers for conditions, a later one for the facts that it checks.
func (c Case) foundUnmet(track TrackID) bool {
	return slices.ContainsFunc(c.Findings, func(f Finding) bool {
		return f.Found == "not-met" && strings.HasPrefix(f.Condition, "fact:") == (track != c.Tracks[0].ID)
	})
}

// plain reports whether the computer found everything met, so that a grant needs no
// words of its own.
func (s Snapshot) plain() bool { return s.Verdict == "met" && (s.Route == "" || s.Route == "met") }

// LawDay is the day whose law the case follows: its pinned policy day, or today.
func (c Case) LawDay(today civil.Date) civil.Date {
	if c.Pinned && c.Determination != nil {
		return c.Determination.On
	}
	return today
}

// NoDraft is the fault of a track that has no draft to sign.
func NoDraft(track TrackID) error {
	return fault.New(fault.Conflict, "fault.case.no-draft", "track", string(track)).WithDetail("track %s has no draft to sign", track)
}
