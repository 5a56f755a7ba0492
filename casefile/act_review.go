package casefile

import (
	"slices"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// Assign gives a track to an officer of its office, or takes it back (empty).
func (c Case) Assign(by By, track TrackID, to people.PartyID) ([]Event, error) {
	if err := c.begin(by, people.Assign, track); err != nil {
		return nil, err
	}
	return c.emit(by, TrackAssigned{Track: track, To: to}), nil
}

// PassJointReview records that the agency of who acts found its part of the
// joint review in order. The last agency's part passes the review as a whole. It
// needs an accepted case whose material is complete: nothing deferred, no
// request open. The agencies review side by side, in any order, before a track
// that waits has begun.
func (c Case) PassJointReview(by By, note string) ([]Event, error) {
	if err := c.begin(by, people.Review, ""); err != nil {
		return nil, err
	}
	if _, passed := c.Moments[AtJointReview]; passed {
		return nil, fault.New(fault.Conflict, "fault.case.reviewed").WithDetail("the joint review of case %s has passed", c.Number)
	}
	if slices.ContainsFunc(c.Reviews, func(r Review) bool { return r.Office == by.Who.Office }) {
		return nil, fault.New(fault.Conflict, "fault.case.reviewed-part").WithDetail("office %s passed its part already", by.Who.Office)
	}
	if c.OpenRequest() != nil || c.Tolerance.Running() {
		return nil, fault.New(fault.Conflict, "fault.case.material-open").
			WithDetail("the material of case %s is not complete", c.Number)
	}
	part := ReviewPartPassed{Office: by.Who.Office, Note: note}
	if waiting := c.ReviewsWaiting(); len(waiting) > 1 || len(waiting) == 1 && waiting[0] != part.Office {
		return c.emit(by, part), nil
	}
	return c.emit(by, part, JointReviewPassed{Note: note}), nil
}

// ReviewsWaiting lists the offices of the case whose part of the joint review
// has not passed, each once, in the order of the tracks.
func (c Case) ReviewsWaiting() []people.OfficeID {
	var waiting []people.OfficeID
	for _, t := range c.Tracks {
		passed := slices.ContainsFunc(c.Reviews, func(r Review) bool { return r.Office == t.Office })
		if !passed && !slices.Contains(waiting, t.Office) {
			waiting = append(waiting, t.Office)
		}
	}
	return waiting
}

// Find records the officer's finding on a condition. One that differs from the
// computed verdict needs a reason.
func (c Case) Find(by By, f Finding) ([]Event, error) { return c.FindAll(by, []Finding{f}) }

// FindAll records several findings in one act. All hold or none does.
func (c Case) FindAll(by By, all []Finding) ([]Event, error) {
	if err := c.begin(by, people.Find, ""); err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fault.New(fault.Invalid, "fault.case.nothing-found").WithPath("found").WithDetail("no finding is given")
	}
	bodies := make([]Body, 0, len(all))
	for _, f := range all {
		if err := f.check(); err != nil {
			return nil, err
		}
		f.By, f.At = by.Who.Account, by.At.UTC()
		bodies = append(bodies, FindingRecorded{Finding: f})
	}
	return c.emit(by, bodies...), nil
}

func (f Finding) check() error {
	if f.Condition == "" || (f.Found != "met" && f.Found != "not-met") {
		return fault.At("found", "a finding names its condition and is met or not-met")
	}
	if f.Differs() && f.Reason == "" {
		return fault.New(fault.Invalid, "fault.case.finding-reason", "condition", f.Condition).
			WithPath("reason").WithDetail("the finding on %s differs from the determination: say why", f.Condition)
	}
	return nil
}

