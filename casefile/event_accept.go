package casefile

import (
	"slices"

	"yichuang/civil"
)

// CorrectionRequested asks for corrections, all at once, and pauses what runs:
// the first check before acceptance, the decision clocks after it.
type CorrectionRequested struct {
	Items  []CorrectionItem `json:"items"`
	Due    civil.Date       `json:"due"`
	Again  string           `json:"again,omitempty"` // of a second request: why the first did not ask
	Notice Reference        `json:"notice"`
}

// Kind is "correction-requested".
func (CorrectionRequested) Kind() Kind { return "correction-requested" }

func (b CorrectionRequested) fold(c *Case, e Event) {
	items := slices.Clone(b.Items)
	for i := range items {
		slot, _ := c.Slot(items[i].Slot)
		items[i].Had = len(slot.Files)
	}
	c.Requests = append(c.Requests, CorrectionRequest{
		ID: len(c.Requests) + 1, Items: items, By: e.Actor, On: e.On(), Due: b.Due, Again: b.Again, Notice: b.Notice,
	})
	c.Marks = slices.DeleteFunc(c.Marks, func(m Mark) bool { return slices.ContainsFunc(b.Items, m.asked) })
	notice := b.Notice
	for i := range c.Clocks {
		if k := &c.Clocks[i]; k.State() == Running && k.Limit.Unit != Fixed && k.Limit.Step != StepDelivery {
			k.Entries = append(k.Entries, Entry{Kind: Paused, On: e.On(), Ground: ForCorrection, Notice: &notice})
		}
	}
}

// CorrectionAnswered answers the open request. Done are the indices of the
// items that were mended; Open says why others were not.
type CorrectionAnswered struct {
	Done []int  `json:"done,omitempty"`
	Open string `json:"open,omitempty"`
}

// Kind is "correction-answered".
func (CorrectionAnswered) Kind() Kind { return "correction-answered" }

func (b CorrectionAnswered) fold(c *Case, e Event) {
	on := e.On()
	request := &c.Requests[len(c.Requests)-1]
	request.Answered, request.Open = &on, b.Open
	items := append([]CorrectionItem(nil), request.Items...)
	for _, i := range b.Done {
		if i >= 0 && i < len(items) {
			items[i].Done = true
		}
	}
	request.Items = items
	for i := range c.Clocks {
		c.Clocks[i].answered(on)
	}
	if c.Held != "" {
		c.hold(on, nil)
	}
}

// answered lets the clock go on where a correction request held it. The first
// check begins anew: the answer is a new receipt, and silence on it counts from
// there (Licensing Law art. 32).
func (k *Clock) answered(on civil.Date) {
	last := k.Entries[len(k.Entries)-1]
	if last.Kind != Paused || last.Ground != ForCorrection {
		return
	}
	kind := Resumed
	if k.Limit.Step == StepAcceptance {
		kind = Started
	}
	k.Entries = append(k.Entries, Entry{Kind: kind, On: on})
}

// ToleranceGranted lets papers follow until a day.
type ToleranceGranted struct {
	Tolerance Tolerance `json:"tolerance"`
}

// Kind is "tolerance-granted".
func (ToleranceGranted) Kind() Kind { return "tolerance-granted" }

func (b ToleranceGranted) fold(c *Case, _ Event) {
	tolerance := b.Tolerance
	c.Tolerance = &tolerance
	c.postpone(&tolerance.Due)
}

// postpone sets or clears the last day of every paper of the tolerance.
func (c *Case) postpone(due *civil.Date) {
	for _, id := range c.Tolerance.Slots {
		if s := c.slot(id); s != nil {
			s.Deferred = due
		}
	}
}

// ToleranceMet ends the tolerance: every paper that could follow is accepted.
type ToleranceMet struct{}

// Kind is "tolerance-met".
func (ToleranceMet) Kind() Kind { return "tolerance-met" }

func (ToleranceMet) fold(c *Case, _ Event) {
	c.postpone(nil)
	tolerance := *c.Tolerance
	tolerance.Met = true
	c.Tolerance = &tolerance
}

// ToleranceLapsed ends the tolerance because papers did not follow in time; the
// case returns to the applicant.
type ToleranceLapsed struct {
	Missing []SlotID `json:"missing"`
}

// Kind is "tolerance-lapsed".
func (ToleranceLapsed) Kind() Kind { return "tolerance-lapsed" }

func (b ToleranceLapsed) fold(c *Case, e Event) {
	c.postpone(nil)
	tolerance := *c.Tolerance
	tolerance.Lapsed = true
	c.Tolerance = &tolerance
	c.exit(StatusLapsed, e.On(), Exit{Cause: "tolerance", Clause: tolerance.Clause})
}

// Accepted begins the decision clocks. On is the day of acceptance; where the
// office stayed silent it is the day of receipt (Deemed).
type Accepted struct {
	On     civil.Date `json:"on"`
	Deemed bool       `json:"deemed,omitempty"`
	Clause string     `json:"clause,omitempty"` // of a deemed acceptance
}

// Kind is "accepted".
func (Accepted) Kind() Kind { return "accepted" }

func (b Accepted) fold(c *Case, e Event) {
	c.Status, c.Deemed = StatusAccepted, b.Deemed
	c.stopClocks(e.On(), func(l Limit) bool { return l.Step == StepAcceptance })
	for i := range c.Tracks {
		if c.Tracks[i].After == "" {
			on := b.On
			c.Tracks[i].Begun = &on
		}
	}
	c.reach(AtAcceptance, b.On)
}

// NotAccepted ends the case before acceptance: wrong office, or nothing to decide.
type NotAccepted struct {
	Reason string `json:"reason"`
	Clause string `json:"clause"`
	Office string `json:"office,omitempty"` // where to turn instead
	Remedy string `json:"remedy"`
}

// Kind is "not-accepted".
func (NotAccepted) Kind() Kind { return "not-accepted" }

func (b NotAccepted) fold(c *Case, e Event) {
	c.exit(StatusNotAccepted, e.On(), Exit{Cause: "not-accepted", Reason: b.Reason, Clause: b.Clause, Office: b.Office, Remedy: b.Remedy})
}

// Lapsed ends the case because nobody answered: a draft that was left, a
// correction request past its last day.
type Lapsed struct {
	Cause string `json:"cause"` // "draft" or "correction"
}

// Kind is "lapsed".
func (Lapsed) Kind() Kind { return "lapsed" }

func (b Lapsed) fold(c *Case, e Event) {
	c.exit(StatusLapsed, e.On(), Exit{Cause: b.Cause})
}
