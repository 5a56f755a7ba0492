package casefile

import (
	"slices"
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// Treatment is how a paper is asked for, as the determination or the matter says.
type Treatment string

// The treatments.
const (
	Required      Treatment = "required"
	Exempt        Treatment = "exempt"
	ByCommitment  Treatment = "commitment" // a signed promise is enough; the paper may be given instead
	Deferrable    Treatment = "deferrable" // required, but may follow under a tolerance
	SharedByState Treatment = "shared"     // the authority fetches it itself
	Optional      Treatment = "optional"
)

// SlotState is what became of a paper.
type SlotState string

// The states of a slot.
const (
	Empty    SlotState = "empty"
	Supplied SlotState = "supplied"
	NotGood  SlotState = "not-good-enough" // kept, so that nothing is lost; to be supplied again
	Good     SlotState = "accepted"        // accepted online
	Seen     SlotState = "seen"            // the original was shown
)

// Slot is a paper of the case: how it is treated and what became of it.
type Slot struct {
	ID        SlotID      `json:"id"`
	Treatment Treatment   `json:"treatment"`
	Key       bool        `json:"key,omitempty"`     // may not follow later under a tolerance
	Form      []string    `json:"form,omitempty"`    // "original-only", "no-original", "verify-at-issuance"
	FormBy    []string    `json:"form_by,omitempty"` // the clauses that say so
	Clause    string      `json:"clause,omitempty"`
	State     SlotState   `json:"state"`
	Files     []File      `json:"files,omitempty"`     // newest last; earlier ones stay
	Committed string      `json:"committed,omitempty"` // id of the signed commitment that stands for it
	Deferred  *civil.Date `json:"deferred,omitempty"`  // last day under the tolerance
	Fault     string      `json:"fault,omitempty"`     // what is not good enough
}

// File is an attachment by the hash of its content.
type File struct {
	Hash string         `json:"hash"` // SHA-256, hex
	Name string         `json:"name"`
	Type string         `json:"type"` // sniffed media type
	Size int64          `json:"size"` // bytes
	By   people.PartyID `json:"by"`
	At   time.Time      `json:"at"`
}

// Settled reports whether the slot no longer stands in the way of acceptance:
// accepted or seen, treated (exempt, shared, or a commitment signed where one
// is enough), deferred, or optional and not supplied badly.
func (s Slot) Settled() bool {
	switch {
	case s.State == Good, s.State == Seen, s.Deferred != nil:
		return true
	case s.Treatment == Exempt, s.Treatment == SharedByState:
		return true
	case s.Treatment == Optional:
		return s.State == Empty
	}
	return s.Treatment == ByCommitment && s.Committed != ""
}

// Ready reports whether the applicant has done their part: supplied, or settled
// without a paper.
func (s Slot) Ready() bool { return s.State == Supplied || s.Settled() }

// Slot returns the case's slot; ok is false when it has none of the id.
func (c Case) Slot(id SlotID) (s Slot, ok bool) {
	i := slices.IndexFunc(c.Slots, func(s Slot) bool { return s.ID == id })
	if i < 0 {
		return Slot{}, false
	}
	return c.Slots[i], true
}

// Commitment is a signed promise in place of a paper, or for a tolerance. The
// text that was signed is kept by its hash in Text.
type Commitment struct {
	ID     string         `json:"id"`
	Slot   SlotID         `json:"slot,omitempty"` // empty: for the tolerance
	Text   string         `json:"text"`           // hash of the text shown
	Signer people.PartyID `json:"signer"`
	Name   string         `json:"name"` // as typed
	At     time.Time      `json:"at"`
	Clause string         `json:"clause"`
}

// Tolerance lets papers follow (deferred papers). It ends Met, Lapsed, or open.
type Tolerance struct {
	Clause     string     `json:"clause"`
	Slots      []SlotID   `json:"slots"`
	Due        civil.Date `json:"due"` // last day, included
	Commitment string     `json:"commitment"`
	Met        bool       `json:"met,omitempty"`
	Lapsed     bool       `json:"lapsed,omitempty"`
}

// Running reports whether papers may still follow.
func (t *Tolerance) Running() bool { return t != nil && !t.Met && !t.Lapsed }
