package casefile

import (
	"yichuang/civil"
	"yichuang/people"
)

// TrackAssigned gives the track to an officer; empty takes it back.
type TrackAssigned struct {
	Track TrackID        `json:"track"`
	To    people.PartyID `json:"to,omitempty"`
}

// Kind is "assigned".
func (TrackAssigned) Kind() Kind { return "assigned" }

func (b TrackAssigned) fold(c *Case, _ Event) {
	if t := c.track(b.Track); t != nil {
		t.Assigned = b.To
	}
}

// ReviewPartPassed says that one agency found its part of the joint review in
// order.
type ReviewPartPassed struct {
	Office people.OfficeID `json:"office"`
	Note   string          `json:"note,omitempty"`
}

// Kind is "review-part-passed".
func (ReviewPartPassed) Kind() Kind { return "review-part-passed" }

func (b ReviewPartPassed) fold(c *Case, e Event) {
	c.Reviews = append(c.Reviews, Review{Office: b.Office, By: e.Actor, On: e.On(), Note: b.Note})
}

// JointReviewPassed says that both agencies found the material complete and the
// joint review passed; limits that count from it begin.
type JointReviewPassed struct {
	Note string `json:"note,omitempty"`
}

// Kind is "joint-review-passed".
func (JointReviewPassed) Kind() Kind { return "joint-review-passed" }

func (JointReviewPassed) fold(c *Case, e Event) { c.reach(AtJointReview, e.On()) }

// FindingRecorded is the officer's answer on one condition. A later one on the
// same condition takes its place; the history keeps both.
type FindingRecorded struct {
	Finding Finding `json:"finding"`
}

// Kind is "finding-recorded".
func (FindingRecorded) Kind() Kind { return "finding-recorded" }

func (b FindingRecorded) fold(c *Case, _ Event) {
	for i := range c.Findings {
		if c.Findings[i].Condition == b.Finding.Condition {
			c.Findings[i] = b.Finding
			return
		}
	}
	c.Findings = append(c.Findings, b.Finding)
}

// ClockPaused stops the count of a track's decision clocks on a legal ground,
// told by a notice.
type ClockPaused struct {
	Track  TrackID   `json:"track"`
	Ground Ground    `json:"ground"`
	Notice Reference `json:"notice"`
	Reason string    `json:"reason,omitempty"`
}

// Kind is "clock-paused".
func (ClockPaused) Kind() Kind { return "clock-paused" }

func (b ClockPaused) fold(c *Case, e Event) {
	notice := b.Notice
	c.enter(b.Track, Running, Entry{Kind: Paused, On: e.On(), Ground: b.Ground, Notice: &notice, Reason: b.Reason})
}

// ClockResumed lets the track's paused clocks go on.
type ClockResumed struct {
	Track TrackID `json:"track"`
}

// Kind is "clock-resumed".
func (ClockResumed) Kind() Kind { return "clock-resumed" }

func (b ClockResumed) fold(c *Case, e Event) {
	c.enter(b.Track, Pausing, Entry{Kind: Resumed, On: e.On()})
}

// ClockExtended lengthens one clock, with reasons told to the applicant.
type ClockExtended struct {
	Clock  ClockID   `json:"clock"`
	Amount int       `json:"amount"` // in the limit's unit
	Reason string    `json:"reason"`
	Notice Reference `json:"notice"`
}

// Kind is "clock-extended".
func (ClockExtended) Kind() Kind { return "clock-extended" }

func (b ClockExtended) fold(c *Case, e Event) {
	if k := c.clock(b.Clock); k != nil {
		notice := b.Notice
		k.Entries = append(k.Entries, Entry{Kind: Extended, On: e.On(), Amount: b.Amount, Notice: &notice, Reason: b.Reason})
	}
}

// enter adds the entry to the track's decision clocks that are in the state.
func (c *Case) enter(track TrackID, state ClockState, entry Entry) {
	for i := range c.Clocks {
		k := &c.Clocks[i]
		if k.Limit.Track == track && k.Limit.Decides() && k.State() == state {
			k.Entries = append(k.Entries, entry)
		}
	}
}

// Decides reports whether the limit is for deciding: neither the first check,
// nor delivery, nor a fixed day.
func (l Limit) Decides() bool {
	return l.Unit != Fixed && l.Step != StepAcceptance && l.Step != StepDelivery
}

// DueRevised records that new calendar data moved a due date. It changes no
// state: due dates are derived.
type DueRevised struct {
	Clock ClockID    `json:"clock"`
	Old   civil.Date `json:"old"`
	New   civil.Date `json:"new"`
	Cause string     `json:"cause"` // the calendar data that was loaded
}

// Kind is "due-revised".
func (DueRevised) Kind() Kind { return "due-revised" }

func (DueRevised) fold(*Case, Event) {}
