package permit

import (
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// Number is a permit's number. One person keeps one work permit number for
// life; extensions and changes are versions of the same permit.
type Number string

// Kind is what a permit allows.
type Kind string

// The kinds of permit and of permit-like results.
const (
	Work             Kind = "work"
	DomesticWork     Kind = "domestic-work" // ends with the talent's
	Startup          Kind = "startup"
	WorkResidence    Kind = "residence-work"
	StartupResidence Kind = "residence-startup"
	Internship       Kind = "residence-internship"
	InternshipVisa   Kind = "visa-internship"
	RStay            Kind = "r-stay"
	Confirmation     Kind = "confirmation-letter"
)

// Status is the stored state of a permit. Expired is computed from the term on
// a day (StatusOn), never stored.
type Status string

// The states. Cancelled ends it for the future, Revoked takes the decision back.
const (
	Active    Status = "active"
	Suspended Status = "suspended"
	Expired   Status = "expired"
	Cancelled Status = "cancelled"
	Revoked   Status = "revoked"
)

// Permit is what was granted, as it stands now.
type Permit struct {
	Number      Number           `json:"number"`
	Kind        Kind             `json:"kind"`
	Holder      people.PartyID   `json:"holder"`
	Employer    people.PartyID   `json:"employer"`
	Place       people.PlaceCode `json:"place"`
	Class       string           `json:"class,omitempty"`  // "A" "B" "C"; empty where the kind has none
	Ground      string           `json:"ground,omitempty"` // id of the ground it rests on
	Occupation  string           `json:"occupation,omitempty"`
	Post        string           `json:"post,omitempty"`
	Term        Term             `json:"term"`
	Conditions  []Condition      `json:"conditions,omitempty"`
	Status      Status           `json:"status"`
	EndedOn     *civil.Date      `json:"ended_on,omitempty"`   // of a cancelled or revoked one
	AlteredBy   string           `json:"altered_by,omitempty"` // number of the open case that alters it, or empty
	Serves      people.PartyID   `json:"serves,omitempty"`     // domestic work: the talent
	DependsOn   Number           `json:"depends_on,omitempty"` // domestic work: the talent's permit; empty for a permanent resident
	Engagements []Engagement     `json:"engagements,omitempty"`
	Versions    []Version        `json:"versions"` // oldest first; the last one is how it stands
}

// Condition is attached to a grant, with the clause it rests on: tax proof at
// the extension (6× and 4× wage grounds), occupation, area.
type Condition struct {
	ID     string `json:"id"`
	Clause string `json:"clause"`
	Note   string `json:"note,omitempty"`
}

// Engagement is part-time work or an own business filed beside the permit. It
// ends by itself when the permit is cancelled, revoked or expires.
type Engagement struct {
	Case    string           `json:"case"` // the filing
	Kind    string           `json:"kind"` // "work" or "own-business"
	Place   people.PlaceCode `json:"place"`
	With    people.PartyID   `json:"with,omitempty"` // the second employer
	From    civil.Date       `json:"from"`
	EndedOn *civil.Date      `json:"ended_on,omitempty"`
}

// Change says what made a version.
type Change string

// The changes.
const (
	Granted         Change = "granted"
	ExtendedTerm    Change = "extended"
	DeemedExtended  Change = "deemed-extended" // undecided at expiry: granted by law
	EmployerChanged Change = "employer-changed"
	DataChanged     Change = "data-changed"
	Reissued        Change = "reissued"
	WasSuspended    Change = "suspended"
	WasRestored     Change = "restored"
	WasCancelled    Change = "cancelled"
	WasRevoked      Change = "revoked"
	Imported        Change = "imported" // existing permit taken over from another system
)

// Version records one change: the case that made it, when, by whom, and the
// term and employer from then on.
type Version struct {
	Change   Change         `json:"change"`
	Case     string         `json:"case,omitempty"`
	At       time.Time      `json:"at"`
	By       people.PartyID `json:"by"`
	Reason   string         `json:"reason,omitempty"`
	Employer people.PartyID `json:"employer"`
	Term     Term           `json:"term"`
}

// StatusOn is the status as people read it on the day: an active or suspended
// permit past its last day is expired.
func (p Permit) StatusOn(on civil.Date) Status {
	if (p.Status == Active || p.Status == Suspended) && on > p.Term.Until {
		return Expired
	}
	return p.Status
}

// InForce reports whether the permit may be used on the day.
func (p Permit) InForce(on civil.Date) bool {
	return p.StatusOn(on) == Active && p.Term.Runs(on)
}

// EngagementsOn lists the engagements that hold on the day.
func (p Permit) EngagementsOn(on civil.Date) []Engagement {
	var held []Engagement
	if !p.InForce(on) {
		return held
	}
	for _, e := range p.Engagements {
		if e.From <= on && (e.EndedOn == nil || on < *e.EndedOn) {
			held = append(held, e)
		}
	}
	return held
}
