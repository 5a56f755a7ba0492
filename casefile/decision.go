package casefile

import (
	"time"

	"yichuang/civil"
	"yichuang/people"
	"yichuang/permit"
)

// Decision is the officer's act on a track. It is drafted by one person and
// signed by another; a filing or a request is concluded by one.
type Decision struct {
	Track      TrackID            `json:"track"`
	Outcome    Outcome            `json:"outcome"`
	Reason     string             `json:"reason,omitempty"`
	Facts      string             `json:"facts,omitempty"` // what was established, of a refusal
	Clauses    []Citation         `json:"clauses,omitempty"`
	Remedy     people.Words       `json:"remedy,omitzero"` // of this track and decision
	Class      string             `json:"class,omitempty"`
	Ground     string             `json:"ground,omitempty"`
	Term       *permit.Term       `json:"term,omitempty"`
	Conditions []permit.Condition `json:"conditions,omitempty"`
	Detail     map[string]string  `json:"detail,omitempty"` // of a request: what was allocated, arranged, answered
	Permit     permit.Number      `json:"permit,omitempty"`
	Drafter    people.PartyID     `json:"drafter,omitempty"`
	DraftedAt  *time.Time         `json:"drafted_at,omitempty"`
	Approver   people.PartyID     `json:"approver,omitempty"`
	On         *civil.Date        `json:"on,omitempty"`     // the day it was taken
	Deemed     bool               `json:"deemed,omitempty"` // by law, nobody having decided in time
}

// Citation is a clause with the days on which it is in force, both included;
// Until nil: no end.
type Citation struct {
	Clause string      `json:"clause"`
	From   civil.Date  `json:"from"`
	Until  *civil.Date `json:"until,omitempty"`
}

// ValidOn reports whether the clause is in force on the day.
func (c Citation) ValidOn(on civil.Date) bool {
	return c.From <= on && (c.Until == nil || on <= *c.Until)
}
