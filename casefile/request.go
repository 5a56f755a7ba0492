package casefile

import (
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// CorrectionRequest asks for everything that is wrong at once. One is open at
// a time; a later one carries the reason why the first did not ask.
type CorrectionRequest struct {
	ID       int              `json:"id"` // 1 is the first
	Items    []CorrectionItem `json:"items"`
	By       people.PartyID   `json:"by"`
	On       civil.Date       `json:"on"`
	Due      civil.Date       `json:"due"`             // last day to answer, included
	Again    string           `json:"again,omitempty"` // why asked a second time; supervisors see it
	Notice   Reference        `json:"notice"`          //
	Answered *civil.Date      `json:"answered,omitempty"`
	Open     string           `json:"open,omitempty"` // why items stay open, in the applicant's words
}

// CorrectionItem is one fault and how to mend it. Slot or Field says where.
type CorrectionItem struct {
	Slot   SlotID `json:"slot,omitempty"`
	Field  string `json:"field,omitempty"` // fact path
	Page   int    `json:"page,omitempty"`
	Spot   *Spot  `json:"spot,omitempty"` // on that page; nil: all of it
	Fault  string `json:"fault"`
	Fix    string `json:"fix"`
	Clause string `json:"clause,omitempty"`
	Done   bool   `json:"done,omitempty"`
	Had    int    `json:"had,omitempty"` // uploads of the paper when it was asked for; only newer ones answer
}

// OpenRequest returns the request that waits for an answer, or nil.
func (c Case) OpenRequest() *CorrectionRequest {
	if n := len(c.Requests); n > 0 && c.Requests[n-1].Answered == nil {
		r := c.Requests[n-1]
		return &r
	}
	return nil
}

// Review is one agency's part of the joint review that passed.
type Review struct {
	Office people.OfficeID `json:"office"`
	By     people.PartyID  `json:"by"`
	On     civil.Date      `json:"on"`
	Note   string          `json:"note,omitempty"`
}

// Finding is the officer's own answer on one condition, beside the computed one.
type Finding struct {
	Condition string         `json:"condition"` // "limit:age", "ground:young-talent"
	Computed  string         `json:"computed"`  // verdict of the determination
	Found     string         `json:"found"`     // "met" or "not-met"
	Reason    string         `json:"reason,omitempty"`
	By        people.PartyID `json:"by"`
	At        time.Time      `json:"at"`
}

// Differs reports whether the officer found otherwise than the computer.
func (f Finding) Differs() bool { return f.Found != f.Computed }
