package people

import (
	"fmt"
	"slices"
	"time"

	"yichuang/civil"
	"yichuang/fault"
)

// MandateID names a mandate.
type MandateID string

// Mandate lets an agent act for a principal. It is never deleted: a
// revoked or ended one stays as proof of what was done under it. Both the day
// From and the day Until are included; revocation works from its instant on.
type Mandate struct {
	ID        MandateID   `json:"id"`
	Principal PartyID     `json:"principal"` // the employer
	Agent     PartyID     `json:"agent"`     // the service agency
	Acts      []Act       `json:"acts"`      // what the agent may do; reading is always included
	From      civil.Date  `json:"from"`
	Until     *civil.Date `json:"until,omitempty"` // nil: until revoked
	GivenBy   PartyID     `json:"given_by"`        // account of the principal
	GivenAt   time.Time   `json:"given_at"`
	RevokedAt *time.Time  `json:"revoked_at,omitempty"`
	RevokedBy PartyID     `json:"revoked_by,omitempty"`
}

// MandateActs are the acts that a principal can hand to an agent: everything
// that an employer does with a case.
var MandateActs = []Act{Open, Edit, Upload, Submit, Answer, Withdraw, Book, Rate}

// Validate refuses a mandate that could not be told apart from none.
func (m Mandate) Validate() error {
	if m.Principal == "" || m.Agent == "" || m.Principal == m.Agent {
		return fault.At("agent", "a mandate needs two different parties, got %q for %q", m.Agent, m.Principal)
	}
	if len(m.Acts) == 0 {
		return fault.At("acts", "a mandate names at least one act")
	}
	for i, act := range m.Acts {
		if !slices.Contains(MandateActs, act) {
			return fault.At(fmt.Sprintf("acts.%d", i), "%q cannot be handed to an agent", act)
		}
	}
	if m.Until != nil && *m.Until < m.From {
		return fault.At("until", "%s lies before %s", *m.Until, m.From)
	}
	return nil
}

// Alive reports whether the mandate holds at the instant.
func (m Mandate) Alive(at time.Time) bool {
	on := civil.DateOf(at)
	if on < m.From || (m.Until != nil && on > *m.Until) {
		return false
	}
	return m.RevokedAt == nil || at.Before(*m.RevokedAt)
}

// Allows reports whether the mandate lets its agent do act at the instant.
func (m Mandate) Allows(act Act, at time.Time) bool {
	return m.Alive(at) && (act == Read || slices.Contains(m.Acts, act))
}

// Revoke ends the mandate at the instant. Revoking twice changes nothing: the
// first revocation stands.
func (m Mandate) Revoke(by PartyID, at time.Time) Mandate {
	if m.RevokedAt == nil {
		m.RevokedAt, m.RevokedBy = &at, by
	}
	return m
}
