package casefile

import (
	"fmt"

	"yichuang/civil"
)

// Unit is how a time limit is counted.
type Unit string

// The units. A Fixed limit is a date by itself and cannot be paused or extended.
const (
	InWorkingDays Unit = "working-days"
	InDays        Unit = "days"
	InMonths      Unit = "months"
	Fixed         Unit = "fixed"
)

// Moment is what a limit counts from; its day is day 0.
type Moment string

// The moments. Receipt is the day on which the track's agency has the file:
// acceptance, or the grant of the track before it. Grant is the favourable
// decision of the track before it or of the own track, Decided any decision.
const (
	AtSubmission  Moment = "submission"
	AtAcceptance  Moment = "acceptance"
	AtJointReview Moment = "joint-review"
	AtReceipt     Moment = "receipt"
	AtGrant       Moment = "grant"
	AtDecision    Moment = "decision"
	AtExpiry      Moment = "expiry"
)

// The steps that the casework itself knows; others come from packs and matters.
const (
	StepAcceptance  = "acceptance"   // the first check, from receipt to acceptance
	StepDelivery    = "delivery"     // from the decision to its delivery
	StepDeemedGrant = "deemed-grant" // the day on which an undecided extension is granted by law
)

// Limit is a time limit for a step of a track, from the determination or from
// the matter. A law's limit and a local promise on one step are two limits.
type Limit struct {
	Track     TrackID     `json:"track" yaml:"track"`
	Step      string      `json:"step" yaml:"step"`
	Amount    int         `json:"amount,omitempty" yaml:"amount"`
	Unit      Unit        `json:"unit" yaml:"unit"`
	From      Moment      `json:"from" yaml:"from"`
	Statutory bool        `json:"statutory,omitempty" yaml:"statutory"` // the law's; false: a promise
	Clause    string      `json:"clause,omitempty" yaml:"clause"`       // empty: the office's own promise
	Date      *civil.Date `json:"date,omitempty" yaml:"-"`              // of a Fixed limit: the last day
}

// ClockID names a clock within its case.
type ClockID string

// ID is the id of the clock that runs under the limit.
func (l Limit) ID() ClockID {
	kind := "promise"
	if l.Statutory {
		kind = "law"
	}
	return ClockID(fmt.Sprintf("%s/%s/%s/%s", l.Track, l.Step, kind, l.From))
}

// EntryKind is what happened to a clock.
type EntryKind string

// The kinds of entry. Began again (a second start) counts from nothing.
const (
	Started  EntryKind = "start"
	Paused   EntryKind = "pause"
	Resumed  EntryKind = "resume"
	Extended EntryKind = "extend"
	Ended    EntryKind = "stop"
)

// Ground is a legal ground for not counting time. The list is closed: expert
// review, hearings, tests and verification are not counted but told in writing
// (Licensing Law art. 45); a correction request waits for the applicant (art. 32).
type Ground string

// The grounds.
const (
	ForCorrection   Ground = "correction"
	ForHearing      Ground = "hearing"
	ForExpertReview Ground = "expert-review"
	ForInspection   Ground = "inspection"
	ForTesting      Ground = "testing"
	ForQuarantine   Ground = "quarantine"
	ForAppraisal    Ground = "appraisal"
	ForVerification Ground = "verification"
	ForSanction     Ground = "sanction" // handling is suspended by a decision of its own
)

// Grounds lists every ground that an officer can choose. ForCorrection and
// ForSanction are not among them: a correction request and a sanction bring them.
var Grounds = []Ground{ForHearing, ForExpertReview, ForInspection, ForTesting, ForQuarantine, ForAppraisal, ForVerification}

// Entry is one line of the ledger. Entries stand in the order of their days.
type Entry struct {
	Kind   EntryKind  `json:"kind"`
	On     civil.Date `json:"on"`
	Ground Ground     `json:"ground,omitempty"` // of a pause
	Amount int        `json:"amount,omitempty"` // of an extension, in the limit's unit
	Notice *Reference `json:"notice,omitempty"` // of a pause or an extension: the letter that told it
	Reason string     `json:"reason,omitempty"`
}

// Clock is a limit that has begun to count, as a ledger. The day of an event is
// day 0: the day of a start or a resumption does not count, the day of a pause
// still does.
type Clock struct {
	Limit   Limit   `json:"limit"`
	Entries []Entry `json:"entries"`
}

// ClockState is what a clock does now.
type ClockState string

// The states of a clock.
const (
	Waiting ClockState = "waiting"
	Running ClockState = "running"
	Pausing ClockState = "paused"
	Stopped ClockState = "stopped"
)

// State returns what the clock does after its last entry.
func (k Clock) State() ClockState {
	state := Waiting
	for _, e := range k.Entries {
		switch e.Kind {
		case Started, Resumed:
			state = Running
		case Paused:
			state = Pausing
		case Ended:
			state = Stopped
		}
	}
	return state
}

// Began returns the day of the last start: the receipt, acceptance or other
// event whose day is day 0.
func (k Clock) Began() (on civil.Date, ok bool) {
	for _, e := range k.Entries {
		if e.Kind == Started {
			on, ok = e.On, true
		}
	}
	return on, ok
}

// Lengthened reports whether the limit was extended since its last start.
func (k Clock) Lengthened() bool {
	longer := false
	for _, e := range k.Entries {
		longer = e.Kind == Extended || longer && e.Kind != Started
	}
	return longer
}
