package supervision

import (
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// CheckID names a check.
type CheckID string

// Method says how a commitment came to be checked.
type Method string

// The methods.
const (
	BySample    Method = "sample"
	ByRisk      Method = "risk"
	ByComplaint Method = "complaint"
)

// Result is what a check found.
type Result string

// The results. Unproven leads to nothing.
const (
	Unfinished Result = "open"
	Kept       Result = "kept"
	Broken     Result = "broken"
	Unproven   Result = "unproven"
)

// Check verifies a signed commitment after the fact.
type Check struct {
	ID         CheckID          `json:"id"`
	Place      people.PlaceCode `json:"place"`
	Case       string           `json:"case"`
	Commitment string           `json:"commitment"`
	Method     Method           `json:"method"`
	Draw       string           `json:"draw,omitempty"` // the draw that picked it, with its seed
	Assigned   people.PartyID   `json:"assigned,omitempty"`
	OpenedAt   time.Time        `json:"opened_at"`
	Due        civil.Date       `json:"due"`
	Interviews []Interview      `json:"interviews,omitempty"`
	Result     Result           `json:"result"`
	Evidence   []string         `json:"evidence,omitempty"`
	Reason     string           `json:"reason,omitempty"`
	By         people.PartyID   `json:"by,omitempty"`
	ClosedAt   *time.Time       `json:"closed_at,omitempty"`
}

// Interview records a talk with the party, held or refused.
type Interview struct {
	With  people.PartyID `json:"with"`
	By    people.PartyID `json:"by"`
	At    time.Time      `json:"at"`
	Notes string         `json:"notes"`
	Came  bool           `json:"came"`
}

// RevocationID names a revocation procedure.
type RevocationID string

// The outcomes of a revocation procedure.
const (
	RevokedDecision = "revoked"
	Dropped         = "dropped"
)

// Revocation takes back a decision that rests on a confirmed false commitment.
// The party is told the grounds and heard before it is decided.
type Revocation struct {
	ID         RevocationID     `json:"id"`
	Place      people.PlaceCode `json:"place"`
	Party      people.PartyID   `json:"party"`            // of the entry
	Others     []people.PartyID `json:"others,omitempty"` // whose permit it is beside the party: they are heard too
	Case       string           `json:"case"`
	Permit     string           `json:"permit"`
	Entry      EntryID          `json:"entry"`
	Clause     string           `json:"clause"`
	Reason     string           `json:"reason"`
	Evidence   []string         `json:"evidence"`
	By         people.PartyID   `json:"by"`
	NotifiedOn civil.Date       `json:"notified_on"`
	HearBy     civil.Date       `json:"hear_by"` // last day to be heard, included
	Hearings   []Hearing        `json:"hearings,omitempty"`
	Outcome    string           `json:"outcome,omitempty"` // "revoked" or "dropped"
	DecidedBy  people.PartyID   `json:"decided_by,omitempty"`
	DecidedOn  *civil.Date      `json:"decided_on,omitempty"`
}

// Hearing is what a party said, or that it waived being heard.
type Hearing struct {
	Party     people.PartyID `json:"party"`
	On        civil.Date     `json:"on"`
	By        people.PartyID `json:"by"`
	Statement string         `json:"statement"`
	Waived    bool           `json:"waived,omitempty"`
}
