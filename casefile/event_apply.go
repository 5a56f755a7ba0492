package casefile

import (
	"encoding/json"
	"slices"

	"yichuang/civil"
	"yichuang/people"
	"yichuang/permit"
)

// Opened begins the case as a draft.
type Opened struct {
	Matter      MatterID         `json:"matter"`
	MatterKind  MatterKind       `json:"matter_kind"`
	Service     string           `json:"service"`
	Application string           `json:"application,omitempty"`
	Place       people.PlaceCode `json:"place"`
	Employer    people.PartyID   `json:"employer"`
	Agent       people.PartyID   `json:"agent,omitempty"`
	Foreigner   people.PartyID   `json:"foreigner,omitempty"`
	Serves      people.PartyID   `json:"serves,omitempty"`
	Basis       permit.Number    `json:"basis,omitempty"`
	Permit      permit.Number    `json:"permit,omitempty"` // the permit that it alters or is filed beside
	Alters      bool             `json:"alters,omitempty"`
	Expires     *civil.Date      `json:"expires,omitempty"`
	Relief      bool             `json:"relief,omitempty"`
	Consents    []Consent        `json:"consents,omitempty"`
	Tracks      []Track          `json:"tracks"`
	Slots       []Slot           `json:"slots,omitempty"`
	Limits      []Limit          `json:"limits,omitempty"`
}

// Kind is "opened".
func (Opened) Kind() Kind { return "opened" }

func (b Opened) fold(c *Case, e Event) {
	*c = Case{
		Number: e.Case, Matter: b.Matter, Kind: b.MatterKind, Service: b.Service, Application: b.Application,
		Place: b.Place, Status: StatusDraft, Employer: b.Employer, Agent: b.Agent, Foreigner: b.Foreigner,
		Serves: b.Serves, Basis: b.Basis, Permit: b.Permit, Alters: b.Alters, Expires: b.Expires, Relief: b.Relief, Consents: slices.Clone(b.Consents),
		OpenedAt: e.At, OpenedBy: e.Actor, SavedAt: e.At,
		Tracks: slices.Clone(b.Tracks), Slots: slices.Clone(b.Slots), Limits: slices.Clone(b.Limits),
	}
}

// AnswersSaved sets answers by fact path; null takes an answer back.
type AnswersSaved struct {
	Set map[string]json.RawMessage `json:"set"`
}

// Kind is "answers-saved".
func (AnswersSaved) Kind() Kind { return "answers-saved" }

func (b AnswersSaved) fold(c *Case, e Event) {
	if c.Answers == nil {
		c.Answers = map[string]json.RawMessage{}
	}
	c.reconsider(b.changes(c.Answers))
	for path, value := range b.Set {
		if string(value) == "null" {
			delete(c.Answers, path)
			continue
		}
		c.Answers[path] = value
	}
	c.SavedAt = e.At
}

// changes are the answers that are set to another value than they have.
func (b AnswersSaved) changes(answers map[string]json.RawMessage) map[string]json.RawMessage {
	changed := map[string]json.RawMessage{}
	for path, value := range b.Set {
		if old, answered := answers[path]; !answered || !sameJSON(old, value) {
			changed[path] = value
		}
	}
	return changed
}

// Determined records what the determination asks for: its papers and limits
// take the place of those of an earlier one. What was supplied stays.
type Determined struct {
	Snapshot Snapshot `json:"snapshot"`
	Slots    []Slot   `json:"slots"`  // state and files empty
	Limits   []Limit  `json:"limits"` // those of the matter included
}

// Kind is "determined".
func (Determined) Kind() Kind { return "determined" }

func (b Determined) fold(c *Case, _ Event) {
	snapshot := b.Snapshot
	c.Determination = &snapshot
	c.Limits = slices.Clone(b.Limits)
	old := c.Slots
	c.Slots = make([]Slot, 0, len(b.Slots))
	for _, s := range b.Slots {
		if i := slices.IndexFunc(old, func(o Slot) bool { return o.ID == s.ID }); i >= 0 {
			s.State, s.Files, s.Committed = old[i].State, old[i].Files, old[i].Committed
			s.Deferred, s.Fault = old[i].Deferred, old[i].Fault
		}
		c.Slots = append(c.Slots, s)
	}
	for _, o := range old {
		if _, kept := c.Slot(o.ID); !kept && len(o.Files) > 0 {
			o.Treatment, o.Clause = Optional, ""
			c.Slots = append(c.Slots, o)
		}
	}
}

// PaperSupplied adds a file to a slot; the paper replaces a commitment.
type PaperSupplied struct {
	Slot SlotID `json:"slot"`
	File File   `json:"file"`
}

// Kind is "paper-supplied".
func (PaperSupplied) Kind() Kind { return "paper-supplied" }

func (b PaperSupplied) fold(c *Case, e Event) {
	s := c.slot(b.Slot)
	if s == nil {
		return
	}
	s.Files = append(s.Files, b.File)
	s.State, s.Fault, s.Committed = Supplied, "", ""
	c.SavedAt = e.At
}

// PaperJudged says what an authority found of a paper: Good, Seen or NotGood.
type PaperJudged struct {
	Slot  SlotID    `json:"slot"`
	State SlotState `json:"state"`
	Fault string    `json:"fault,omitempty"` // with NotGood
	Page  int       `json:"page,omitempty"`
}

// Kind is "paper-judged".
func (PaperJudged) Kind() Kind { return "paper-judged" }

func (b PaperJudged) fold(c *Case, _ Event) {
	if s := c.slot(b.Slot); s != nil {
		s.State, s.Fault = b.State, b.Fault
	}
}

// CommitmentSigned records a signed promise, for a slot or for the tolerance.
type CommitmentSigned struct {
	Commitment Commitment `json:"commitment"`
}

// Kind is "commitment-signed".
func (CommitmentSigned) Kind() Kind { return "commitment-signed" }

func (b CommitmentSigned) fold(c *Case, e Event) {
	c.Commitments = append(c.Commitments, b.Commitment)
	if s := c.slot(b.Commitment.Slot); s != nil {
		s.Committed = b.Commitment.ID
	}
	c.SavedAt = e.At
}

// Submitted sends the case: it is received that day and its policy day pinned.
type Submitted struct {
	Declared string `json:"declared"`          // hash of the declaration that was read
	InTime   bool   `json:"in_time,omitempty"` // an extension filed early enough to be deemed granted
	Clause   string `json:"clause,omitempty"`  // of the deemed grant
	Note     string `json:"note,omitempty"`    // on warnings that were sent along
}

// Kind is "submitted".
func (Submitted) Kind() Kind { return "submitted" }

func (b Submitted) fold(c *Case, e Event) {
	c.Status, c.Pinned, c.InTime = StatusSubmitted, true, b.InTime
	c.reach(AtSubmission, e.On())
	if b.InTime && c.Expires != nil {
		c.watchExpiry(b.Clause)
	}
}

// Withdrawn takes the case back.
type Withdrawn struct {
	Reason string `json:"reason,omitempty"`
}

// Kind is "withdrawn".
func (Withdrawn) Kind() Kind { return "withdrawn" }

func (b Withdrawn) fold(c *Case, e Event) {
	c.exit(StatusWithdrawn, e.On(), Exit{Cause: "withdrawn", Reason: b.Reason})
}
