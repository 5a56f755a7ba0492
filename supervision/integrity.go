package supervision

import (
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// EntryID names an integrity entry.
type EntryID string

// SubjectKind says whose integrity file an entry stands in.
type SubjectKind string

// The kinds of supervised party. Each finding is of one party: an employer's
// false commitment says nothing about the foreigner by itself.
const (
	OfEmployer  SubjectKind = "employer"
	OfAgency    SubjectKind = "agency"
	OfForeigner SubjectKind = "foreigner"
)

// Cause is why an entry was made.
type Cause string

// The causes. An interview is a note without blame.
const (
	FalseCommitment Cause = "false-commitment"
	FalseMaterial   Cause = "false-material"   // forged or altered papers
	NoCooperation   Cause = "no-cooperation"   // a check or an interview was refused
	TaxProofMissing Cause = "tax-proof"        // wage ground not borne out at the extension
	NotCancelled    Cause = "not-cancelled"    // the employer left a permit standing after the job ended
	ToleranceMissed Cause = "tolerance-missed" // papers that were to follow did not
	IllegalWork     Cause = "illegal-work"
	InterviewHeld   Cause = "interview"
	OtherBreach     Cause = "other"
)

// Causes lists every cause.
var Causes = []Cause{
	FalseCommitment, FalseMaterial, NoCooperation, TaxProofMissing, NotCancelled, ToleranceMissed, IllegalWork, InterviewHeld, OtherBreach,
}

// Entry is one line of an integrity file. It holds until Until, included, or
// until it is struck after a contest or repaired.
type Entry struct {
	ID       EntryID        `json:"id"`
	Of       SubjectKind    `json:"of"`
	Party    people.PartyID `json:"party"`
	Cause    Cause          `json:"cause"`
	Reason   string         `json:"reason"`
	Evidence []string       `json:"evidence"` // hashes of files, or case numbers
	Clause   string         `json:"clause"`
	Case     string         `json:"case,omitempty"`
	Place    string         `json:"place"`
	By       people.PartyID `json:"by"` // who decided it
	At       time.Time      `json:"at"`
	Until    civil.Date     `json:"until"`
	Contests []Contest      `json:"contests,omitempty"`
	Repaired *Repair        `json:"repaired,omitempty"`
	Struck   *Ruling        `json:"struck,omitempty"` // taken back after a contest
}

// Contest is the party's objection, and the ruling on it once there is one.
type Contest struct {
	By     people.PartyID `json:"by"`
	At     time.Time      `json:"at"`
	Reason string         `json:"reason"`
	Files  []string       `json:"files,omitempty"`  // evidence in words
	Papers []string       `json:"papers,omitempty"` // ids of evidence handed in
	Ruling *Ruling        `json:"ruling,omitempty"`
}

// Ruling answers a contest. It is made by another person than the one who
// decided the entry.
type Ruling struct {
	Upheld bool           `json:"upheld"` // the entry stands
	Reason string         `json:"reason"`
	By     people.PartyID `json:"by"`
	At     time.Time      `json:"at"`
}

// Repair is what the party did to make good, accepted by an officer.
type Repair struct {
	Reason   string         `json:"reason"`
	Evidence []string       `json:"evidence,omitempty"`
	Papers   []string       `json:"papers,omitempty"` // ids of evidence handed in
	By       people.PartyID `json:"by"`
	At       time.Time      `json:"at"`
}

// Active reports whether the entry counts on the day.
func (e Entry) Active(on civil.Date) bool {
	return e.Struck == nil && e.Repaired == nil && civil.DateOf(e.At) <= on && on <= e.Until
}

// SanctionID names a sanction.
type SanctionID string

// Sanction suspends handling for one party: new and pending business in its
// scope stops from From to Until, both included. Cancelling, leaving and
// correcting data are never stopped. It rests on an integrity entry and falls
// with it.
type Sanction struct {
	ID       SanctionID         `json:"id"`
	Entry    EntryID            `json:"entry"`
	Of       SubjectKind        `json:"of"`
	Party    people.PartyID     `json:"party"`
	Services []string           `json:"services,omitempty"` // empty: every service
	Places   []people.PlaceCode `json:"places"`             // the deciding office's jurisdiction
	Reason   string             `json:"reason"`
	Evidence []string           `json:"evidence"`
	Clause   string             `json:"clause"`
	By       people.PartyID     `json:"by"`
	At       time.Time          `json:"at"`
	From     civil.Date         `json:"from"`
	Until    civil.Date         `json:"until"`
	Contests []Contest          `json:"contests,omitempty"`
	Lifted   *Ruling            `json:"lifted,omitempty"` // before its end, by contest or repair
}

// Active reports whether the sanction stops handling on the day.
func (s Sanction) Active(on civil.Date) bool {
	return s.Lifted == nil && s.From <= on && on <= s.Until
}