// Pause stops the count of a track's decision clocks. The ground is one of the
// closed list, and the applicant is told by a numbered notice.
func (c Case) Pause(by By, p ClockPaused) ([]Event, error) {
	if err := c.begin(by, people.Pause, p.Track); err != nil {
		return nil, err
	}
	if !slices.Contains(Grounds, p.Ground) {
		return nil, fault.New(fault.Invalid, "fault.case.pause-ground", "ground", string(p.Ground)).
			WithPath("ground").WithDetail("%q is no legal ground for not counting time (one of %v)", p.Ground, Grounds)
	}
	if !p.Notice.Given() {
		return nil, fault.At("notice", "a pause needs the notice that tells it")
	}
	if !c.Ticks(p.Track, Running) {
		return nil, fault.New(fault.Conflict, "fault.case.nothing-runs").WithDetail("no clock of track %s runs", p.Track)
	}
	return c.emit(by, p), nil
}

// Resume lets a track's paused clocks go on. What a correction request paused
// goes on by its answer, what a sanction holds by its end.
func (c Case) Resume(by By, track TrackID) ([]Event, error) {
	if err := c.begin(by, people.Resume, track); err != nil {
		return nil, err
	}
	if !c.Ticks(track, Pausing) || c.OpenRequest() != nil || c.Held != "" {
		return nil, fault.New(fault.Conflict, "fault.case.nothing-paused").WithDetail("no clock of track %s waits for an officer", track)
	}
	return c.emit(by, ClockResumed{Track: track}), nil
}

// Ticks reports whether a decision clock of the track is in the state.
func (c Case) Ticks(track TrackID, state ClockState) bool {
	return slices.ContainsFunc(c.Clocks, func(k Clock) bool {
		return k.Limit.Track == track && k.Limit.Decides() && k.State() == state
	})
}

// Extend lengthens one clock, once, before its last day has passed, by at most
// what the track allows, with reasons told in a notice.
func (c Case) Extend(by By, cal *civil.Calendar, x ClockExtended) ([]Event, error) {
	i := slices.IndexFunc(c.Clocks, func(k Clock) bool { return k.Limit.ID() == x.Clock && k.Limit.Decides() })
	if i < 0 {
		return nil, fault.At("clock", "case %s has no decision clock %q", c.Number, x.Clock)
	}
	clock := c.Clocks[i]
	if err := c.begin(by, people.Extend, clock.Limit.Track); err != nil {
		return nil, err
	}
	track, _ := c.Track(clock.Limit.Track)
	standing := clock.Standing(cal, by.On())
	switch {
	case standing.State != Running && standing.State != Pausing:
		return nil, fault.New(fault.Conflict, "fault.case.nothing-runs").WithDetail("clock %s does not run", x.Clock)
	case x.Amount <= 0 || x.Amount > track.Longer:
		return nil, fault.New(fault.Invalid, "fault.case.extension", "most", track.Longer).WithPath("amount").
			WithDetail("%d is out of range: track %s may take 1 to %d more", x.Amount, track.ID, track.Longer)
	case slices.ContainsFunc(clock.Entries, func(e Entry) bool { return e.Kind == Extended }):
		return nil, fault.New(fault.Conflict, "fault.case.extended").WithDetail("clock %s was extended already", x.Clock)
	case standing.Due != nil && by.On() > *standing.Due:
		return nil, fault.New(fault.Conflict, "fault.case.too-late", "due", *standing.Due).
			WithDetail("the limit ended on %s: it can no longer be extended", *standing.Due)
	case x.Reason == "" || !x.Notice.Given():
		return nil, fault.At("reason", "an extension needs its reasons and the notice that tells them")
	}
	return c.emit(by, x), nil
}

// Hold suspends the handling of a pending case for a sanction; Release lets it
// go on. Both are the sanctioning office's word, passed on by office.
func (c Case) Hold(by By, h HandlingHeld) ([]Event, error) {
	if c.Relief || c.Held != "" || c.Status.Final() || c.Status == StatusDecided {
		return nil, nil
	}
	if !h.Notice.Given() {
		return nil, fault.At("notice", "holding a case needs the notice that tells it")
	}
	return c.emit(by, h), nil
}

// Release ends the hold of the sanction; another's stays.
func (c Case) Release(by By, sanction string) []Event {
	if c.Held != sanction || sanction == "" {
		return nil
	}
	return c.emit(by, HandlingReleased{Sanction: sanction})
}
